// Ways through a document: its outline, and a field for the page.

import { element } from "../frame/elements.js";
import { say } from "../frame/words.js";
import * as printed from "./printed.js";
import * as text from "./text.js";

let box, form, field, textBox, isPrinted;
let pages = []; // the piece in which each page begins
let page = 1;
let wanted = null; // the first block of the page that was typed; null for the quote

export function start(sheet, itsIsPrinted) {
  isPrinted = itsIsPrinted;
  box = sheet.querySelector(".sheet-outline");
  form = sheet.querySelector(".sheet-pages");
  field = form.querySelector("input");
  textBox = sheet.querySelector(".sheet-text");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = Number.parseInt(field.value, 10);
    if (wanted >= 1) goToPage(Math.min(wanted, pages.length));
    else showPage(page);
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("blur", () => showPage(page));
  let waiting = false;
  textBox.addEventListener("scroll", () => {
    if (waiting || !pages.length || isPrinted()) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (!textBox.hidden) showPage(text.pageInView(wanted));
    });
  });
}

export function show(source) {
  pages = source.pages ?? [];
  wanted = null;
  form.hidden = !pages.length;
  form.querySelector(".sheet-total").textContent = say("page_of", { total: pages.length });
  showPage(source.page || 1);
  const titles = source.outline ?? [];
  box.hidden = !titles.length;
  box.open = false;
  box.querySelector("ol").replaceChildren(...titles.map(item));
}

// Opens the list, if the document has one.
export function open() {
  if (box.hidden) return;
  box.open = true;
  box.querySelector("summary").focus();
}

export function pageShown() {
  return page;
}

export function showPage(number) {
  page = number;
  if (document.activeElement !== field) field.value = String(number);
}

function item({ heading, piece, level, title }) {
  const button = element("button", { type: "button", className: `level-${Math.min(level, 3)}` }, title);
  button.addEventListener("click", async () => {
    box.open = false;
    const there = await text.pieceAt(piece);
    const target = there.querySelector(`[data-heading="${heading}"]`) ?? there.firstElementChild;
    if (isPrinted()) return printed.goTo(text.pageOf(target));
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    text.reveal(target, 0.1);
  });
  return element("li", {}, button);
}

async function goToPage(number) {
  page = number;
  field.value = String(number);
  if (isPrinted()) return printed.goTo(number);
  const there = await text.pieceAt(pages[number - 1]);
  const label = say("page_number", { number });
  const target = [...there.querySelectorAll("[data-page]")].find((block) => block.dataset.page === label);
  wanted = target ?? null;
  text.reveal(target ?? there, 0);
  page = number;
}
