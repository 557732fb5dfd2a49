// The seven days: a tap shows at once what it makes of the day; the plan follows from the server.

document.addEventListener("click", (event) => {
  const day = event.target.closest(".wk--pick [data-run]");
  if (!day || !window.htmx) return;
  event.preventDefault();
  const runs = day.closest("[data-cycle]").dataset.cycle.split(" ");
  const run = runs[(runs.indexOf(day.dataset.run) + 1) % runs.length];
  day.dataset.run = run;
  day.form.elements[day.value].value = run;
  window.htmx.trigger(day.form, "picked");
});

// After an offer the page holds another week: whoever reads it by ear or keyboard goes on with what that means.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "try") document.getElementById("h-days")?.focus({ preventScroll: true });
});

const said = { "htmx:sendError": "lost", "htmx:timeout": "lost", "htmx:responseError": "failed" };
for (const [sign, id] of Object.entries(said)) {
  document.addEventListener(sign, (event) => {
    document.getElementById(id).hidden = event.detail.xhr?.status >= 400 && event.detail.xhr.status < 500;
  });
}
document.addEventListener("htmx:beforeSwap", () => {
  for (const id of ["lost", "failed"]) document.getElementById(id).hidden = true;
});
