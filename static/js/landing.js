// The seven days: a tap shows at once what it makes of the day; the plan follows from the server.

const CYCLE = ["", "easy", "hard", "long"];

document.addEventListener("click", (event) => {
  const day = event.target.closest(".wk--pick [data-run]");
  if (!day || !window.htmx) return;
  event.preventDefault();
  const run = CYCLE[(CYCLE.indexOf(day.dataset.run) + 1) % CYCLE.length];
  day.dataset.run = run;
  day.form.elements[day.value].value = run;
  window.htmx.trigger(day.form, "picked");
});

// After an offer the page holds another week: whoever reads it by ear or keyboard goes on with what that means.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "try") document.getElementById("h-days")?.focus({ preventScroll: true });
});

for (const lost of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(lost, () => { document.getElementById("lost").hidden = false; });
}
document.addEventListener("htmx:afterSwap", () => { document.getElementById("lost").hidden = true; });
