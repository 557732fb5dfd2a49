// The form of a figure: says which fields are refused, shows what an empty one stands for, and is not left by mistake.
let dirty = Boolean(document.querySelector(".errornote"));

function mark() {
  for (const why of document.querySelectorAll(".why[id]")) {
    const field = document.getElementsByName(why.id.slice("why-".length))[0];
    if (why.textContent) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
}

function follow(start) {
  const [first, ...others] = start.closest(".mv__cells")?.querySelectorAll("input") || [];
  if (start === first) others.forEach((field) => (field.placeholder = first.value || first.placeholder));
}

document.addEventListener("input", ({ target }) => {
  if (!target.closest("#movement")) return;
  dirty = true;
  follow(target);
});
document.addEventListener("submit", () => (dirty = false));
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  mark();
  if (detail.elt.id === "movement") detail.elt.querySelector("[autofocus]")?.focus();
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => (dirty ||= detail.elt.name === "do"));
addEventListener("beforeunload", (event) => dirty && event.preventDefault());
