// Small helpers: sliders that fill their number, progress of long work, and a connection that is lost and found again.
"use strict";

const offline = document.getElementById("offline");
const trouble = document.getElementById("trouble");

document.addEventListener("input", (event) => {
  const slider = event.target.closest("input[type=range][data-for]");
  if (slider) document.getElementById(slider.dataset.for).value = slider.value;
});

let isAsking = false;
async function askAgain() {
  if (isAsking) return;
  isAsking = true;
  offline.hidden = false;
  for (;;) {
    await new Promise((done) => setTimeout(done, 1500));
    try {
      const answer = await fetch("/alive", { cache: "no-store" });
      if (answer.ok) {
        location.reload();
        return;
      }
      if (answer.status === 403) {
        offline.textContent = "SmartPick was started again. Open the address that its window shows; everything you saved is there.";
        return;
      }
    } catch {
      // Still away.
    }
  }
}

document.addEventListener("htmx:sendError", askAgain);
document.addEventListener("htmx:timeout", () => {
  trouble.textContent = "This takes longer than it should. Nothing was changed; try again.";
  trouble.hidden = false;
});
document.addEventListener("htmx:responseError", () => {
  trouble.textContent = "That went wrong on our side. Nothing was changed; the list above still holds.";
  trouble.hidden = false;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  trouble.hidden = true;
  // A new list is asked for: what stood beside the old one need not come any more.
  const rest = document.getElementById("rest");
  if (rest && event.detail.target.id === "bench") htmx.trigger(rest, "htmx:abort");
});
setInterval(async () => {
  if (document.hidden || isAsking) return;
  try {
    await fetch("/alive", { cache: "no-store" });
  } catch {
    askAgain();
  }
}, 10000);

// An answer that is older than the last change of the form is not shown: it would take away what somebody is typing, and
// the change asks for another one itself.
let edited = 0;
let asked = 0;
let isLeftOut = false;
const isOfForm = (event) => event.target.closest && event.target.closest("#what-if-form");
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    if (isOfForm(event)) edited = performance.now();
  });
}
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target.id !== "bench") return;
  asked = performance.now();
  isLeftOut = false;
});
document.addEventListener("focusout", (event) => {
  if (!isLeftOut || !isOfForm(event)) return;
  isLeftOut = false;
  // Somebody who typed and took it back again has changed nothing that the browser would tell.
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

// htmx tells every element that it is about to go, one by one: in a long list, where nobody listens, that takes as long as
// the list itself took to make. So such parts are emptied first, unless somebody is in them or something there asks.
const LONG = ".programs, details, table, svg";
const ASKING = "[hx-get], [hx-post]";
function empty(target) {
  for (const part of target.querySelectorAll(LONG)) {
    if (!part.contains(document.activeElement) && !part.querySelector(ASKING)) part.replaceChildren();
  }
}

// A swap must not throw a keyboard user back to the top.
let focused = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  focused = document.activeElement ? document.activeElement.id : "";
  if (event.detail.target.id === "bench" && edited > asked) {
    event.detail.shouldSwap = false;
    isLeftOut = true;
  }
  if (event.detail.shouldSwap && ["bench", "rest"].includes(event.detail.target.id)) empty(event.detail.target);
});
document.addEventListener("htmx:afterSettle", () => {
  const again = focused && document.getElementById(focused);
  if (again && document.activeElement !== again) again.focus({ preventScroll: true });
});

function follow(box) {
  if (box.dataset.isFollowed) return;
  box.dataset.isFollowed = "yes";
  const name = box.dataset.work;
  const bar = box.querySelector("progress");
  const text = box.querySelector(".work-text");
  const events = new EventSource(`/curve/${name}/events`);
  const show = (method, path) => htmx.ajax(method, path, { target: "#curve", swap: "innerHTML" });
  events.addEventListener("progress", (event) => {
    const said = JSON.parse(event.data);
    bar.value = said.done;
    text.textContent = `Step ${Math.min(said.done + 1, said.total)} of ${said.total}: ${said.now}…`;
    if (said.state !== "running") {
      events.close();
      show("GET", `/curve/${name}`);
    }
  });
  events.addEventListener("error", () => {
    text.textContent = "The connection is lost; trying again…";
  });
  box.querySelector("[data-cancel]").addEventListener("click", () => {
    events.close();
    show("POST", `/curve/${name}/cancel`);
  });
}
document.addEventListener("htmx:afterSwap", () => document.querySelectorAll("[data-work]").forEach(follow));
