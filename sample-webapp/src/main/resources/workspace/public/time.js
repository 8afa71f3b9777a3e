const UNITS = { s: [1e3, "second"], m: [6e4, "minute"], h: [36e5, "hour"], d: [864e5, "day"], w: [6048e5, "week"] };
const RELATIVE = /^now(?:-(\d+)([smhdw]))?$/;

/** Milliseconds since 1970 of `now-5m`, `now`, epoch milliseconds or ISO 8601; null where it is none of them. */
function resolve(text, now) {
  const relative = RELATIVE.exec(text);
  if (relative) {
    return relative[1] ? now - relative[1] * UNITS[relative[2]][0] : now;
  }
  const millis = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(millis) ? millis : null;
}

/** The window a link asks for; asked again at each refresh, because `now` moves. */
export class TimeRange {
  constructor(from, to, zone) {
    const usable = (text, otherwise) => (text && resolve(text, 0) !== null ? text : otherwise);
    this.from = usable(from, "now-5m");
    this.to = usable(to, "now");
    this.zone = knownZone(zone);
  }

  window(now = Date.now()) {
    return { from: Math.round(resolve(this.from, now)), to: Math.round(resolve(this.to, now)) };
  }

  toString() {
    const relative = RELATIVE.exec(this.from);
    if (this.to === "now" && relative && relative[1]) {
      const unit = UNITS[relative[2]][1];
      return relative[1] === "1" ? `Last ${unit}` : `Last ${relative[1]} ${unit}s`;
    }
    const format = this.format({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
    const { from, to } = this.window();
    return `${format(from / 1e3)} – ${format(to / 1e3)}`;
  }

  /** A function from seconds since 1970 to text in the range's time zone. */
  format(options) {
    const format = new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23", timeZone: this.zone });
    return seconds => format.format(seconds * 1e3);
  }
}

function knownZone(zone) {
  const name = zone && zone.toLowerCase() === "utc" ? "UTC" : zone;
  try {
    return name && name !== "browser" ? new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone : undefined;
  } catch {
    return undefined;
  }
}
