// The questions of a grid: those that are typed or pasted, or those of a file, as the server reads
// them.

import { element } from "../frame/elements.js";
import { reason, request } from "../frame/requests.js";
import { say } from "../frame/words.js";

const MOST_SHOWN = 500; // questions of a file

let form, text, box;
let read = null; // { name, questions, notes } of a file
let chosen = 0; // grows when a file is chosen, or the one that was read is forgotten

export function start(itsForm) {
  form = itsForm;
  text = form.querySelector("textarea");
  box = form.querySelector(".read");
  box.querySelector(".unread-file").addEventListener("click", () => {
    forget();
    text.focus();
  });
}

// Reads a file instead of the one before; returns what is wrong with it, empty for nothing.
export async function readFile(file) {
  forget(); // what is asked is never of a file before
  const mine = chosen;
  const { found, problem } = file.size ? await readBody(file.name, file) : { problem: say("empty_file") };
  if (mine !== chosen) return ""; // another one was chosen meanwhile, or none is wanted
  if (!problem) show({ name: file.name, ...found });
  if (!problem || problem.includes(file.name)) return problem;
  return say("grid_unread", { name: file.name, problem });
}

// Returns { name, questions, notes } of what is to be asked, or { problem }.
export async function asked() {
  if (read) return read;
  const typed = text.value;
  if (!typed.trim()) return { problem: say("grid_no_questions") };
  const { found, problem } = await readBody(nameOf(typed), new Blob([typed]));
  return problem ? { problem } : { name: "", ...found };
}

export function forget() {
  chosen += 1;
  read = null;
  [box.hidden, text.hidden] = [true, false];
}

// What is copied from a spreadsheet has tabs between its cells.
function nameOf(typed) {
  if (typed.includes("\t")) return "pasted.tsv";
  return /^\s*\{/.test(typed) ? "pasted.jsonl" : "pasted.txt";
}

async function readBody(name, body) {
  const headers = { "Content-Type": "application/octet-stream" };
  const path = `api/grids/questions?${new URLSearchParams({ name })}`;
  const response = await request(path, { method: "POST", headers, body });
  return response.ok ? { found: await response.json(), problem: "" } : { problem: await reason(response) };
}

function show(found) {
  read = found;
  const { name, questions, notes } = found;
  [box.hidden, text.hidden] = [false, true];
  const said = say("grid_read", { number: questions.length, name });
  box.querySelector("p").textContent = [said, ...notes].join(" ");
  const listed = questions.slice(0, MOST_SHOWN).map(({ id, text: words }) => element("li", {}, id ? `${id} ${words}` : words));
  box.querySelector("details").open = false;
  box.querySelector("ol").replaceChildren(...listed);
}
