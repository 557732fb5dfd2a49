// The plan for a week that is tried; the taps on its days are in picker.js.

const byId = (id) => document.getElementById(id);

// What is kept is what was tapped, also while its plan is still on the way.
document.addEventListener("submit", (event) => {
  if (event.target.id === "keep") event.target.elements.week.value = new URLSearchParams(new FormData(byId("week")));
});

// After an offer the page holds another week: whoever reads it by ear or keyboard goes on with what that means.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "try") byId("h-days")?.focus({ preventScroll: true });
});

// Only an answer of ours takes the place of the plan; what else comes, as from a hotel's network, is said.
document.addEventListener("htmx:beforeSwap", (event) => {
  const ours = event.detail.serverResponse.includes('id="answer"');
  if (!ours) event.detail.shouldSwap = false;
  byId("failed").hidden = ours;
  byId("lost").hidden = true;
});
for (const sign of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(sign, () => { byId("lost").hidden = false; });
}
