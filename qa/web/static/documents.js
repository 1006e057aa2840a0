// The documents: what there is, adding and removing, building, and which of them are asked.

import { size } from "./amounts.js";

const POLL_MS = 400;
const ONLY = "quoth.only";

let page, view, rows = [];
let only = new Set(JSON.parse(sessionStorage.getItem(ONLY) ?? "[]"));

export function start(given) {
  page = given;
  view = document.querySelector('#views .view[data-view="documents"]');
  view.querySelector(".changing").hidden = !page.writable;
  view.querySelector(".unchanging").hidden = page.writable;
  const input = view.querySelector("input[type=file]");
  input.addEventListener("change", () => add([...input.files]).then(() => (input.value = "")));
  const drop = view.querySelector(".drop");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    view.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop" && page.writable) add([...event.dataTransfer.files]);
    });
  }
  view.querySelector(".build").addEventListener("click", build);
  view.querySelector(".filter input").addEventListener("input", fill);
  view.querySelector(".ask-all").addEventListener("click", () => choose(new Set()));
  if (only.size) choose(only);
}

export async function show() {
  const response = await fetch("api/documents");
  const told = await response.json();
  rows = response.ok ? told : [];
  view.querySelector(".build-state").textContent = response.ok ? "" : told.detail;
  fill();
  const state = await (await fetch("api/build")).json();
  if (state.running) follow();
}

function fill() {
  const wanted = view.querySelector(".filter input").value.toLocaleLowerCase();
  const shown = rows.filter((row) => `${row.doc_id} ${row.title}`.toLocaleLowerCase().includes(wanted));
  view.querySelector(".none").hidden = rows.length > 0;
  view.querySelector(".table").hidden = rows.length === 0;
  view.querySelector("tbody").replaceChildren(...shown.slice(0, 1000).map(row));
  view.querySelector(".ask-all").hidden = only.size === 0;
}

function row(listed) {
  const words = page.words;
  const line = document.createElement("tr");
  const name = cell(line, "th");
  name.scope = "row";
  name.append(Object.assign(document.createElement("span"), { textContent: listed.title || listed.doc_id }));
  const told = [[listed.title && listed.doc_id, ""], [listed.reason, "reason"], ...listed.notes.map((note) => [note, ""])];
  for (const [textContent, className] of told) {
    if (textContent) name.append(Object.assign(document.createElement("small"), { textContent, className }));
  }
  const length = cell(line);
  length.className = "number";
  length.textContent = listed.bytes == null ? "" : size(listed.bytes);
  length.dataset.label = words.column_size;
  const passages = cell(line);
  passages.className = "number";
  passages.textContent = listed.passages || "";
  passages.dataset.label = words.column_passages;
  const status = cell(line);
  const silent = listed.status === "indexed" && !listed.passages;
  status.className = `status ${silent ? "silent" : listed.status}`;
  status.textContent = silent ? words.status_silent : words[`status_${listed.status}`];
  const choice = cell(line);
  choice.className = "only";
  if (listed.passages) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: only.has(listed.doc_id) });
    box.addEventListener("change", () => {
      only[box.checked ? "add" : "delete"](listed.doc_id);
      choose(only);
    });
    box.setAttribute("aria-label", `${words.ask_this}: ${listed.doc_id}`);
    label.append(box, Object.assign(document.createElement("span"), { textContent: words.ask_this }));
    choice.append(label);
  }
  const actions = cell(line);
  actions.className = "actions";
  if (page.writable && listed.status !== "missing") {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    unsure(button, listed.doc_id);
    button.addEventListener("click", () => sure(button, listed.doc_id) && remove(listed.doc_id));
    button.addEventListener("blur", () => unsure(button, listed.doc_id));
    actions.append(button);
  }
  return line;
}

// What is removed is asked for once more; elsewhere clicked, nothing happens.
function sure(button, doc_id) {
  if (button.classList.contains("sure")) return true;
  button.classList.add("sure");
  name(button, page.words.remove_sure, doc_id);
  return false;
}

function unsure(button, doc_id) {
  button.classList.remove("sure");
  name(button, page.words.remove, doc_id);
}

function name(button, word, doc_id) {
  button.textContent = word;
  button.setAttribute("aria-label", `${word} ${doc_id}`);
}

function cell(line, kind = "td") {
  const made = document.createElement(kind);
  line.append(made);
  return made;
}

function choose(chosen) {
  only = chosen;
  sessionStorage.setItem(ONLY, JSON.stringify([...only]));
  page.narrow([...only]);
  const note = document.getElementById("only");
  note.hidden = only.size === 0;
  const stop = Object.assign(document.createElement("button"), { type: "button", textContent: `${page.words.ask_all} ×` });
  stop.addEventListener("click", () => choose(new Set()));
  const said = Object.assign(document.createElement("span"), { textContent: `${page.words.asked_only} ${[...only].join(", ")}` });
  note.replaceChildren(said, stop);
  document.body.classList.toggle("narrowed", only.size > 0);
  fill();
}

async function add(files) {
  view.querySelector("ul.refused").replaceChildren();
  let added = 0;
  const known = view.querySelector("input[type=file]").accept.split(",");
  for (const file of files) {
    if (!known.some((suffix) => file.name.toLowerCase().endsWith(suffix))) {
      refuse(`${file.name} ${page.words.no_format.replace("{known}", known.join(" "))}`);
      continue;
    }
    view.querySelector(".build-state").textContent = `${page.words.adding} ${file.name}`;
    const response = await sent(`api/documents/${encodeURIComponent(file.name)}`, { method: "PUT", body: file });
    if (response.ok) added += 1;
    else refuse(await reason(response));
  }
  view.querySelector(".build-state").textContent = "";
  if (added) await build();
}

function refuse(why) {
  view.querySelector("ul.refused").append(Object.assign(document.createElement("li"), { textContent: why }));
}

async function remove(doc_id) {
  const path = doc_id.split("/").map(encodeURIComponent).join("/");
  const response = await sent(`api/documents/${path}`, { method: "DELETE" });
  if (response.ok) await build();
  else view.querySelector(".build-state").textContent = await reason(response);
}

async function build() {
  const response = await sent("api/build", { method: "POST" });
  if (response.ok) await follow();
  else view.querySelector(".build-state").textContent = await reason(response);
}

async function follow() {
  const bar = view.querySelector("progress");
  const told = view.querySelector(".build-state");
  let state = { running: true };
  while (state.running) {
    state = await (await sent("api/build")).json().catch(() => ({ running: false, error: page.words.gone }));
    bar.hidden = !state.running;
    bar.max = Math.max(1, state.total ?? 0);
    bar.value = state.done ?? 0;
    told.textContent = state.running ? `${state.stage} ${state.total > 1 ? `${state.done} / ${state.total}` : ""}` : (state.error ?? page.words.built);
    if (state.running) await new Promise((done) => setTimeout(done, POLL_MS));
  }
  const said = told.textContent;
  rows = await (await sent("api/documents")).json();
  fill();
  told.textContent = said;
  page.greet();
}

async function sent(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    return new Response(JSON.stringify({ detail: page.words.gone, error: page.words.gone }), { status: 503 });
  }
}

async function reason(response) {
  return (await response.json().catch(() => ({}))).detail ?? String(response.status);
}
