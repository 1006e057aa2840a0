// The menu of collections in the masthead, where the user may read several.

import { server } from "./collection.js";
import { element } from "./elements.js";
import { request } from "./requests.js";
import { say } from "./words.js";

export async function start() {
  const title = document.querySelector("#masthead .collection");
  if (!title) return; // the server has no names for collections
  const response = await request(new URL("api/collections", server));
  const all = response.ok ? await response.json() : [];
  if (all.length > 1) title.replaceWith(menu(title.textContent, all));
}

function menu(title, all) {
  const summary = element("summary", { title }, element("bdi", {}, title));
  summary.setAttribute("aria-label", say("collection_menu", { title }));
  const links = all.map((one) => element("li", {}, link(one)));
  const made = element("details", { className: "collection" }, summary, element("ul", {}, ...links));
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !made.open) return;
    event.preventDefault(); // else it would close the view too
    made.open = false;
    summary.focus();
  });
  made.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !made.contains(relatedTarget)) made.open = false;
  });
  document.addEventListener("click", ({ target }) => {
    if (!made.contains(target)) made.open = false;
  });
  return made;
}

function link({ title, path, state, documents }) {
  const href = new URL(path.slice(1), server).href;
  const made = element("a", { href }, element("bdi", {}, title), " ", element("small", {}, about(state, documents)));
  if (href === new URL(".", document.baseURI).href) made.setAttribute("aria-current", "page");
  return made;
}

function about(state, documents) {
  if (state === "unusable") return say("collection_unusable");
  return state === "empty" ? say("collection_empty") : say("collection_documents", { number: documents });
}
