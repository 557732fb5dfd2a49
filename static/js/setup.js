// The browser knows where it is; and “None of these” and the rest of a list take each other's place.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("[data-zone]")) field.value = zone ?? "";

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-none]");
  if (!list || !event.target.checked) return;
  const none = event.target.value === list.dataset.none;
  for (const box of list.querySelectorAll("input")) {
    if (box !== event.target && (none || box.value === list.dataset.none)) box.checked = false;
  }
});
