// The plan is swapped whole: whoever reads it by ear or keyboard goes on with what was opened or changed.

const byId = (id) => document.getElementById(id);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "plan") return;
  const wrong = document.querySelector("#sheet [aria-invalid]");
  const next = wrong ?? byId("h-sheet") ?? byId("h-day");
  if (!next || next.closest("#sheet")?.contains(document.activeElement)) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
});

// Only an answer of ours takes the place of the plan; what else comes, as from a hotel's network, is said.
document.addEventListener("htmx:beforeSwap", (event) => {
  const ours = event.detail.serverResponse.includes('id="plan"');
  if (!ours) event.detail.shouldSwap = false;
  byId("failed").hidden = ours;
  byId("lost").hidden = true;
});
for (const sign of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(sign, () => { byId("lost").hidden = false; });
}
