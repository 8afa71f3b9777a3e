/*
 * <gshare-frame>: keeps the frame of a dashboard alive. It stands around an <iframe> that works without it.
 *
 * The frame's src is a link of the application, which redirects to a dashboard link signed that moment; that opens a session, by a cookie.
 * Shortly before it ends, a second frame, unseen, loads the src once more: it opens the next session for the first, which is not touched.
 * Where the session has ended all the same (the computer slept), or the page's colours change, a fresh frame loads behind the old one and
 * takes its place.
 *
 * Events: gshare:load, gshare:renew, gshare:error (detail.reason: refused, timeout).
 */
const TEXTS = {
  en: ['Loading…', 'The dashboard could not be loaded.', 'Try again'],
  zh: ['正在加载…', '无法加载仪表盘。', '重试'],
};
const LONGEST_TIMER = 2 ** 31 - 1;
const DARK = matchMedia('(prefers-color-scheme: dark)');

const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  :host { display: block; position: relative; }
  ::slotted(iframe) { display: block; border: 0; }
  :host([ratio]) ::slotted(iframe), ::slotted(iframe[slot]) { width: 100%; height: 100%; }
  ::slotted(iframe[slot]) { position: absolute; inset: 0; visibility: hidden; }
  :host([state=failed]) ::slotted(iframe) { visibility: hidden; }
  :host([state=loaded]) .cover { display: none; }
  :host([state=loading]) .failed, :host([state=failed]) .loading { display: none; }
  .cover { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center;
    font-family: system-ui, sans-serif; text-align: center;
    color: var(--gshare-color, GrayText); background: var(--gshare-background, transparent); pointer-events: none; }
  .failed { pointer-events: auto; }
  button { font: inherit; }
  .renewer { position: absolute; width: 1px; height: 1px; border: 0; visibility: hidden; }
