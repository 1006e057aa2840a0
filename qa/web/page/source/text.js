// The text of a document: to the character, drawn as paragraphs, headings, lists and tables.
//
// A long document comes in pieces, that with the quote first and the others one by one, so that
// the browser answers meanwhile; what is not in view is not laid out (content-visibility).

import { element } from "../frame/elements.js";
import { quotedWords } from "../frame/quoted.js";
import { say } from "../frame/words.js";

const PIXELS = 0.4; // of height for a character, until a piece is laid out
const LONGEST = 50_000; // characters of a text node: browsers do not wrap longer ones well

const CODE = /^\S{1,24}$/; // as a date in a cell, which is not broken at its hyphens

const RETRY_MS = 2_000;
const MOST_TRIES = 30;
const MOST_FRAMES = 30; // in which it scrolls to one place
const CALM_FRAMES = 4; // without a change, after which it is there

let box;
let revealed = 0; // number of what was scrolled to last
let opened = 0; // number of the document that is shown
let filling = []; // a promise for each piece
let complete = Promise.resolve();

export function start(itsBox) {
  box = itsBox;
  document.addEventListener("copy", copyExactly);
}

export function clear() {
  opened += 1;
  filling = [];
  complete = Promise.resolve();
  box.replaceChildren();
}

// Shows a document; `load` returns a further piece by its number.
export function show({ piece, pieces = [] }, load) {
  clear();
  if (!piece) return;
  const number = opened;
  box.append(...pieces.map((size) => {
    const made = element("div", { className: "piece" });
    if (pieces.length > 1) made.style.containIntrinsicSize = `auto ${Math.round(size * PIXELS)}px`;
    return made;
  }));
  box.classList.toggle("in-pieces", pieces.length > 1);
  fill(piece);
  // Where the text has no blank lines, the style sheet separates the paragraphs.
  box.classList.toggle("unspaced", !piece.blocks.some((block) => block.parts?.join("") === "\n"));
  const get = async (at) => {
    for (let tries = 0; number === opened && tries < MOST_TRIES; tries += 1) {
      const next = await load(at);
      if (number === opened && next.blocks) return fill(next);
      await new Promise((done) => setTimeout(done, RETRY_MS)); // busy, or not reachable
    }
  };
  filling = pieces.map((_, at) => (at === piece.number ? Promise.resolve() : null));
  loadPiece = (at) => (filling[at] ??= get(at));
  const nearest = pieces.map((_, at) => at).sort((a, b) => Math.abs(a - piece.number) - Math.abs(b - piece.number));
  complete = (async () => {
    for (const at of nearest) {
      if (number !== opened) return;
      await loadPiece(at);
      await new Promise((done) => setTimeout(done)); // what was typed or clicked comes first
    }
  })();
}

let loadPiece = () => Promise.resolve();

// Returns the element of a piece once its text is there.
export async function pieceAt(number) {
  await loadPiece(number);
  return box.children[number];
}

export function whole() {
  return complete;
}

export function isWhole() {
  return [...box.children].every((piece) => piece.hasChildNodes());
}

// The first of the elements that mark the quote.
export function mark() {
  return box.querySelector("mark");
}

// Scrolls to an element or a range. Pieces that come into view get other heights when they are
// laid out: then it scrolls again, until what is wanted stays where it is.
export function reveal(target, share = 1 / 3) {
  const number = (revealed += 1);
  const node = target.startContainer ?? target;
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".piece");
  // What is in a piece that is not laid out has no place yet.
  for (const one of [piece?.previousElementSibling, piece, piece?.nextElementSibling]) {
    if (one) one.style.contentVisibility = "visible";
  }
  const go = (frames, calm) => {
    if (number !== revealed) return;
    const there = target.getBoundingClientRect();
    const room = box.clientHeight - there.height;
    const by = there.top - box.getBoundingClientRect().top - Math.max(16, room * share);
    const before = box.scrollTop;
    box.scrollTop += by;
    const isCalm = Math.abs(box.scrollTop - before) < 2;
    const after = isCalm ? calm + 1 : 0;
    if (frames && after < CALM_FRAMES) requestAnimationFrame(() => go(frames - 1, after));
  };
  go(MOST_FRAMES, 0);
}

