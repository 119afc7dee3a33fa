// The rank order list: a program is dragged by its handle with mouse, finger or pen; what is dropped is asked for like any
// other move, so that the chances follow. A move that is asked for while one is under way comes after it.
const EDGE = 56; // pixels from the top and bottom of the window in which a drag scrolls the page
const LEAST = 5; // pixels before a press becomes a drag
const MOST_WAITING = 5;
const waiting = [];
let asked = {};
let drag = null;
let wasDragged = false;

const isBusy = () => document.querySelector("#ranks.htmx-settling, #ranks .htmx-request") !== null;

function tell(text) {
  document.getElementById("rank-said").textContent = text;
}

function begin(event) {
  const handle = event.target instanceof Element ? event.target.closest(".handle") : null;
  if (!handle || drag || event.button || !event.isPrimary || isBusy()) return;
  const row = handle.closest("li");
  const rows = [...row.parentNode.children];
  const boxes = rows.map((each) => each.getBoundingClientRect());
  const from = rows.indexOf(row);
  wasDragged = false;
  drag = {
    handle, row, rows, from,
    to: from,
    pointer: event.pointerId,
    at: event.clientY,
    start: event.clientY + scrollY,
    height: boxes[from].height,
    ends: boxes.map((box) => box.bottom + scrollY),
    most: [boxes[0].top - boxes[from].top, boxes[rows.length - 1].bottom - boxes[from].bottom],
  };
  handle.setPointerCapture(event.pointerId);
}

function follow(event) {
  if (!drag || event.pointerId !== drag.pointer) return;
  drag.at = event.clientY;
  if (!wasDragged) {
    if (Math.abs(drag.at + scrollY - drag.start) < LEAST) return;
    wasDragged = true;
    drag.row.classList.add("is-dragged");
    requestAnimationFrame(scrollAtEdge);
  }
  show();
}

function show() {
  const y = drag.at + scrollY;
  const under = drag.ends.findIndex((end) => y < end);
  drag.to = under < 0 ? drag.rows.length - 1 : under;
  const { from, to, height, most: [up, down] } = drag;
  drag.rows.forEach((row, at) => {
    // Those on the way step aside, so that the gap is where it will stand.
    const aside = at >= to && at < from ? height : at <= to && at > from ? -height : 0;
    const way = at === from ? Math.min(Math.max(y - drag.start, up), down) : aside;
    row.style.transform = way ? `translateY(${way}px)` : "";
  });
}

function scrollAtEdge() {
  if (!drag) return;
  const gone = drag.at + scrollY - drag.start;
  const by = drag.at < EDGE && gone < 0 ? -8 : drag.at > innerHeight - EDGE && gone > 0 ? 8 : 0;
  if (by) scrollBy({ top: by, behavior: "instant" });
  requestAnimationFrame(scrollAtEdge);
}

function end(isDropped) {
  const { handle, row, rows, from, to } = drag;
  drag = null;
  row.classList.remove("is-dragged");
  rows.forEach((each) => each.style.removeProperty("transform"));
  if (!wasDragged) return;
  if (!isDropped || to === from) {
    tell(`${row.querySelector("h3").textContent} stays where it was.`);
    return;
  }
  // Nothing else goes along: neither what was written and not sent, nor an arrow that has the focus since it was pressed.
  handle.form.reset();
  row.querySelector(".to").value = String(to + 1);
  handle.focus({ preventScroll: true });
  handle.form.requestSubmit();
}

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
// A wheel moves the page under a pointer that stands still.
document.addEventListener("scroll", () => {
  if (drag && wasDragged) show();
});
document.addEventListener("pointerup", (event) => {
  if (drag && event.pointerId === drag.pointer) end(true);
});
// The system took the finger away, or the list was put in anew under it.
for (const name of ["pointercancel", "lostpointercapture"]) {
  document.addEventListener(name, (event) => {
    if (drag && event.pointerId === drag.pointer) end(false);
  });
}
// A link that comes to lie under the first press would be dragged instead.
document.addEventListener("dragstart", (event) => {
  if (drag) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (!drag || event.key !== "Escape") return;
  event.preventDefault();
  end(false);
});

// Who taps the handle and does not drag may write the rank.
document.addEventListener("click", (event) => {
  const handle = event.target instanceof Element && event.target.closest(".handle");
  if (!handle || wasDragged) return;
  const box = handle.parentNode.querySelector(".to");
  box.focus();
  box.select();
});

// A written rank counts when one leaves the field, as Enter does.
document.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.matches(".to")) event.target.form.requestSubmit();
});

// What is pressed or written while a move is under way is asked for once its answer is there: it begins from that. What is
// written asks twice, when Enter is pressed and the field is left; that is one move.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("#ranks form[hx-get]")) return;
    const button = event.submitter && event.submitter.name ? event.submitter.id : "";
    const written = [...event.target.querySelectorAll("input:not([type=hidden])")].find((each) => each.value !== each.defaultValue);
    const move = { button, box: !button && written ? written.id : "", value: !button && written ? written.value : "" };
    if (!isBusy()) {
      asked = move;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const isNew = button || (move.box && (move.box !== asked.box || move.value !== asked.value));
    if (isNew && waiting.length < MOST_WAITING) waiting.push(move);
  },
  true,
);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "ranks") return;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const box = document.getElementById(next.box);
    const button = document.getElementById(next.button);
    if (box) box.value = next.value;
    if (button) button.click();
    else if (box) box.form.requestSubmit();
    if (isBusy()) return;
  }
});

// What failed must not be sent along with the next move.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (!event.detail.target || event.detail.target.id !== "ranks") return;
    waiting.length = 0;
    document.getElementById("rank-form").reset();
    tell("Not moved: the order stands as it was.");
  });
}
