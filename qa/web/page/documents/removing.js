// Removes documents, lists the removed files, and restores them.

import { ago, size } from "../frame/amounts.js";
import { element, labelled } from "../frame/elements.js";
import { encodedPath } from "../frame/names.js";
import { reason, request } from "../frame/requests.js";
import { say } from "../frame/words.js";
import { build, report } from "./building.js";
import { askWhatToDo, existing, place } from "./placing.js";

const MOST_ROWS = 1000;

let view, page;

export function start(itsView, itsPage) {
  [view, page] = [itsView, itsPage];
}

export async function remove(doc_id) {
  view.querySelector(".moved").textContent = "";
  const response = await request(`api/documents/${encodedPath(doc_id)}`, { method: "DELETE" });
  if (!response.ok) return report(await reason(response));
  const removed = await response.json();
  const undo = restoreButton(removed, say("undo"), say("undo_label", { doc_id: removed.doc_id }));
  note(say("removed", { doc_id: removed.doc_id, path: removed.path }), undo);
  await build({ stored: new Set(), refused: 0 });
}

export function clearNote() {
  note("");
}

// Shows where a file went. The focus moves here: the button that had it goes with the next build.
function note(text, button = null) {
  const line = view.querySelector(".moved");
  line.replaceChildren(text, ...(button ? [" ", button] : []));
  (button ?? line).focus();
}

export async function show() {
  const response = page.writable ? await request("api/removed") : null;
  const removed = response?.ok ? await response.json() : [];
  const box = view.querySelector(".set-aside");
  box.hidden = removed.length === 0;
  box.querySelector("summary").textContent = say("removed_files", { number: removed.length });
  box.querySelector("ul").replaceChildren(...removed.slice(0, MOST_ROWS).map(row));
}

function row(file) {
  const { doc_id, path, bytes } = file;
  const where = say("removed_file", { path, size: size(bytes), age: ago(new Date(file.removed)) });
  const name = element("span", {}, doc_id, element("small", {}, where));
  return element("li", {}, name, restoreButton(file, say("restore"), say("restore_label", { doc_id })));
}

function restoreButton(file, text, label) {
  const button = labelled(element("button", { type: "button" }), text, label);
  button.addEventListener("click", () => restore(file));
  return button;
}

async function restore({ id, doc_id }) {
  const path = `api/removed/${encodedPath(id)}/restore`;
  const send = (name, headers) => request(name === doc_id ? path : `${path}?to=${encodeURIComponent(name)}`, { method: "POST", headers });
  const response = await place(doc_id, send, await existing(), () => null, async (name) => (await askWhatToDo(view, name, 0)).value);
  if (!response) return;
  if (!response.ok) return report(await reason(response));
  const back = await response.json();
  note(say("restored", { doc_id: back.doc_id }));
  await build({ stored: new Set([back.doc_id]), refused: 0 });
}
