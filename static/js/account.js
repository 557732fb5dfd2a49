// A form is sent once: a second tap while the answer is on its way would sign up, or ask for a code, twice.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.passkey) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// Back in the browser shows the page as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The password can be looked at while it is typed.
for (const field of document.querySelectorAll("main input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link show";
  button.textContent = "Show";
  button.setAttribute("aria-label", "Show what is typed");
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  field.labels[0].after(button);
  field.closest("form").addEventListener("submit", () => (field.type = "password"));
}
