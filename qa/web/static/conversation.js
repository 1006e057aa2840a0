// What the buttons of the conversation do, and where a new answer comes to stand.

import { copied, saved } from "./copying.js";

const GREET_MS = 700;

export function start(page, source) {
  const actions = {
    chip: (button) => source.openChip(button),
    carried: (button) => page.ask(JSON.parse(button.value)),
    example: (button) => page.ask({ question: button.value, carried: [] }),
    edit: (button) => edit(button.value),
    receipt: (button) => saved("receipt.json", "application/json", button.value),
    copy: (button) => copy(button, page.words),
    "verdict-of-user": (button) => judge(button, page.words),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#conversation button");
    const name = button && Object.keys(actions).find((kind) => button.classList.contains(kind));
    if (name) actions[name](button);
  });
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  follow();
  greeted(page);
}

// What can be asked is looked for while the page is open already.
function greeted(page) {
  setInterval(() => {
    if (document.querySelector("#conversation .preparing")) page.greet();
  }, GREET_MS);
}

function edit(question) {
  const field = document.querySelector("#question textarea");
  // Gradio listens for the event, not for the value.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, question);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

async function copy(button, words) {
  const text = button.classList.contains("copy-link")
    ? new URL(`#quote=${encodeURIComponent(button.value)}`, document.baseURI).href
    : button.value;
  const label = button.textContent;
  button.textContent = (await copied(text)) ? words.copied : words.not_copied;
  setTimeout(() => (button.textContent = label), 1500);
}

async function judge(button, words) {
  const row = button.closest(".row");
  const quote = button.closest(".quote");
  const questions = [...document.querySelectorAll("#conversation .question .words, #conversation .asked")];
  const question = questions.filter((asked) => asked.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const thanks = row.querySelector(".thanks");
  try {
    const response = await fetch("api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        question: question.textContent,
        reference: quote.querySelector(".chip").value,
        verdict: button.value,
      }),
    });
    thanks.textContent = response.ok ? words.feedback_kept : (await response.json()).detail;
    if (!response.ok) return;
    for (const other of row.querySelectorAll("button")) other.classList.toggle("chosen", other === button);
  } catch {
    thanks.textContent = words.gone;
  }
}

// A new answer is read from its question on, not from its end.
let turns = "";
function follow() {
  const questions = document.querySelectorAll(".message-row .question");
  const replies = document.querySelectorAll(".message-row :is(.answer, .waiting)");
  const state = `${questions.length}/${replies.length}/${replies[replies.length - 1]?.className}`;
  if (state === turns) return;
  turns = state;
  // Gradio names each message by its HTML, which a screen reader would read out.
  const named = document.querySelectorAll("#conversation [data-testid][aria-label]");
  for (const message of named) message.removeAttribute("aria-label");
  const shown = replies.length > questions.length ? replies : questions; // a word to no question
  shown[shown.length - 1]?.scrollIntoView({ block: "start" });
  document.dispatchEvent(new CustomEvent("quoth-turn"));
}
