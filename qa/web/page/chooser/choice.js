// The documents that are searched: all of them, or those that were chosen. The choice stays in this
// browser, for each collection of the server. A document that is removed leaves it.

const KEY = `quoth.chosen:${new URL(".", document.baseURI).pathname}`;

let chosen = read(); // null for all; an empty one searches all, too
let documents = null; // what can be searched; null until it is known
let lost = false; // the choice ended because none of its documents is left

export function start(page) {
  document.addEventListener("quoth-listing", ({ detail }) => setDocuments(detail));
  const ask = page.ask;
  page.ask = (asked) => ask({ ...asked, documents: chosenDocuments() ?? [] });
}

// Returns the documents that can be searched; null until they are known.
export function searchable() {
  return documents;
}

// Returns the `doc_id` of those that are chosen; null if all are searched.
export function chosenDocuments() {
  return chosen?.size ? [...chosen] : null;
}

export function isChosen(doc_id) {
  return chosen === null || chosen.has(doc_id);
}

export function isLost() {
  return lost;
}

export function choose(doc_ids, on) {
  const all = documents.map(({ doc_id }) => doc_id);
  const next = new Set(chosen ?? all);
  for (const doc_id of doc_ids) next[on ? "add" : "delete"](doc_id);
  set(next.size === all.length ? null : next);
}

export function chooseAll() {
  set(null);
}

function set(next) {
  [chosen, lost] = [next, false];
  store();
  tell();
}

function setDocuments(listed) {
  documents = listed.filter(({ passages }) => passages);
  // An index that is being built for the first time has no documents yet.
  if (chosen?.size && documents.length) {
    const known = new Set(documents.map(({ doc_id }) => doc_id));
    const left = new Set([...chosen].filter((doc_id) => known.has(doc_id)));
    lost = left.size === 0;
    if (left.size < chosen.size) {
      chosen = lost || left.size === known.size ? null : left;
      store();
    }
  }
  tell();
}

function tell() {
  document.dispatchEvent(new CustomEvent("quoth-choice"));
}

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(stored) && stored.length ? new Set(stored.map(String)) : null;
  } catch {
    return null; // the browser stores nothing, or what it stores is damaged
  }
}

function store() {
  try {
    if (chosen?.size) localStorage.setItem(KEY, JSON.stringify([...chosen]));
    else localStorage.removeItem(KEY);
  } catch {
    // It is full: the choice lasts as long as the page.
  }
}
