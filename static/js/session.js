// A session: a tap shows at once what it did, and is saved behind that. What the server draws is drawn over with the
// taps that it does not know yet, so that the page goes on without it.

import { Outbox } from "./outbox.js";
import { buzz, listenUp, speak, stayAwake } from "./signals.js";
import { hold, rest, warmUp } from "./timers.js";

const TWICE = 600; // milliseconds in which a second tap is the same one
const PATIENCE = 10_000; // milliseconds to wait for an answer

const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const page = () => byId("ses");
const sections = () => all(".ses__part");
const section = (place) => byId(`part-${place}`);
const current = () => sections().find((each) => !each.hidden);
const doOf = (prescription) => byId(`do-${prescription}`);
const rowsOf = (place) => all(".sets > li", section(place));
const places = () => sections().map((each) => Number(each.dataset.place)).filter(Boolean);

// Where no secure connection is, randomUUID is missing; what it is made of is there.
const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
  (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

let leaving = false;
let lastTap = -TWICE;
let holding = null; // what a tap does while a hold runs
let finishing = null; // the form that waits for what is not saved yet

// ---- sending ---------------------------------------------------------------------------------

async function send(entry) {
  const body = new URLSearchParams({ ...entry.fields, csrfmiddlewaretoken: token() });
  let answer;
  let text;
  try {
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    const signal = AbortSignal.timeout?.(PATIENCE);
    answer = await fetch(page().dataset[entry.does], { method: "POST", body, headers, signal });
    text = await answer.text();
  } catch {
    return { becomes: "later" };
  }
  const login = answer.headers.get("HX-Redirect");
  if (login) return { becomes: "never", after: () => leave(login) };
  const ours = text.includes('id="do-') || text.includes('id="ses"');
  if (ours && [200, 400, 409, 410].includes(answer.status)) return { becomes: "gone", after: () => take(entry, text) };
  if (answer.redirected || [403, 404].includes(answer.status)) return { becomes: "never", after: () => tell("stuck") };
  return { becomes: "later" };
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

function leave(address) {
  leaving = true;
  location.assign(address);
}

// The server's answer takes the place of what it is about; what was typed meanwhile stays.
function take(entry, text) {
  const whole = text.includes('id="ses"');
  const part = entry.fields.prescription;
  const typed = whole ? null : typedIn(part);
  window.htmx.swap(whole ? "#ses" : `#do-${part}`, text, { swapStyle: "outerHTML" });
  if (typed) typeAgain(part, typed);
  paint();
}

const form = (part) => doOf(part)?.querySelector("[data-log]");

function typedIn(part) {
  const at = form(part);
  return at && !at.hidden ? { ...values(at), split: at.querySelector(".is-split") !== null } : null;
}

function typeAgain(part, typed) {
  const at = form(part);
  if (!at || at.elements.number.value !== typed.number) return;
  for (const name of ["uuid", "amount", "right"]) if (at.elements[name]) at.elements[name].value = typed[name];
  split(at, typed.split);
  if (holding) at.classList.add("is-timing");
}

const values = (at) => Object.fromEntries([...new FormData(at)].filter(([name]) => name !== "csrfmiddlewaretoken"));

function tell(what) {
  for (const each of all("#waiting > p")) each.hidden = each.dataset.what !== what;
}

// ---- drawing -----------------------------------------------------------------------------------

const outbox = new Outbox(`sets of session ${page().dataset.session}`, send, paint, refresh);

// Another tab has saved what waited here.
async function refresh() {
  paint();
  if (outbox.entries.length) return;
  await window.htmx.ajax("GET", location.href, { target: "#ses", swap: "outerHTML" });
  paint();
}

function paint() {
  for (const entry of outbox.entries) if (entry.does === "log") paintDone(entry); else paintUndone(entry);
  for (const place of places()) paintPart(place);
  paintBar();
  const waiting = outbox.entries.length;
  if (!waiting) tell(null);
  else if (outbox.failures && !all("#waiting > [data-what=stuck]:not([hidden])").length) tell("lost");
  if (!waiting && finishing) sendForm(finishing);
}

function paintDone({ key, fields }) {
  const row = doOf(fields.prescription)?.querySelector(`[data-number="${fields.number}"]`);
  if (!row || row.dataset.uuid === key) return;
  const unit = row.parentElement.dataset.unit;
  const words = fields.right === undefined
    ? `${fields.amount}${unit}`
    : `${fields.amount}${unit} left, ${fields.right}${unit} right`;
  row.replaceChildren(byId("unsent").content.cloneNode(true));
  row.className = "is-done";
  row.dataset.uuid = key;
  row.querySelector("b").textContent = words;
  row.querySelector("[data-set]").textContent = fields.number;
  const undo = row.querySelector("[data-undo]").elements;
  undo.uuid.value = key;
  undo.prescription.value = fields.prescription;
}

function paintUndone({ fields }) {
  const row = document.querySelector(`.sets > [data-uuid="${fields.uuid}"]`);
  if (!row) return;
  row.replaceChildren(byId("undone").content.cloneNode(true));
  row.className = "is-left";
  delete row.dataset.uuid;
  row.querySelector("span").textContent = `Set ${row.dataset.number} of ${row.parentElement.children.length}: ${row.dataset.asks}`;
}

// Which set is next, and a button for it.
function paintPart(place) {
  const left = rowsOf(place).filter((row) => !row.classList.contains("is-done"));
  const at = section(place).querySelector("[data-log]");
  if (!at) return;
  for (const row of left) row.className = "is-left";
  at.hidden = left.length === 0;
  section(place).querySelector(".ses__over").hidden = !at.hidden;
  if (at.hidden) return;
  const now = left.find((row) => row.dataset.number === at.elements.number.value) ?? left[0];
  now.className = "is-now";
  if (at.elements.number.value !== now.dataset.number) {
    at.elements.uuid.value = newKey();
    at.elements.number.value = now.dataset.number;
    for (const name of ["amount", "right"]) if (at.elements[name]) at.elements[name].value = now.dataset.target;
    split(at, false);
  }
  if (!at.classList.contains("is-timing")) showNumber(at);
}

const isOver = (place) => section(place).querySelector("[data-log]:not([hidden])") === null;

// The next exercise with sets to do, from the beginning once the end is reached; 0: no other.
function following(place) {
  const order = places();
  return [...order.slice(place), ...order.slice(0, Math.max(0, place - 1))].find((each) => !isOver(each)) ?? 0;
}

function paintBar() {
  const here = Number(current().dataset.place);
  const next = following(here);
  const rows = places().flatMap(rowsOf);
  const done = rows.map((row) => row.classList.contains("is-done"));
  byId("meter").setAttribute("aria-label", `${done.filter(Boolean).length} of ${rows.length} sets done`);
  all("#meter i").forEach((each, index) => each.classList.toggle("is-on", done[index]));
  byId("place").textContent = here || places().length;
  for (const each of all(".ses__all li")) {
    const place = Number(each.dataset.place);
    each.className = place === here ? "is-now" : place === next ? "is-next" : isOver(place) ? "is-over" : "";
    each.toggleAttribute("aria-current", place === here);
    each.querySelector(".peek__what").textContent = isOver(place) ? "Done" : "Next";
  }
  if (done.includes(true)) byId("warm")?.remove();
  byId("early").hidden = !here || !done.includes(true);
  byId("next").hidden = !next;
  if (next) byId("next").replaceChildren(document.querySelector(`.ses__all [data-place="${next}"] .peek`).cloneNode(true));
}

function show(place) {
  for (const each of sections()) each.hidden = Number(each.dataset.place) !== place;
  section(place).querySelector(".stage")?.append(byId("rest"));
  const first = places().find((each) => !isOver(each)) ?? 0;
  history.replaceState(null, "", place === first || !place ? location.pathname : `?exercise=${place}`);
  paintBar();
  window.scrollTo(0, 0);
}

// ---- the number ----------------------------------------------------------------------------------

function showNumber(at) {
  const { amount, right } = at.elements;
  const two = right && at.querySelector(".is-split") !== null;
  at.querySelector(".set__n").textContent = two ? `${amount.value} | ${right.value}` : amount.value;
  at.querySelector(".set__n").classList.toggle("is-two", Boolean(two));
  at.querySelector("[data-words]").textContent = two ? "left | right" : at.querySelector("[data-words]").dataset.words;
  at.querySelector("[data-do]").textContent = at.querySelector("[data-do]").dataset.do;
}

function split(at, on) {
  const { amount, right } = at.elements;
  if (!right) return;
  at.querySelector(".typed").classList.toggle("is-split", on);
  at.querySelector("[data-split]").setAttribute("aria-pressed", String(on));
  if (!on) right.value = amount.value;
  showNumber(at);
}

function step(button) {
  const at = button.closest("[data-log]");
  const { amount, right } = at.elements;
  const fields = button.dataset.side ? [at.elements[button.dataset.side]] : [amount, right];
  for (const field of fields.filter(Boolean)) {
    field.value = Math.min(999, Math.max(0, Number(field.value) + Number(button.dataset.step)));
  }
  showNumber(at);
  if (!button.dataset.side) speak(amount.value);
}

// Held down, it counts on.
let counting;
let counted = false;
document.addEventListener("pointerdown", (event) => {
  const button = event.target.closest?.("[data-step]");
  counted = false;
  if (!button) return;
  const on = () => { counted = true; step(button); counting = setTimeout(on, 120); };
  counting = setTimeout(on, 450);
});
for (const sign of ["pointerup", "pointercancel", "pointerleave", "blur"]) {
  window.addEventListener(sign, () => clearTimeout(counting));
}

// ---- a tap ------------------------------------------------------------------------------------------

function tap(at, button) {
  if (performance.now() - lastTap < TWICE) return;
  lastTap = performance.now();
  listenUp();
  stayAwake();
  if (holding) holding();
  else if (at.hasAttribute("data-hold") && !button?.hasAttribute("data-untimed")) startHold(at);
  else log(at);
}

function log(at) {
  if (!at.checkValidity()) {
    at.querySelector(".typed").classList.add("is-split");
    at.reportValidity();
    return;
  }
  const fields = values(at);
  outbox.add({ key: fields.uuid, does: "log", fields, at: Date.now() });
  buzz(30);
  const inside = document.activeElement?.closest(".ses__part") ?? document.activeElement === document.body;
  const part = Number(at.closest(".ses__part").dataset.place);
  paint();
  const place = isOver(part) ? following(part) : part;
  if (place !== part) show(place);
  if (inside) (section(place).querySelector(".set__go") ?? section(place).querySelector("[type=submit]"))?.focus({ preventScroll: true });
  if (place) startRest(at.closest("[data-rest]") ?? doOf(fields.prescription), Date.now());
  else rest(0, 1);
  speak(place ? `Set ${fields.number} logged. Next: ${nextSet(place)}` : "All done");
  outbox.flush();
}

const nextSet = (place) =>
  `${section(place).querySelector("h1").textContent}, ${section(place).querySelector(".is-now").dataset.asks}`;

function startRest(part, since) {
  const seconds = Number(part.dataset.rest);
  rest(since + 1000 * seconds, seconds);
}

function startHold(at) {
  const part = at.elements.prescription.value;
  const goals = [at.elements.amount, at.elements.right].filter(Boolean).map((field) => Number(field.value));
  at.classList.add("is-timing");
  rest(0, 1);
  holding = hold(goals, (left, words) => {
    form(part).querySelector(".set__n").textContent = left;
    form(part).querySelector("[data-do]").textContent = words;
    form(part).querySelector("[data-words]").textContent = "tap to stop";
  }, (held) => {
    const now = form(part);
    holding = null;
    now.classList.remove("is-timing");
    if (held.length) now.elements.amount.value = held[0];
    if (held.length && now.elements.right) now.elements.right.value = held[1] ?? 0;
    if (held.length) split(now, now.elements.right && now.elements.right.value !== now.elements.amount.value);
    showNumber(now);
    if (held.length === goals.length) log(now);
  });
}

// ---- what is tapped ---------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const at = event.target;
  if ("log" in at.dataset) {
    event.preventDefault();
    tap(at, event.submitter);
  } else if ("undo" in at.dataset) {
    event.preventDefault();
    const fields = values(at);
    fields.uuid = event.submitter?.value || fields.uuid;
    outbox.add({ key: `undo ${fields.uuid}`, does: "undo", fields });
    paint();
    speak("Set taken back");
    outbox.flush();
  } else if ("finish" in at.dataset && outbox.entries.length) {
    event.preventDefault();
    finishing = at;
    tell("finishing");
    outbox.flush();
  } else {
    leaving = true;
  }
});

