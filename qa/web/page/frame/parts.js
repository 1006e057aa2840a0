// The parts of the page, through which F6 and Shift+F6 move as in programs with panes: the masthead,
// the newest answer or the open view, the question, and the source.

export function move(by) {
  const parts = present();
  const here = parts.findIndex(({ box }) => box.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : parts.length - 1) : (here + by + parts.length) % parts.length;
  for (const popover of document.querySelectorAll(":popover-open")) popover.hidePopover();
  focus(parts[next].target);
}

// Leads to the field of the question, from a view, too: the field is inert until that is closed.
export function toQuestion() {
  const focusField = () => document.querySelector("#question textarea").focus();
  if (!document.body.classList.contains("view-open")) return setTimeout(focusField);
  window.addEventListener("hashchange", focusField, { once: true }); // after the view is closed, which hears of it first
  location.hash = "#/";
}

// Leaves the field of the question for what was answered last; what is typed stays. Where nothing is
// there yet, such as after a reload, the focus stays, too.
export function leave() {
  const target = newest();
  if (target) focus(target);
}

// Those that can have the focus now, in their order.
function present() {
  const sheet = document.querySelector("#source .sheet:not([hidden])");
  const view = document.body.classList.contains("view-open") && document.querySelector("#views .view:not([hidden])");
  return [
    part(document.getElementById("masthead"), (box) => box.querySelector("nav a[aria-current]")),
    part(view, (box) => box.querySelector("h2")),
    part(document.getElementById("conversation"), newest),
    part(document.getElementById("question"), (box) => box.querySelector("textarea")),
    part(sheet, inSource),
  ].filter(({ box, target }) => box && target && !box.closest("[inert]"));
}

function part(box, find) {
  return { box, target: box ? find(box) : null };
}

// The line that says how sure the newest answer is; before the first question, an example.
function newest() {
  const answers = document.querySelectorAll("#conversation .message-row .answer");
  const answer = answers[answers.length - 1];
  return answer ? (answer.querySelector(".verdict, .note") ?? answer) : document.querySelector("#conversation :is(.example, .greeting a)");
}

function inSource(sheet) {
  return sheet.querySelector(".sheet-text:not([hidden]) mark, .sheet-image:not([hidden])") ?? sheet.querySelector(".sheet-text");
}

function focus(target) {
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus();
}
