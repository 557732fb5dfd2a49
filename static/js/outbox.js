// What was tapped and is not saved yet. The device keeps each of it under a name of its own before it is sent, in the
// order of the taps, until the server has answered for it. What counts is what the page holds: the device is read when
// the page is loaded, and when another tab has changed something.

const WAITS = [1, 2, 4, 8, 15, 30]; // seconds, after each failure

function names() {
  try {
    return Object.keys(localStorage);
  } catch {
    return []; // nothing may be kept here
  }
}

// The outboxes of this device in which something waits, by their names.
export const outboxes = () =>
  [...new Set(names().map((name) => /^(sets of session \d+): /.exec(name)?.[1]))].filter(Boolean);

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    return entry.key && entry.to && entry.fields ? entry : null;
  } catch {
    return null;
  }
}

export class Outbox {
  #name;
  #send;
  #changed;
  #waiting = new Map(); // by the names under which the device keeps them
  #loose = new Set(); // of these, those that it does not keep
  #sending = false;
  #again;
  failures = 0;

  // `send` answers with what becomes of an entry: "gone", "later" or "never", and what to do after that. `changed` and
  // `changedElsewhere`, by another tab, are told.
  constructor(name, send, changed, changedElsewhere = changed) {
    this.#name = `${name}: `;
    this.#send = send;
    this.#changed = changed;
    for (const each of names()) if (each.startsWith(this.#name)) this.#read(each, localStorage.getItem(each));
    window.addEventListener("online", () => this.flush());
    window.addEventListener("storage", ({ key, newValue }) => {
      if (!key?.startsWith(this.#name)) return;
      if (newValue === null) this.#waiting.delete(key);
      else this.#read(key, newValue);
      changedElsewhere();
    });
  }

  get entries() {
    return [...this.#waiting.values()].sort((one, other) => one.at - other.at);
  }

  // Whether all of it outlasts the page.
  get isKept() {
    return ![...this.#loose].some((name) => this.#waiting.has(name));
  }

  // Answers whether it is new.
  add(entry) {
    const name = this.#name + entry.key;
    if (this.#waiting.has(name)) return false;
    const at = Math.max(Date.now(), 1 + (this.entries.at(-1)?.at ?? 0));
    this.#waiting.set(name, { ...entry, at });
    try {
      localStorage.setItem(name, JSON.stringify({ ...entry, at }));
    } catch {
      this.#loose.add(name);
    }
    return true;
  }

  async flush() {
    clearTimeout(this.#again);
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#waiting.size && await this.#sendFirst());
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
    if (gone) this.#drop(this.#name + entry.key);
    if (becomes === "later") {
      const wait = WAITS[Math.min(this.failures, WAITS.length) - 1];
      this.#again = setTimeout(() => this.flush(), 1000 * wait);
    }
    after?.();
    return gone;
  }

  #drop(name) {
    this.#waiting.delete(name);
    try {
      localStorage.removeItem(name);
    } catch {
      // It was never kept.
    }
  }

  // What cannot be read is put aside as it is.
  #read(name, text) {
    const entry = parsed(text);
    if (entry) {
      this.#waiting.set(name, entry);
      return;
    }
    try {
      localStorage.setItem(`unreadable ${name}`, text);
      localStorage.removeItem(name);
    } catch {
      // It stays where it is.
    }
  }
}
