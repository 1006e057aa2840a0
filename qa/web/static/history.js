// The conversation is kept in this browser only, and comes back when the page is opened again,
// also after the server was gone.

import { saved } from "./copying.js";

const KEY = "quoth.conversation";
const MOST = 50;
const RETRY_MS = 1500;
const TAKEN_MS = 5000;

let page;
let restoring = false;
let unanswered = ""; // asked again once what came before is back
let sent = ""; // a question of which the page has shown nothing yet
let sentAt = 0;

export function start(given) {
  page = given;
  const field = document.querySelector("#question textarea");
  field.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && note(field.value));
  document.querySelector("#question .submit-button").addEventListener("click", () => note(field.value), true);
  const ask = page.ask;
  page.ask = (asked) => (note(asked.question), ask(asked));
  document.addEventListener("quoth-turn", keep);
  const kept = read();
  unanswered = kept.pending;
  if (kept.turns.length) {
    restoring = true;
    page.restore(kept.turns.map((turn) => turn.answer));
  } else askAgain();
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
  setInterval(watch, RETRY_MS);
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return { turns: Array.isArray(kept.turns) ? kept.turns : [], pending: kept.pending ?? "" };
  } catch {
    return { turns: [], pending: "" };
  }
}

function note(question) {
  [sent, sentAt] = [question.trim(), Date.now()];
}

function keep() {
  sent = "";
  const records = [...document.querySelectorAll("#conversation .record")];
  const waiting = document.querySelector("#conversation .waiting");
  if (restoring && !records.length) return; // what was kept is on its way
  if (restoring) {
    restoring = false;
    askAgain();
  }
  const asked = [...document.querySelectorAll("#conversation .question .words")].pop();
  const turns = records.slice(-MOST).map((record) => JSON.parse(record.value));
  const pending = waiting && asked ? asked.textContent : "";
  if (turns.length || pending) write(turns, pending);
}

function write(turns, pending) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ turns, pending }));
  } catch {
    // The browser has no room or keeps nothing: then the conversation ends with the page.
  }
}

function askAgain() {
  if (unanswered) page.ask({ question: unanswered, carried: [] });
  unanswered = "";
}

// Only where an answer is waited for is the server asked whether it still runs.
let gone = false;
async function watch() {
  if (!gone && !sent && !document.querySelector("#conversation .waiting")) return;
  let runs = false;
  try {
    runs = (await fetch("api/health")).ok;
  } catch {
    // It does not.
  }
  if (runs && gone) {
    const { turns, pending } = read();
    write(turns, sent || pending);
    return location.reload();
  }
  if (runs && Date.now() - sentAt > TAKEN_MS) sent = ""; // it was taken, or refused
  gone = !runs;
  document.getElementById("gone").hidden = !gone;
}
