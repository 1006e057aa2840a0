// The button "Sources" below the question: a list of the documents, each a link that opens it.

import { element } from "../frame/elements.js";
import { reason, request } from "../frame/requests.js";
import { say } from "../frame/words.js";

const MOST = 200; // that are listed at once; the search finds the others

let list, field, status;
let documents = [];

export function start() {
  list = document.getElementById("sources-list");
  field = list.querySelector("input");
  status = list.querySelector("p");
  field.addEventListener("input", fill);
  list.addEventListener("toggle", ({ newState }) => newState === "open" && open());
  list.addEventListener("click", ({ target }) => target.closest("a") && list.hidePopover());
  list.addEventListener("keydown", move);
  if (list.matches(":popover-open")) open(); // it opens without scripts, too
}

async function open() {
  field.value = "";
  field.focus();
  fill();
  const response = await request("api/documents?limit=10000");
  if (!response.ok) return (status.textContent = await reason(response));
  documents = (await response.json()).filter(({ characters }) => characters);
  fill();
}

function fill() {
  const wanted = field.value.toLocaleLowerCase();
  const found = documents.filter(({ doc_id, title }) => `${title} ${doc_id}`.toLocaleLowerCase().includes(wanted));
  list.querySelector("ul").replaceChildren(...found.slice(0, MOST).map(item));
  const more = found.length - MOST;
  status.textContent = found.length ? (more > 0 ? say("sources_more", { number: more }) : "") : say("sources_none");
}

function item({ doc_id, title, pages }) {
  const size = pages ? say("sources_pages", { number: pages }) : "";
  const link = element("a", { href: `#doc=${encodeURIComponent(doc_id)}` }, element("span", {}, title || doc_id));
  link.append(element("small", {}, [title === doc_id ? "" : doc_id, size].filter(Boolean).join(" · ")));
  return element("li", {}, link);
}

// Arrows move through the list, as in any menu; Enter in the field opens the only one that is left.
function move(event) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Enter" && event.target === field && links.length === 1) links[0].click();
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  (links[to] ?? (to < 0 ? field : links[at]))?.focus();
}
