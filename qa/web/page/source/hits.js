// Matches of a search on the pages as printed. Each is a span of the document's text; the server
// says where its words are on a page, once the page is shown.

import { element } from "../frame/elements.js";
import { patiently, post } from "../frame/requests.js";

const MOST_ON_PAGE = 1_000; // matches that are marked
const MOST_TRIES = 5;

let box, onUnmarked;
let doc_id = "";
let starts = []; // of the pages, as offsets into the text
let spans = []; // [start, end), in order
let now = -1; // the match that Enter came to
let isAwaited = false; // it has not been scrolled to yet
let places = new Map(); // page → a promise of the boxes of each of its matches
let latest = 0;

// `itsOnUnmarked` is called where the words of the match cannot be told apart on its page.
export function start(itsBox, itsOnUnmarked) {
  [box, onUnmarked] = [itsBox, itsOnUnmarked];
}

export function show(source) {
  [doc_id, starts] = [source.doc_id, source.page_starts ?? []];
  forget();
}

export function forget() {
  latest += 1;
  [spans, now, isAwaited] = [[], -1, false];
  places = new Map();
  for (const hit of box.querySelectorAll(".hit")) hit.remove();
}

export function find(found) {
  forget();
  spans = found;
  for (const leaf of box.querySelectorAll(".leaf:has(img)")) mark(leaf);
}

// Makes a match the one that is shown, and returns its page.
export function choose(number) {
  [now, isAwaited] = [number, true];
  const page = pageOf(spans[number][0]);
  const leaf = box.children[page - 1];
  for (const hit of box.querySelectorAll(".hit.now")) hit.classList.remove("now");
  if (leaf?.querySelector("img")) mark(leaf);
  return page;
}

// Marks the matches of a page that is drawn.
export async function mark(leaf) {
  if (!spans.length) return;
  const first = spans.findIndex(([start]) => pageOf(start) >= leaf.page);
  if (first < 0 || pageOf(spans[first][0]) !== leaf.page) return;
  const search = latest;
  if (!places.has(leaf.page)) places.set(leaf.page, ask(leaf.page, first));
  const found = await places.get(leaf.page);
  if (search !== latest) return;
  if (!found) return places.delete(leaf.page); // unknown: asked again when the page is drawn again
  if (!leaf.querySelector("img")) return;
  for (const hit of leaf.querySelectorAll(".hit")) hit.remove();
  found.forEach((boxes, i) => leaf.append(...boxes.map((one) => hit(one, first + i === now))));
  if (!isAwaited || pageOf(spans[now][0]) !== leaf.page) return;
  isAwaited = false;
  const target = leaf.querySelector(".hit.now");
  if (target) target.scrollIntoView({ block: "center", inline: "nearest" });
  else onUnmarked();
}

// Returns the boxes of the matches on a page; null where the server does not say.
async function ask(number, first) {
  const search = latest;
  const after = spans.findIndex(([start]) => pageOf(start) > number);
  const wanted = spans.slice(first, after < 0 ? undefined : after).slice(0, MOST_ON_PAGE);
  const body = JSON.stringify({ doc_id, number, spans: wanted });
  const response = await patiently(() => post("api/page/boxes", body), { tries: MOST_TRIES, goesOn: () => search === latest });
  return response.ok ? (await response.json()).boxes : null;
}

function hit([left, top, right, bottom], isNow) {
  const made = element("div", { className: isNow ? "hit now" : "hit" });
  const share = (value) => `${(100 * value).toFixed(3)}%`;
  Object.assign(made.style, { left: share(left), top: share(top), width: share(right - left), height: share(bottom - top) });
  made.setAttribute("aria-hidden", "true"); // the number of the match is read out
  return made;
}

function pageOf(offset) {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
