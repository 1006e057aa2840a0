// The conversations that this browser has stored: opens, renames, deletes and exports them.

import { currentId, open } from "../conversation/history.js";
import * as stored from "../conversation/store.js";
import * as tabs from "../conversation/tabs.js";
import { ago } from "../frame/amounts.js";
import { element, labelled } from "../frame/elements.js";
import * as escape from "../frame/escape.js";
import { say } from "../frame/words.js";
import { choices, exported } from "./exporting.js";

const MANY = 8; // from here on the list can be filtered

let view;
let conversations = [];

export function start() {
  view = document.querySelector('#views .view[data-view="conversations"]');
  view.querySelector(".filter input").addEventListener("input", fill);
  document.addEventListener("quoth-conversations", () => view.hidden || load());
}

export async function show() {
  note("");
  problem("");
  await load();
}

async function load() {
  try {
    conversations = await stored.listed();
  } catch {
    conversations = [];
    problem(say("conversations_unavailable"));
  }
  view.querySelector(".filter").hidden = conversations.length < MANY;
  fill();
}

function fill() {
  const wanted = view.querySelector(".filter input").value.toLocaleLowerCase();
  const found = conversations.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  view.querySelector(".none").hidden = conversations.length > 0;
  view.querySelector("ul.conversations").replaceChildren(...found.map(row));
}

function row(conversation) {
  const { id, name, questions, changed } = conversation;
  const title = element("button", { type: "button", className: "quiet name" }, name);
  title.addEventListener("click", () => open(id));
  if (id === currentId()) title.setAttribute("aria-current", "true");
  const facts = say("conversation_facts", { number: questions, age: ago(changed) });
  const item = element("li", {}, element("div", { className: "what" }, title, element("small", {}, facts)));
  const renaming = button(say("rename"), say("rename_label", { name }));
  renaming.addEventListener("click", () => rename(item, conversation));
  const deleting = button(say("delete"), say("delete_label", { name }));
  deleting.addEventListener("click", () => remove(conversation));
  item.append(element("div", { className: "row" }, renaming, exporting(conversation), deleting));
  return item;
}

function button(text, label) {
  return labelled(element("button", { type: "button" }), text, label);
}

function exporting({ id, name }) {
  const summary = labelled(element("summary"), say("export"), say("export_label", { name }));
  const box = element("details", { className: "export" }, summary);
  const choose = async (format) => {
    const conversation = await stored.load(id);
    problem(conversation ? await exported(conversation, format) : say("conversation_gone"));
    box.open = false;
    summary.focus();
  };
  box.append(element("div", { className: "formats" }, ...choices(choose)));
  return box;
}

function rename(item, { id, name }) {
  const field = element("input", { type: "text", value: name, maxLength: 120 });
  field.setAttribute("aria-label", say("rename_label", { name }));
  item.querySelector(".name").replaceWith(field);
  field.select();
  let ended = false;
  const end = async (keep) => {
    if (ended) return;
    ended = true;
    const chosen = field.value.trim();
    if (keep && chosen && chosen !== name) await stored.rename(id, chosen);
    await load();
    tabs.announce(id);
    const again = conversations.findIndex((other) => other.id === id);
    view.querySelectorAll("ul.conversations .name")[again]?.focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    end(true);
  });
  field.addEventListener("blur", () => end(true));
  escape.note(field, () => !ended, () => end(false));
}

async function remove({ id, name }) {
  const deleted = await stored.remove(id);
  tabs.announce(id);
  await load();
  if (!deleted) return;
  const undo = button(say("undo"), say("undo_delete_label", { name }));
  undo.addEventListener("click", async () => {
    await stored.putBack(deleted);
    tabs.announce(id);
    await load();
    note(say("conversation_restored", { name }));
  });
  note(say("conversation_deleted", { name }), undo);
}

// Shows what happened. The focus moves here: the row that had it is gone.
function note(text, undo = null) {
  const line = view.querySelector(".deleted");
  line.replaceChildren(text, ...(undo ? [" ", undo] : []));
  if (text) (undo ?? line).focus();
}

function problem(text) {
  view.querySelector(".view-problem").textContent = text;
}
