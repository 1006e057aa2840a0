// The columns of the table of documents, and its rows.

import { date, size } from "../frame/amounts.js";
import { confirming } from "../frame/confirming.js";
import { element } from "../frame/elements.js";
import { cutName, split, whereabouts } from "../frame/names.js";
import { nameOf, number, say } from "../frame/words.js";
import { compareNames } from "../chooser/tree.js";
import { remove } from "./removing.js";

const STATES = ["refused", "empty", "missing", "changed", "new", "indexed"]; // what needs care first
const byAmount = (one, other) => one - other;
const count = (amount) => amount || null;

// `value` is what a column sorts by, null where nothing is known.
export const COLUMNS = [
  { name: "name", label: () => say("column_document"), className: "name", value: ({ doc_id }) => doc_id, compare: compareNames },
  { name: "pages", label: () => say("column_pages"), className: "pages", value: ({ pages }) => count(pages), compare: byAmount, write: number },
  { name: "size", label: () => say("column_size"), className: "size", value: ({ bytes }) => bytes, compare: byAmount, write: size },
  { name: "passages", label: () => say("column_passages"), className: "passages", value: ({ passages }) => count(passages), compare: byAmount, write: number },
  { name: "date", label: () => say("column_date"), className: "date", value: ({ modified }) => modified, compare: (one, other) => (one < other ? -1 : one > other), write: date },
  { name: "status", label: () => say("column_status"), className: "status", value: (item) => STATES.indexOf(stateOf(item)), compare: byAmount },
  { className: "actions" },
];

export function row(item, isWritable) {
  const cells = COLUMNS.filter(({ write }) => write).map(({ label, className, value, write }) => {
    const cell = element("td", { className }, value(item) === null ? "" : write(value(item)));
    cell.dataset.label = label(); // on a phone the table has no heads: its style sheet shows it
    return cell;
  });
  const state = stateOf(item);
  const status = element("td", { className: `status ${state}` }, nameOf("status", state));
  return element("tr", {}, nameCell(item), ...cells, status, actionsCell(item, isWritable));
}

function stateOf({ status, passages }) {
  return status === "indexed" && !passages ? "empty" : status;
}

function nameCell(item) {
  const { doc_id, title, reason, notes } = item;
  const name = cutName(split(doc_id).name, title ? "a" : "span"); // what is not in the index cannot be opened
  if (title) name.href = `#doc=${encodeURIComponent(doc_id)}`;
  name.title = doc_id;
  const cell = element("th", { scope: "row", className: "name" }, name);
  const where = whereabouts(item);
  if (where.length) cell.append(cutName(where.join(" · "), "small"));
  for (const [text, className] of [[reason, "reason"], ...notes.map((note) => [note, ""])]) {
    if (text) cell.append(element("small", { className }, text));
  }
  return cell;
}

function actionsCell({ doc_id, status }, isWritable) {
  const cell = element("td", { className: "actions" });
  if (!isWritable || status === "missing") return cell;
  const button = element("button", { type: "button" });
  const first = [say("remove"), say("remove_label", { doc_id })];
  const sure = [say("remove_sure"), say("remove_sure_label", { doc_id })];
  confirming(button, first, sure, () => remove(doc_id));
  cell.append(button);
  return cell;
}
