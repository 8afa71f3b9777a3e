/*
 * <gshare-frame> keeps its iframe alive. The src redirects to a link that opens a session by a cookie. Before that ends, a hidden iframe loads the
 * src for a new cookie. Later, and for another theme, a new iframe loads behind the visible one and takes its place: always, where the session is
 * the link's own and no cookie's (swap). What it shows cannot be read, and may be an error page: so application and workspace are asked.
 */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; position: relative }
:host([hidden]), .loaded, .loading button { display: none }
:host([ratio]) ::slotted(iframe), :host([height]) ::slotted(iframe), ::slotted([slot]) {
  display: block !important; box-sizing: border-box; width: 100% !important; height: 100% !important }
::slotted([slot]) { position: absolute !important; inset: 0 }
::slotted([slot]), :not(.loaded) + slot::slotted(iframe), iframe { visibility: hidden !important }
iframe { position: absolute; width: 1px; height: 1px; border: 0 }
div { position: absolute; inset: 0; z-index: 1; display: grid; place-content: safe center; justify-items: center;
  gap: 1em; overflow: auto; padding: 1em; box-sizing: border-box; text-align: center; font: 14px/1.5 system-ui, sans-serif;
  border: 1px solid #8885; border-radius: 4px; caret-color: light-dark(#fff, #010203);
  background: var(--gshare-background, none); color: var(--gshare-color, inherit) }
