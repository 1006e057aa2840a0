// The table of a grid: a row for each question, a column for each document, and a button in each
// cell. Arrow keys go from cell to cell; with Tab, the table is one stop.

import { element } from "../frame/elements.js";
import { split } from "../frame/names.js";
import { nameOf, number, say } from "../frame/words.js";
import { drawn } from "./words.js";

const LABELS = ["likely", "uncertain", "chosen", "emptied", "not_found", "not_asked"];
const MOST_CELLS = 3000; // that are made at once: more take seconds
const MOST_SIDE_BY_SIDE = 5; // columns on paper: more are printed as a list

let table, more, hiding, open;
let grid = null; // { questions, columns }
let numbers = new Map(); // of the columns, by their documents
let cells = new Map(); // those that are filled, by their place
let rows = 0; // that are made
let current = null; // the button that Tab leads to

// `itsOpen` is called with a cell and its button when one is chosen.
export function start(view, itsOpen) {
  table = view.querySelector("table");
  more = view.querySelector(".more-questions");
  hiding = view.querySelector(".hiding");
  open = itsOpen;
  hiding.addEventListener("change", hide);
  more.addEventListener("click", () => {
    const first = rows;
    addRows();
    buttonAt(first, 0)?.focus();
  });
  table.addEventListener("click", ({ target }) => choose(target.closest("tbody button")));
  table.addEventListener("keydown", move);
  table.addEventListener("focusin", ({ target }) => {
    if (target.matches("tbody button")) setCurrent(target);
    markHead(target);
  });
  table.addEventListener("focusout", () => markHead(null));
}

export function show(itsGrid) {
  [grid, cells, rows, current] = [itsGrid, new Map(), 0, null];
  numbers = new Map(grid.columns.map(({ doc_id }, i) => [doc_id, i]));
  const shortName = shortNames(grid.columns.map(({ doc_id }) => doc_id));
  const heads = grid.columns.map(({ doc_id, title }) => {
    const head = element("th", { scope: "col" }, element("bdi", {}, doc_id ? shortName(doc_id) : say("grid_all_documents")));
    head.title = [doc_id, title].filter(Boolean).join("\n");
    return head;
  });
  table.tHead.rows[0].replaceChildren(element("th", { scope: "col" }, say("grid_question")), ...heads);
  table.tBodies[0].replaceChildren();
  table.closest(".table").scrollTo(0, 0); // where the grid before was scrolled to
  hiding.querySelector("input").checked = false;
  addRows();
  offerHiding();
}

// Shows cells that were filled or corrected. Others stay untouched: words in them may be selected.
export function fill(read) {
  for (const cell of read) {
    const before = cells.get(placeOf(cell));
    cells.set(placeOf(cell), cell);
    if (before && JSON.stringify(before) === JSON.stringify(cell)) continue;
    const button = buttonAt(cell.question, numbers.get(cell.column));
    if (button) put(button, cell);
  }
  offerHiding();
}

// Once all cells are filled, columns without a quote can be hidden: of many documents, few answer.
function offerHiding() {
  const isFilled = cells.size === grid.questions.length * grid.columns.length;
  const isOn = hiding.querySelector("input").checked;
  // A column that was emptied by hand stays, so that it can be restored.
  const number = grid.columns.length - (isOn ? shownColumns() : [...quotedColumns()]).length;
  hiding.hidden = !isOn && (!isFilled || !number || number === grid.columns.length);
  hiding.querySelector("span").textContent = say("grid_hide", { number });
  table.classList.toggle("many", shownColumns().length > MOST_SIDE_BY_SIDE);
}

function hide() {
  const isOn = hiding.querySelector("input").checked;
  const quoted = quotedColumns();
  const hidden = grid.columns.map(({ doc_id }) => isOn && !quoted.has(doc_id));
  for (const { cells: boxes } of table.rows) hidden.forEach((isHidden, i) => (boxes[i + 1].hidden = isHidden));
  if (current?.closest("[hidden]")) setCurrent(buttonAt(0, shownColumns()[0]));
  offerHiding();
}

function quotedColumns() {
  return new Set([...cells.values()].filter(({ text }) => text).map(({ column }) => column));
}

// Returns the numbers of the columns that are not hidden.
function shownColumns() {
  const heads = [...table.tHead.rows[0].cells].slice(1);
  return heads.flatMap((head, i) => (head.hidden ? [] : [i]));
}

