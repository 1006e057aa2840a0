// The documents: adds and removes them, builds the index, and selects which are searched.

import { add, start as startAdding } from "./adding.js";
import { follow, start as startBuilding } from "./building.js";
import { load, start as startList } from "./list.js";
import { show as showRemoved, start as startRemoving } from "./removing.js";
import { start as startSelection } from "./selection.js";
import { say } from "../frame/words.js";

export function start(page) {
  const view = document.querySelector('#views .view[data-view="documents"]');
  view.querySelector(".changing").hidden = !page.writable;
  view.querySelector(".unchanging").hidden = page.writable;
  const note = view.querySelector(".on-cluster");
  note.hidden = !page.store || !page.writable;
  note.textContent = say("on_cluster", { store: page.store });
  startBuilding(view, async () => {
    await load();
    await showRemoved();
    page.greet(); // its examples are words of the documents
  });
  startList(view, page);
  startRemoving(view, page);
  startAdding(view);
  startSelection(page);
  const drop = view.querySelector(".drop");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    view.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop" && page.writable) add([...event.dataTransfer.files]);
    });
  }
}

export async function show() {
  await load();
  await showRemoved();
  await follow({ onlyIfRunning: true });
}
