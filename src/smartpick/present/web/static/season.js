// The season's pages: pasted lines, and what is said after a change.
"use strict";

// Who chooses a program for a pasted line means to keep the line.
document.addEventListener("change", (event) => {
  const line = event.target instanceof Element && event.target.matches("input[type=radio]") && event.target.closest(".lines > li");
  if (line) line.querySelector("input[type=checkbox]").checked = true;
});

// What an earlier entry changed is of no use once there is another one, and must not be told after it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const effect = event.detail.target.id === "tracker" && document.getElementById("effect");
  if (effect) htmx.trigger(effect, "htmx:abort");
});
