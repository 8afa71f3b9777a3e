const NARROWEST = 60; // seconds; a process that has just started is not squeezed into the window's last pixels
const LEAST_TOP = { MB: 16, threads: 4, "%": 5, "req/s": 1 };
const STEPS = [0.2, 0.5, ...[1, 10, 100, 1000, 10_000].flatMap(n => [n, 2 * n, 5 * n])];
const SUFFIX = { MB: " MB", "%": " %" };

function number(value) {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
}

/** A measurement as [number, unit]. */
function measured(value, unit) {
  return unit === "MB" && value >= 1024 ? [number(value / 1024), "GB"] : [number(value), unit];
}

function element(parent, name, className, text = "") {
  const child = document.createElement(name);
  child.className = className;
  child.textContent = text;
  return parent.appendChild(child);
}

/** One panel: its title, its current value, its plot; `data-state` and `data-points` say what it shows. */
export class Panel {
  constructor(parent, spec, range) {
    this.spec = spec;
    this.range = range;
    this.root = element(parent, "section", "panel");
    this.root.dataset.panel = spec.id;
    this.root.dataset.code = spec.code;
    const head = element(this.root, "header", "head");
    element(head, "h2", "title", spec.title);
    this.legend = element(head, "div", "legend");
    this.value = element(head, "div", "value");
    element(this.value, "b", "", "\u00a0"); // holds the line until there is a value
    this.plot = element(this.root, "div", "plot");
    this.note = element(this.plot, "p", "note");
    this.probe = element(this.plot, "i", "probe");
    this.tooltip = element(this.root, "div", "tooltip");
    this.tooltip.hidden = true;
    this.state("loading", "Loading…");
    new ResizeObserver(() => this.chart?.setSize(this.size())).observe(this.plot);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.chart?.redraw());
  }

  state(state, note = "") {
    this.root.dataset.state = state;
    this.note.textContent = note;
  }

  fail(note) {
    this.state("error", note);
  }

  show(series, window) {
    const times = series.data[0];
    this.root.dataset.points = times.length;
    const [from, to] = [window.from / 1e3, window.to / 1e3];
    this.bounds = [times.length ? Math.max(from, Math.min(times[0], to - NARROWEST)) : from, to];
    if (this.chart) {
      this.chart.setData(series.data);
    } else {
      this.chart = new uPlot(this.options(series), series.data, this.plot);
    }
    this.label(series);
    if (times.length) {
      this.state("live");
    } else {
      this.state("empty", "No data in this time range");
    }
  }

  label(series) {
    const last = series.data.slice(1).map(column => column.at(-1) ?? null);
    const [value, unit] = last[0] === null ? ["–", ""] : measured(last[0], series.unit);
    this.value.replaceChildren();
    element(this.value, "b", "", value);
    element(this.value, "small", "", ` ${unit}`);
    this.legend.replaceChildren();
    series.names.forEach((name, i) => {
      const text = last[i] === null || i < this.spec.fitted ? name : `${name} ${measured(last[i], series.unit).join(" ")}`;
      element(this.legend, "span", `key key${i + 1}`, text);
    });
  }

  size() {
    return { width: this.plot.clientWidth, height: this.plot.clientHeight };
  }

  /** A colour of the style sheet, as a canvas takes it. */
  color(css) {
    this.probe.style.color = css;
    return getComputedStyle(this.probe).color;
  }

  fill(chart, name) {
    const highest = Math.max(0, ...chart.data[1]);
    const bottom = chart.bbox.top + chart.bbox.height;
    const gradient = chart.ctx.createLinearGradient(0, Math.min(chart.valToPos(highest, "y", true), bottom - 1), 0, bottom);
    gradient.addColorStop(0, this.color(`color-mix(in srgb, var(${name}) 34%, transparent)`));
    gradient.addColorStop(1, this.color(`color-mix(in srgb, var(${name}) 2%, transparent)`));
    return gradient;
  }

  options(series) {
    const axis = {
      stroke: () => this.color("var(--muted)"),
      grid: { stroke: () => this.color("var(--grid)"), width: 1 },
      ticks: { show: false },
      font: '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    };
    const minutes = this.range.format({ hour: "2-digit", minute: "2-digit" });
    const seconds = this.range.format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const suffix = SUFFIX[series.unit] ?? "";
    return {
      ...this.size(),
      padding: [8, 14, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, sync: { key: "dashboard" }, points: { size: 7 } },
      scales: { x: { range: () => this.bounds }, y: { range: (chart, min, max) => [0, this.top(chart)] } },
      axes: [
        { ...axis, size: 28, gap: 7, space: 72, values: (c, at, i, s, step) => this.times(c, at, step < 60 ? seconds : minutes) },
        { ...axis, size: { MB: 60, "%": 48 }[series.unit] ?? 42, gap: 6, space: 31, incrs: STEPS, values: (c, at) => at.map(v => v + suffix) },
      ],
      series: [{}, ...series.names.map((name, i) => this.line(name, i))],
      hooks: { setCursor: [chart => this.hover(chart, series, seconds)] },
    };
  }

  /** The time axis's labels, but for one that the panel's edge would cut. */
  times(chart, at, format) {
    const { min, max } = chart.scales.x;
    return at.map(time => (((max - time) / (max - min)) * chart.width < 16 ? "" : format(time)));
  }

  line(label, i) {
    return {
      label,
      stroke: () => this.color(`var(--line${i + 1})`),
      width: i === 0 ? 1.75 : 1.25,
      dash: i >= this.spec.fitted ? [4, 4] : undefined,
      fill: i === 0 ? chart => this.fill(chart, "--line1") : undefined,
      paths: uPlot.paths.spline(),
      points: { show: chart => chart.data[0].length < 3, size: 4 },
    };
  }

  /** The top of the scale. Limits do not stretch it: they are drawn where they are near. */
  top(chart) {
    const highest = Math.max(0, ...chart.data.slice(1, 1 + this.spec.fitted).flatMap(column => column.filter(v => v !== null)));
    const top = Math.max(highest * 1.2, LEAST_TOP[this.spec.unit] ?? 1);
    return this.spec.unit === "%" ? Math.min(top, 100) : top;
  }

  hover(chart, series, time) {
    const { idx, left, top } = chart.cursor;
    this.tooltip.hidden = idx === null || idx === undefined || left < 0 || !this.root.matches(":hover");
    if (this.tooltip.hidden) {
      return;
    }
    this.tooltip.replaceChildren();
    element(this.tooltip, "time", "", time(chart.data[0][idx]));
    series.names.forEach((name, i) => {
      const value = chart.data[i + 1][idx];
      const row = element(this.tooltip, "div", "");
      element(row, "span", `key key${i + 1}`, name);
      element(row, "b", "", value === null ? "–" : measured(value, series.unit).join(" "));
    });
    const x = chart.bbox.left / devicePixelRatio + left;
    const beside = x + 14 + this.tooltip.offsetWidth > this.root.clientWidth ? x - 14 - this.tooltip.offsetWidth : x + 14;
    const room = this.root.clientHeight - this.tooltip.offsetHeight - 4;
    this.tooltip.style.left = `${Math.max(4, beside)}px`;
    this.tooltip.style.top = `${Math.max(4, Math.min(this.plot.offsetTop + top, room))}px`;
  }
}
