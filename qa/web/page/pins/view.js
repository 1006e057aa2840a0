// Pinned answers: each is compared with the documents whenever the view opens.

import { ago } from "../frame/amounts.js";
import { saved } from "../frame/copying.js";
import { element, labelled } from "../frame/elements.js";
import { patiently, post, reason } from "../frame/requests.js";
import { nameOf, say } from "../frame/words.js";
import * as store from "./store.js";

let view;
let ask;
let shown = 0; // how often the list was filled: a comparison of an earlier time ends

export function start(page) {
  view = document.querySelector('#views .view[data-view="pins"]');
  ask = (question) => {
    location.hash = "#/";
    page.ask({ question, carried: [] });
  };
  view.querySelector(".save").addEventListener("click", () => {
    const lines = store.all().map(({ receipt }) => `${JSON.stringify(receipt)}\n`);
    saved("answers.jsonl", "application/jsonl", lines.join(""));
  });
}

export async function show() {
  note("");
  await fill();
}

async function fill() {
  const time = (shown += 1);
  const pins = store.all();
  view.querySelector(".none").hidden = pins.length > 0;
  view.querySelector(".row").hidden = !pins.length;
  const rows = pins.map(row);
  view.querySelector("ul.pins").replaceChildren(...rows);
  // One after the other: each asks a question.
  for (const [i, item] of rows.entries()) {
    if (time !== shown || view.hidden) return;
    await compare(item, pins[i], () => time === shown && !view.hidden);
  }
}

function row(pin) {
  const { question } = pin.receipt;
  const whole = completed(pin.receipt);
  const state = element("span", { className: "state" }, say("pin_comparing"));
  const head = element("div", { className: "head" }, element("div", { className: "asked" }, question), state);
  const again = element("button", { type: "button" }, say("pin_ask"));
  again.addEventListener("click", () => ask(whole));
  const removing = labelled(element("button", { type: "button" }), say("pin_remove"), say("pin_remove_label", { question }));
  removing.addEventListener("click", () => remove(pin));
  const searched = whole === question ? [] : [element("p", { className: "searched" }, say("searched", { question: whole }))];
  const facts = element("small", {}, say("pin_facts", { age: ago(pin.pinned) }));
  return element("li", {}, head, ...searched, facts, element("div", { className: "found" }), element("div", { className: "row" }, again, removing));
}

// Returns the question as it was understood: a follow-up has words of the questions before it.
function completed({ question, searched, asked }) {
  return asked.leaning?.some(Boolean) && searched ? searched : question;
}

async function compare(item, { receipt }, goesOn) {
  const response = await patiently(() => post("api/compare", JSON.stringify(receipt)), { goesOn });
  const state = item.querySelector(".state");
  const found = item.querySelector(".found");
  if (!response.ok) {
    state.textContent = "";
    found.replaceChildren(element("p", {}, await reason(response)));
    return;
  }
  const compared = await response.json();
  state.textContent = nameOf("state", compared.state);
  state.classList.toggle("alarm", compared.alarm);
  found.replaceChildren(...compared.quotes.flatMap(quote), ...answer(compared), ...compared.notes.map((line) => element("p", {}, line)));
}

function quote({ state, text, doc_id, now, pieces, elsewhere, reference }) {
  if (state === "gone") {
    const others = elsewhere.slice(0, 3).map((place) => element("p", {}, say("pin_elsewhere", { doc_id: place.doc_id })));
    return [element("blockquote", {}, element("del", {}, text)), element("p", {}, say("pin_gone", { doc_id })), ...others];
  }
  const words = state === "changed" ? pieces.flatMap(piece) : [text];
  const moved = state === "moved" ? [element("p", {}, say("pin_moved", { doc_id: now.doc_id }))] : [];
  return [element("blockquote", {}, ...words), ...moved, source(reference, now.doc_id)];
}

// Screen readers do not say where words are struck out or marked.
function piece({ kind, text }) {
  if (kind === "same") return [text];
  const said = element("span", { className: "unseen" }, kind === "old" ? say("pin_old") : say("pin_new"));
  return [said, element(kind === "old" ? "del" : "ins", {}, text)];
}

function answer({ answered_otherwise, found, first, doc_id, reference }) {
  if (!answered_otherwise) return [];
  if (!found || !first) return [element("p", {}, say("pin_not_answered"))];
  return [element("p", {}, say("pin_answered")), element("blockquote", {}, first), source(reference, doc_id)];
}

function source(reference, doc_id) {
  const link = element("a", { href: `#quote=${encodeURIComponent(reference)}` }, say("pin_source", { doc_id }));
  return element("p", {}, link);
}

async function remove(pin) {
  store.unpin(pin);
  const undo = element("button", { type: "button" }, say("undo"));
  undo.addEventListener("click", async () => {
    store.putBack(pin);
    note("");
    await fill();
  });
  note(say("pin_removed", { question: pin.receipt.question }), undo);
  await fill();
}

// Shows what happened. The focus moves here: the row that had it is gone.
function note(text, undo = null) {
  const line = view.querySelector(".deleted");
  line.replaceChildren(text, ...(undo ? [" ", undo] : []));
  if (text) (undo ?? line).focus();
}
