import { Panel } from "./panel.js";
import { TimeRange } from "./time.js";

const SHORTEST_REFRESH = 5; // seconds, as Grafana's own min_refresh_interval

/** Takes the signature, or the key, out of the address bar; the rest stays byte for byte: a token too, as in Grafana, whose page has no session. */
function withoutTicket(search) {
  const kept = search.slice(1).split("&").filter(part => {
    const [name = ""] = new URLSearchParams(part).keys();
    return !name.startsWith("aliyun_api_key");
  });
  return kept.some(part => part) ? `?${kept.join("&")}` : "";
}

function refreshSeconds(text) {
  const [, count, unit] = /^(\d+)(s|m|h)$/.exec(text ?? "") ?? [];
  const seconds = count * { s: 1, m: 60, h: 3600 }[unit];
  return seconds >= SHORTEST_REFRESH ? seconds : null;
}

const isOn = value => value !== null && value !== "false" && value !== "0";

history.replaceState(null, "", location.pathname + withoutTicket(location.search) + location.hash);
const query = new URLSearchParams(location.search);
const range = new TimeRange(query.get("from"), query.get("to"), query.get("timezone"));
const variables = [...query].filter(([name]) => name.startsWith("var-"));
const token = query.get("auth_token");
const specs = JSON.parse(document.body.dataset.panels);
const main = document.getElementById("panels");
const panels = specs.map(spec => new Panel(main, spec, range));
let hadData = false;

async function load(panel, window) {
  const parameters = new URLSearchParams([["panel", panel.spec.id], ["from", window.from], ["to", window.to], ...variables]);
  let response, series;
  try {
    response = await fetch(new URL(`../api/series?${parameters}`, import.meta.url), { headers: token ? { "X-JWT-Assertion": token } : {} });
    series = response.ok && await response.json();
  } catch {
    return panel.fail("No data: the workspace does not answer.");
  }
  if (response.ok) {
    hadData = true;
    try {
      panel.show(series, window);
    } catch (error) {
      panel.fail(`The chart cannot be drawn: ${error.message}`);
    }
  } else if (response.status === 401 && token && hadData) {
    location.reload(); // as Grafana's page does
  } else if (response.status === 401 && token) {
    panel.fail("No data: the workspace does not take the link’s token (401).");
  } else if (response.status === 401) {
    panel.fail(hadData
      ? "The session has ended (401). Reload the page to open a new one."
      : "No data: the session cookie did not arrive (401). The browser blocks this workspace’s cookie, or it has expired.");
  } else {
    panel.fail(`No data: the workspace answered ${response.status}.`);
  }
}

async function loadAll() {
  const window = range.window();
  await Promise.all(panels.map(panel => load(panel, window)));
}

function dress() {
  const shownRange = document.getElementById("range");
  shownRange.textContent = range;
  shownRange.hidden = isOn(query.get("_dash.hideTimePicker"));
  const chips = document.getElementById("variables");
  chips.hidden = variables.length === 0 || isOn(query.get("_dash.hideVariables"));
  for (const [name, value] of variables) {
    const chip = chips.appendChild(document.createElement("li"));
    chip.append(name.slice("var-".length), Object.assign(document.createElement("b"), { textContent: value }));
  }
  if (panels.length === 0) {
    const note = main.appendChild(document.createElement("p"));
    note.className = "missing";
    note.textContent = document.body.dataset.missing;
  }
  main.dataset.count = panels.length;
}

dress();
const interval = refreshSeconds(query.get("refresh"));
const button = document.getElementById("refresh");
button.append(interval ? ` ${query.get("refresh")}` : "");
button.addEventListener("click", loadAll);
const poll = async () => {
  await loadAll();
  if (interval) {
    setTimeout(poll, interval * 1000);
  }
};
poll();
