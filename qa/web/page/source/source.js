// The source panel: opens a document, at a quote or at its beginning, and closes it again.

import { element } from "../frame/elements.js";
import { note } from "../frame/escape.js";
import { quotedWords } from "../frame/quoted.js";
import { say } from "../frame/words.js";
import * as outline from "./outline.js";
import * as printed from "./printed.js";
import * as search from "./search.js";
import * as text from "./text.js";

const phone = window.matchMedia("(max-width: 800px)");
const LINK = /^#(?:quote|doc)=/;

let page, sheet, part;
let opener = null; // the chip or link to which the focus returns
let latest = 0; // number of the newest request: a late answer must not replace a newer one
const MOST_WORDS = 20_000; // characters of a quote that are sent to find it again

let current = {}; // what was asked for: { reference, words } or { doc_id }
let cameFromView = false; // Back leads to the list of documents, from which it was opened

export function start(itsPage) {
  page = itsPage;
  sheet = page.element.querySelector(".sheet");
  part = (name) => sheet.querySelector(`.sheet-${name}`);
  text.start(part("text"));
  printed.start(sheet, (number) => outline.showPage(number));
  outline.start(sheet, isPrinted);
  search.start(sheet, isPrinted);
  part("close").addEventListener("click", close);
  part("before").addEventListener("click", () => step(-1));
  part("after").addEventListener("click", () => step(1));
  part("picture").addEventListener("click", () => setPrinted(!isPrinted()));
  phone.addEventListener("change", () => setOpen(!sheet.hidden));
  window.addEventListener("hashchange", ({ oldURL }) => {
    cameFromView = isLinked() && /^#\/\w/.test(new URL(oldURL).hash);
  });
}

export function close() {
  if (sheet.hidden) return;
  const hadFocus = sheet.contains(document.activeElement);
  latest += 1;
  setOpen(false);
  text.clear();
  printed.clear();
  if (opener?.isConnected) opener.focus();
  mark(null);
  // What is in the hidden sheet still has the focus until the page is drawn again.
  const focused = document.activeElement;
  if (hadFocus && (!focused || focused === document.body || sheet.contains(focused))) leave();
  if (!isLinked()) return;
  if (cameFromView) history.back();
  else history.replaceState(null, "", "#/");
}

// Returns the link or button that led to a source which is no quote on the page.
function focusedElsewhere() {
  const focused = document.activeElement;
  return focused === document.body || sheet.contains(focused) ? null : focused;
}

// What opened the source is gone.
function leave() {
  const heading = document.querySelector("body.view-open #views .view:not([hidden]) h2");
  (heading ?? document.querySelector("#question textarea")).focus();
}

function isLinked() {
  return LINK.test(location.hash);
}

function address(link) {
  if (isLinked()) history.replaceState(null, "", link);
  else history.pushState(null, "", link);
}

// The address becomes the link to the quote: it can be copied, and Back leads to the conversation.
export async function openChip(chip) {
  address(`#quote=${encodeURIComponent(chip.value)}`);
  await openReference(chip.value, chip);
  chip.scrollIntoView({ block: "nearest" }); // the conversation is narrower now, and moved it
}

// Opens a document at its outline.
export async function openOutline(button) {
  address(`#doc=${encodeURIComponent(button.value)}`);
  await open({ doc_id: button.value }, button);
  outline.open();
}

// Opens what the address names; returns whether it names a source.
export function openLinked() {
  const [, kind, coded] = /^#(quote|doc)=(.+)/.exec(location.hash) ?? [];
  if (!kind) return false;
  let named = coded;
  try {
    named = decodeURIComponent(coded);
  } catch {
    // It is no address of ours; the server says so.
  }
  if (kind === "quote") openReference(named);
  else openDocument(named);
  return true;
}

export function openReference(reference, chip = chipOf(reference)) {
  // After a rebuild the server finds a quote again by its words.
  const block = chip?.closest(".quote")?.querySelector("blockquote");
  const quoted = block ? quotedWords(block) : "";
  return open({ reference, words: quoted.length <= MOST_WORDS ? quoted : "" }, chip);
}

// Opens a quote whose words are known, for a button that is no chip.
export function openQuoted(reference, words, from) {
  return open({ reference, words: words.length <= MOST_WORDS ? words : "" }, from);
}

export function openDocument(doc_id) {
  return open({ doc_id }, document.querySelector("#sources .sources-open"));
}

