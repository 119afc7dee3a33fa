// Texts: a mark leads to its place in the box. Interviews: a timer.
"use strict";

// The server counts characters, a text area counts 16-bit units.
function unitsOf(text, characters) {
  let units = 0;
  let seen = 0;
  for (const letter of text) {
    if (seen >= characters) break;
    seen += 1;
    units += letter.length;
  }
  return units;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-select]");
  if (!button) return;
  const box = document.getElementById(button.dataset.select);
  let start = unitsOf(box.value, Number(button.dataset.start));
  let end = unitsOf(box.value, Number(button.dataset.end));
  const quote = button.dataset.quote;
  if (box.value.slice(start, end) !== quote) {
    // Marks of no width were read over, or it was changed since: take the same words nearest to the place.
    const places = [box.value.lastIndexOf(quote, start), box.value.indexOf(quote, start)].filter((at) => at >= 0);
    if (places.length) {
      start = places.sort((one, other) => Math.abs(one - start) - Math.abs(other - start))[0];
      end = start + quote.length;
    }
  }
  const closed = box.closest("details");
  if (closed) closed.open = true;
  box.focus();
  // Only a caret is scrolled to, so it goes to the place first.
  box.setSelectionRange(start, start);
  box.blur();
  box.focus();
  box.setSelectionRange(start, end);
});

let isChanged = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("#text-form textarea")) isChanged = event.target.value.trim() !== "";
});
document.addEventListener("submit", (event) => {
  if (event.target.closest("#text-form")) isChanged = false;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "kept-state") isChanged = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});

// A further box gets the next number, and the caret.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "add-box") return;
  event.detail.parameters = {};
  event.detail.path = `/texts/box?number=${document.querySelectorAll("#boxes > fieldset").length + 1}`;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const isFull = event.target.id === "add-box" && document.querySelectorAll("#boxes > fieldset").length >= Number(event.target.dataset.most);
  if (isFull) event.preventDefault();
});
document.addEventListener("htmx:afterSettle", (event) => {
  const asked = event.detail.requestConfig && event.detail.requestConfig.elt;
  if (asked && asked.id === "add-box") document.querySelector("#boxes > fieldset:last-child textarea").focus();
  document.querySelectorAll("[data-wrong]").forEach((said) => {
    const field = document.getElementById(said.dataset.wrong);
    if (!field) return;
    if (said.textContent.trim()) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  });
});

// A text that is far too long is told at its field, and not sent: nothing could be read of it.
const sizeOf = (text) => new TextEncoder().encode(text).length;
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  const form = document.getElementById("text-form");
  if (!form || !form.contains(elt)) return;
  const most = Number(form.dataset.most);
  const isFile = elt.matches("input[type=file]");
  const fields = isFile ? [elt] : form.querySelectorAll("textarea");
  for (const field of fields) {
    const size = isFile ? (field.files[0] || { size: 0 }).size : sizeOf(field.value);
    const said = document.getElementById(isFile ? field.id.replace("file-", "file-wrong-") : field.id.replace("text-", "wrong-"));
    if (size <= most) continue;
    event.preventDefault();
    const what = isFile ? "The file" : "This text";
    said.innerHTML = "<div class=error><p></p></div>";
    said.querySelector("p").textContent = `${what} holds ${size.toLocaleString("en")} bytes, and at most ${most.toLocaleString("en")} are read: far more than a text of an application has. Nothing was checked or kept; ${isFile ? "choose a shorter file" : "shorten it, and it is checked again"}.`;
    if (!isFile) field.setAttribute("aria-invalid", "true");
  }
});
// Texts that are too much together, though each alone could be read.
document.addEventListener("htmx:responseError", (event) => {
  const form = event.detail.elt.closest("#text-form");
  if (!form || event.detail.xhr.status !== 413) return;
  const fields = [...form.querySelectorAll("textarea")].sort((one, other) => other.value.length - one.value.length);
  const said = document.getElementById(fields[0].id.replace("text-", "wrong-"));
  said.innerHTML = "<div class=error><p>Together these texts are more than can be read at once. This is the longest: shorten it, or check it on its own.</p></div>";
  fields[0].setAttribute("aria-invalid", "true");
});

// Who looks at another question and comes back finds her words again, as long as the page stands.
const answers = new Map();
const nameOf = (box) => `${document.querySelector("#practice input[name=q]").value} ${box.id}`;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target || event.detail.target.id !== "practice") return;
  for (const box of document.querySelectorAll("#answer-form textarea")) answers.set(nameOf(box), box.value);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "practice") return;
  const boxes = [...document.querySelectorAll("#answer-form textarea")].filter((box) => answers.get(nameOf(box)));
  for (const box of boxes) box.value = answers.get(nameOf(box));
  if (boxes.length) boxes[0].dispatchEvent(new Event("input", { bubbles: true }));
});

// The timer of a practice answer.
let began = 0;
let ticking = 0;
function secondsSince() {
  return Math.max(1, Math.round((performance.now() - began) / 1000));
}
function stopTimer() {
  clearInterval(ticking);
  ticking = 0;
  const seconds = secondsSince();
  document.getElementById("timer-button").textContent = "Start the timer";
  document.getElementById("seconds").value = seconds;
  document.getElementById("timer-clock").textContent = clockOf(seconds);
  document.getElementById("timer-said").textContent = `Stopped at ${seconds} seconds; filled in below.`;
}
function clockOf(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
document.addEventListener("click", (event) => {
  if (event.target.id !== "timer-button") return;
  if (ticking) {
    stopTimer();
    return;
  }
  began = performance.now();
  event.target.textContent = "Stop the timer";
  document.getElementById("timer-clock").textContent = "0:00";
  document.getElementById("timer-said").textContent = "The timer runs.";
  ticking = setInterval(() => {
    const clock = document.getElementById("timer-clock");
    // Another question was taken: its timer stands still.
    if (!clock || document.getElementById("timer-button").textContent.startsWith("Start")) {
      clearInterval(ticking);
      ticking = 0;
      return;
    }
    clock.textContent = clockOf(Math.floor((performance.now() - began) / 1000));
  }, 250);
});
