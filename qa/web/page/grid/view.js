// Puts many questions to many documents, and shows the cells while they are filled.

import { chooseAll, chosenDocuments, searchable } from "../chooser/choice.js";
import { filesOf } from "../documents/gathering.js";
import { duration } from "../frame/amounts.js";
import { confirming } from "../frame/confirming.js";
import { saved } from "../frame/copying.js";
import { acceptDrops } from "../frame/drops.js";
import { element } from "../frame/elements.js";
import { patiently, post, reason, request } from "../frame/requests.js";
import { nameOf, say } from "../frame/words.js";
import * as cell from "./cell.js";
import * as latest from "./latest.js";
import * as questions from "./questions.js";
import * as table from "./table.js";

const POLL_MS = 1000;
const SAID = {
  waiting: () => say("grid_waiting"),
  running: () => say("grid_running"),
  done: () => say("grid_done", { counts: table.counted() }),
  stopped: () => say("grid_stopped"),
  failed: (error) => say("grid_failed", { error }),
};
const FORMATS = ["xlsx", "docx", "pdf", "csv", "jsonl", "html"];

let view, form;
let grid = null; // the one that is shown
let recount = () => {}; // shows the state again, after a cell was corrected
let followed = 0; // number of the newest that follows a grid
let opened = 0; // number of the newest that opens or shows a grid
let earlier = ""; // the grids that are listed, as JSON

export function start() {
  view = document.querySelector('#views .view[data-view="grid"]');
  form = view.querySelector("form");
  questions.start(form);
  table.start(view, (chosen, button) => cell.open(grid, chosen, button));
  cell.start(view, (itsGrid) => grid === itsGrid, () => recount());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill();
  });
  form.querySelector("input[type=file]").addEventListener("change", async ({ target }) => {
    if (target.files[0]) await take(target.files[0]);
    target.value = ""; // so that the same file can be chosen again
  });
  form.querySelector(".every").addEventListener("click", chooseAll);
  document.addEventListener("quoth-choice", showOver);
  document.addEventListener("visibilitychange", catchUp);
  window.addEventListener("focus", catchUp);
  acceptDrops(view, take);
  const change = (name, act) => view.querySelector(`.filled .${name}`).addEventListener("click", act);
  change("stop-grid", stop);
  change("continue", goOn);
  const [first, sure] = [say("grid_delete"), say("grid_delete_sure")];
  confirming(view.querySelector(".filled .delete"), [first, first], [sure, sure], remove);
  view.querySelector(".saving").append(...FORMATS.map(saving));
}

export async function show() {
  showOver();
  const listed = await listEarlier();
  if (grid) return follow();
  if (listed && latest.isLost(listed)) {
    fail(say("no_grid"));
    latest.remember(null); // it is said once
  }
  if (listed?.length) await open(listed[0].id);
}

// Reads the first of the files that were dropped before these scripts were there.
export async function takeEarly([first]) {
  const [found] = first ? await filesOf([first]) : [];
  if (found?.file) take(found.file);
}

async function take(file) {
  fail("");
  const problem = await questions.readFile(file);
  if (problem) fail(problem);
}

function fail(problem) {
  view.querySelector(".trouble").textContent = problem;
}

// Says over which documents the questions are asked.
function showOver() {
  const chosen = chosenDocuments();
  const number = chosen?.length ?? searchable()?.length ?? 0;
  view.querySelector(".over span").textContent = number ? say(chosen ? "grid_over_some" : "grid_over_all", { number, total: searchable()?.length ?? number }) : "";
  view.querySelector(".choose").hidden = !number;
  view.querySelector(".every").hidden = !chosen;
  view.querySelector(".together").hidden = Boolean(chosen);
}

async function fill() {
  const button = form.querySelector(".primary");
  if (button.disabled) return; // a second click is no second grid
  button.disabled = true;
  try {
    await send();
  } finally {
    button.disabled = false;
  }
}

async function send() {
  fail(say("grid_starting"));
  const asked = await questions.asked();
  if (asked.problem) return fail(asked.problem);
  const isTogether = !chosenDocuments() && form.querySelector(".together input").checked;
  const over = isTogether ? null : (chosenDocuments() ?? ["*"]);
  const { questions: rows, notes } = asked;
  const name = [...asked.name].slice(0, 200).join("");
  const response = await post("api/grids", JSON.stringify({ questions: rows, over, notes, name }));
  if (!response.ok) return fail(await reason(response));
  fail("");
  display(await response.json());
  listEarlier();
  follow();
  view.querySelector(".filled h3").focus({ preventScroll: true });
  view.querySelector(".filled").scrollIntoView({ block: "start" });
}

async function open(id) {
  const mine = (opened += 1);
  const response = await request(`api/grids/${id}`);
  if (mine !== opened) return; // another one was opened or begun meanwhile
  if (!response.ok) return fail(await reason(response));
  const itsGrid = await response.json();
  if (mine !== opened) return;
  display(itsGrid);
  follow();
}

function display(itsGrid) {
  opened += 1; // what is being opened would replace it
  cell.close();
  grid = itsGrid;
  latest.remember(grid.id);
  view.classList.toggle("wide", grid.columns.length > 1);
  view.querySelector(".filled").hidden = false;
  view.querySelector(".filled h3").textContent = grid.name;
  view.querySelector(".filled .facts").textContent = facts(grid);
  view.querySelector(".filled .notes").replaceChildren(...grid.notes.map((note) => element("p", {}, note)));
  table.show(grid);
  showState(grid);
}

