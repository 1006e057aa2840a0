// Below the question: how many documents are searched, and a list to choose them. The box of a row
// chooses a document, or all in a folder; its name opens the document.

import { fetchListing } from "../frame/listing.js";
import { reason } from "../frame/requests.js";
import { split } from "../frame/names.js";
import { list as inWords, say } from "../frame/words.js";
import * as choice from "./choice.js";
import { documentRow, folderRow, refresh } from "./rows.js";
import { foldersOf, matching, rowsOf, sorted } from "./tree.js";

const MOST = 200; // rows at once; the search finds the others
const MOST_NAMED = 2; // of the chosen documents, next to the button

let line, list, field, order, every, state;
let found = []; // what the search leaves
const toggled = new Set(); // folders that are not as they are at first
let isShownOpen = true; // how folders are at first

export function start(page) {
  line = document.querySelector("#sources .sources-line");
  list = document.getElementById("sources-list");
  field = list.querySelector("input[type=search]");
  order = list.querySelector("select");
  every = list.querySelector(".sources-every");
  state = list.querySelector(".sources-state");
  choice.start(page);
  document.addEventListener("quoth-choice", showChoice);
  field.addEventListener("input", fill);
  order.addEventListener("change", fill);
  every.addEventListener("change", () => choice.choose(found.map(({ doc_id }) => doc_id), every.checked));
  line.querySelector(".sources-all").addEventListener("click", all);
  list.addEventListener("toggle", ({ newState }) => newState === "open" && open());
  list.addEventListener("click", ({ target }) => target.closest("a") && list.hidePopover());
  list.addEventListener("keydown", move);
  // Others may have added or removed documents meanwhile.
  document.addEventListener("visibilitychange", () => document.hidden || fetchListing());
  if (list.matches(":popover-open")) open(); // it opens without scripts, too
  else fetchListing();
}

async function open() {
  field.value = "";
  field.focus();
  fill();
  const { response } = await fetchListing();
  if (response) state.textContent = await reason(response);
  else if (list.matches(":popover-open")) fill();
}

function all() {
  choice.chooseAll();
  line.querySelector(".sources-open").focus(); // the button that had it is gone
}

// Shows the choice on the button, next to it, and in the boxes.
function showChoice() {
  const total = choice.searchable()?.length ?? 0;
  const chosen = choice.chosenDocuments();
  const button = line.querySelector(".sources-open");
  if (choice.searchable()) {
    button.textContent = chosen
      ? say("sources_some", { chosen: chosen.length, total })
      : say(total ? "sources_all" : "sources_empty", { number: total });
  }
  const names = chosen && chosen.length <= MOST_NAMED ? inWords(chosen.map((doc_id) => split(doc_id).name)) : "";
  const note = line.querySelector(".sources-note");
  const said = choice.isLost() ? say("choice_lost") : names;
  if (note.textContent !== said) note.textContent = said;
  note.title = chosen ? inWords(chosen.slice(0, MOST)) : "";
  line.querySelector(".sources-all").hidden = !chosen;
  if (list.matches(":popover-open")) refreshRows();
}

function fill() {
  const documents = sorted(choice.searchable() ?? [], order.value);
  found = matching(documents, field.value);
  const folders = foldersOf(found);
  const asTree = order.value === "name" && !field.value.trim() && folders.size > 1;
  isShownOpen = documents.length + folders.size <= MOST;
  const rows = asTree ? rowsOf(folders.get(""), isOpen) : found.map((item) => ({ item, depth: 0 }));
  const made = rows.slice(0, MOST).map(({ folder, item, depth }) =>
    folder ? folderRow(folder, depth, isOpen(folder.path), toggle) : documentRow(item, depth, asTree));
  list.querySelector("ul").replaceChildren(...made);
  list.dataset.more = Math.max(0, rows.length - MOST);
  refreshRows();
}

function isOpen(path) {
  return isShownOpen !== toggled.has(path);
}

function toggle(path) {
  toggled[toggled.has(path) ? "delete" : "add"](path);
  fill();
  [...list.querySelectorAll("li")].find(({ folder }) => folder === path)?.querySelector("button").focus();
}

function refreshRows() {
  for (const row of list.querySelectorAll("li")) refresh(row);
  const chosen = found.filter(({ doc_id }) => choice.isChosen(doc_id)).length;
  every.checked = found.length > 0 && chosen === found.length;
  every.indeterminate = chosen > 0 && chosen < found.length;
  every.disabled = found.length === 0;
  const isSearched = field.value.trim() !== "";
  every.nextElementSibling.textContent = say(isSearched ? "choose_found" : "choose_all", { number: found.length });
  state.textContent = stateText();
}

function stateText() {
  const total = choice.searchable()?.length ?? 0;
  if (!found.length) return say("sources_none");
  const more = Number(list.dataset.more);
  const remarks = [more ? say("sources_more", { number: more }) : ""];
  const none = !choice.searchable().some(({ doc_id }) => choice.isChosen(doc_id));
  if (none) remarks.unshift(say("choice_none", { number: total }));
  return remarks.filter(Boolean).join(" ");
}

// Arrows move through the rows, as in any tree; Space chooses, Enter opens.
function move(event) {
  const { key, target } = event;
  if (target === order) return;
  const boxes = [...list.querySelectorAll("li input")];
  const row = target.closest("li");
  if (key === "Enter" && target.matches("input")) {
    event.preventDefault(); // the focus moves on, and what gets it would be pressed, too
    const opened = target === field ? boxes.length === 1 && boxes[0].closest("li") : row;
    opened?.querySelector?.("a, button")?.click();
  }
  const folder = row?.querySelector("button");
  const wantsOpen = { ArrowRight: "false", ArrowLeft: "true" }[key];
  if (folder && wantsOpen === folder.getAttribute("aria-expanded")) return event.preventDefault(), folder.click();
  const at = boxes.indexOf(row?.querySelector("input"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[key];
  if (to === undefined) return;
  event.preventDefault();
  (boxes[to] ?? (to < 0 ? field : boxes[at]))?.focus();
}
