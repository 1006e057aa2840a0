// The documents: adds and removes them, builds the index, and lists them.

import { start as startAdding } from "./adding.js";
import { follow, start as startBuilding } from "./building.js";
import { start as startDropping } from "./dropping.js";
import { countUnread, load, showUnread, start as startList } from "./list.js";
import { show as showRemoved, start as startRemoving } from "./removing.js";
import { say } from "../frame/words.js";

export function start(page) {
  const view = document.querySelector('#views .view[data-view="documents"]');
  view.querySelector(".changing").hidden = !page.writable;
  view.querySelector(".unchanging").hidden = page.writable;
  if (page.isReader) view.querySelector(".unchanging").textContent = say("reader_view");
  const note = view.querySelector(".on-cluster");
  note.hidden = !page.store || !page.writable;
  note.textContent = say("on_cluster", { store: page.store });
  const afterBuild = async (added) => {
    await load();
    await showRemoved();
    page.greet(); // its examples are words of the documents
    return countUnread(added);
  };
  startBuilding(view, afterBuild, showUnread);
  startList(view, page);
  startRemoving(view, page);
  startAdding(view, page);
  startDropping(view, page);
}

export { takeEarly } from "./dropping.js";

export async function show() {
  await load();
  await showRemoved();
  await follow({ onlyIfRunning: true });
}
