// Rows that can be put in order: dragged by a handle with mouse, pen or finger, or moved by two buttons.
// The row that moves stays where it is in the document while the others pass by, so it keeps focus and pointer.

const sign = { up: "↑", down: "↓" };

export class Sortable {
  /** `slot(row)` takes the controls; `name(row)` is what they call it; `moved(row)` is told about every move. */
  constructor(list, { rows, slot, name, moved }) {
    Object.assign(this, { list, selector: rows, slot, name, moved });
    this.rows().forEach((row) => this.adopt(row));
  }

  rows() {
    return [...this.list.querySelectorAll(this.selector)];
  }

  adopt(row) {
    const tools = document.createElement("span");
    tools.className = "mover";
    tools.append(this.#handle(row), this.#button(row, "up"), this.#button(row, "down"));
    this.slot(row).append(tools);
  }

  #button(row, way) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign[way];
    button.className = "mover__step";
    const label = () => button.setAttribute("aria-label", `Move ${this.name(row)} ${way}`);
    label();
    button.addEventListener("focus", label);
    button.addEventListener("click", () => this.#step(row, way) && this.moved(row));
    return button;
  }

  #step(row, way) {
    const rows = this.rows();
    const other = rows[rows.indexOf(row) + (way === "up" ? -1 : 1)];
    if (other) way === "up" ? row.after(other) : row.before(other);
    return Boolean(other);
  }

  #handle(row) {
    const handle = document.createElement("span");
    handle.className = "mover__handle";
    handle.setAttribute("aria-hidden", "true");
    handle.title = "Drag to move";
    handle.textContent = "⠿";
    handle.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.isPrimary) this.#drag(row, handle, event);
    });
    return handle;
  }

  #drag(row, handle, start) {
    start.preventDefault();
    handle.setPointerCapture(start.pointerId);
    row.classList.add("is-dragged");
    const from = this.rows().indexOf(row);
    const follow = (event) => this.#follow(row, event.clientY);
    const cancel = (event) => event.key === "Escape" && end(false);
    const drop = () => end(true);
    const giveUp = () => end(false);
    const end = (keep) => {
      handle.removeEventListener("pointermove", follow);
      handle.removeEventListener("pointerup", drop);
      handle.removeEventListener("pointercancel", giveUp);
      removeEventListener("keydown", cancel);
      row.classList.remove("is-dragged");
      if (!keep) this.#put(row, from);
      if (this.rows().indexOf(row) !== from) this.moved(row);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", drop);
    handle.addEventListener("pointercancel", giveUp);
    addEventListener("keydown", cancel);
  }

  #follow(row, y) {
    const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
    for (const other of this.rows()) {
      if (other === row) continue;
      const standsBefore = Boolean(other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (standsBefore && y < middle(other)) {
        row.after(other, ...this.#between(other, row));
        break;
      }
      if (!standsBefore && y > middle(other)) row.before(other);
    }
    if (y < 64) scrollBy(0, -12);
    if (y > innerHeight - 96) scrollBy(0, 12);
  }

  #between(first, last) {
    const rows = this.rows();
    return rows.slice(rows.indexOf(first) + 1, rows.indexOf(last));
  }

  #put(row, place) {
    while (this.rows().indexOf(row) > place) this.#step(row, "up");
    while (this.rows().indexOf(row) < place) this.#step(row, "down");
  }
}
