// What was tapped and is not saved yet. It is kept on the device before it is sent, goes in the order of the taps, and
// leaves when the server has answered for it.

const WAITS = [1, 2, 4, 8, 15, 30]; // seconds, after each failure

export class Outbox {
  #name;
  #send;
  #changed;
  #kept = []; // where the device keeps nothing
  #sending = false;
  #again;
  failures = 0;

  // `send` answers with what becomes of an entry: "gone", "later" or "never", and what to do after that. `changed` and
  // `changedElsewhere`, by another tab, are told.
  constructor(name, send, changed, changedElsewhere) {
    this.#name = name;
    this.#send = send;
    this.#changed = changed;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("storage", (event) => { if (event.key === name) changedElsewhere(); });
  }

  get entries() {
    try {
      return JSON.parse(localStorage.getItem(this.#name)) ?? this.#kept;
    } catch {
      return this.#kept;
    }
  }

  add(entry) {
    if (!this.entries.some((each) => each.key === entry.key)) this.#keep([...this.entries, entry]);
  }

  async flush() {
    clearTimeout(this.#again);
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.entries.length && await this.#sendFirst());
    } finally {
      this.#sending = false;
      this.#changed();
    }
  }

  // Whether there may be more to send now.
  async #sendFirst() {
    const [entry] = this.entries;
    const { becomes, after } = await this.#send(entry);
    const gone = becomes === "gone";
    this.failures = gone ? 0 : this.failures + 1;
    if (gone) this.#keep(this.entries.filter((each) => each.key !== entry.key));
    if (becomes === "later") {
      const wait = WAITS[Math.min(this.failures, WAITS.length) - 1];
      this.#again = setTimeout(() => this.flush(), 1000 * wait);
    }
    after?.();
    return gone;
  }

  #keep(entries) {
    this.#kept = entries;
    try {
      if (entries.length) localStorage.setItem(this.#name, JSON.stringify(entries));
      else localStorage.removeItem(this.#name);
    } catch {
      // Kept as long as the page is open.
    }
  }
}
