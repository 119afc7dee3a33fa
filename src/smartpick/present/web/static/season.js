// The season's pages: pasted lines, and what is said after a change.
"use strict";

// Who chooses a program for a pasted line means to keep the line.
document.addEventListener("change", (event) => {
  const line = event.target instanceof Element && event.target.matches("input[type=radio]") && event.target.closest(".lines > li");
  if (line) line.querySelector("input[type=checkbox]").checked = true;
});

// Lines that she has looked through, and what stands half written, outlast what is done elsewhere on the page: the parts
// themselves are put back, with what the forms in them need of the new state.
const PARTS = ["paste", "add"];
let held = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  held = [];
  const { target, shouldSwap, requestConfig } = event.detail;
  if (target.id !== "tracker" || !shouldSwap || !requestConfig) return;
  held = PARTS.map((name) => document.getElementById(name)).filter((part) => part && !part.contains(requestConfig.elt));
});
document.addEventListener("htmx:afterSwap", (event) => {
  // Going back puts a whole page in, and names no target.
  if (!event.detail.target || event.detail.target.id !== "tracker") return;
  for (const part of held) {
    const anew = document.getElementById(part.id);
    if (!anew || anew === part) continue;
    const state = anew.querySelector("input[name=state]") || document.querySelector("#tracker input[name=state]");
    for (const each of part.querySelectorAll("input[name=state]")) if (state) each.value = state.value;
    anew.replaceWith(part);
    htmx.process(part);
  }
  held = [];
});

// What an earlier entry changed is of no use once there is another one, and must not be told after it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const effect = event.detail.target.id === "tracker" && document.getElementById("effect");
  if (effect) htmx.trigger(effect, "htmx:abort");
});
