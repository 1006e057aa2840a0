// The source panel: the whole document at the quote, its outline, its printed pages, and a search.

import { say } from "../frame/words.js";

const phone = window.matchMedia("(max-width: 800px)");

let page, sheet, heading, path, message, text, image, tools, searchField, found;
let opener = null; // the chip to which the focus returns
let latest = 0; // number of the newest request: a late answer must not replace a newer one
let current = ""; // the reference of the quote that is shown

export function start(itsPage) {
  page = itsPage;
  sheet = page.element.querySelector(".sheet");
  const part = (name) => sheet.querySelector(name);
  [heading, path, message, text] = ["h2", ".sheet-path", ".sheet-message", ".sheet-text"].map(part);
  [image, tools, found] = [".sheet-image", ".sheet-tools", ".sheet-found"].map(part);
  searchField = part(".sheet-search input");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !sheet.hidden) close();
  });
  part(".sheet-close").addEventListener("click", close);
  part(".sheet-before").addEventListener("click", () => step(-1));
  part(".sheet-after").addEventListener("click", () => step(1));
  part(".sheet-picture").addEventListener("click", togglePicture);
  part(".sheet-search").addEventListener("submit", (event) => {
    event.preventDefault();
    search(true);
  });
  searchField.addEventListener("input", () => search(false));
  phone.addEventListener("change", () => setOpen(!sheet.hidden));
}

export function close() {
  latest += 1;
  setOpen(false);
  if (opener?.isConnected) opener.focus();
  mark(null);
  if (isLinked()) history.replaceState(null, "", "#/");
}

// The address becomes the link to the quote: it can be copied, and Back leads to the conversation.
export async function openChip(chip) {
  const address = `#quote=${encodeURIComponent(chip.value)}`;
  if (isLinked()) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  await openReference(chip.value, chip);
  chip.scrollIntoView({ block: "nearest" }); // the conversation is narrower now, and moved it
}

function isLinked() {
  return location.hash.startsWith("#quote=");
}

export async function openReference(reference, chip = chipOf(reference)) {
  const request = (latest += 1);
  current = reference;
  mark(chip);
  path.textContent = chip?.title ?? "";
  show({});
  message.textContent = say("source_opening");
  setOpen(true);
  let source;
  try {
    source = await page.cite(reference);
  } catch {
    source = { problem: say("source_unreachable") };
  }
  if (request !== latest) return;
  show(source);
  const quote = text.querySelector("mark");
  if (!quote) return sheet.querySelector(".sheet-close").focus();
  quote.focus({ preventScroll: true });
  scrollTo(quote);
}

function chipOf(reference) {
  return [...document.querySelectorAll("button.chip")].find((chip) => chip.value === reference) ?? null;
}

function setOpen(open) {
  sheet.hidden = !open;
  document.body.classList.toggle("source-open", open);
  // A sheet that fills the screen hides the conversation from the keyboard too.
  document.getElementById("chat").inert = open && phone.matches;
}

function mark(chip) {
  for (const other of document.querySelectorAll("button.chip.open")) other.classList.remove("open");
  chip?.classList.add("open");
  opener = chip;
}

function show({ doc_id = "", title = "", blocks = [], notes = [], problem = "", pictured = false, page: number = 0 }) {
  heading.textContent = title || say("source_label");
  if (!path.textContent) path.textContent = doc_id;
  message.textContent = problem;
  message.classList.toggle("failed", Boolean(problem));
  text.replaceChildren(...blocks.map(line));
  showNotes(notes);
  if (pictured) unwrap();
  // Where the text has no blank lines, the style sheet separates the paragraphs.
  text.classList.toggle("unspaced", !blocks.some((block) => block.parts.join("") === "\n"));
  text.hidden = false;
  image.hidden = true;
  tools.hidden = !blocks.length;
  searchField.value = "";
  search(false);
  outline();
  const picture = sheet.querySelector(".sheet-picture");
  picture.hidden = !pictured;
  picture.setAttribute("aria-pressed", "false");
  picture.value = String(number);
  const { quotes, at } = neighbours();
  sheet.querySelector(".sheet-others").hidden = quotes.length < 2 || at < 0;
  sheet.querySelector(".sheet-count").textContent = say("quote_count", { number: at + 1, total: quotes.length });
  sheet.querySelector(".sheet-before").disabled = at <= 0;
  sheet.querySelector(".sheet-after").disabled = at < 0 || at >= quotes.length - 1;
}

