// Files that are dropped anywhere on the page are added to the documents. While they are above it, the
// page says where they go.

import { element } from "../frame/elements.js";
import { say } from "../frame/words.js";
import { add } from "./adding.js";
import { dropped, filesOf } from "./gathering.js";

let overlay, page;

export function start(view, itsPage) {
  page = itsPage;
  const where = say("drop_anywhere_explained", { folder: page.folder });
  overlay = element("div", { id: "dropping", hidden: true }, element("p", {}, say("drop_anywhere"), element("small", {}, where)));
  document.body.append(overlay);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || show(false));
  document.addEventListener("drop", drop);
  // Where another part of the page takes the files itself, this one does not hear of it.
  document.addEventListener("drop", () => show(false), { capture: true });
}

// Takes the files that were dropped before these scripts were there.
export function takeEarly(entries) {
  if (!entries.length) return;
  location.hash = "#/documents"; // where nobody may add them, it says so
  if (page.writable) add(filesOf(entries));
}

function hasFiles({ dataTransfer }) {
  return [...dataTransfer.types].includes("Files");
}

// Some views take files themselves: next to them, too, nobody wants to add what they check or ask.
function takesFiles() {
  const isTaken = document.querySelector("#views .view:not([hidden]) > .dropping");
  return page.writable && !isTaken && !document.querySelector("dialog[open]");
}

function over(event) {
  if (!hasFiles(event)) return;
  const takes = !event.defaultPrevented && takesFiles();
  show(takes);
  if (event.defaultPrevented) return;
  event.preventDefault(); // else the browser opens the file in place of the page
  event.dataTransfer.dropEffect = takes ? "copy" : "none";
}

function drop(event) {
  if (!hasFiles(event) || event.defaultPrevented) return;
  event.preventDefault();
  if (!takesFiles()) return;
  location.hash = "#/documents"; // there the progress is shown
  add(dropped(event.dataTransfer));
}

function show(isOver) {
  overlay.hidden = !isOver;
}