function sendForm(at) {
  finishing = null;
  leaving = true;
  at.submit();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-open], [data-step], [data-split], [data-weigh], [data-close], .warm__go");
  if (!target) return;
  if (target.dataset.open) {
    event.preventDefault();
    show(Number(target.dataset.open));
    section(target.dataset.open).querySelector("h1").focus({ preventScroll: true });
  } else if (target.dataset.step) {
    if (!counted) step(target);
  } else if ("split" in target.dataset) {
    split(target.closest("form"), target.getAttribute("aria-pressed") !== "true");
  } else if (target.dataset.weigh) {
    const field = byId("weight");
    field.value = Math.max(1, Math.round(10 * (Number(field.value) + Number(target.dataset.weigh))) / 10);
  } else if ("close" in target.dataset) {
    if (!target.closest("dialog")) return;
    event.preventDefault();
    byId("sheet").close();
  } else {
    listenUp();
    warmUp(target);
  }
});

document.addEventListener("input", (event) => {
  const at = event.target.closest("[data-log]");
  if (at) showNumber(at);
});

// ---- sheets ------------------------------------------------------------------------------------------

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "sheet" || event.detail.serverResponse.includes('id="h-sheet"')) return;
  event.detail.shouldSwap = false;
  tell("failed");
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "sheet") return;
  byId("sheet").showModal();
  byId("h-sheet").focus();
});
for (const sign of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(sign, () => tell("failed"));

// ---- at first ----------------------------------------------------------------------------------------

window.addEventListener("beforeunload", (event) => {
  if (outbox.entries.length && !leaving) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // a page from memory does not know what was done since
});

paint();
const here = Number(current().dataset.place);
if (here && isOver(here) && !new URLSearchParams(location.search).has("exercise")) show(following(here));
const ring = byId("rest");
const last = outbox.entries.filter((entry) => entry.does === "log").at(-1);
if (last) startRest(doOf(last.fields.prescription), last.at);
else if (!ring.hidden) rest(Date.now() + 1000 * ring.dataset.left, Number(ring.dataset.whole));
stayAwake();
outbox.flush();
