// The browser knows where it is; and “None of these” and the rest of a list take each other's place.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("[data-zone]")) field.value = zone ?? "";

// Two names may mean the same clock, as Asia/Calcutta and Asia/Kolkata do: what counts is the time in summer and winter.
const clock = (timeZone) => [0, 6].map((month) =>
  new Date(Date.UTC(new Date().getFullYear(), month, 1)).toLocaleString("en-GB", { timeZone })).join();

for (const notice of document.querySelectorAll("[data-zone-kept]")) {
  notice.querySelector("[data-zone-name]").textContent = zone?.replaceAll("_", " ");
  try {
    notice.hidden = !zone || clock(zone) === clock(notice.dataset.zoneKept);
  } catch {
    // The browser does not know the kept one: there is nothing to compare.
  }
}

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-none]");
  if (!list || !event.target.checked) return;
  const none = event.target.value === list.dataset.none;
  for (const box of list.querySelectorAll("input")) {
    if (box !== event.target && (none || box.value === list.dataset.none)) box.checked = false;
  }
});
