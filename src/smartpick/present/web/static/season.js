// The season's pages: pasted lines, what was said after a change, one change at a time.
"use strict";

// Who chooses a program for a pasted line means to keep the line.
document.addEventListener("change", (event) => {
  const line = event.target instanceof Element && event.target.matches("input[type=radio]") && event.target.closest(".lines > li");
  if (line) line.querySelector("input[type=checkbox]").checked = true;
});

// What was pressed may be gone after its work is done: then what was said about it comes next.
document.addEventListener("htmx:afterSettle", (event) => {
  const said = { tracker: "season-said", ranks: "rank-said" }[event.target.id];
  if (said && (!document.activeElement || document.activeElement === document.body)) {
    document.getElementById(said).focus({ preventScroll: true });
  }
});

// What an earlier entry changed is of no use once there is another one, and must not be told after it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const effect = event.detail.target.id === "tracker" && document.getElementById("effect");
  if (effect) htmx.trigger(effect, "htmx:abort");
});

// Who presses twice means it once: the second time would be told that the first had changed the profile.
const TWICE = 3000; // milliseconds
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (performance.now() - Number(form.dataset.sent || -TWICE) < TWICE) event.preventDefault();
  else form.dataset.sent = String(performance.now());
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
