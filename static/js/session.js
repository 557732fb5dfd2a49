// A session: a tap shows at once what it did, and is saved behind that. What the server draws is drawn over with the
// taps that it does not know yet, so that the page goes on without it.

import { endHold, isHeld, keepHold, startHold, tapHold } from "./holds.js";
import { formOf, showNumber, split, values } from "./number.js";
import { Outbox } from "./outbox.js";
import { isSession, post } from "./sending.js";
import { buzz, listenUp, speak, stayAwake } from "./signals.js";
import { rest, warmUp } from "./timers.js";

const TWICE = 600; // milliseconds in which a second tap is the same one

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
let isStuck = false; // this log-in cannot save what waits
let lastTap = -TWICE;
let postponed = null; // a form, and its button, that go once every set is saved

// ---- what the server says --------------------------------------------------------------------

async function send(entry) {
  const { becomes, text, login } = await post(entry);
  isStuck = becomes === "never";
  if (login) return { becomes, after: () => leave(login) };
  return { becomes, after: () => { if (text) take(entry, text); } };
}

function leave(address) {
  leaving = true;
  location.assign(address);
}

// What was told stays until the next tap.
function swap(target, text) {
  const told = byId("told").innerHTML;
  window.htmx.swap(target, text, { swapStyle: "outerHTML" });
  if (!byId("told").childElementCount) byId("told").innerHTML = told;
}

// The server's answer takes the place of what it is about; what was typed meanwhile stays.
function take(entry, text) {
  const part = entry.fields.prescription;
  if (isSession(text)) takeAll(text);
  else if (doOf(part)) takePart(part, text);
}

function takePart(part, text) {
  const before = formOf(part);
  const typed = before && !before.hidden && { ...values(before), split: before.querySelector(".is-split") !== null };
  swap(`#do-${part}`, text);
  paint(); // which set is next
  if (typed) typeAgain(part, typed);
  paint();
  if (before?.elements.way.value !== formOf(part)?.elements.way.value) load(); // it is another exercise
}

function typeAgain(part, typed) {
  const at = formOf(part);
  if (!at || at.elements.number.value !== typed.number || at.elements.way.value !== typed.way) return;
  for (const name of ["amount", "right"]) if (at.elements[name]) at.elements[name].value = typed[name];
  split(at, typed.split);
}

function takeAll(text) {
  const here = Number(current().dataset.place);
  swap("#ses", text);
  holdFigures();
  paint();
  const place = section(here) && !isOver(here) ? here : following(here);
  if (place !== Number(current().dataset.place)) show(place);
  goOnResting();
}

// The session as it is now; once it is over, the page that it leads to.
async function load() {
  let answer;
  let text;
  try {
    answer = await fetch(location.href, { headers: { "HX-Request": "true", "HX-Current-URL": location.href } });
    text = await answer.text();
  } catch {
    return;
  }
  if (isSession(text)) takeAll(text);
  else if (answer.ok) leave(location.pathname);
}

// Shows, of what can be told about saving, the one that it is about; null for nothing.
function tell(what) {
  for (const each of all("[data-what]")) each.hidden = each.dataset.what !== what;
}

// ---- drawing -----------------------------------------------------------------------------------

const outbox = new Outbox(`sets of session ${page().dataset.session}`, send, paint, refresh);

// Another tab has tapped, or has saved what waited here.
async function refresh() {
  paint();
  if (!outbox.entries.length) await load();
}

function paint() {
  keepHold();
  for (const entry of outbox.entries) if (entry.does === "log") paintDone(entry); else paintUndone(entry);
  for (const place of places()) paintPart(place);
  paintBar();
  tell(unsaved());
  if (postponed && !outbox.entries.length) goOn();
}

function unsaved() {
  if (!outbox.entries.length) return null;
  if (isStuck) return "stuck";
  if (postponed) return "finish" in postponed.form.dataset ? "finishing" : "postponed";
  if (!outbox.failures) return null;
  return outbox.isKept ? "lost" : "loose";
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
  row.dataset.amount = Math.min(fields.amount, fields.right ?? fields.amount);
  row.querySelector("b").textContent = words;
  for (const each of all("[data-set]", row)) each.textContent = fields.number;
  const undo = row.querySelector("[data-undo]").elements;
  undo.uuid.value = key;
  undo.prescription.value = fields.prescription;
}

function paintUndone({ fields }) {
  const at = formOf(fields.prescription);
  if (at?.elements.uuid.value === fields.uuid) at.elements.uuid.value = newKey();
  const row = document.querySelector(`.sets > [data-uuid="${fields.uuid}"]`);
  if (!row) return;
  if (Number(row.dataset.number) < Number(at?.elements.number.value)) at.elements.number.value = ""; // the first is next
  row.replaceChildren(byId("undone").content.cloneNode(true));
  row.className = "is-left";
  delete row.dataset.uuid;
  row.dataset.amount = row.dataset.target;
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
    if (place === here) each.setAttribute("aria-current", "step");
    else each.removeAttribute("aria-current");
    const what = each.querySelector(".peek__what");
    if (!what.hasAttribute("data-ended")) what.textContent = isOver(place) ? "Done" : "Next";
    each.querySelector(".peek__n").textContent = setsOf(place);
  }
  if (done.includes(true)) byId("warm")?.remove();
  byId("early").hidden = !here || !done.includes(true);
  byId("next").hidden = !next;
  if (next) byId("next").replaceChildren(document.querySelector(`.ses__all [data-place="${next}"] .peek`).cloneNode(true));
}

