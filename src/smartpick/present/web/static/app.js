// Small helpers: sliders that fill their number, progress of long work, and a connection that is lost and found again.
"use strict";

// Looked up each time: going back puts the whole page in anew.
const banner = (name) => document.getElementById(name);

document.addEventListener("input", (event) => {
  const slider = event.target.closest("input[type=range][data-for]");
  if (slider) {
    document.getElementById(slider.dataset.for).value = slider.value;
    // Until it is moved, a slider for something that nobody said stands somewhere, and says so.
    slider.removeAttribute("aria-valuetext");
    slider.classList.remove("unset");
  }
  // Who names a place means it.
  if (event.target.id === "w-area" && event.target.value.trim()) document.getElementById("w-places-only").checked = true;
});

// What was under way when the connection was lost: asked again when it is back. Nothing is loaded anew, since that would
// take away what somebody is typing.
let isAsking = false;
let lost = null;
async function askAgain() {
  if (isAsking) return;
  isAsking = true;
  banner("offline").hidden = false;
  for (;;) {
    await new Promise((done) => setTimeout(done, 1500));
    try {
      const answer = await fetch("/alive", { cache: "no-store" });
      if (answer.ok) break;
      if (answer.status === 403) {
        banner("offline").textContent = "SmartPick was started again. Open the address that its window shows; everything you saved is there.";
        return;
      }
    } catch {
      // Still away.
    }
  }
  isAsking = false;
  banner("offline").hidden = true;
  const { elt, requestConfig } = lost ?? {};
  lost = null;
  if (!elt) return;
  if (requestConfig.verb === "get" && elt.isConnected) {
    htmx.trigger(elt, elt.matches("form") ? "submit" : "again");
  } else {
    warn("SmartPick answers again. What you wrote is still here; send it once more.");
  }
}

function warn(text) {
  banner("trouble").textContent = text;
  banner("trouble").hidden = false;
}

document.addEventListener("htmx:sendError", (event) => {
  lost = event.detail;
  askAgain();
});
document.addEventListener("htmx:timeout", () => warn("This takes longer than it should. Nothing was changed; try again."));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 413) {
    warn("That is more than SmartPick takes at once. Nothing was changed, and what you wrote is still here: shorten it, and send it again.");
    return;
  }
  warn("That went wrong on our side. Nothing was changed; the list above still holds.");
});
document.addEventListener("htmx:beforeRequest", (event) => {
  banner("trouble").hidden = true;
  // A new list is asked for: what stood beside the old one need not come any more.
  const rest = document.getElementById("rest");
  if (rest && event.detail.target.id === "bench") htmx.trigger(rest, "htmx:abort");
});
document.addEventListener("htmx:afterRequest", (event) => {
  // What was given up, for a list that then did not come, is asked for again.
  const { elt, successful, target, xhr } = event.detail;
  const isGivenUp = xhr.status === 204 && elt.matches("[hx-trigger~=again]");
  const rest = isGivenUp ? elt : !successful && target.id === "bench" && document.getElementById("rest");
  const isFree = () => !document.querySelector("form.htmx-request, .busy.htmx-request");
  if (rest) setTimeout(() => rest.isConnected && isFree() && htmx.trigger(rest, "again"), 300);
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

// A swap must neither throw a keyboard user back to the top, nor move what somebody looks at, nor take ticks away.
let focused = "";
let isHeld = false;
let ticked = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  focused = document.activeElement ? document.activeElement.id : "";
  isHeld = target.contains(document.activeElement);
  ticked = [...target.querySelectorAll("input[name=compare]:checked")].map((each) => each.value);
  // The browser would hold on to what stood below the part that goes, and so leave the place.
  if (target.id === "bench") document.body.classList.add("still");
  if (event.detail.target.id === "bench" && edited > asked) {
    event.detail.shouldSwap = false;
    isLeftOut = true;
  }
  if (event.detail.shouldSwap && ["bench", "rest"].includes(event.detail.target.id)) empty(event.detail.target);
});
document.addEventListener("htmx:afterSettle", (event) => {
  for (const each of document.querySelectorAll("input[name=compare]")) {
    if (ticked.includes(each.value)) each.checked = true;
  }
  ticked = [];
  requestAnimationFrame(() => requestAnimationFrame(() => document.body.classList.remove("still")));
  let again = focused && document.getElementById(focused);
  const now = document.activeElement;
  if (!again && isHeld && (!now || now === document.body) && event.detail.target) {
    // What was pressed is gone: who goes on by keyboard goes on from what is said about it, or the part in its place.
    const part = document.getElementById(event.detail.target.id);
    again = part && (document.getElementById(part.dataset.said) ?? part);
    if (again) again.tabIndex = -1;
  }
  isHeld = false;
  if (again && now !== again) again.focus({ preventScroll: true });
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
    if (!box.isConnected) {
      // Another list stands there by now.
      events.close();
      return;
    }
    const said = JSON.parse(event.data);
    bar.value = said.done;
    text.textContent = `Step ${Math.min(said.done + 1, said.total)} of ${said.total}: ${said.now}…`;
    if (said.state !== "running") {
      events.close();
      show("GET", `/curve/${name}`);
    }
  });
  events.addEventListener("error", () => {
    if (!box.isConnected) events.close();
    text.textContent = "The connection is lost; trying again…";
  });
  box.querySelector("[data-cancel]").addEventListener("click", () => {
    events.close();
    show("POST", `/curve/${name}/cancel`);
  });
}
document.addEventListener("htmx:afterSwap", () => document.querySelectorAll("[data-work]").forEach(follow));
