// What is heard, felt and said while somebody looks elsewhere, and the screen that must not go dark.

let sound;
let lock;

// A browser lets a page make sounds once it was tapped.
export function listenUp() {
  if (!sound && window.AudioContext) sound = new AudioContext();
  sound?.resume();
}

export function beep(long = false) {
  if (!sound) return;
  const [tone, loudness] = [sound.createOscillator(), sound.createGain()];
  tone.frequency.value = long ? 880 : 660;
  loudness.gain.value = 0.2;
  tone.connect(loudness).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + (long ? 0.4 : 0.12));
}

export const buzz = (pattern) => navigator.vibrate?.(pattern);

// Said to who reads by ear; the same again is said again.
export function speak(words) {
  const place = document.getElementById("spoken");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 50);
}

export async function stayAwake() {
  if (!navigator.wakeLock || document.visibilityState !== "visible" || (lock && !lock.released)) return;
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch {
    // Not now, as with a battery that is low: the session goes on all the same.
  }
}
document.addEventListener("visibilitychange", stayAwake);
