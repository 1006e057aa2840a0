// The documents: what there is, adding and removing, building, and which of them are asked.

import { ago, size } from "./amounts.js";

const POLL_MS = 400;
const ONLY = "quoth.only";

let page, view, rows = [];
let only = new Set(JSON.parse(sessionStorage.getItem(ONLY) ?? "[]"));

export function start(given) {
  page = given;
  view = document.querySelector('#views .view[data-view="documents"]');
  view.querySelector(".changing").hidden = !page.writable;
  view.querySelector(".unchanging").hidden = page.writable;
  const note = view.querySelector(".on-cluster");
  note.hidden = !page.store || !page.writable;
  note.textContent = page.words.on_cluster.replace("{store}", page.store);
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
  await showRemoved();
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
  moved();
  let added = 0;
  let choice = null; // for all files that remain, once the user has said so
  const known = view.querySelector("input[type=file]").accept.split(",");
  for (const [i, file] of files.entries()) {
    if (!known.some((suffix) => file.name.toLowerCase().endsWith(suffix))) {
      refuse(`${file.name} ${page.words.no_format.replace("{known}", known.join(" "))}`);
      continue;
    }
    view.querySelector(".build-state").textContent = `${page.words.adding} ${file.name}`;
    const put = (name, headers) => sent(`api/documents/${encodeURIComponent(name)}`, { method: "PUT", body: file, headers });
    const response = await placed(file.name, put, await hash(file), async (name) => {
      const answer = choice ?? (await asked(name, files.length - i - 1));
      if (answer.all) choice = answer;
      return answer.value;
    });
    if (response?.ok) added += 1;
    else if (response) refuse(await reason(response));
  }
  view.querySelector(".build-state").textContent = "";
  if (added) await build();
}

// Sends a file so that none is overwritten unless the user has said so. Returns null for Cancel.
async function placed(name, send, sha256, choose) {
  const there = await tags();
  let response = null;
  if (!there.has(name)) response = await send(name, { "If-None-Match": "*" });
  else if (sha256 && there.get(name) === sha256) response = await send(name, {}); // nothing changes
  if (response && response.status !== 412) return response;
  const wanted = await choose(name);
  if (wanted === "replace") {
    const tag = response?.headers.get("ETag") ?? (there.get(name) ? `"${there.get(name)}"` : "*");
    return send(name, { "If-Match": tag });
  }
  if (wanted !== "both") return null;
  const dot = name.lastIndexOf(".");
  for (let number = 2; ; number += 1) {
    const other = `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
    if (there.has(other)) continue;
    response = await send(other, { "If-None-Match": "*" }); // somebody else may be quicker
    if (response.status !== 412 || number > 999) return response;
  }
}

// The files in the folder by name, each with its sha256, or null where that is not known.
async function tags() {
  const response = await sent("api/documents?limit=10000");
  const listed = response.ok ? await response.json() : rows;
  return new Map(listed.filter((row) => row.status !== "missing").map((row) => [row.doc_id.split("#")[0], row.sha256 ?? null]));
}

// Browsers hash on this machine and over HTTPS only; elsewhere the server notices the same bytes.
async function hash(file) {
  if (!crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Asks what is to become of a file whose name is taken; Escape stands for Cancel.
function asked(name, more) {
  const dialog = view.querySelector("dialog.taken");
  dialog.querySelector("p").textContent = page.words.exists.replace("{doc_id}", name);
  const all = dialog.querySelector("label");
  all.hidden = more === 0;
  all.querySelector("input").checked = false;
  all.querySelector("span").textContent = `${page.words.exists_all} (${more})`;
  dialog.returnValue = "cancel";
  dialog.showModal();
  dialog.querySelector("button.primary").focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done({ value: dialog.returnValue, all: all.querySelector("input").checked }), { once: true });
  });
}

function refuse(why) {
  view.querySelector("ul.refused").append(Object.assign(document.createElement("li"), { textContent: why }));
}

async function remove(doc_id) {
  view.querySelector(".moved").textContent = "";
  const path = doc_id.split("/").map(encodeURIComponent).join("/");
  const response = await sent(`api/documents/${path}`, { method: "DELETE" });
  if (!response.ok) return (view.querySelector(".build-state").textContent = await reason(response));
  const removed = await response.json();
  moved(page.words.moved.replace("{doc_id}", removed.doc_id).replace("{path}", removed.path), removed);
  await build();
}

// Says where a file went, and offers to put it back.
function moved(text, removed = null) {
  const note = view.querySelector(".moved");
  note.textContent = text;
  if (removed) note.append(" ", restoring(removed, page.words.undo));
  (note.querySelector("button") ?? note).focus(); // what had the focus is gone with the next build
}

function restoring(removed, word) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  name(button, word, removed.doc_id);
  button.addEventListener("click", () => restore(removed));
  return button;
}

async function restore(removed) {
  const path = `api/removed/${removed.id.split("/").map(encodeURIComponent).join("/")}/restore`;
  const send = (name, headers) => sent(name === removed.doc_id ? path : `${path}?to=${encodeURIComponent(name)}`, { method: "POST", headers });
  const response = await placed(removed.doc_id, send, null, async (name) => (await asked(name, 0)).value);
  if (!response) return;
  if (!response.ok) return (view.querySelector(".build-state").textContent = await reason(response));
  moved(page.words.restored.replace("{doc_id}", (await response.json()).doc_id));
  await build();
}

async function showRemoved() {
  const response = await sent("api/removed");
  const removed = response.ok && page.writable ? await response.json() : [];
  const box = view.querySelector(".set-aside");
  box.hidden = removed.length === 0;
  box.querySelector("summary").textContent = `${page.words.set_aside} (${removed.length})`;
  box.querySelector("ul").replaceChildren(
    ...removed.slice(0, 1000).map((item) => {
      const line = document.createElement("li");
      const told = Object.assign(document.createElement("span"), { textContent: item.doc_id });
      const where = `${item.path}, ${size(item.bytes)}, ${ago(new Date(item.removed))}`;
      told.append(Object.assign(document.createElement("small"), { textContent: where }));
      line.append(told, restoring(item, page.words.restore));
      return line;
    }),
  );
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
  await showRemoved();
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
