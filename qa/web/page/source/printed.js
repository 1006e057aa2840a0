// The pages of a PDF as printed, one below the other. Only pages near the view are asked for and
// kept: a document may have thousands.

import { element } from "../frame/elements.js";
import { reason, request } from "../frame/requests.js";
import { say } from "../frame/words.js";
import * as hits from "./hits.js";

const AT_ONCE = 2; // pages that are drawn at the same time
const RETRY_MS = 1000;
const SCROLLING_MS = 120; // pages that are only scrolled past are not asked for
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const SHARP = 900; // pixels of the screen from which a page needs twice as many

let box, onPage, timer;
let near = new Set(); // leaves near the view
let loading = new Map(); // leaf → what stops it
let observer = null;
let asked = {}; // the document, and the quote that is marked
let quoted = 0; // the page of the quote
let isOpen = false;
let zoom = 1;

export function start(sheet, itsOnPage) {
  box = sheet.querySelector(".sheet-image");
  onPage = itsOnPage;
  for (const button of sheet.querySelectorAll(".sheet-zoom button")) {
    button.addEventListener("click", () => setZoom(Number(button.value)));
  }
  box.addEventListener("keydown", (event) => {
    const by = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setZoom(by);
  });
  box.addEventListener("scroll", () => {
    const shown = pageInView();
    if (isOpen && shown) onPage(shown);
    later();
  });
}

// Takes a document; its pages are made when they are opened.
export function show(source, { reference }) {
  clear();
  const { doc_id, pages = [], cited, page = 0 } = source;
  asked = { doc_id, reference: cited ? reference : undefined, total: pages.length };
  quoted = cited && reference ? page : 0;
}

export function clear() {
  pause();
  observer?.disconnect();
  observer = null;
  for (const image of box.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  box.replaceChildren();
  near = new Set();
}

export function pause() {
  isOpen = false;
  for (const stop of loading.values()) stop.abort();
  loading = new Map();
}

export function open(number) {
  isOpen = true;
  if (!box.hasChildNodes()) {
    box.style.setProperty("--zoom", ZOOMS.includes(zoom) ? zoom : 1);
    box.append(...Array.from({ length: asked.total ?? 0 }, (_, i) => element("div", { className: "leaf", page: i + 1 })));
    observer = new IntersectionObserver(follow, { root: box, rootMargin: "100% 0px" });
    for (const leaf of box.children) observer.observe(leaf);
  }
  goTo(number);
}

export function goTo(number) {
  const leaf = box.children[number - 1];
  if (!leaf) return;
  box.scrollTop += leaf.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
  onPage(number);
  later();
}

export function isDrawn(number) {
  return Boolean(box.children[number - 1]?.querySelector("img"));
}

export function pageInView() {
  const middle = box.getBoundingClientRect().top + box.clientHeight / 3;
  const shown = [...near].filter((leaf) => leaf.getBoundingClientRect().bottom > middle);
  return Math.min(...shown.map((leaf) => leaf.page)) % Infinity;
}

function follow(changes) {
  for (const { target, isIntersecting } of changes) {
    if (isIntersecting) near.add(target);
    else release(target);
  }
  later();
}

function release(leaf) {
  near.delete(leaf);
  loading.get(leaf)?.abort();
  const image = leaf.querySelector("img");
  if (image) URL.revokeObjectURL(image.src);
  leaf.replaceChildren();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(load, SCROLLING_MS);
}

// Asks for the pages that are missing, those in the middle of the view first.
function load() {
  if (!isOpen) return;
  const middle = box.getBoundingClientRect().top + box.clientHeight / 2;
  const away = (leaf) => {
    const { top, bottom } = leaf.getBoundingClientRect();
    return top > middle ? top - middle : Math.max(0, middle - bottom);
  };
  const missing = [...near].filter((leaf) => !leaf.hasChildNodes() && !loading.has(leaf));
  missing.sort((a, b) => away(a) - away(b));
  for (const leaf of missing.slice(0, Math.max(0, AT_ONCE - loading.size))) draw(leaf);
}

async function draw(leaf) {
  const stop = new AbortController();
  loading.set(leaf, stop);
  const named = asked.reference ? { reference: asked.reference } : { doc_id: asked.doc_id };
  const query = new URLSearchParams({ ...named, number: leaf.page, sharpness: sharpness() });
  const response = await request(`api/page?${query}`, { signal: stop.signal });
  const picture = response.ok ? await response.blob().catch(() => null) : null;
  // Also of a page that was scrolled past: else it would hold one of the places for ever.
  if (loading.get(leaf) === stop) loading.delete(leaf);
  if (stop.signal.aborted) return later();
  if (picture) place(leaf, picture);
  else if (response.status === 503 || response.status === 429) return setTimeout(load, RETRY_MS);
  else leaf.replaceChildren(element("p", {}, await reason(response)));
  load();
}

function place(leaf, picture) {
  const image = element("img", { src: URL.createObjectURL(picture) });
  image.alt = say(leaf.page === quoted ? "picture_alt_quoted" : "picture_alt", { number: leaf.page });
  image.addEventListener("load", () => {
    const shape = `${image.naturalWidth} / ${image.naturalHeight}`;
    leaf.style.aspectRatio = shape;
    // Pages that were not seen yet are probably like this one.
    if (!box.style.getPropertyValue("--shape")) box.style.setProperty("--shape", shape);
    hits.mark(leaf);
  });
  leaf.replaceChildren(image);
}

function sharpness() {
  return box.clientWidth * zoom * window.devicePixelRatio > SHARP ? 2 : 1;
}

function setZoom(by) {
  const before = sharpness();
  const number = pageInView();
  const next = ZOOMS.indexOf(zoom) + by;
  zoom = by ? ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, next))] : 1;
  box.style.setProperty("--zoom", zoom);
  if (sharpness() !== before) for (const leaf of [...near]) leaf.replaceChildren();
  if (number) goTo(number);
}
