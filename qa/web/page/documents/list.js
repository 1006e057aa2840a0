// The table of the documents, with a filter by name.

import { size } from "../frame/amounts.js";
import { element, labelled } from "../frame/elements.js";
import { reason, request } from "../frame/requests.js";
import { nameOf, number, say } from "../frame/words.js";
import { report } from "./building.js";
import { remove } from "./removing.js";
import { isSelected, select, selectAll, selectionSize } from "./selection.js";

const MOST_ROWS = 1000; // more would make the browser slow; the filter finds the others

let view, page;
let documents = [];
let left = ""; // the document for which the list was left

export function start(itsView, itsPage) {
  [view, page] = [itsView, itsPage];
  view.querySelector(".filter input").addEventListener("input", fill);
  view.querySelector(".ask-all").addEventListener("click", selectAll);
  document.addEventListener("quoth-selection", fill);
  view.querySelector("tbody").addEventListener("click", ({ target }) => {
    left = target.closest("th a")?.hash ?? left;
  });
}

export async function load() {
  const response = await request("api/documents");
  documents = response.ok ? await response.json() : [];
  if (!response.ok) report(await reason(response));
  fill();
  const link = [...view.querySelectorAll("th a")].find(({ hash }) => hash === left);
  // Whoever comes back from a document goes on where they left.
  if (link && document.activeElement === view.querySelector("h2")) link.focus();
  left = "";
}

export function loaded() {
  return documents;
}

function fill() {
  const wanted = view.querySelector(".filter input").value.toLocaleLowerCase();
  const found = documents.filter(({ doc_id, title }) => `${doc_id} ${title}`.toLocaleLowerCase().includes(wanted));
  view.querySelector(".none").hidden = documents.length > 0;
  view.querySelector(".table").hidden = documents.length === 0;
  view.querySelector("tbody").replaceChildren(...found.slice(0, MOST_ROWS).map(row));
  view.querySelector(".ask-all").hidden = selectionSize() === 0;
}

function row(listed) {
  const { bytes, passages } = listed;
  const sizeCell = element("td", { className: "number" }, bytes == null ? "" : size(bytes));
  const passagesCell = element("td", { className: "number" }, passages ? number(passages) : "");
  // On a phone the table has no heads: its style sheet shows these labels.
  sizeCell.dataset.label = say("column_size");
  passagesCell.dataset.label = say("column_passages");
  return element("tr", {}, nameCell(listed), sizeCell, passagesCell, statusCell(listed), selectionCell(listed), actionsCell(listed));
}

function nameCell({ doc_id, title, reason: refused, notes }) {
  const name = title // what is not in the index cannot be opened
    ? element("a", { href: `#doc=${encodeURIComponent(doc_id)}`, title: say("open_document", { doc_id }) }, title)
    : element("span", {}, doc_id);
  const cell = element("th", { scope: "row" }, name);
  const remarks = [[title && doc_id, ""], [refused, "reason"], ...notes.map((note) => [note, ""])];
  for (const [text, className] of remarks) {
    if (text) cell.append(element("small", { className }, text));
  }
  return cell;
}

function statusCell({ status, passages }) {
  const shown = status === "indexed" && !passages ? "empty" : status;
  return element("td", { className: `status ${shown}` }, nameOf("status", shown));
}

function selectionCell({ doc_id, passages }) {
  const cell = element("td", { className: "only" });
  if (!passages) return cell;
  const box = element("input", { type: "checkbox", checked: isSelected(doc_id) });
  box.setAttribute("aria-label", say("ask_this_label", { doc_id }));
  box.addEventListener("change", () => select(doc_id, box.checked));
  cell.append(element("label", {}, box, element("span", {}, say("ask_this"))));
  return cell;
}

function actionsCell({ doc_id, status }) {
  const cell = element("td", { className: "actions" });
  if (!page.writable || status === "missing") return cell;
  const button = element("button", { type: "button" });
  const offer = () => {
    button.classList.remove("sure");
    labelled(button, say("remove"), say("remove_label", { doc_id }));
  };
  const askAgain = () => {
    button.classList.add("sure");
    labelled(button, say("remove_sure"), say("remove_sure_label", { doc_id }));
  };
  offer();
  // The first click asks, the second removes; a click elsewhere takes the question back.
  button.addEventListener("click", () => (button.classList.contains("sure") ? remove(doc_id) : askAgain()));
  button.addEventListener("blur", offer);
  cell.append(button);
  return cell;
}