`);

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

class GShareFrame extends HTMLElement {
  static observedAttributes = ['ratio', 'session', 'theme'];

  #texts;
  #frame; // the one that is seen
  #src; // its link, without a theme
  #theme; // the one it was loaded with
  #next; // a fresh one that will take its place
  #renewer; // the one that opens the next session
  #renewAt = Infinity;
  #end = Infinity; // of the session, in milliseconds of Date.now()
  #timers = {};
  #patience; // until a frame that failed is tried again, in milliseconds
  #connected; // aborted when the element is taken out

  constructor() {
    super();
    const [loading, , again] = this.#texts = TEXTS[/^zh/i.test(this.closest('[lang]')?.lang) ? 'zh' : 'en'];
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [STYLE];
    shadow.append(
      element('slot', { onslotchange: () => this.isConnected && this.#adopt() }),
      element('slot', { name: 'next' }),
      element('div', { className: 'cover loading' }, element('p', { role: 'status', textContent: loading })),
      element('div', { className: 'cover failed' },
        element('p', { role: 'alert' }),
        element('button', { type: 'button', textContent: again, onclick: () => this.reload() })),
    );
  }

  connectedCallback() {
    this.#connected = new AbortController();
    const options = { signal: this.#connected.signal };
    addEventListener('pageshow', () => this.#wake(), options);
    addEventListener('online', () => this.#wake(), options);
    document.addEventListener('visibilitychange', () => this.#wake(), options);
    DARK.addEventListener('change', () => this.#recolour(), options);
    const page = new MutationObserver(() => this.#recolour());
    page.observe(document.documentElement, { attributes: true });
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        this.#awaitLoad();
      }
    });
    seen.observe(this);
    this.#connected.signal.addEventListener('abort', () => [page, seen].forEach((observer) => observer.disconnect()));
    this.#adopt();
  }

  disconnectedCallback() {
    this.#connected.abort();
    Object.keys(this.#timers).forEach((name) => this.#stop(name));
    this.#renewer?.remove();
    this.#next?.remove();
    this.#frame = this.#renewer = this.#next = undefined;
    this.#renewAt = this.#end = Infinity;
  }

  attributeChangedCallback(name) {
    if (name === 'ratio') {
      this.style.aspectRatio = this.getAttribute('ratio') ?? '';
    } else if (this.#frame && name === 'theme') {
      this.#recolour();
    } else if (this.#frame && this.getAttribute('state') === 'loaded') {
      this.#schedule();
    }
  }

  /** Loads the dashboard anew; what is seen stays until the fresh frame has loaded. */
  reload() {
    if (!this.#frame) {
      return;
    }
    this.#next?.remove();
    this.#next = this.#fresh({ slot: 'next', loading: 'eager' });
    if (this.getAttribute('state') !== 'loaded') {
      this.#state('loading');
    }
    this.append(this.#next);
    this.#awaitLoad();
  }

  /** Takes the frame that the page brought along. */
  #adopt() {
    const given = this.querySelector(':scope > iframe:not([slot])');
    if (!given || given === this.#frame) {
      return;
    }
    this.#frame = given;
    this.#src = given.getAttribute('src');
    this.#state('loading');
    const [navigation] = performance.getEntriesByType('navigation');
    const { contentDocument } = given;
    // A browser that restores a page restores its frames where they were: at a link that was signed then.
    const restored = navigation?.type !== 'navigate' && document.readyState !== 'complete';
    this.#theme = undefined;
    if (restored || this.#auto()) {
      const fresh = this.#fresh({});
      this.#frame = fresh;
      given.replaceWith(fresh);
    } else if (!contentDocument || (contentDocument.URL !== 'about:blank' && contentDocument.readyState === 'complete')) {
      this.#loaded(given); // before this script was
      return;
    }
    this.#frame.addEventListener('load', () => this.#loaded(this.#frame), { once: true });
  }

  /** A frame like the one that is seen, not loaded yet. */
  #fresh(properties) {
    const fresh = Object.assign(this.#frame.cloneNode(), properties, { src: this.#link() });
    fresh.addEventListener('load', () => this.#loaded(fresh), { once: true });
    return fresh;
  }

  /** The frame's link, with the theme that is right now. */
  #link() {
    const url = new URL(this.#src, document.baseURI);
    this.#theme = this.#auto();
    if (this.#theme) {
      url.searchParams.set('theme', this.#theme);
    }
    return url.href;
  }

  /** The page's colours, where the frame follows them. */
  #auto() {
    if (this.getAttribute('theme') !== 'auto') {
      return undefined;
    }
    const schemes = getComputedStyle(this).colorScheme.split(' ');
    const [light, dark] = [schemes.includes('light'), schemes.includes('dark')];
    return (light === dark ? DARK.matches : dark) ? 'dark' : 'light';
  }

  #recolour() {
    if (this.#frame && this.#auto() !== this.#theme) {
      this.reload();
    }
  }

  #loaded(frame) {
    if (frame !== this.#frame && frame !== this.#next) {
      return;
    }
    if (this.#refused(frame)) {
      this.#fail('refused');
      return;
    }
    if (frame === this.#next) {
      const old = this.#frame;
      this.#frame = frame;
      this.#next = undefined;
      frame.removeAttribute('slot');
      old.remove();
    }
    this.#stop('load');
    this.#patience = undefined;
    this.#state('loaded');
    this.#schedule();
    this.#tell('load');
  }

  /** Whether the application itself answered, in place of the workspace. */
  #refused(frame) {
    try {
      return frame.contentWindow.location.pathname === new URL(frame.src).pathname;
    } catch {
      return false; // the workspace's origin, whose pages are nobody's to read
    }
  }

  #fail(reason) {
    this.#stop('load');
    this.#next?.remove();
    this.#next = undefined;
    this.#state('failed');
    this.#patience = Math.min(2 * (this.#patience ?? 15_000), 3_600_000);
    this.#start('renew', () => this.reload(), this.#patience);
    this.#tell('error', { reason });
  }

  #awaitLoad() {
    if (this.#next || this.getAttribute('state') === 'loading') {
      this.#start('load', () => this.#fail('timeout'), 1000 * (Number(this.getAttribute('timeout')) || 30));
    }
  }

  /** Reckons from now when the session ends, and when to open the next: frames of one page at different times. */
  #schedule() {
    const session = 1000 * (Number(this.getAttribute('session')) || 3600);
    this.#end = Date.now() + session;
    this.#renewAt = this.#end - session * (0.1 + 0.1 * Math.random());
    this.#await();
  }

  #await() {
    this.#start('renew', () => this.#wake(), Math.max(0, this.#renewAt - Date.now()));
  }

  /** Does what is due; timers sleep with the computer, and slow down in tabs that nobody sees. */
  #wake() {
    const state = this.getAttribute('state');
    if (state === 'loading' || this.#next) {
      return;
    }
    if (state === 'failed' || Date.now() >= this.#end) {
      this.reload();
    } else if (Date.now() < this.#renewAt) {
      this.#await();
    } else if (!this.#renewer) {
      this.#renew();
    }
  }

  async #renew() {
    this.#renewer = element('iframe', { className: 'renewer', tabIndex: -1, title: '', ariaHidden: 'true' });
    const renewer = this.#renewer;
    await this.#exchange();
    if (renewer !== this.#renewer) {
      return;
    }
    const done = (ok) => {
      if (renewer !== this.#renewer) {
        return;
      }
      this.#stop('renewer');
      renewer.remove();
      this.#renewer = undefined;
      if (ok) {
        this.#schedule();
        this.#tell('renew');
        return;
      }
      this.#renewAt = Date.now() + Math.max(1000, (this.#end - Date.now()) / 2);
      this.#await();
    };
    renewer.src = this.#link();
    renewer.addEventListener('load', () => done(!this.#refused(renewer)), { once: true });
    this.#start('renewer', () => done(false), 30_000);
    this.shadowRoot.append(renewer);
  }

  /** Gets a link that expires later, where the page's link does; without one, the page's own is good for a while. */
  async #exchange() {
    const url = new URL(this.#src, document.baseURI);
    if (!/\/ticket\/[^/]+$/.test(url.pathname)) {
      return;
    }
    url.searchParams.set('renew', '');
    try {
      const answer = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
      if (answer.ok) {
        this.#src = await answer.text();
      }
    } catch {
      // offline, or a policy forbids it
    }
  }

  #state(state) {
    this.setAttribute('state', state);
    this.setAttribute('aria-busy', String(state === 'loading'));
    this.shadowRoot.querySelector('[role=alert]').textContent = state === 'failed' ? this.#texts[1] : '';
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`gshare:${what}`, { bubbles: true, detail }));
  }

  #start(name, action, delay) {
    this.#stop(name);
    this.#timers[name] = setTimeout(action, Math.min(delay, LONGEST_TIMER));
  }

  #stop(name) {
    clearTimeout(this.#timers[name]);
  }
}

customElements.get('gshare-frame') ?? customElements.define('gshare-frame', GShareFrame);
