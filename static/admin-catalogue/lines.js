// The lines of a form: put in order, added without loading the page again, and not left behind by mistake.
import { Sortable } from "./sortable.js";

const place = (line) => line.querySelector("input.place");

function name(line) {
  const field = line.querySelector("input[type=text], input[type=url], textarea");
  const words = field?.value.trim() || "";
  return words ? `“${words.length > 40 ? `${words.slice(0, 40)}…` : words}”` : `line ${place(line)?.value || ""}`;
}

function arm(group) {
  const list = group.querySelector("ol");
  const foot = group.querySelector("[data-foot]");
  const status = document.createElement("p");
  status.className = "lines__status";
  status.setAttribute("role", "status");
  group.append(status);

  const number = () => sortable.rows().forEach((line, index) => place(line) && (place(line).value = index + 1));
  const sortable = new Sortable(list, {
    rows: ":scope > [data-line]",
    slot: (line) => line.querySelector(".line__place"),
    name,
    moved: (line) => {
      number();
      const words = `${name(line)} is now line ${place(line).value}.`;
      status.textContent = `${words[0].toUpperCase()}${words.slice(1)} Not saved yet.`;
      dirty = true;
    },
  });
  if (foot) foot.append(adder(group, foot.dataset.label, list, sortable));
}

function adder(group, label, list, sortable) {
  const button = document.createElement("button");
  const total = group.querySelector("[name$='-TOTAL_FORMS']");
  const most = Number(group.querySelector("[name$='-MAX_NUM_FORMS']").value);
  button.type = "button";
  button.className = "button";
  button.textContent = label;
  button.addEventListener("click", () => {
    const box = document.createElement("ol");
    box.innerHTML = group.querySelector("[data-blank]").innerHTML.replaceAll("__prefix__", total.value);
    const line = box.firstElementChild;
    list.append(line);
    total.value = Number(total.value) + 1;
    place(line).value = sortable.rows().length;
    sortable.adopt(line);
    line.querySelector(".line__fields input, .line__fields textarea").focus();
    button.hidden = Number(total.value) >= most;
  });
  return button;
}

let dirty = Boolean(document.querySelector(".errornote"));
const form = document.querySelector("#content-main > form");
document.querySelectorAll("[data-lines]").forEach((group) => group.querySelector("input.place") && arm(group));
form?.addEventListener("input", () => (dirty = true));
form?.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget !== "_blank") dirty = false;
});
addEventListener("beforeunload", (event) => dirty && event.preventDefault());
