// The table of the documents: filtered by name, and sorted by any column.

import { element, labelled } from "../frame/elements.js";
import { fetchListing } from "../frame/listing.js";
import { reason } from "../frame/requests.js";
import { enumerated, say } from "../frame/words.js";
import { matching } from "../chooser/tree.js";
import { report } from "./building.js";
import { COLUMNS, row } from "./table.js";

const AT_ONCE = 200; // rows; as many more come on request
const MOST_NAMED = 3; // files that cannot be read
const NAMES = "\u0000"; // stands for their names in a sentence

let view, page;
let documents = [];
let shown = AT_ONCE;
let order = { column: "name", descending: false };
let left = ""; // the document for which the list was left

export function start(itsView, itsPage) {
  [view, page] = [itsView, itsPage];
  view.querySelector(".filter input").addEventListener("input", () => fill(AT_ONCE));
  view.querySelector(".filter input").addEventListener("keydown", toRows);
  view.querySelector(".more").addEventListener("click", showMore);
  view.querySelector("thead tr").append(...COLUMNS.map(head));
  document.addEventListener("quoth-listing", ({ detail }) => {
    // Rows that are made anew lose the focus, and the question whether to remove their document.
    if (isShown(detail)) return;
    documents = detail;
    fill(shown);
  });
  view.querySelector("tbody").addEventListener("click", ({ target }) => {
    left = target.closest("th a")?.hash ?? left;
  });
}

export async function load() {
  const { response } = await fetchListing();
  if (response) report(await reason(response));
  const link = [...view.querySelectorAll("th a")].find(({ hash }) => hash === left);
  // Whoever comes back from a document goes on where they left.
  if (link && document.activeElement === view.querySelector("h2")) link.focus();
  left = "";
}

export function loaded() {
  return documents;
}

function isShown(found) {
  return found.length > 0 && JSON.stringify(found) === JSON.stringify(documents);
}

// The arrow leads from the filter to what it found, past the heads of the columns.
function toRows(event) {
  const first = view.querySelector("tbody :is(a, button)");
  if (event.key !== "ArrowDown" || !first) return;
  event.preventDefault();
  first.focus();
}

function head({ name, label, className }) {
  const cell = element("th", { scope: "col", className });
  if (!label) {
    cell.append(element("span", { className: "unseen" }, say("column_actions")));
    return cell;
  }
  const button = element("button", { type: "button", className: "sort" }, label());
  button.addEventListener("click", () => {
    order = { column: name, descending: order.column === name && !order.descending };
    fill(AT_ONCE);
  });
  cell.append(button);
  return cell;
}

function fill(rows) {
  shown = rows;
  const wanted = view.querySelector(".filter input").value;
  const found = sorted(matching(documents, wanted));
  view.querySelector(".none").hidden = documents.length > 0;
  view.querySelector(".table").hidden = documents.length === 0;
  view.querySelector("tbody").replaceChildren(...found.slice(0, shown).map((item) => row(item, page.writable)));
  const filtered = wanted.trim() !== "";
  view.querySelector(".count").textContent =
    filtered && documents.length ? say("found_documents", { found: found.length, number: documents.length }) : "";
  const more = view.querySelector(".more");
  more.hidden = found.length <= shown;
  more.textContent = say("show_more", { more: Math.min(AT_ONCE, found.length - shown), shown, total: found.length });
  const table = view.querySelector("table");
  for (const [i, { name, className, value }] of COLUMNS.entries()) {
    // A column of which nothing is known, such as sizes on a server without the files, is not shown.
    if (value) table.classList.toggle(`without-${className}`, !documents.some((item) => value(item) !== null));
    const cell = view.querySelectorAll("thead th")[i];
    if (name === order.column) cell.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  }
  tellUnread();
}

// Returns the documents in the order of the table. What has no value in its column comes last.
function sorted(found) {
  const { value, compare } = COLUMNS.find(({ name }) => name === order.column);
  const sign = order.descending ? -1 : 1;
  const [byName] = COLUMNS;
  return [...found].sort((one, other) => {
    const [mine, theirs] = [value(one), value(other)];
    if (mine === null || theirs === null) return (mine === null) - (theirs === null);
    return sign * compare(mine, theirs) || byName.compare(byName.value(one), byName.value(other));
  });
}

function showMore() {
  const first = shown;
  fill(shown + AT_ONCE);
  view.querySelectorAll("tbody tr")[first]?.querySelector("a, button")?.focus();
}

function isRefused({ status }) {
  return status === "refused";
}

// Returns how many files are not in the index: of those that were added, or of all.
export function countUnread(added) {
  const unread = documents.filter(isRefused);
  if (!added) return unread.length;
  return added.refused + unread.filter(({ doc_id }) => added.stored.has(doc_id)).length;
}

// Leads to the files that are not in the index, and to what to do about them.
export function showUnread() {
  const isListed = documents.some(isRefused);
  const there = view.querySelector(isListed ? ".unread" : "ul.refused");
  if (isListed) listUnreadFirst();
  there.focus({ preventScroll: true });
  there.scrollIntoView({ block: "start" });
}

function listUnreadFirst() {
  order = { column: "status", descending: false };
  view.querySelector(".filter input").value = "";
  fill(AT_ONCE);
}

// Names the files that cannot be read. Each name leads to its row, where the reason is.
function tellUnread() {
  const unread = documents.filter(isRefused);
  const number = unread.length;
  const line = view.querySelector(".unread");
  line.hidden = number === 0;
  const [before, after] = say(page.writable ? "unread_files" : "unread_files_there", { number, names: NAMES }).split(NAMES);
  const named = unread.slice(0, MOST_NAMED).map(({ doc_id }) => doc_id);
  const more = number > named.length ? [say("unread_more", { number: number - named.length })] : [];
  line.replaceChildren(before, ...enumerated([...named.map(toRow), ...more]), after);
}

function toRow(doc_id) {
  const button = labelled(element("button", { type: "button", className: "quiet" }), doc_id, say("unread_show", { doc_id }));
  button.addEventListener("click", () => {
    listUnreadFirst();
    const name = [...view.querySelectorAll("tbody th.name")].find(({ firstChild }) => firstChild.title === doc_id);
    name.tabIndex = -1;
    name.focus({ preventScroll: true });
    name.scrollIntoView({ block: "center" });
  });
  return button;
}