p { margin: 0 }
p:empty { display: none }
button { font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px; padding: .3em 1em; cursor: pointer }
button:hover { background: #8882 }
@media print { .loading { display: none } .loading + slot::slotted(iframe) { visibility: visible !important } }`);

// TEXTS stand before this script when it is served: by language tags in lower case, those of the application included.
const dark = matchMedia('(prefers-color-scheme: dark)');

/** The tag of its texts, or ''. */
const known = (language) => {
  let tag = (language ?? '').toLowerCase();
  while (tag && !Object.hasOwn(TEXTS, tag)) tag = /^zh-(tw|hk|mo)$/.test(tag) ? 'zh-hant' : tag.replace(/-?[^-]*$/, '');
  return tag;
};

const make = (name, properties) => Object.assign(document.createElement(name), properties);

/** What the page's policy keeps scripts from asking. */
const forbidden = new Set();
addEventListener('securitypolicyviolation', ({ effectiveDirective, disposition, blockedURI }) => {
  if (effectiveDirective === 'connect-src' && disposition === 'enforce') forbidden.add(blockedURI);
});

/** Its answer, true if it may not be asked, false if there is none. No login returns to an XMLHttpRequest. */
const ask = async (link, limit) => {
  const { origin, href } = new URL(link);
  try {
    return (
      forbidden.has(href) ||
      (await fetch(href, {
        cache: 'no-store',
        signal: AbortSignal.timeout(limit),
        ...(origin === location.origin
          ? { redirect: 'manual', headers: { 'X-Requested-With': 'XMLHttpRequest' } }
          : { method: 'HEAD', mode: 'no-cors', credentials: 'omit' }),
      }))
    );
  } catch {
    await new Promise((heard) => setTimeout(heard, 500)); // of the policy, whose event comes after the refusal
    return forbidden.has(href) || forbidden.has(origin); // which is all that it says of a redirect
  }
};

/** Browsers then load frames' last links, not their src. */
const restored = () =>
  document.readyState !== 'complete' &&
  (document.wasDiscarded || /reload|back/.test(performance.getEntriesByType('navigation')[0]?.type));

class GShareFrame extends HTMLElement {
  static observedAttributes = ['height', 'ratio', 'session', 'theme'];

  #panel = make('div', { tabIndex: -1 });
  #status = make('p', { role: 'status' });
  #alert = make('p', { role: 'alert' });
  #button = make('button');
  #box = new CSSStyleSheet();
  #changes = new MutationObserver(() => this.#look());
  #connection;
  #frame; // the visible one
  #src;
  #ticket; // in its place, if it was exchanged for one that expires later
  #load; // under way, to 'show' at once, to 'swap' or to 'renew'
  #timer; // of that load, else of the next
  #start; // of the session; 0 before there was one
  #point = 0.8 + Math.random() / 10; // of it, at which it is renewed
  #retry; // when, after a failure; Infinity if that is up to the visitor
  #until; // after which nothing is asked for unasked: that keeps logins from ending
  #failures; // in a row
  #reason; // of the error that is shown
  #loads = new WeakMap(); // when each iframe loaded

  constructor() {
    super();
    this.#box.insertRule(':host{}');
    this.#panel.append(this.#status, this.#alert, this.#button);
    this.#button.onclick = () => {
      this.reload();
      this.#panel.focus();
    };
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet, this.#box];
    shadow.append(this.#panel, make('slot'), make('slot', { name: 'next' }));
  }

  connectedCallback() {
    this.#connection = new AbortController();
    const on = (target, type, listener) => target.addEventListener(type, listener, this.#connection);
    on(document, 'visibilitychange', () => this.#wake());
    on(window, 'online', () => this.#wake());
    on(window, 'pageshow', ({ persisted }) => persisted && this.#wake());
    on(dark, 'change', () => this.#look());
    // Later, because Chromium does so itself, and waits for no other's before it prints.
    on(window, 'beforeprint', () => setTimeout(() => this.#frame && (this.#frame.loading = 'eager')));
    const filter = { attributeFilter: ['class', 'style', 'data-theme', 'src'] };
    this.#changes.observe(document.documentElement, filter);
    this.#changes.observe(document.body, filter);
    this.#changes.observe(this, { ...filter, childList: true, subtree: true });
    this.#look();
  }

  connectedMoveCallback() {} // moveBefore() leaves the frame as it is

  disconnectedCallback() {
    this.#connection.abort();
    this.#changes.disconnect();
    this.#forget();
  }

  attributeChangedCallback() {
    const { style } = this.#box.cssRules[0];
    const height = this.getAttribute('height') ?? '';
    style.height = /^\d+$/.test(height) ? height + 'px' : height;
    style.aspectRatio = this.getAttribute('ratio') ?? '';
    this.#plan();
  }

  /** Loads the src anew. */
  reload() {
    if (this.#frame) this.#begin(this.#state === 'loaded' ? 'swap' : 'show', true);
  }

  get #state() {
    return this.#panel.className;
  }

  get #session() {
    return this.#milliseconds('session', 3600);
  }

  get #end() {
    return this.#start + this.#session;
  }

  /** Whether the frame is to be loaded anew when its link's own session ends. */
  get #swaps() {
    return this.hasAttribute('swap');
  }

  get #hasFocus() {
    return document.hasFocus() && this.getRootNode().activeElement === this.#frame;
  }

  /** Whether the visitor is in the frame, and would lose what he does there before he must. */
  get #isBusy() {
    return this.#swaps && Date.now() < this.#end && (this.#hasFocus || this.#frame.matches(':hover'));
  }

  get #limit() {
    return Math.min(this.#milliseconds('timeout', 30), 1e9); // no timer takes 3e9
  }

  #milliseconds(name, seconds) {
    const value = this.getAttribute(name);
    return 1000 * (value > 0 ? value : seconds);
  }

  /** Finds the iframe, if it or its src are others. */
  #look() {
    let frame = this.querySelector(':scope > iframe:not([slot])');
    if (!frame?.src) return this.#forget();
    if (frame.hidden) {
      // WebKit may ask twice where the src of a lazy one is changed.
      const themed = Object.assign(frame.cloneNode(), { src: this.#themed(frame.src), hidden: false });
      frame.replaceWith(themed);
      frame = themed;
    }
    if (frame !== this.#frame || frame.src !== this.#src) {
      this.#forget();
      this.#frame = frame;
      this.#src = frame.src;
      this.#until = Date.now() + this.#milliseconds('renewal', 2592000);
      this.#show('loading');
      if (restored()) return this.#begin('show');
      this.#await({ kind: 'show', frame, src: frame.src });
      return this.#answered(); // maybe before this script ran
    }
    this.#plan();
  }

  /** Time has passed that no timer counted, or a failure may be over. */
  #wake() {
    if (document.hidden) return;
    if (Date.now() < this.#until) this.#retry &&= Math.min(this.#retry, Date.now() + 1000);
    this.#look();
  }

  /** Loads what is due, or waits. */
  #plan() {
    if (!this.#frame) return;
    const src = this.#themed(this.#src);
    if (this.#load && !this.#load.late) {
      if (this.#load.src !== src) this.#begin(this.#state === 'loaded' ? 'swap' : 'show');
    } else if (this.#state === 'error' && document.hidden) {
      // until somebody sees it
    } else if (this.#start || this.#retry < Infinity) {
      clearTimeout(this.#timer);
      const now = Date.now();
      const swap = this.#state === 'error' || now >= this.#end || src !== this.#src;
      let due = this.#retry ?? (swap ? now : this.#start + this.#session * this.#point);
      if (now >= this.#until) due = this.#end;
      else if (this.#state === 'loaded') due = Math.min(due, this.#end);
      if (now >= due && !swap && this.#isBusy) due = Math.min(now + 1000, this.#end);
      if (now < due) this.#timer = setTimeout(() => this.#plan(), Math.min(due - now, 1e9));
      else if (now < this.#until) this.#begin(swap || this.#swaps ? 'swap' : 'renew');
      else this.#fail('expired');
    }
  }

  async #begin(kind, wanted, asked) {
    this.#stop();
    const old = this.#frame;
    const load = (this.#load = { kind, wanted, asked, src: this.#themed(this.#src) });
    if (kind !== 'show' && (!(await this.#may(load)) || this.#load !== load)) return;
    const frame = (load.frame = old.cloneNode());
    frame.src = this.#themed(this.#ticket ?? this.#src);
    if (kind === 'show') {
      this.#frame = frame;
      load.src = this.#src = frame.src;
      this.#show('loading');
    } else frame.loading = 'eager';
    this.#await(load);
    if (kind === 'renew') {
      for (const name of ['id', 'name', 'class', 'style']) frame.removeAttribute(name);
      Object.assign(frame, { tabIndex: -1, ariaHidden: true });
      this.shadowRoot.append(frame);
    } else if (kind === 'swap') {
      frame.slot = 'next';
      old.after(frame);
    } else old.replaceWith(frame);
  }

  /** Whether an iframe may get there; through a login it does where a script does not. */
  async #may(load) {
    const reason = await (load.asked ??= this.#ask());
    if (this.#load !== load) return false;
    load.login = reason === 'refused';
    if (!reason || load.login) return true;
    this.#done(reason);
  }

  /** Why nothing would load now, or ''. The application answers with a ticket that expires later. */
  async #ask() {
    const src = this.#src;
    const [, link, query] = /^([^?#]*\/(?:ticket\/[^?#]+|embed\/[^?#]+(\?[^#]*)?))/.exec(this.#ticket ?? src) ?? [];
    if (link && new URL(link).origin === location.origin) {
      const answer = await ask(link + (query ? '&' : '?') + 'renew', this.#limit);
      if (answer !== true) {
        const { status = 503, headers } = answer;
        if (status === 410) return 'gone';
        if (status === 403 || headers?.has('GShare-Refused')) return 'denied';
        if (status > 403) return 'unreachable'; // 404 while it is deployed
        if (!answer.ok || /html/.test(headers.get('Content-Type'))) return 'refused'; // asks to log in
        const next = await answer.text().catch(() => '');
        if (/^\/(?![/\\])\S+$/.test(next) && src === this.#src) this.#ticket = new URL(next, link).href;
      }
    }
    const at = this.getAttribute('at');
    const health = at && (await ask(at.replace(/\/?$/, '/api/health'), this.#limit));
    return at && (!health || health.status >= 500) ? 'unreachable' : '';
  }

  #await(load) {
    this.#load = load;
    const { kind, frame } = load;
    const begin = () => {
      load.start = Date.now();
      const limit = kind === 'renew' ? Math.max(1000, this.#end - load.start) : Infinity;
      this.#timer = setTimeout(() => this.#done(load.login ? 'refused' : 'timeout'), Math.min(limit, this.#limit));
      if (this.#state === 'loading') this.#status.textContent = this.#texts.loading;
      if (kind === 'show') this.#may(load);
    };
    this.#loads.set(frame, []);
    frame.addEventListener('load', this.#heard);
    if (frame.loading !== 'lazy') return begin();
    load.sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      load.sight.disconnect();
      begin();
    });
    load.sight.observe(frame);
  }

  /** Grafana's page loads itself without end if its cookie does not arrive; a visitor slower. */
  #heard = ({ target }) => {
    const load = target === this.#load?.frame && this.#load;
    const times = this.#loads.get(target);
    const now = Date.now();
    times.unshift(now);
    times.splice(document.activeElement === target || navigator.userActivation?.isActive ? 7 : 16);
    if (now - times[6] < 6e4 || now - times[15] < 12e5) {
      times.splice(0);
      target.contentWindow.location.replace('about:blank');
      if (!load && (target !== this.#frame || this.#state !== 'loaded')) return;
      this.#fail(load.login ? 'refused' : 'cookie');
      this.#plan();
    } else if (load) this.#answered();
  };

  /** Ends the load, if its iframe is not blank. */
  async #answered() {
    const load = this.#load;
    const { kind, wanted, frame } = load;
    let reason = '';
    try {
      const { href, pathname } = frame.contentWindow.location;
      if (pathname === 'blank') return this.#plan();
      if (pathname === new URL(frame.src).pathname || !href.startsWith(this.getAttribute('at') ?? '')) reason = 'refused';
    } catch {}
    if (!(await this.#may(load)) || this.#load !== load) return; // its iframe may load twice meanwhile
    if (!load.login) return this.#done(reason);
    // The iframe has been through the login, or that goes on by itself.
    reason = await this.#ask();
    if (this.#load !== load) return;
    if (reason !== 'refused') return this.#begin(kind, wanted, reason);
    clearTimeout(load.wait);
    load.wait = setTimeout(() => this.#load === load && this.#done(reason), 3000);
  }

  #done(reason) {
    const load = this.#load;
    const { kind, frame, start } = load;
    if (!reason && kind === 'swap' && !load.wanted && load.src === this.#src && this.#isBusy) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#load === load && this.#done(''), 1000);
      return;
    }
    if (reason) {
      this.#fail(reason);
    } else {
      this.#stop(true);
      this.#start = start ?? Date.now();
      this.#retry = undefined;
      this.#failures = 0;
      if (kind === 'renew') {
        frame.remove();
        this.#send('renew');
      } else {
        const hadFocus = this.#hasFocus;
        if (kind === 'swap') this.#frame.remove();
        frame.removeAttribute('slot');
        if (hadFocus) frame.focus({ preventScroll: true });
        this.#frame = frame;
        this.#src = frame.src;
        this.#show('loaded');
        this.#send('load');
      }
    }
    this.#plan();
  }

  #fail(reason) {
    const { kind, wanted } = this.#load ?? {};
    if (reason === 'timeout' && kind === 'show') this.#load.late = true; // and welcome all the same
    else this.#stop();
    const now = Date.now();
    let delay = Math.max(1000, this.#session / 20);
    if (reason === 'unreachable') delay = 1000 * Math.min(this.#failures > 30 ? 60 : 10, 2 ** this.#failures++);
    else if (reason === 'cookie') delay = this.#session;
    else if (!this.#start && /denied|gone/.test(reason)) delay = Infinity; // until the visitor wants it
    this.#retry = now + delay * (0.8 + Math.random() * 0.4);
    if (this.#state === 'loaded' ? now >= this.#end || reason === 'cookie' : reason !== this.#reason) {
      this.#reason = reason;
      this.#show('error');
    } else if (!wanted) return;
    this.#send('error', { reason });
  }

  #stop(keep) {
    clearTimeout(this.#timer);
    const { sight, frame } = this.#load ?? {};
    sight?.disconnect();
    if (!keep && frame !== this.#frame) frame?.remove();
    this.#load = undefined;
  }

  #forget() {
    this.#stop();
    this.#frame = this.#retry = this.#ticket = undefined;
    this.#start = this.#failures = 0;
    this.#show('loaded');
  }

  #show(state) {
    this.#panel.className = state;
    this.setAttribute('state', state);
    if (state !== 'error') this.#reason = '';
    const texts = this.#texts;
    const denied = this.#reason === 'denied';
    const text = this.#reason && (texts[this.#swaps && this.#reason === 'cookie' ? '' : this.#reason] ?? texts.failed);
    this.#status.textContent = denied ? text : '';
    this.#alert.textContent = denied ? '' : text;
    this.#button.textContent = texts.again;
    this.#button.hidden = denied || this.#reason === 'gone'; // where nobody can
    this.ariaBusy = state === 'loading' || null;
  }

  #send(name, detail) {
    this.dispatchEvent(new CustomEvent('gshare:' + name, { bubbles: true, detail }));
  }

  /** In the page's language, by its markup before the application's word, else in the visitor's. */
  get #texts() {
    const wanted = [this.closest('[lang]')?.lang, this.getAttribute('language'), ...navigator.languages];
    return TEXTS[(this.#panel.lang = wanted.map(known).find(Boolean) ?? 'en')];
  }

  /** With the theme of the page: light, if it declares no color-scheme. */
  #themed(src) {
    if (this.getAttribute('theme') !== 'auto') return src;
    const url = new URL(src);
    url.searchParams.set('theme', getComputedStyle(this.#panel).caretColor === 'rgb(1, 2, 3)' ? 'dark' : 'light');
    return url.href;
  }
}

customElements.get('gshare-frame') ?? customElements.define('gshare-frame', GShareFrame);