// Returns "likely, 83 %": how sure a cell is. What a person has decided has no probability.
export function sureness({ label, probability, text }) {
  const name = nameOf("cell", label);
  const isFigured = text && label !== "chosen";
  return isFigured ? say("grid_sure", { label: name, percent: Math.round(100 * probability) }) : name;
}

function placeOf({ question, column }) {
  return `${question} ${column}`;
}

// Returns what returns the last part of a path, where that is enough to tell it from the others.
function shortNames(paths) {
  const times = new Map();
  for (const { name } of paths.map(split)) times.set(name, (times.get(name) ?? 0) + 1);
  return (path) => (times.get(split(path).name) > 1 ? path : split(path).name);
}

function addRows() {
  const last = Math.min(grid.questions.length, rows + Math.max(1, Math.floor(MOST_CELLS / grid.columns.length)));
  const made = [];
  for (; rows < last; rows += 1) made.push(row(rows));
  table.tBodies[0].append(...made);
  if (hiding.querySelector("input").checked) hide();
  const left = grid.questions.length - rows;
  more.hidden = left === 0;
  more.textContent = say("grid_more", { number: left });
  if (!current) setCurrent(buttonAt(0, 0));
}

function row(question) {
  const { id, section, text } = grid.questions[question];
  const above = [id, section].filter(Boolean).join(" · ");
  const head = element("th", { scope: "row" }, ...(above ? [element("small", {}, above)] : []), text);
  const made = grid.columns.map(({ doc_id }, i) => {
    const button = element("button", { type: "button", tabIndex: -1 });
    const cell = cells.get(placeOf({ question, column: doc_id }));
    button.setAttribute("aria-label", say("grid_unfilled"));
    const box = element("td", {}, button);
    box.dataset.column = table.tHead.rows[0].cells[i + 1].textContent;
    if (cell) put(button, cell);
    return box;
  });
  return element("tr", {}, head, ...made);
}

function put(button, cell) {
  const { text, where, label, column, doc_id } = cell;
  button.removeAttribute("aria-label"); // its words are its name
  button.parentElement.className = label;
  const sure = sureness(cell);
  if (!text) {
    button.replaceChildren(element("span", { className: "nothing" }, sure));
    return;
  }
  const place = [column ? "" : split(doc_id).name, where, sure].filter(Boolean).join(" · ");
  button.replaceChildren(...drawn(cell), " ", element("small", {}, place));
}

function buttonAt(question, column) {
  return table.tBodies[0].rows[question]?.cells[column + 1]?.querySelector("button") ?? null;
}

function setCurrent(button) {
  if (!button) return;
  if (current) current.tabIndex = -1;
  current = button;
  current.tabIndex = 0;
}

// Marks the head above the cell to which keys have led: its name is then shown whole. Below the
// mouse, which shows it as a title, nothing moves.
function markHead(button) {
  const column = button?.matches("tbody button:focus-visible") ? button.parentElement.cellIndex : -1;
  for (const head of table.tHead.rows[0].cells) head.classList.toggle("current", head.cellIndex === column);
}

function choose(button) {
  if (!button) return;
  const box = button.parentElement;
  const cell = cells.get(placeOf({ question: box.parentElement.sectionRowIndex, column: grid.columns[box.cellIndex - 1].doc_id }));
  if (cell) open(cell, button);
}

function move(event) {
  const button = event.target.closest("tbody button");
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -Infinity], End: [0, Infinity] };
  const step = steps[event.key];
  if (!button || !step || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const box = button.parentElement;
  const within = (value, size) => Math.max(0, Math.min(size - 1, value));
  const question = within(box.parentElement.sectionRowIndex + step[0], rows);
  const shown = shownColumns();
  const column = shown[within(shown.indexOf(box.cellIndex - 1) + step[1], shown.length)];
  const next = buttonAt(question, column);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// Returns how many cells have each label: "3 likely, 9 not found".
export function counted() {
  const found = new Map();
  for (const { label } of cells.values()) found.set(label, (found.get(label) ?? 0) + 1);
  return LABELS.filter((label) => found.has(label)).map((label) => `${number(found.get(label))} ${nameOf("cell", label)}`).join(", ");
}
