// Sends a tap to the server.

const PATIENCE = 10_000; // milliseconds to wait for an answer

// Answers with what becomes of the tap: "gone", with the server's words about it and whether they are a refusal; "later";
// or "never" by this log-in, with the address to log in at, if that is what it takes.
export async function post({ to, fields }) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token });
  let answer;
  let text;
  try {
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    answer = await fetch(to, { method: "POST", body, headers, signal: AbortSignal.timeout?.(PATIENCE) });
    text = await answer.text();
  } catch {
    return { becomes: "later" };
  }
  const login = answer.headers.get("HX-Redirect");
  if (login) return { becomes: "never", login };
  const ours = text.includes('id="do-') || isSession(text);
  if (ours && [200, 400, 409, 410].includes(answer.status)) return { becomes: "gone", text, refused: answer.status !== 200 };
  if (answer.redirected || [403, 404].includes(answer.status)) return { becomes: "never" };
  return { becomes: "later" };
}

// Whether it is the whole of a session, not one exercise of it.
export const isSession = (text) => text.includes('id="ses"');
