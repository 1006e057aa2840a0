// What the buttons of the conversation do, and where a new answer appears.

import { fileName } from "../conversations/exporting.js";
import { copied, saved } from "../frame/copying.js";
import { post, reason } from "../frame/requests.js";
import { fill } from "../frame/shortcuts.js";
import { say } from "../frame/words.js";
import { pinned } from "../pins/store.js";
import { openEverything } from "./everything.js";
import { openMenu } from "./export_menu.js";
import * as tables from "./tables.js";

const GREET_MS = 700;
const COPIED_MS = 1500;

let actions;

export function start(page, source) {
  actions = {
    chip: (button) => source.openChip(button),
    carried: (button) => page.ask(JSON.parse(button.value)),
    example: (button) => page.ask({ question: button.value, carried: [] }),
    adding: () => (location.hash = "#/documents"),
    section: (button) => (location.hash = `#quote=${encodeURIComponent(button.value)}`),
    outlined: (button) => source.openOutline(button),
    edit: (button) => edit(button.value),
    everything: openEverything,
    export: openMenu,
    receipt: saveReceipt,
    pin,
    copy,
    rating: rate,
  };
  document.addEventListener("click", (event) => click(event.target));
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  follow();
  tables.start();
  // The page opens while the server still looks for examples.
  setInterval(() => {
    if (document.querySelector("#conversation .preparing")) page.greet();
  }, GREET_MS);
}

export function click(target) {
  const button = target.closest("#conversation button");
  const name = button && Object.keys(actions).find((kind) => button.classList.contains(kind));
  if (name) actions[name](button);
}

function edit(question) {
  const field = document.querySelector("#question textarea");
  fill(field, question);
  field.focus();
}

function saveReceipt(button) {
  const { answer } = recordOf(button);
  saved(`${fileName(answer.question)}.receipt.json`, "application/json", button.value);
}

// Returns the answer whose button it is, and its receipt.
function recordOf(button) {
  return JSON.parse(button.parentElement.querySelector(".record").value);
}

function pin(button) {
  const { receipt } = recordOf(button);
  // It is not disabled then: it would lose the focus. The same answer is pinned once.
  button.textContent = pinned(receipt) ? say("pin_done") : say("pins_full");
}

async function copy(button) {
  const text = button.classList.contains("copy-link")
    ? new URL(`#quote=${encodeURIComponent(button.value)}`, document.baseURI).href
    : button.value;
  const label = button.textContent;
  const done = await copied(text);
  button.textContent = say(done ? "copied" : "not_copied");
  setTimeout(() => (button.textContent = label), COPIED_MS);
}

async function rate(button) {
  const row = button.closest(".row");
  const quote = button.closest(".quote");
  const result = row.querySelector(".saved");
  const response = await post("api/feedback", JSON.stringify({
    question: questionAbove(button),
    reference: quote.querySelector(".chip").value,
    verdict: button.value,
  }));
  result.textContent = response.ok ? say("feedback_saved") : await reason(response);
  if (!response.ok) return;
  for (const other of row.querySelectorAll("button")) other.classList.toggle("chosen", other === button);
}

// Returns the question that a quote answers: of several in one, the part.
function questionAbove(button) {
  const questions = [...document.querySelectorAll("#conversation .question .words, #conversation .asked")];
  const isAbove = (question) => question.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING;
  return questions.filter(isAbove).pop().textContent;
}

// Shows a new turn from its question on: an answer is read from its beginning, not from its end.
let turns = "";
function follow() {
  const questions = document.querySelectorAll(".message-row .question");
  const replies = document.querySelectorAll(".message-row :is(.answer, .waiting)");
  const state = `${questions.length}/${replies.length}/${replies[replies.length - 1]?.className}`;
  if (state === turns) return;
  turns = state;
  tables.letScroll();
  // Gradio names each message by its HTML, which a screen reader would read out.
  const named = document.querySelectorAll("#conversation [data-testid][aria-label]");
  for (const message of named) message.removeAttribute("aria-label");
  // An empty question is not shown, but gets a reply.
  const newest = replies.length > questions.length ? replies : questions;
  newest[newest.length - 1]?.scrollIntoView({ block: "start" });
  document.dispatchEvent(new CustomEvent("quoth-turn"));
}
