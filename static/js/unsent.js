// Saves what waits on this device of any session, where no session is open, and tells of it.

import { Outbox, outboxes } from "./outbox.js";
import { post } from "./sending.js";

const line = document.createElement("p");
line.className = "said";
const again = document.createElement("a");
again.href = "";
again.textContent = "Load the page again";

let isStuck = false;
let saved = false;
const refusals = new Set();

async function send(entry) {
  const { becomes, text, refused } = await post(entry);
  isStuck ||= becomes === "never";
  if (refused) refusals.add(new DOMParser().parseFromString(text, "text/html").getElementById("told").textContent.trim());
  else saved ||= becomes === "gone";
  return { becomes };
}

const waiting = outboxes().map((name) => new Outbox(name, send, tell));

function tell() {
  const sets = new Set(waiting.flatMap((outbox) => outbox.entries).map((entry) => entry.fields.uuid)).size;
  const words = [...refusals];
  if (sets) {
    words.unshift(sets === 1 ? "1 set is not saved yet." : `${sets} sets are not saved yet.`);
    words.push(isStuck ? "Only the log-in that did this can save it." : "This device keeps trying.");
  } else if (saved) {
    words.unshift("All your sets are saved now.");
  }
  line.hidden = words.length === 0;
  line.replaceChildren(words.join(" "), ...(saved && !sets ? [" ", again] : []));
}

if (waiting.length) document.getElementById("unsent").append(line);
for (const outbox of waiting) outbox.flush();
if (waiting.length) tell();
