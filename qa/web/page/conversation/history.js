// The conversation is stored in this browser. It comes back when the page is opened again, also
// after the server was restarted; a question that was not answered yet is then asked again.

import { saved } from "../frame/copying.js";

const KEY = "quoth.conversation";
const MOST_TURNS = 50; // as many as the server restores
const RETRY_MS = 1500;
const ACCEPTED_MS = 5000;

let page;
let restoring = false;
let unanswered = ""; // asked again once the turns before it are back
let sent = ""; // a question that the page does not show yet
let sentAt = 0;

export function start(itsPage) {
  page = itsPage;
  const field = document.querySelector("#question textarea");
  field.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && note(field.value));
  document.querySelector("#question .submit-button").addEventListener("click", () => note(field.value), true);
  const ask = page.ask;
  page.ask = (asked) => (note(asked.question), ask(asked));
  document.addEventListener("quoth-turn", store);
  const stored = read();
  unanswered = stored.pending;
  if (stored.turns.length) {
    restoring = true;
    page.restore(stored.turns.map((turn) => turn.answer));
  } else askAgain();
  startExport();
  setInterval(watch, RETRY_MS);
}

// The buttons are in the view "About".
function startExport() {
  document.querySelector(".export-json").addEventListener("click", () => {
    const turns = read().turns.map(({ answer, receipt }) => ({ answer, receipt }));
    saved("conversation.json", "application/json", JSON.stringify(turns, null, 2));
  });
  document.querySelector(".export-markdown").addEventListener("click", () => {
    saved("conversation.md", "text/markdown", read().turns.map((turn) => turn.markdown).join("\n\n\n"));
  });
  document.querySelector(".forget").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    page.restore([]);
    location.hash = "#/";
  });
}

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return { turns: Array.isArray(stored.turns) ? stored.turns : [], pending: stored.pending ?? "" };
  } catch {
    return { turns: [], pending: "" };
  }
}

function write(turns, pending) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ turns, pending }));
  } catch {
    // The browser has no room or stores nothing: then the conversation ends with the page.
  }
}

function note(question) {
  [sent, sentAt] = [question.trim(), Date.now()];
}

function store() {
  sent = "";
  const records = [...document.querySelectorAll("#conversation .record")];
  const waiting = document.querySelector("#conversation .waiting");
  if (restoring && !records.length) return; // else what is stored would be lost before it is back
  if (restoring) {
    restoring = false;
    askAgain();
  }
  const question = [...document.querySelectorAll("#conversation .question .words")].pop();
  const turns = records.slice(-MOST_TURNS).map((record) => JSON.parse(record.value));
  const pending = waiting && question ? question.textContent : "";
  if (turns.length || pending) write(turns, pending);
}

function askAgain() {
  if (unanswered) page.ask({ question: unanswered, carried: [] });
  unanswered = "";
}

// While the page waits for an answer, checks whether the server runs; when it is back, reloads.
let lost = false;
async function watch() {
  if (!lost && !sent && !document.querySelector("#conversation .waiting")) return;
  let runs = false;
  try {
    runs = (await fetch("api/health")).ok;
  } catch {
    // It does not.
  }
  if (runs && lost) {
    const { turns, pending } = read();
    write(turns, sent || pending);
    return location.reload();
  }
  if (runs && Date.now() - sentAt > ACCEPTED_MS) sent = ""; // it was accepted, or refused
  lost = !runs;
  document.getElementById("gone").hidden = !lost;
}
