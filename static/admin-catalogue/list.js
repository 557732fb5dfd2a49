// The list of entries: every move is saved at once, and said.
import { Sortable } from "./sortable.js";

const form = document.querySelector("[data-order]");
const status = document.querySelector("[data-order-status]");
const table = document.querySelector("#result_list tbody");
const number = (row) => row.querySelector("input.place");
let queue = Promise.resolve();

if (form && table) {
  const sortable = new Sortable(table, {
    rows: ":scope > tr",
    slot: (row) => row.querySelector(".field-place"),
    name: (row) => `“${number(row).getAttribute("aria-label").replace("Place of ", "")}”`,
    moved: (row) => {
      sortable.rows().forEach((each, index) => (number(each).value = index + 1));
      queue = queue.then(() => save(row));
    },
  });

  async function save(row) {
    const data = new FormData(form);
    data.set("dragged", number(row).name.replace("place-", ""));
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const { words, places } = await answer.json();
      status.textContent = words;
      status.classList.toggle("is-error", !answer.ok);
      for (const [key, place] of places) {
        const input = table.querySelector(`input[name="place-${key}"]`);
        if (!input || Number(input.value) !== place) return location.reload();
      }
    } catch {
      status.textContent = "Not saved: the connection failed. Load the page again to see the order as it is.";
      status.classList.add("is-error");
    }
  }
}
