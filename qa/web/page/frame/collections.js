// The menu of collections in the masthead, where the user may read several.

import { server } from "./collection.js";
import { element } from "./elements.js";
import { patiently, request } from "./requests.js";
import { say } from "./words.js";

const LONGEST_WAIT_S = 3;
const DEADLINE_MS = 8000; // the rest of the page waits for this

// Shows the menu, and returns whether the user may change the documents of this collection.
export async function start() {
  const title = document.querySelector("#masthead .collection");
  if (!title) return true; // the server has no names for collections
  const all = await readable();
  if (all.length > 1) title.replaceWith(menu(title.textContent, all));
  return all.find((one) => addressOf(one) === here())?.may_change ?? true;
}

// Returns the collections that the user may read; none where the server does not say so in time.
async function readable() {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const send = () => request(new URL("api/collections", server), { signal });
  const response = await patiently(send, { tries: 2, longest: LONGEST_WAIT_S, goesOn: () => !signal.aborted });
  const all = response.ok ? await response.json().catch(() => []) : [];
  return Array.isArray(all) ? all : [];
}

function addressOf({ path }) {
  return new URL(path.slice(1), server).href;
}

function here() {
  return new URL(".", document.baseURI).href;
}

function menu(title, all) {
  const summary = element("summary", { title }, element("bdi", {}, title));
  summary.setAttribute("aria-label", say("collection_menu", { title }));
  const links = all.map((one) => element("li", {}, link(one)));
  const made = element("details", { className: "collection" }, summary, element("ul", {}, ...links));
  made.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !made.contains(relatedTarget)) made.open = false;
  });
  document.addEventListener("click", ({ target }) => {
    if (!made.contains(target)) made.open = false;
  });
  return made;
}

function link(one) {
  const { title, state, documents } = one;
  const href = addressOf(one);
  const made = element("a", { href }, element("bdi", {}, title), " ", element("small", {}, about(state, documents)));
  if (href === here()) made.setAttribute("aria-current", "page");
  return made;
}

function about(state, documents) {
  if (state === "unusable") return say("collection_unusable");
  return state === "empty" ? say("collection_empty") : say("collection_documents", { number: documents });
}
