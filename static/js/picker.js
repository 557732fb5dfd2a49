// The seven days: a tap shows at once what it makes of the day, and tells the form that it was picked.

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
