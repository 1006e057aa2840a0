// Keys: ? lists them (Ctrl+/ also while one types), / leads to the question, F6 to the next part of
// the page, and the arrow up recalls earlier questions. What Esc closes is in escape.js; where
// nothing is open, it leads from the question to its answer.

import * as parts from "./parts.js";

let recalled = 0; // how far back from the newest question

export function start() {
  const field = document.querySelector("#question textarea");
  document.addEventListener("keydown", (event) => press(event, field));
  document.querySelector("#sources .shortcuts").addEventListener("click", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp") recall(event, field, 1);
    if (event.key === "ArrowDown") recall(event, field, -1);
  });
}

export function show() {
  document.getElementById("shortcuts").showModal();
}

function press(event, field) {
  const isInDialog = Boolean(document.querySelector("dialog[open]"));
  if ((event.ctrlKey || event.metaKey) && event.key === "/" && !isInDialog) return event.preventDefault(), show();
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "F6" && !isInDialog) return event.preventDefault(), parts.move(event.shiftKey ? -1 : 1);
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  const isFree = !event.defaultPrevented && !document.querySelector("dialog[open], :popover-open");
  if (event.key === "Escape" && event.target === field && isFree) parts.leave();
  if (event.key === "Escape" && event.target === document.body && isFree) parts.toQuestion();
  if (typing || isInDialog) return;
  if (event.key === "?") show();
  if (event.key === "/") {
    event.preventDefault(); // else the slash is typed
    parts.toQuestion();
  }
}

// Puts an earlier question into the field, unless something else is being typed there.
function recall(event, field, by) {
  const asked = [...document.querySelectorAll("#conversation .question .words")].map((words) => words.textContent);
  const isRecalled = recalled > 0 && field.value === asked[asked.length - recalled];
  if (!isRecalled) recalled = 0;
  if (field.value && !isRecalled) return;
  const next = recalled + by;
  if (next < 0 || next > asked.length) return;
  event.preventDefault();
  recalled = next;
  fill(field, next ? asked[asked.length - next] : "");
}

// Puts text into the field of the question.
export function fill(field, text) {
  // Gradio listens for the event, not for the value.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