async function open(asked, from) {
  const request = (latest += 1);
  current = asked;
  mark(from);
  opener ??= focusedElsewhere();
  show({});
  part("message").textContent = say("source_opening");
  setOpen(true);
  const source = await answerTo(asked);
  if (request !== latest) return;
  show(source);
  if (!source.piece) return part("close").focus();
  if (isPrinted()) return part("image").focus({ preventScroll: true });
  (text.mark() ?? part("text")).focus({ preventScroll: true });
  if (text.mark()) text.reveal(text.mark());
}

async function answerTo(asked) {
  try {
    return await page.cite(asked);
  } catch {
    return { problem: say("source_unreachable") };
  }
}

function chipOf(reference) {
  return [...document.querySelectorAll("button.chip")].find((chip) => chip.value === reference) ?? null;
}

function setOpen(isOpen) {
  if (isOpen && sheet.hidden) note(sheet, () => !sheet.hidden, close);
  sheet.hidden = !isOpen;
  document.body.classList.toggle("source-open", isOpen);
  // A sheet that fills the screen hides the conversation from the keyboard too.
  document.getElementById("chat").inert = isOpen && phone.matches;
}

function mark(from) {
  for (const other of document.querySelectorAll("button.chip.open")) other.classList.remove("open");
  if (from?.matches(".chip")) from.classList.add("open");
  // The quote may be folded below another in nearly the same words, where it could not have the focus.
  from?.closest("details.alike")?.setAttribute("open", "");
  opener = from;
}

function show(source) {
  const { doc_id = "", title = "", section = [], problem = "", piece, pictured = false, again = null } = source;
  const asked = current;
  sheet.querySelector("h2").textContent = title || say("source_label");
  part("path").textContent = doc_id;
  const place = source.cited && source.page ? [say("page_number", { number: source.page })] : [];
  const below = section[0] === title ? section.slice(1) : section; // the title is above already
  part("section").textContent = [...place, below.join(" › ")].filter(Boolean).join(" · ");
  part("message").textContent = problem;
  part("message").classList.toggle("failed", Boolean(problem));
  tellAgain(again ?? (problem && asked.words ? { verdict: "gone", was: asked.words, place: null } : null));
  showNotes(source.notes ?? []);
  text.show(source, async (number) => {
    const next = await answerTo({ ...asked, piece: number });
    // Built again meanwhile: its pieces do not fit together any more.
    const isOther = next.version && next.version !== piece.version;
    if (isOther && current === asked && !sheet.hidden) open(asked, opener);
    return next;
  });
  part("tools").hidden = !piece;
  part("picture").hidden = !pictured;
  printed.show(source, again ? {} : asked);
  outline.show(source);
  search.show(source);
  setPrinted(pictured && isPrinted());
  const { quotes, at } = neighbours();
  part("others").hidden = quotes.length < 2 || at < 0;
  part("count").textContent = say("quote_count", { number: at + 1, total: quotes.length });
  part("before").disabled = at <= 0;
  part("after").disabled = at < 0 || at >= quotes.length - 1;
}

// Says what has become of a quote that is not there any more: it never just vanishes.
function tellAgain(again) {
  const box = part("again");
  box.hidden = !again;
  box.replaceChildren();
  if (!again) return;
  const { verdict, was, place } = again;
  const remark = say(verdict === "moved" ? "quote_moved" : verdict === "altered" ? "quote_changed" : "quote_gone");
  box.append(element("p", {}, remark));
  if (verdict === "moved") return;
  box.append(element("del", {}, was));
  if (place) box.append(element("p", {}, say(verdict === "altered" ? "now_reads" : "nearest_now")), element("q", {}, place.text));
}

// A few are there to read at once; many must not hide the text.
function showNotes(notes) {
  const folded = part("notes");
  folded.hidden = !notes.length;
  folded.open = notes.length <= 2;
  folded.querySelector("ul").replaceChildren(...notes.map((note) => element("li", {}, note)));
}

function isPrinted() {
  return part("picture").getAttribute("aria-pressed") === "true";
}

function setPrinted(on) {
  const number = outline.pageShown();
  part("picture").setAttribute("aria-pressed", String(on));
  part("text").hidden = on;
  part("image").hidden = !on;
  part("zoom").hidden = !on;
  if (on) printed.open(number);
  else printed.pause();
  search.again();
}

function neighbours() {
  const answer = opener?.closest(".answer");
  const quotes = answer ? [...answer.querySelectorAll("button.chip")] : [];
  return { quotes, at: quotes.indexOf(opener) };
}

function step(by) {
  const { quotes, at } = neighbours();
  if (quotes[at + by]) openChip(quotes[at + by]);
}
