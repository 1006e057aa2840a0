// Search in the document that is open: all matches are counted, Enter goes to the next one.

import { say } from "../frame/words.js";
import * as hits from "./hits.js";
import * as printed from "./printed.js";
import * as text from "./text.js";

const TYPING_MS = 150;
const SHORTEST = 2; // characters that are looked for
const MOST = 10_000; // matches that are counted
const MOST_DRAWN = 1_000; // matches that are highlighted

let form, field, found, box, isPrinted;
let words = new WeakMap(); // piece → its text in lower case, and where its text nodes begin
let matches = [];
let at = -1;
let sizes = []; // characters of each piece, as Python counts them
let latest = 0;
let timer;

export function start(sheet, itsIsPrinted) {
  isPrinted = itsIsPrinted;
  form = sheet.querySelector(".sheet-search");
  field = form.querySelector("input");
  found = form.querySelector(".sheet-found");
  box = sheet.querySelector(".sheet-text");
  hits.start(sheet.querySelector(".sheet-image"), () => {
    if (isPrinted()) found.textContent = say("match_unmarked", { number: at + 1, total: matches.length });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (!field.value) return forget();
    timer = setTimeout(search, TYPING_MS);
  });
  form.querySelector(".sheet-match-before").addEventListener("click", () => go(-1));
  form.querySelector(".sheet-match-after").addEventListener("click", () => go(1));
}

export function show(source) {
  sizes = source.pieces ?? [];
  hits.show(source);
  reset();
}

// Shows the match in the other form of the document, as printed or as text.
export function again() {
  if (at >= 0) showMatch();
}

function reset() {
  words = new WeakMap();
  field.value = "";
  forget();
}

function forget() {
  latest += 1;
  clearTimeout(timer);
  matches = [];
  at = -1;
  found.textContent = "";
  CSS.highlights?.clear();
  hits.forget();
  tell();
}

async function go(by) {
  clearTimeout(timer);
  if (at < 0 || field.dataset.searched !== field.value) return search();
  at = (at + by + matches.length) % matches.length;
  showMatch();
}

async function search() {
  forget();
  const request = latest;
  field.dataset.searched = field.value;
  const wanted = lower(field.value);
  if (wanted.length < SHORTEST) return;
  if (!text.isWhole()) found.textContent = say("searching_within");
  await text.whole();
  if (request !== latest) return;
  for (const piece of [...box.children]) {
    const { joined } = indexOf(piece);
    for (let i = joined.indexOf(wanted); i >= 0 && matches.length < MOST; i = joined.indexOf(wanted, i + wanted.length)) {
      matches.push({ piece, start: i, end: i + wanted.length });
    }
    if (piece.nextSibling) await new Promise((done) => setTimeout(done)); // what is typed comes first
    if (request !== latest) return;
  }
  if (window.Highlight) CSS.highlights.set("found", new Highlight(...matches.slice(0, MOST_DRAWN).map(rangeOf)));
  hits.find(spans());
  at = matches.length ? 0 : -1;
  tell();
  if (at >= 0) showMatch();
}

function tell() {
  const isFound = at >= 0;
  if (isFound) found.textContent = say("match_count", { number: at + 1, total: matches.length });
  else if (lower(field.value).length >= SHORTEST) found.textContent = say("no_matches");
  for (const button of form.querySelectorAll("button")) button.hidden = !isFound;
}

function showMatch() {
  tell();
  const range = rangeOf(matches[at]);
  if (window.Highlight) CSS.highlights.set("found-now", new Highlight(range));
  const page = hits.choose(at);
  if (!isPrinted()) text.reveal(range);
  else if (page !== printed.pageInView() || !printed.isDrawn(page)) printed.goTo(page);
}

// Returns where the matches are in the text of the document. A character that JavaScript counts as
// two is one there.
function spans() {
  let [piece, before] = [box.firstElementChild, 0];
  let number = 0;
  let [counted, characters] = [0, 0]; // of the piece: code units, and the characters they are
  const offset = (to) => {
    const { joined } = indexOf(piece);
    characters += joined.length === sizes[number] ? to - counted : [...joined.slice(counted, to)].length;
    counted = to;
    return before + characters;
  };
  return matches.map((match) => {
    while (piece !== match.piece) {
      before += sizes[number];
      [piece, number, counted, characters] = [piece.nextElementSibling, number + 1, 0, 0];
    }
    return [offset(match.start), offset(match.end)];
  });
}

// A line that ends inside of a sentence is no end of what is searched for.
function lower(words) {
  const made = words.toLocaleLowerCase().replace(/\s/g, " ");
  return made.length === words.length ? made : words.replace(/\s/g, " ");
}

function indexOf(piece) {
  if (!words.has(piece)) {
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    const [nodes, starts, texts] = [[], [], []];
    for (let length = 0; walker.nextNode(); length += walker.currentNode.length) {
      nodes.push(walker.currentNode);
      starts.push(length);
      texts.push(lower(walker.currentNode.data));
    }
    words.set(piece, { nodes, starts, joined: texts.join("") });
  }
  return words.get(piece);
}

function rangeOf({ piece, start, end }) {
  const { nodes, starts } = indexOf(piece);
  const range = new Range();
  const first = lastUpTo(starts, start);
  const last = lastUpTo(starts, end - 1);
  range.setStart(nodes[first], start - starts[first]);
  range.setEnd(nodes[last], end - starts[last]);
  return range;
}

function lastUpTo(starts, offset) {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