// Returns the page of an element (or of the quote) while it is in sight, otherwise the one at the top.
export function pageInView(wanted) {
  const { left, top, bottom, width } = box.getBoundingClientRect();
  const element = wanted ?? mark();
  const place = element?.getBoundingClientRect();
  if (place && place.top >= top && place.top < bottom) return pageOf(element);
  return pageOf(document.elementFromPoint(left + width / 2, top + 40));
}

export function pageOf(node) {
  let at = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  while (at && at !== box && at.page === undefined) at = at.parentElement;
  return at?.page || 1;
}

function fill({ number, page, blocks }) {
  let onPage = page;
  let group = null; // the table or list that goes on
  const drawn = [];
  for (const block of blocks) {
    onPage = block.page ?? onPage;
    const kind = { row: "table", head: "table", rule: "table", item: "list" }[block.kind];
    const made = draw(block);
    made.page = onPage;
    if (block.page) made.dataset.page = say("page_number", { number: block.page });
    if (!kind || block.page || group?.kind !== kind) group = kind ? { kind, box: groupOf(kind) } : null;
    if (!group) drawn.push(made);
    else {
      if (!group.box.inner.hasChildNodes()) drawn.push(group.box.outer);
      if (block.page) moveLabel(made, group.box.outer);
      group.box.inner.append(made);
    }
  }
  box.children[number].replaceChildren(...drawn);
}

function groupOf(kind) {
  const inner = element("div", { className: kind });
  inner.setAttribute("role", kind);
  if (kind === "list") return { inner, outer: inner };
  const outer = element("div", { className: "table-box", tabIndex: 0 }, inner);
  outer.setAttribute("role", "group");
  outer.setAttribute("aria-label", say("table"));
  return { inner, outer };
}

// The label of a page stands above a table, not in its first row.
function moveLabel(row, outer) {
  outer.page = row.page;
  outer.dataset.page = row.dataset.page;
  delete row.dataset.page;
}

function draw({ kind = "", level, heading, wrapped, parts = [], cells }) {
  if (cells) return row(cells, kind);
  const block = element("div", { className: "block" });
  if (level) {
    block.setAttribute("role", "heading");
    block.setAttribute("aria-level", String(Math.min(level + 2, 6))); // below the panel's own heading
    block.classList.add("heading", `level-${Math.min(level, 3)}`);
    block.dataset.heading = heading;
  }
  if (kind === "item") {
    block.setAttribute("role", "listitem");
    block.classList.add("item");
    const indent = /^\s*/.exec(parts.join("").slice(0, 40))[0].replaceAll("\t", "    ").length;
    block.style.setProperty("--depth", Math.min(indent / 2, 6));
  }
  if (["rule", "matter", "fence", "aside"].includes(kind)) block.classList.add(kind);
  block.classList.toggle("wrapped", Boolean(wrapped));
  block.append(...runs(parts));
  return block;
}

function row(cells, kind) {
  const made = element("div", { className: kind });
  made.setAttribute("role", "row");
  cells.forEach((parts, i) => {
    const isCode = CODE.test(parts.join(""));
    const cell = element("span", { className: i % 2 ? `cell${isCode ? " whole" : ""}` : "between" }, ...runs(parts));
    if (i % 2) cell.setAttribute("role", kind === "head" ? "columnheader" : "cell");
    made.append(cell);
  });
  return made;
}

// Returns text, with the second of three parts marked.
function runs(parts) {
  return parts.flatMap((part, i) => {
    if (i !== 1) return part.match(new RegExp(`[^]{1,${LONGEST}}(?![\\udc00-\\udfff])`, "g")) ?? [];
    return [element("mark", { tabIndex: -1, textContent: part })];
  });
}

// What is copied from the text or from a quote is the document's own text: with its line ends,
// its bars between cells, and nothing of the page.
function copyExactly(event) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const inside = (around.nodeType === Node.TEXT_NODE ? around.parentElement : around).closest(".sheet-text, #conversation .words");
  if (!inside || !event.clipboardData) return;
  event.clipboardData.setData("text/plain", quotedWords(range.cloneContents()));
  event.preventDefault();
}
