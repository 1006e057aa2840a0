// The documents that are searched. With none selected, all are. The selection lasts until the
// browser's tab is closed, and a note above every view shows it.

import { stored } from "../frame/collection.js";
import { element } from "../frame/elements.js";
import { list, say } from "../frame/words.js";

const KEY = stored("quoth.only");

let page;
let selected = new Set(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));

export function start(itsPage) {
  page = itsPage;
  if (selected.size) apply();
}

export function isSelected(doc_id) {
  return selected.has(doc_id);
}

export function selectionSize() {
  return selected.size;
}

export function select(doc_id, on) {
  selected[on ? "add" : "delete"](doc_id);
  apply();
}

export function selectAll() {
  selected.clear();
  apply();
}

function apply() {
  sessionStorage.setItem(KEY, JSON.stringify([...selected]));
  page.narrow([...selected]);
  const note = document.getElementById("only");
  note.hidden = selected.size === 0;
  const all = element("button", { type: "button" }, `${say("ask_all")} ×`);
  all.addEventListener("click", selectAll);
  note.replaceChildren(element("span", {}, say("asked_only", { documents: list([...selected]) })), all);
  document.dispatchEvent(new CustomEvent("quoth-selection"));
}
