/*
 * <gshare-frame> keeps its iframe alive. The src is the application's own: it redirects to a link signed that moment, which opens a session by
 * a cookie. Before that ends, a hidden iframe loads the src for a new cookie. Later, and for another theme, a new iframe loads behind the
 * visible one and takes its place.
 */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; position: relative }
:host([hidden]), .loaded, .loading button { display: none }
:host([ratio]) ::slotted(iframe), :host([height]) ::slotted(iframe), ::slotted([slot]) {
  display: block !important; box-sizing: border-box; width: 100% !important; height: 100% !important }
::slotted([slot]) { position: absolute !important; inset: 0 }
::slotted([slot]), .error + slot::slotted(iframe), iframe { visibility: hidden !important }
iframe { position: absolute; width: 1px; height: 1px; border: 0 }
div { position: absolute; inset: 0; z-index: 1; display: grid; place-content: safe center; justify-items: center;
  gap: 1em; overflow: auto; font: 14px system-ui, sans-serif;
  background: var(--gshare-background, Canvas); color: var(--gshare-color, CanvasText) }
p { margin: 0 }
button { font: inherit }`);

const TEXTS = {
  en: ['Loading…', 'The dashboard could not be loaded.', 'Try again'],
  zh: ['正在加载…', '无法加载仪表板。', '重试'],
};
const dark = matchMedia('(prefers-color-scheme: dark)');

const make = (name, properties) => Object.assign(document.createElement(name), properties);

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
  #load; // under way: { kind: 'show', 'swap' or 'renew', frame, stop, start }
  #timer; // of that load, else of the next
  #start; // of the session; 0 before there was one
  #point; // of its renewal, from 0 to 1
  #retry; // when, after a failure
  #until; // after which nothing is asked for unasked: that keeps logins from ending

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
    const on = (target, type) =>
      target.addEventListener(type, (event) => event.persisted === false || this.#wake(), this.#connection);
    on(document, 'visibilitychange');
    on(window, 'pageshow');
    on(window, 'online');
    on(dark, 'change');
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
    if (this.#frame) this.#begin(this.#panel.className === 'loaded' ? 'swap' : 'show');
  }

  get #session() {
    return this.#milliseconds('session', 3600);
  }

  get #end() {
    return this.#start + this.#session;
  }

  #milliseconds(name, seconds) {
    const value = this.getAttribute(name);
    return 1000 * (value > 0 ? value : seconds);
  }

  /** Finds the iframe, if it or its src are others. */
  #look() {
    const frame = this.querySelector(':scope > iframe:not([slot])');
    if (!frame?.src) return this.#forget();
    if (frame !== this.#frame || frame.src !== this.#src) {
      this.#forget();
      this.#frame = frame;
      this.#src = frame.src;
      this.#until = Date.now() + this.#milliseconds('renewal', 2592000);
      this.#show('loading');
      if (restored()) return this.#begin('show');
      this.#await('show', frame, frame.src);
      return this.#answered(); // maybe before this script ran
    }
    this.#plan();
  }

  /** Time has passed that no timer counted, or a failure is over. */
  #wake() {
    this.#retry = undefined;
    this.#look();
    if (this.#panel.className === 'error' && this.#load?.kind !== 'swap' && Date.now() < this.#until) this.#begin('swap');
  }

  /** Loads what is due, or sets the timer. What never loaded waits for the visitor. */
  #plan() {
    if (!this.#frame) return;
    const src = this.#themed(this.#src);
    if (this.#load) {
      if (this.#load.src !== src) this.reload();
    } else if (this.#start) {
      clearTimeout(this.#timer);
      const now = Date.now();
      const swap = now >= this.#end || src !== this.#src;
      let due = this.#retry ?? (swap ? now : this.#start + this.#session * this.#point);
      if (now >= this.#until) due = this.#end;
      else if (this.#panel.className === 'loaded') due = Math.min(due, this.#end);
      if (now < due) this.#timer = setTimeout(() => this.#plan(), Math.min(due - now, 1e9));
      else if (now < this.#until) this.#begin(swap ? 'swap' : 'renew');
      else this.#fail('expired');
    }
  }

  #begin(kind) {
    this.#stop();
    const old = this.#frame;
    const frame = old.cloneNode();
    frame.src = this.#themed(this.#ticket ?? this.#src);
    if (kind !== 'show') frame.loading = 'eager';
    this.#await(kind, frame, this.#themed(this.#src));
    if (kind === 'renew') {
      for (const name of ['id', 'name', 'class', 'style']) frame.removeAttribute(name);
      Object.assign(frame, { tabIndex: -1, ariaHidden: true });
      this.shadowRoot.append(frame);
      this.#exchange(this.#src);
    } else if (kind === 'swap') {
      frame.slot = 'next';
      old.after(frame);
    } else {
      this.#frame = frame;
      this.#load.src = this.#src = frame.src;
      this.#show('loading');
      old.replaceWith(frame);
    }
  }

  /** Asks for a ticket that expires later, for the next load. */
  async #exchange(src) {
    const [link] = /^[^?#]*\/ticket\/[^?#]+/.exec(this.#ticket ?? src) ?? [];
    try {
      const answer = link && (await fetch(link + '?renew'));
      const next = answer?.ok && (await answer.text());
      // No login page.
      if (/^\/(?![/\\])\S+$/.test(next) && src === this.#src) this.#ticket = new URL(next, link).href;
    } catch {} // offline, or the page's policy forbids it
  }

  #await(kind, frame, src) {
    const stop = new AbortController();
    const load = (this.#load = { kind, frame, stop, src });
    const begin = () => {
      if (this.#load !== load) return;
      load.start = Date.now();
      let limit = this.#milliseconds('timeout', 30);
      if (kind === 'renew') limit = Math.min(limit, Math.max(1000, this.#end - load.start));
      this.#timer = setTimeout(() => this.#done('timeout'), limit);
      if (this.#panel.className === 'loading') this.#status.textContent = TEXTS[this.#lang][0];
    };
    frame.addEventListener('load', () => this.#answered(), stop);
    if (frame.loading !== 'lazy') return begin();
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      sight.disconnect();
      begin();
    });
    sight.observe(frame);
    stop.signal.onabort = () => sight.disconnect();
  }

  /** Ends the load, if its iframe is not blank. Another origin cannot be read. */
  #answered() {
    const { frame, kind } = this.#load;
    let reason = kind === 'show' || navigator.onLine ? '' : 'timeout'; // the browser's own error page
    try {
      const { href, pathname } = frame.contentWindow.location;
      if (pathname === 'blank') return this.#plan();
      // Refused, or asked to log in.
      if (pathname === new URL(frame.src).pathname || !href.startsWith(this.getAttribute('at') ?? '')) reason = 'refused';
    } catch {}
    this.#done(reason);
  }

  #done(reason) {
    const { kind, frame, start } = this.#load;
    if (reason !== 'timeout' || kind !== 'show') this.#stop(!reason);
    const now = Date.now();
    if (reason) {
      this.#retry = now + Math.max(1000, this.#session / 20);
      if (now >= this.#end) this.#fail(reason);
    } else {
      this.#start = start ?? now;
      this.#point = 0.8 + Math.random() / 10;
      this.#retry = undefined;
      if (kind === 'renew') {
        frame.remove();
        this.#send('renew');
      } else {
        if (kind === 'swap') this.#frame.remove();
        frame.removeAttribute('slot');
        this.#frame = frame;
        this.#src = frame.src;
        this.#show('loaded');
        this.#send('load');
      }
    }
    this.#plan();
  }

  #fail(reason) {
    if (this.#panel.className === 'error') return;
    this.#show('error');
    this.#send('error', { reason });
  }

  #stop(keep) {
    clearTimeout(this.#timer);
    this.#load?.stop.abort();
    if (!keep && this.#load?.frame !== this.#frame) this.#load?.frame.remove();
    this.#load = undefined;
  }

  #forget() {
    this.#stop();
    this.#frame = this.#retry = this.#ticket = undefined;
    this.#start = 0;
    this.#show('loaded');
  }

  #show(state) {
    this.#panel.className = state;
    this.setAttribute('state', state);
    const texts = TEXTS[(this.#panel.lang = this.#lang)];
    this.#panel.style.colorScheme = this.getAttribute('theme') === 'auto' ? this.#theme : '';
    this.#status.textContent = '';
    this.#alert.textContent = state === 'error' ? texts[1] : '';
    this.#button.textContent = texts[2];
    this.ariaBusy = state === 'loading' || null;
  }

  #send(name, detail) {
    this.dispatchEvent(new CustomEvent('gshare:' + name, { bubbles: true, detail }));
  }

  get #lang() {
    return /^zh\b/i.test(this.closest('[lang]')?.lang) ? 'zh' : 'en';
  }

  get #theme() {
    const scheme = getComputedStyle(this).colorScheme;
    const only = /dark/.test(scheme);
    return (only === /light/.test(scheme) ? dark.matches : only) ? 'dark' : 'light';
  }

  #themed(src) {
    if (this.getAttribute('theme') !== 'auto') return src;
    const theme = 'theme=' + this.#theme;
    return src.replace(/^([^#?]*)(\?[^#]*)?/, (link, path, query) =>
      /[?&]theme=/.test(query)
        ? path + query.replace(/([?&])theme=[^&]*/, '$1' + theme)
        : link + (query ? '&' : '?') + theme);
  }
}

customElements.get('gshare-frame') ?? customElements.define('gshare-frame', GShareFrame);
