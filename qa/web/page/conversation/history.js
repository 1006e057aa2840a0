// The conversation that this tab shows. It comes back when the page is opened again, also after the
// server was restarted; a question that was not answered yet is then asked again. A tab never
// overwrites what another tab stored: its own turns then become a conversation of their own.

import { stored as own } from "../frame/collection.js";
import { toQuestion } from "../frame/parts.js";
import { say } from "../frame/words.js";
import * as stored from "./store.js";
import * as tabs from "./tabs.js";

const CURRENT = own("quoth.conversation"); // in the tab: the id, empty for a new one
const OLD = own("quoth.conversation"); // in the browser: the only conversation of earlier versions
const MOST_RESTORED = 50; // turns, as many as the server restores
const LONGEST_NAME = 120;
const AGAIN_MS = 5000;
const FOLLOW_MS = 300;

let page;
let shown = fresh();
let restoring = null; // the questions that are expected on the page, until they are there
let unanswered = ""; // asked again once the turns before it are back
let sent = ""; // a question that the page does not show yet
let sentAt = 0;
let unsent = null; // sends a question once the page shows the conversation that it is for
let saving = Promise.resolve();

// `before` are the turns that were stored already; the first `restored` questions on the page are
// of these.
function fresh() {
  return { id: null, revision: null, name: "", before: [], restored: 0, state: "0/" };
}

export async function start(itsPage) {
  page = itsPage;
  const field = document.querySelector("#question textarea");
  const button = document.querySelector("#question .submit-button");
  const send = (event) => {
    note(field.value);
    if (!restoring) return;
    event.preventDefault(); // nor does Gradio send it
    event.stopImmediatePropagation();
    unsent = () => button.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.target === field && event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  }, true);
  document.addEventListener("click", (event) => button.contains(event.target) && send(event), true);
  const ask = page.ask;
  page.ask = (asked) => {
    note(asked.question);
    if (restoring) unsent = () => page.ask(asked);
    else ask(asked);
  };
  document.addEventListener("quoth-turn", onTurn);
  document.querySelector(".new-conversation").addEventListener("click", begin);
  tabs.start(() => shown.id, follow);
  try {
    await takeOver();
    const id = sessionStorage.getItem(CURRENT) ?? (await stored.listed())[0]?.id;
    if (id && !sent) await show(id, { again: true });
  } catch {
    report(say("conversations_unavailable"));
  }
}

export function currentId() {
  return shown.id;
}

export function isWaiting() {
  return Boolean(sent || document.querySelector("#conversation .waiting"));
}

// Notes a question when it is sent: the server may end before the page shows it.
function note(question) {
  [sent, sentAt] = [question.trim(), Date.now()];
}

// Forgets a question that the page does not show after some milliseconds: it was refused.
export function forgetSent(after) {
  if (Date.now() - sentAt > after) sent = "";
}

// Shows an empty conversation. What is shown is stored already.
export function begin() {
  location.hash = "#/";
  toQuestion();
  choose("");
  const isUnsent = unsent !== null;
  unsent = null; // it was for what was shown
  if (isWaiting() && !isUnsent) return location.reload(); // the answer would come into the new one
  sent = "";
  shown = fresh();
  restore([]);
}

// Shows a stored conversation.
export async function open(id) {
  location.hash = "#/";
  // On a phone, the keyboard would cover the conversation.
  if (!matchMedia("(pointer: coarse)").matches) toQuestion();
  choose(id);
  unsent = null;
  if (isWaiting()) return location.reload();
  await show(id);
}

function choose(id) {
  sessionStorage.setItem(CURRENT, id);
}

async function show(id, { again = false } = {}) {
  const conversation = await stored.load(id);
  if (!conversation) return;
  const { turns, pending, revision, name } = conversation;
  const recent = turns.slice(-MOST_RESTORED);
  shown = { id, revision, name, before: turns, restored: recent.length, state: "0/" };
  choose(id);
  unanswered = again && pending && !(await tabs.isShownElsewhere(id)) ? pending : "";
  if (recent.length) restore(recent.map((turn) => turn.answer));
  else askAgain();
}

