// Adds files to the folder of the documents, and builds the index.

import { size } from "../frame/amounts.js";
import { element } from "../frame/elements.js";
import { encodedPath } from "../frame/names.js";
import { patiently, reason } from "../frame/requests.js";
import { list, say } from "../frame/words.js";
import { beQuiet, build, report, showBar } from "./building.js";
import { Estimate } from "./estimate.js";
import { chosen, sift } from "./gathering.js";
import { askWhatToDo, existing, place } from "./placing.js";
import { clearNote } from "./removing.js";
import { isUnreachable, sendFile } from "./sending.js";

const MOST_SHOWN = 50; // refused files
const MOST_TYPES = 5; // that are left out
const LARGE = 1_000_000; // bytes; less is there before one can read how much it is

let view, page, stopButton;
let files = []; // of the run: those that are sent, and those that wait
let bytes = 0; // of all of them
let left = null; // what was left out of the run
let stored = new Set(); // the names under which those of the run are in the folder
let run = null; // an AbortController while files are sent

export function start(itsView, itsPage) {
  [view, page] = [itsView, itsPage];
  stopButton = view.querySelector(".stop");
  stopButton.addEventListener("click", () => run?.abort());
  for (const input of view.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      add(chosen(input));
      input.value = ""; // so that the same file can be chosen again
    });
  }
  addEventListener("beforeunload", (event) => run && event.preventDefault());
}

// Takes { file, name }, also a promise of them. More files join those that are being sent.
export async function add(found) {
  const known = view.querySelector("input[type=file]").accept.split(",");
  const sifted = sift(await found, known);
  if (!run) begin();
  for (const { file, name } of sifted.refused) {
    refuse(name, say(file ? "file_no_format" : "file_unreadable"));
  }
  left.hidden += sifted.hidden;
  left.unread += sifted.unread;
  sifted.types.forEach((type) => left.types.add(type));
  files.push(...sifted.wanted);
  bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (run) return;
  run = new AbortController();
  showSending(true);
  const added = await sendAll(run.signal).finally(() => showSending(false));
  summarize(added, run.signal.aborted);
  run = null;
  report("");
  if (added) await build({ stored, refused: left.refused });
}

function begin() {
  view.querySelector("ul.refused").replaceChildren();
  view.querySelector(".left-out").textContent = "";
  clearNote();
  [files, bytes, stored] = [[], 0, new Set()];
  left = { hidden: 0, unread: 0, types: new Set(), refused: 0 };
}

function showSending(is) {
  beQuiet(is);
  stopButton.hidden = !is;
  view.querySelector(".build").hidden = is;
  if (!is) showBar();
}

// Sends the files one after the other, and returns how many were added.
async function sendAll(signal) {
  let [added, sent] = [0, 0];
  let choice = null; // for all files that remain, once the user has chosen so
  const tags = files.length ? await existing() : new Map();
  const estimate = new Estimate();
  for (let i = 0; i < files.length && !signal.aborted; i += 1) {
    const { file, name } = files[i];
    if (file.size > page.largest) {
      refuse(name, say("file_too_large", { most: size(page.largest), size: size(file.size) }));
      continue;
    }
    const onProgress = (loaded) => showFar(name, i, sent + Math.min(loaded, file.size), estimate);
    onProgress(0);
    const send = async (path, headers) => {
      const one = () => sendFile(`api/documents/${encodedPath(path)}`, file, { headers, signal, onProgress });
      // However long the folder is: the server takes only so many files a minute.
      const response = await patiently(one, { tries: Infinity, goesOn: () => !signal.aborted });
      if (response?.ok) stored.add(path);
      return response;
    };
    const response = await place(name, send, tags, () => hash(file), async () => {
      const asked = performance.now();
      const answer = choice ?? (await askWhatToDo(view, name, files.length - i - 1));
      if (answer.all) choice = answer;
      estimate.at += performance.now() - asked; // a person's time says nothing of the network's
      return answer.value;
    });
    sent += file.size;
    if (response?.ok) added += 1;
    else if (response) refuse(name, await reason(response));
    if (response && isUnreachable(response)) break;
  }
  return added;
}

function showFar(name, i, sent, estimate) {
  const parts = [say("done_of", { done: i + 1, total: files.length })];
  if (bytes > LARGE) parts.push(say("amount_of", { done: size(sent), total: size(bytes) }));
  parts.push(estimate.left(sent, bytes));
  showBar(sent, Math.max(1, bytes));
  report(say("adding", { name }), parts.filter(Boolean).join(" · "));
}

function refuse(name, why) {
  left.refused += 1;
  const refused = view.querySelector("ul.refused");
  // The server names the file in its reasons.
  const text = why.includes(name) ? why : say("file_refused", { name, reason: why });
  if (left.refused <= MOST_SHOWN) return refused.append(element("li", {}, text));
  if (left.refused === MOST_SHOWN + 1) refused.append(element("li"));
  refused.lastChild.textContent = say("more_refused", { number: left.refused - MOST_SHOWN });
}

// Says in one line what became of the files.
function summarize(added, isStopped) {
  const said = [];
  if (isStopped) said.push(say("adding_stopped", { added, total: files.length }));
  else if (files.length) said.push(added ? say("added", { number: added }) : say("nothing_added"));
  if (left.unread) {
    const types = list([...left.types].sort().slice(0, MOST_TYPES));
    said.push(say(left.types.size > MOST_TYPES ? "left_out_types_more" : "left_out_types", { number: left.unread, types }));
  }
  if (left.hidden) said.push(say("left_out_hidden", { number: left.hidden }));
  if (!said.length && !left.refused) said.push(say("nothing_to_add"));
  view.querySelector(".left-out").textContent = said.join(" ");
}

// Returns the SHA-256 of a file, null where the browser computes none: it does so only for pages
// on this machine or over HTTPS. Elsewhere the server notices that the bytes are the same.
async function hash(file) {
  if (!crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
