// The cell that is open: its words next to their source, and what a person can decide about it.

import { element } from "../frame/elements.js";
import { note } from "../frame/escape.js";
import { patiently, post, reason, request } from "../frame/requests.js";
import { say } from "../frame/words.js";
import * as source from "../source/source.js";
import * as table from "./table.js";
import { drawn } from "./words.js";

let box, part, isWanted, recount;
let grid = null; // { id, questions }
let cell = null;
let button = null; // of the cell, to which the focus returns

// `itsIsWanted` says whether a grid is still the one that is shown; `itsRecount` is called when one of
// its cells was corrected.
export function start(view, itsIsWanted, itsRecount) {
  box = view.querySelector("section.cell");
  [isWanted, recount] = [itsIsWanted, itsRecount];
  part = (name) => box.querySelector(name);
  part(".other").addEventListener("click", offer);
  part(".empty").addEventListener("click", () => correct({}));
  part(".restore").addEventListener("click", () => correct({ restore: true }));
  part(".close").addEventListener("click", close);
}

// Opens a cell, and the source of its quote.
export function open(itsGrid, itsCell, itsButton) {
  [grid, cell, button] = [itsGrid, itsCell, itsButton];
  fill();
  announce("");
  if (box.hidden) note(box, isSeen, close);
  box.hidden = false;
  for (const other of box.closest(".filled").querySelectorAll("td.open")) other.classList.remove("open");
  button.parentElement.classList.add("open");
  if (cell.reference) showQuoted();
  else {
    reveal();
    source.close();
    part(".other").focus({ preventScroll: true });
  }
}

// In another view, Esc has other things to close.
function isSeen() {
  return !box.closest("[hidden]");
}

function showQuoted() {
  source.openQuoted(cell.reference, cell.text, button);
  reveal();
}

// The view is narrower or wider now, and the cell may be out of sight.
function reveal() {
  requestAnimationFrame(() => button.scrollIntoView({ block: "nearest", inline: "nearest" }));
}

export function close() {
  if (box.hidden) return;
  box.hidden = true;
  button?.parentElement?.classList.remove("open");
  if (box.contains(document.activeElement) || document.activeElement === document.body) button?.focus();
}

// Shows an open cell anew, after its grid has changed.
export function show() {
  if (!box.hidden) fill();
}

// Shows an open cell anew if it is among those that were read, and was changed elsewhere.
export function update(cells) {
  const now = cells.find(({ question, column }) => question === cell?.question && column === cell.column);
  if (box.hidden || !now || JSON.stringify(now) === JSON.stringify(cell)) return;
  cell = now;
  announce("");
  fill();
}

function fill() {
  const { text, doc_id, column, where, remarks, label } = cell;
  part("h4").textContent = grid.questions[cell.question].text;
  const document_ = doc_id || column || say("grid_all_documents");
  part(".place").textContent = [document_, where, table.sureness(cell)].filter(Boolean).join(" · ");
  part("blockquote").replaceChildren(...drawn(cell));
  part("blockquote").hidden = !text;
  part(".remarks").replaceChildren(...remarks.map((line) => element("p", {}, line)));
  const isAskable = label !== "not_asked" && !grid.isGone;
  part(".other").hidden = !isAskable;
  part(".other").textContent = say(text ? "grid_other" : "grid_first");
  part(".empty").hidden = !text || !isAskable;
  part(".restore").hidden = !["chosen", "emptied"].includes(label) || Boolean(grid.isGone);
  part(".candidates").replaceChildren();
}

// Shows a sentence below the buttons; it is read out.
function announce(words) {
  part(".saying").textContent = words;
}

async function offer() {
  const [mine, place] = [cell, { question: cell.question, column: cell.column }];
  announce(say("grid_searching"));
  const send = () => post(`api/grids/${grid.id}/candidates`, JSON.stringify(place));
  const response = await patiently(send, { goesOn: () => cell === mine });
  if (cell !== mine) return;
  if (!response.ok) return announce(await reason(response));
  const offered = await response.json();
  announce(say("grid_candidates", { number: offered.length }));
  const list = part(".candidates");
  list.replaceChildren(...offered.map(candidate));
  note(list, () => isSeen() && list.hasChildNodes(), withdraw);
  part(".candidates button:not(:disabled)")?.focus();
}

// Takes the offered quotes away again.
function withdraw() {
  announce("");
  part(".candidates").replaceChildren();
  part(".other").focus();
}

function candidate(offered) {
  const { doc_id, where, section, reference } = offered;
  const place = [cell.column ? "" : doc_id, where, section].filter(Boolean).join(" · ");
  const choose = element("button", { type: "button" }, ...drawn(offered), " ", element("small", {}, place));
  choose.disabled = reference === cell.reference;
  choose.addEventListener("click", () => correct({ reference }));
  return element("li", {}, choose);
}

async function correct(decision) {
  const [mine, itsGrid] = [cell, grid];
  const body = JSON.stringify({ question: mine.question, column: mine.column, ...decision });
  const options = { method: "PATCH", headers: { "Content-Type": "application/json" }, body };
  const response = await patiently(() => request(`api/grids/${itsGrid.id}`, options));
  if (!isWanted(itsGrid)) return;
  if (!response.ok) return announce(await reason(response));
  const corrected = await response.json();
  table.fill([corrected]);
  recount();
  if (cell !== mine) return;
  cell = corrected;
  fill();
  announce(say(decision.restore ? "grid_restored" : decision.reference ? "grid_chosen" : "grid_emptied"));
  if (corrected.reference) return showQuoted();
  source.close();
  reveal();
  part(part(".restore").hidden ? ".other" : ".restore").focus();
}