function restore(answers) {
  const wanted = answers.map((answer) => answer.question);
  // Where the page shows these questions already, it does not change.
  restoring = String(asked()) === String(wanted.map(trimmed)) ? null : wanted;
  // A question may be on its way to an empty page, which would be emptied of it.
  if (!wanted.length && !document.querySelector("#conversation .message-row")) return;
  page.restore(answers);
  // A server that is busy leaves the page as it is.
  setTimeout(() => restoring === wanted && page.restore(answers), AGAIN_MS);
}

function askAgain() {
  if (unanswered) page.ask({ question: unanswered, carried: [] });
  unanswered = "";
}

function onTurn() {
  sent = "";
  if (restoring) {
    if (document.querySelector("#conversation .not-restored")) shown = fresh(); // it stays stored
    else if (!isRestored()) return;
    restoring = null;
    // An example that had the focus is gone.
    if (document.activeElement === document.body) document.querySelector("#question textarea").focus();
    askAgain();
    unsent?.();
    unsent = null;
  }
  const waiting = document.querySelector("#conversation .waiting");
  const pending = (waiting && asked().pop()) ?? "";
  const turns = newTurns();
  const state = `${turns.length}/${pending}`;
  if (state === shown.state) return;
  shown.state = state;
  save(shown, turns, pending);
}

// Until then the page shows what was there before, which is not of this conversation.
function isRestored() {
  const onPage = asked();
  return restoring.length > 0 ? restoring.every((question, i) => trimmed(question) === onPage[i]) : !onPage.length;
}

function asked() {
  return questions().map((question) => trimmed(question.textContent));
}

function questions() {
  return [...document.querySelectorAll("#conversation .question .words")];
}

function trimmed(text) {
  return text.trim();
}

// Returns the turns on the page that were not restored.
function newTurns() {
  const first = questions()[shown.restored];
  const isNew = (record) => first?.compareDocumentPosition(record) & Node.DOCUMENT_POSITION_FOLLOWING;
  const records = [...document.querySelectorAll("#conversation .record")].filter(isNew);
  return records.map((record) => JSON.parse(record.value));
}

// Stores the turns of a conversation, after what is being stored already.
function save(conversation, turns, pending) {
  saving = saving.then(async () => {
    try {
      await write(conversation, [...conversation.before, ...turns], pending);
    } catch (error) {
      const full = error?.name === "QuotaExceededError";
      report(full ? say("conversations_full") : say("conversations_unavailable"));
    }
  });
  return saving;
}

async function write(conversation, turns, pending) {
  const first = conversation.id === null;
  if (first) {
    conversation.id = stored.newId();
    conversation.name = (turns[0]?.answer.question ?? pending).slice(0, LONGEST_NAME);
  }
  const content = () => ({ id: conversation.id, name: conversation.name, turns, pending });
  let revision = await stored.store(content(), conversation.revision);
  if (revision === null) {
    conversation.id = stored.newId();
    conversation.name = say("conversation_copy", { name: conversation.name });
    revision = await stored.store(content(), null);
    report(say("conversation_apart", { name: conversation.name }));
  } else if (pending) report(""); // what was said of the question before
  conversation.revision = revision;
  if (conversation === shown) choose(conversation.id);
  // While one tab waits for an answer, the others have nothing new to show.
  tabs.announce(conversation.id, pending ? null : revision);
  document.dispatchEvent(new CustomEvent("quoth-conversations"));
}

// Another tab changed the conversation that is shown here: shows it as it is now.
async function follow({ changed, revision }) {
  document.dispatchEvent(new CustomEvent("quoth-conversations"));
  if (changed !== shown.id || !revision || revision === shown.revision || isWaiting()) return;
  if (restoring) setTimeout(follow, FOLLOW_MS, { changed, revision });
  else await show(changed);
}

// Stores a question that the server lost, so that it is asked again when the page is reloaded.
export async function storePending() {
  if (sent) await save(shown, newTurns(), sent);
}

// The conversation of earlier versions becomes one of several.
async function takeOver() {
  const text = localStorage.getItem(OLD);
  if (!text) return;
  try {
    const { turns = [], pending = "" } = JSON.parse(text);
    const name = turns[0]?.answer.question.slice(0, LONGEST_NAME);
    if (name) await stored.store({ id: stored.newId(), name, turns, pending }, null);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error; // else damaged
  }
  localStorage.removeItem(OLD);
}

function report(text) {
  const line = document.getElementById("storing");
  line.textContent = text;
  line.hidden = !text;
}
