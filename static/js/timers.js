// Countdowns go by the clock, so that a page which slept or was loaded again is where it would be.

import { beep, buzz, speak } from "./signals.js";

const READY = 3; // seconds before a hold

// Calls `shows` with each whole second that is left, then `ends`; answers what takes it back.
export function countdown(until, shows, ends) {
  let shown;
  const look = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      ends();
    } else if (left !== shown) {
      shown = left;
      shows(left);
    }
  };
  const timer = setInterval(look, 100);
  look();
  return () => clearInterval(timer);
}

const within = (seconds) => Date.now() + 1000 * seconds;

// ---- the rest after a set --------------------------------------------------------------------

let endRest = () => {};

export function rest(until, whole) {
  endRest();
  const ring = document.getElementById("rest");
  ring.hidden = until <= Date.now();
  if (ring.hidden) return;
  endRest = countdown(until, (left) => {
    ring.querySelector("b").textContent = left;
    ring.querySelector(".ring__v").setAttribute("stroke-dasharray", `${Math.floor((100 * left) / whole)} 100`);
    if (left === 10) speak("10 seconds");
  }, () => {
    ring.hidden = true;
    beep(true);
    buzz([100, 100, 100]);
    speak("Rest over");
  });
}

// ---- a hold ------------------------------------------------------------------------------------

// Holds one side after the other for so many `seconds`. `shows` gets a number and what to do, `ends` the seconds that
// were held of each side. Answers what a `tap` does, which ends the side that is held, or the whole while getting ready,
// and what ends the whole at once.
export function hold(seconds, shows, ends) {
  const held = [];
  let stop;
  let began;

  const side = () => (seconds.length > 1 ? [" left", " right"][held.length] : "");

  function next() {
    if (held.length === seconds.length) {
      beep(true);
      buzz(300);
      ends(held);
      return;
    }
    began = 0;
    const words = held.length ? "Change sides" : "Get ready";
    speak(words);
    stop = countdown(within(READY), (left) => { beep(); shows(left, words); }, begin);
  }

  function begin() {
    const goal = seconds[held.length];
    beep(true);
    buzz(100);
    began = Date.now();
    speak(`Hold${side()}`);
    stop = countdown(within(goal), (left) => {
      if (left <= 3) beep();
      if (left === 10 && goal > 10) speak("10 seconds");
      shows(left, `Hold${side()}`);
    }, () => over(goal));
  }

  function over(amount) {
    held.push(amount);
    next();
  }

  function end() {
    stop();
    ends(held);
  }

  function tap() {
    if (!began) {
      end();
      return;
    }
    stop();
    over(Math.floor((Date.now() - began) / 1000));
  }

  next();
  return { tap, end };
}

// ---- the warm-up ---------------------------------------------------------------------------------

let endWarmUp;

export function warmUp(button) {
  const place = button.querySelector("span");
  const shows = (left) => { place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`; };
  if (endWarmUp) {
    endWarmUp();
    endWarmUp = null;
    shows(button.dataset.seconds);
    return;
  }
  endWarmUp = countdown(within(button.dataset.seconds), shows, () => {
    endWarmUp = null;
    place.textContent = "Warm";
    beep(true);
    buzz([100, 100, 100]);
    speak("Warm-up over");
  });
}