// What each set asks for, or what was done of it: “5 + 4”.
function setsOf(place) {
  const rows = rowsOf(place);
  return rows.map((row) => row.dataset.amount).join(" + ") + (rows[0]?.parentElement.dataset.unit === " s" ? " s" : "");
}

function show(place) {
  endHold();
  for (const each of sections()) each.hidden = Number(each.dataset.place) !== place;
  section(place).querySelector(".stage")?.append(byId("rest"));
  const first = places().find((each) => !isOver(each)) ?? 0;
  history.replaceState(null, "", place === first || !place ? location.pathname : `?exercise=${place}`);
  paintBar();
  window.scrollTo(0, 0);
}

// ---- a tap ------------------------------------------------------------------------------------------

function tap(at, button) {
  if (performance.now() - lastTap < TWICE) return;
  lastTap = performance.now();
  listenUp();
  stayAwake();
  if (isHeld(at.elements.prescription.value)) tapHold();
  else if ("hold" in at.dataset && !button?.hasAttribute("data-untimed")) startHold(at, log);
  else log(at);
}

function log(at) {
  if (!at.checkValidity()) {
    at.querySelector(".typed").classList.add("is-split");
    at.reportValidity();
    return;
  }
  byId("told").replaceChildren();
  const fields = values(at);
  while (!outbox.add({ key: fields.uuid, does: "log", to: page().dataset.log, fields })) fields.uuid = newKey();
  at.elements.uuid.value = newKey();
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

function goOnResting() {
  const last = outbox.entries.filter((entry) => entry.does === "log").at(-1);
  const part = doOf(last?.fields.prescription);
  const { left = 0, whole } = byId("rest").dataset;
  if (document.querySelector(".is-timing")) rest(0, 1);
  else if (part) startRest(part, last.at);
  else rest(Date.now() + 1000 * left, Number(whole));
}

function undo(at, submitter) {
  byId("told").replaceChildren();
  const fields = values(at);
  fields.uuid = submitter?.value || fields.uuid;
  outbox.add({ key: `undo ${fields.uuid}`, does: "undo", to: page().dataset.undo, fields });
  paint();
  const part = doOf(fields.prescription);
  const button = part.querySelector("[data-log]:not([hidden]) .set__go");
  (button ?? part.closest(".ses__part").querySelector("h1")).focus({ preventScroll: true });
  speak("Set taken back");
  outbox.flush();
}

// ---- what is tapped ---------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const at = event.target;
  const waits = ("finish" in at.dataset || "afterSets" in at.dataset) && outbox.entries.length > 0;
  if ("log" in at.dataset || "undo" in at.dataset || waits) event.preventDefault();
  if ("log" in at.dataset) tap(at, event.submitter);
  else if ("undo" in at.dataset) undo(at, event.submitter);
  else if (waits) postpone(at, event.submitter);
  else leaving = outbox.isKept;
});

function postpone(form, button) {
  postponed = { form, button };
  tell(unsaved());
  outbox.flush();
}

function goOn() {
  const { form, button } = postponed;
  postponed = null;
  if (form.isConnected) form.requestSubmit(button);
  else page().querySelector("[data-finish]").requestSubmit(); // it was drawn anew
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-open], [data-close], .warm__go");
  if (!target) return;
  if (target.dataset.open) {
    event.preventDefault();
    show(Number(target.dataset.open));
    section(target.dataset.open).querySelector("h1").focus({ preventScroll: true });
  } else if ("close" in target.dataset) {
    if (!target.closest("dialog")) return;
    event.preventDefault();
    byId("sheet").close();
  } else {
    listenUp();
    warmUp(target);
  }
});

// ---- figures held still: all of them, for as long as this device remembers -------------------------------

const STILL = "figures are held still";

function holdFigures() {
  for (const box of all(".moves__hold input")) box.checked = isStill();
}

function isStill() {
  try {
    return localStorage.getItem(STILL) !== null;
  } catch {
    return false; // nothing may be kept here
  }
}

document.addEventListener("change", ({ target }) => {
  if (!target.closest(".moves__hold")) return;
  try {
    if (target.checked) localStorage.setItem(STILL, "");
    else localStorage.removeItem(STILL);
  } catch {
    return;
  }
  holdFigures();
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
byId("sheet").addEventListener("close", () => {
  if (byId("sheet").contains(postponed?.form)) postponed = null;
  tell(unsaved());
});
for (const sign of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(sign, () => tell("failed"));

// ---- at first ----------------------------------------------------------------------------------------

window.addEventListener("beforeunload", (event) => {
  if (outbox.entries.length && !leaving) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // a page from memory does not know what was done since
});

holdFigures();
paint();
const here = Number(current().dataset.place);
if (here && isOver(here) && !new URLSearchParams(location.search).has("exercise")) show(following(here));
goOnResting();
stayAwake();
outbox.flush();
