// The hold that runs in the form of an exercise's sets. The form may be drawn anew meanwhile, or be gone.

import { formOf, showNumber, split } from "./number.js";
import { hold, rest } from "./timers.js";

let running = null; // of which exercise, done which way, and what a tap and the end of it do

export const isHeld = (part) => running?.part === part;
export const tapHold = () => running.tap();
export const endHold = () => running?.end();

const isTimed = (at, way) => Boolean(at && !at.hidden && "hold" in at.dataset && at.elements.way.value === way);

// Once everything was drawn anew: it goes on in the new form, unless that has no hold any more.
export function keepHold() {
  if (!running) return;
  const at = formOf(running.part);
  if (isTimed(at, running.way)) at.classList.add("is-timing");
  else endHold();
}

// `log` is called with the form once all of it was held.
export function startHold(at, log) {
  const [part, way] = [at.elements.prescription.value, at.elements.way.value];
  const goals = [at.elements.amount, at.elements.right].filter(Boolean).map((field) => Number(field.value));
  endHold();
  at.classList.add("is-timing");
  rest(0, 1);
  const shows = (left, words) => {
    const now = formOf(part);
    if (!isTimed(now, way)) return;
    now.querySelector(".set__n").textContent = left;
    now.querySelector("[data-do]").textContent = words;
    now.querySelector("[data-words]").textContent = "tap to stop";
  };
  const ends = (held) => {
    running = null;
    const now = formOf(part);
    now?.classList.remove("is-timing");
    if (!isTimed(now, way)) return;
    const { amount, right } = now.elements;
    if (held.length) {
      amount.value = held[0];
      if (right) right.value = held[1] ?? 0;
      split(now, right && right.value !== amount.value);
    }
    showNumber(now);
    if (held.length === goals.length) log(now);
  };
  running = { part, way, ...hold(goals, shows, ends) };
}
