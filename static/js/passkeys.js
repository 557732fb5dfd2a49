// Passkeys: a form with data-passkey asks the device for one, and sends what it answers as its field "credential".
// data-options names the element that holds what to ask for, data-ask the address that tells it.

const able = Boolean(window.isSecureContext && window.PublicKeyCredential);
const all = (selector) => document.querySelectorAll(selector);

const toBytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
};
const toText = (bytes) => {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const known = (list) => list?.map((one) => ({ ...one, id: toBytes(one.id) }));

async function asked(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function made(options) {
  const { publicKey } = options.creation_options;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return sent(credential, {
    attestationObject: toText(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function got(options) {
  const { publicKey } = options.request_options;
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = credential.response;
  return sent(credential, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

const sent = (credential, response) => ({
  type: credential.type,
  id: credential.id,
  rawId: toText(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: { ...response, clientDataJSON: toText(credential.response.clientDataJSON) },
});

const SAYINGS = {
  InvalidStateError: "This device has a passkey for your account already.",
  NotAllowedError: "No passkey was used. Try again when you are ready.",
  SecurityError: "Passkeys do not work at this address. On your own machine, open the page as localhost.",
};

function say(words) {
  for (const place of all("[data-passkey-said]")) place.textContent = words;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.passkey) return;
  event.preventDefault();
  say("");
  try {
    const options = await asked(form);
    const credential = await (form.dataset.passkey === "create" ? made(options) : got(options));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    say(SAYINGS[error.name] ?? "That did not work. Load the page again and try once more.");
  }
});

if (able) {
  for (const place of all("[data-passkey-here]")) place.hidden = false;
  for (const place of all("[data-passkey-missing]")) place.hidden = true;
}
