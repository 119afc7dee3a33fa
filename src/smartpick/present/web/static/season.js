// The rank order list by drag: what is dropped is asked for like any other move, so that the chances follow.
"use strict";

let dragged = null;

function rowAt(event) {
  return event.target instanceof Element ? event.target.closest(".ranks > li") : null;
}

function clear() {
  document.querySelectorAll(".ranks > li").forEach((row) => row.classList.remove("is-over", "is-under"));
}

document.addEventListener("dragstart", (event) => {
  dragged = rowAt(event);
  if (!dragged) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.code);
});

document.addEventListener("dragover", (event) => {
  const row = rowAt(event);
  if (!dragged || !row) return;
  event.preventDefault();
  clear();
  const rows = [...row.parentNode.children];
  if (row !== dragged) row.classList.add(rows.indexOf(row) < rows.indexOf(dragged) ? "is-over" : "is-under");
});

document.addEventListener("drop", (event) => {
  const row = rowAt(event);
  if (!dragged || !row) return;
  event.preventDefault();
  const rows = [...row.parentNode.children];
  const box = dragged.querySelector(".to");
  const to = rows.indexOf(row) + 1;
  if (row !== dragged) {
    box.value = String(to);
    document.getElementById("rank-form").requestSubmit();
  }
});

document.addEventListener("dragend", () => {
  if (dragged) dragged.classList.remove("is-dragged");
  dragged = null;
  clear();
});

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

// A written rank counts when one leaves the field, as Enter does.
document.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.matches(".to")) document.getElementById("rank-form").requestSubmit();
});
