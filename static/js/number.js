// The number that a set button says, one for both sides or one of each, and the weight: stepped, or typed.

import { speak } from "./signals.js";

// The form of an exercise's sets.
export const formOf = (part) => document.querySelector(`#do-${part} [data-log]`);

export const values = (at) =>
  Object.fromEntries([...new FormData(at)].filter(([name]) => name !== "csrfmiddlewaretoken"));

export function showNumber(at) {
  const { amount, right } = at.elements;
  const two = right && at.querySelector(".is-split") !== null;
  at.querySelector(".set__n").textContent = two ? `${amount.value} | ${right.value}` : amount.value;
  at.querySelector(".set__n").classList.toggle("is-two", Boolean(two));
  at.querySelector("[data-words]").textContent = two ? "left | right" : at.querySelector("[data-words]").dataset.words;
  at.querySelector("[data-do]").textContent = at.querySelector("[data-do]").dataset.do;
}

export function split(at, on) {
  const { amount, right } = at.elements;
  if (!right) return;
  at.querySelector(".typed").classList.toggle("is-split", on);
  at.querySelector("[data-split]").setAttribute("aria-pressed", String(on));
  if (!on) right.value = amount.value;
  showNumber(at);
}

function step(button) {
  const at = button.closest("form[data-log]");
  const { amount, right } = at.elements;
  const fields = button.dataset.side ? [at.elements[button.dataset.side]] : [amount, right];
  for (const field of fields.filter(Boolean)) {
    field.value = Math.min(999, Math.max(0, Number(field.value) + Number(button.dataset.step)));
  }
  showNumber(at);
  if (!button.dataset.side) speak(amount.value);
}

function weigh(button) {
  const field = document.getElementById("weight");
  const grams = Math.round(1000 * (Number(field.value) + Number(button.dataset.weigh)));
  field.value = Math.max(Number(field.min), grams / 1000);
}

// Held down, it counts on.
let counting;
let counted = false;
document.addEventListener("pointerdown", (event) => {
  const button = event.target.closest?.("[data-step]");
  if (!button) return;
  const on = () => { counted = true; step(button); counting = setTimeout(on, 120); };
  counting = setTimeout(on, 450);
});
for (const sign of ["pointerup", "pointercancel", "pointerleave", "blur"]) {
  window.addEventListener(sign, () => {
    clearTimeout(counting);
    setTimeout(() => { counted = false; }, 100); // after the click that comes with it
  });
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-step], [data-split], [data-weigh]");
  if (!target) return;
  if ("split" in target.dataset) split(target.closest("form"), target.getAttribute("aria-pressed") !== "true");
  else if (target.dataset.weigh) weigh(target);
  else if (!counted) step(target);
});

document.addEventListener("input", (event) => {
  const at = event.target.closest("form[data-log]");
  if (at) showNumber(at);
});