// A few are there to read at once; many must not hide the text.
function showNotes(notes) {
  const folded = sheet.querySelector(".sheet-notes");
  folded.hidden = !notes.length;
  folded.open = notes.length <= 2;
  folded.querySelector("ul").replaceChildren(
    ...notes.map((note) => {
      const item = document.createElement("li");
      item.textContent = note;
      return item;
    }),
  );
}

// Splits long text: browsers do not wrap a run of text that is millions of pixels wide.
function pieces(part) {
  return part.match(/[^]{1,50000}(?![\udc00-\udfff])/g) ?? [];
}

function line({ level, page: number, parts }) {
  const block = document.createElement("div");
  if (level) {
    block.setAttribute("role", "heading");
    block.setAttribute("aria-level", String(level + 2)); // below the panel's own heading
    block.className = `heading level-${Math.min(level, 3)}`;
  }
  if (number) block.dataset.page = say("page_number", { number });
  parts.forEach((part, i) => {
    if (i !== 1) return block.append(...pieces(part));
    const quote = document.createElement("mark");
    quote.tabIndex = -1;
    quote.textContent = part;
    block.append(quote);
  });
  return block;
}

// Joins the lines of a PDF, which end where they ended on the page. After a line that is about as
// long as most, the paragraph goes on.
function unwrap() {
  const lines = [...text.children].filter((block) => !block.matches(".heading, [data-page]") && block.textContent.trim());
  const lengths = lines.map((block) => block.textContent.length).sort((a, b) => a - b);
  const full = lengths[Math.floor(lengths.length * 0.8)] ?? 0;
  const joined = new Set(lines);
  for (const block of lines) {
    block.classList.add("wrapped");
    const goesOn = block.textContent.length > full * 0.75 && joined.has(block.nextElementSibling);
    block.classList.toggle("last", !goesOn);
  }
}

function scrollTo(target) {
  const room = text.clientHeight - target.offsetHeight;
  text.scrollTop = target.offsetTop - text.offsetTop - Math.max(16, room / 3);
}

function outline() {
  const box = sheet.querySelector(".sheet-outline");
  const headings = [...text.querySelectorAll(".heading")];
  box.hidden = !headings.length;
  box.open = false;
  box.querySelector("ol").replaceChildren(
    ...headings.map((target) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = target.className;
      button.textContent = target.textContent.replace(/^#+\s*/, "").trim();
      button.addEventListener("click", () => {
        box.open = false;
        target.tabIndex = -1;
        target.focus({ preventScroll: true });
        scrollTo(target);
      });
      item.append(button);
      return item;
    }),
  );
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

async function togglePicture(event) {
  const button = event.currentTarget;
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  text.hidden = on;
  image.hidden = !on;
  if (!on) return;
  const picture = document.createElement("img");
  picture.alt = say("picture_alt", { number: Number(button.value) });
  picture.addEventListener("error", () => {
    image.textContent = say("no_picture");
  });
  picture.src = `api/page?reference=${encodeURIComponent(current)}`;
  image.replaceChildren(picture);
}

function search(forward) {
  const wanted = searchField.value.toLocaleLowerCase();
  CSS.highlights?.delete("found");
  found.textContent = "";
  if (wanted.length < 2) return;
  const ranges = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && ranges.length < 1000) {
    const words = walker.currentNode.data.toLocaleLowerCase();
    for (let at = words.indexOf(wanted); at >= 0; at = words.indexOf(wanted, at + wanted.length)) {
      if (at + wanted.length > walker.currentNode.length) break;
      const range = new Range();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + wanted.length);
      ranges.push(range);
    }
  }
  found.textContent = say("matches", { number: ranges.length });
  if (!ranges.length) return;
  if (window.Highlight) CSS.highlights.set("found", new Highlight(...ranges));
  const at = forward ? (Number(searchField.dataset.at ?? 0) + 1) % ranges.length : 0;
  searchField.dataset.at = String(at);
  const box = ranges[at].getBoundingClientRect();
  text.scrollTop += box.top - text.getBoundingClientRect().top - text.clientHeight / 3;
}