function facts({ questions: rows, columns }) {
  const asked = say("grid_questions", { number: rows.length });
  return columns.some(({ doc_id }) => doc_id) ? `${asked} × ${say("grid_documents", { number: columns.length })}` : asked;
}

// Another tab or program may have changed the grid while this tab was out of sight.
function catchUp() {
  const isSeen = document.visibilityState === "visible" && !view.hidden;
  if (isSeen && grid && !grid.isGone) follow();
}

// Shows the cells of the grid as they are filled, while the view is open.
async function follow() {
  const mine = (followed += 1);
  const itsGrid = grid;
  let since = 0;
  for (;;) {
    const goesOn = () => mine === followed && grid === itsGrid && !view.hidden;
    const response = await patiently(() => request(`api/grids/${itsGrid.id}/cells?since=${since}`), { goesOn });
    if (!goesOn()) return;
    if (!response.ok) {
      const problem = await reason(response);
      if (goesOn()) (response.status === 404 ? gone : failed)(problem);
      return;
    }
    const changes = await response.json();
    if (changes.index !== itsGrid.index) return open(itsGrid.id); // it continued with a new index
    since = changes.sent;
    table.fill(changes.cells);
    cell.update(changes.cells);
    showState(changes);
    if (changes.cells.length && since < changes.newest) continue;
    if (!["waiting", "running"].includes(changes.state)) return listEarlier();
    await new Promise((done) => setTimeout(done, POLL_MS));
    if (!goesOn()) return;
  }
}

// The server cannot be reached, or refuses.
function failed(problem) {
  view.querySelector(".filled .state").textContent = problem;
}

// The server has forgotten it, or it was deleted elsewhere: its cells can be read, and no more.
function gone(problem) {
  failed(problem);
  view.querySelector(".filled .number").textContent = "";
  for (const part of ["progress", ".stop-grid", ".continue", ".saving", ".saving-explained"]) view.querySelector(`.filled ${part}`).hidden = true;
  grid.isGone = true;
  latest.remember(null);
  cell.show();
  listEarlier();
}

function showState(far) {
  const { state, done, total, seconds_left, error, is_outdated } = far;
  recount = () => showState(far);
  const isOn = ["waiting", "running"].includes(state);
  const said = SAID[state](error);
  const line = view.querySelector(".filled .state");
  if (line.textContent !== said) line.textContent = said;
  const left = seconds_left ? say("time_left", { time: duration(seconds_left) }) : "";
  view.querySelector(".filled .number").textContent = state === "done" ? "" : [say("done_of", { done, total }), left].filter(Boolean).join(" · ");
  const bar = view.querySelector(".filled progress");
  [bar.hidden, bar.max, bar.value] = [!isOn, Math.max(1, total), done];
  view.querySelector(".filled .outdated").hidden = !is_outdated;
  view.querySelector(".filled .stop-grid").hidden = !isOn;
  view.querySelector(".filled .continue").hidden = !["stopped", "failed"].includes(state);
  for (const part of [".saving", ".saving-explained"]) view.querySelector(`.filled ${part}`).hidden = isOn || !done;
}

async function stop() {
  const itsGrid = grid;
  const response = await post(`api/grids/${itsGrid.id}/stop`);
  const problem = response.ok ? "" : await reason(response);
  if (problem && grid === itsGrid) failed(problem);
}

async function goOn() {
  const itsGrid = grid;
  const response = await post(`api/grids/${itsGrid.id}/continue`);
  const answer = response.ok ? await response.json() : await reason(response);
  if (grid !== itsGrid) return; // another one was opened meanwhile
  if (!response.ok) return failed(answer);
  showState(answer);
  follow();
}

async function remove() {
  const itsGrid = grid;
  const response = await request(`api/grids/${itsGrid.id}`, { method: "DELETE" });
  if (!response.ok && response.status !== 404) return failed(await reason(response));
  if (grid === itsGrid) {
    cell.close();
    grid = null;
    latest.remember(null);
    view.querySelector(".filled").hidden = true;
  }
  fail(say("grid_deleted"));
  await listEarlier();
  view.querySelector("h2").focus();
}

function saving(format) {
  const button = element("button", { type: "button" }, nameOf("grid_as", format));
  button.addEventListener("click", async () => {
    const itsGrid = grid;
    const response = await patiently(() => request(`api/grids/${itsGrid.id}/export?format=${format}`), { tries: 3 });
    if (!response.ok) return failed(await reason(response));
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"));
    saved(name, response.headers.get("Content-Type"), await response.blob());
  });
  return button;
}

// Lists the grids that the server has of this user, and returns them; null where it does not say.
async function listEarlier() {
  const response = await request("api/grids");
  const listed = response.ok ? await response.json() : null;
  if (JSON.stringify(listed) === earlier) return listed; // the focus may be in it
  earlier = JSON.stringify(listed);
  const box = view.querySelector(".earlier");
  box.hidden = !(listed?.length > 1);
  const rows = (listed ?? []).map(({ id, name, state, done, total }) => {
    const button = element("button", { type: "button", className: "quiet" }, name);
    button.addEventListener("click", () => open(id));
    return element("li", {}, button, element("small", {}, say("grid_earlier_facts", { state: nameOf("grid_state", state), done, total })));
  });
  box.querySelector("ul").replaceChildren(...rows);
  return listed;
}
