// Builds the index, and shows how far the build is.

import { reason, request } from "../frame/requests.js";
import { nameOf, say } from "../frame/words.js";
import { Estimate } from "./estimate.js";

const POLL_MS = 400;

let view, afterBuild;
let showUnread; // where the files that could not be read are
let latest = 0; // number of the newest that follows a build
let followed = 0; // number of the one that shows it: an older one must not replace what it says
let isQuiet = false; // files are being sent, which is shown in the same place

// `then` is called after a build, with what was added before it, see adding.js; it returns how many
// files are not in the index.
export function start(itsView, then, itsShowUnread) {
  [view, afterBuild, showUnread] = [itsView, then, itsShowUnread];
  view.querySelector(".build").addEventListener("click", () => build());
  view.querySelector(".not-added").addEventListener("click", () => showUnread());
}

// Shows a sentence next to the button, in place of the previous one. It is read out; `far`, which
// changes all the time, is not.
export function report(text, far = "") {
  view.querySelector(".not-added").hidden = true;
  const state = view.querySelector(".build-state");
  if (state.textContent !== text) state.textContent = text;
  view.querySelector(".far").textContent = far;
}

export function beQuiet(is) {
  isQuiet = is;
}

// Shows how much of something is done; nothing without a total.
export function showBar(done = 0, total = 0) {
  const bar = view.querySelector("progress");
  bar.hidden = total === 0;
  bar.max = Math.max(1, total);
  bar.value = done;
}

export async function build(added = null) {
  const response = await request("api/build", { method: "POST" });
  if (response.ok) await follow({ added });
  else report(await reason(response));
}

// Shows the progress of a build until it ends. Another page may have started it.
export async function follow({ onlyIfRunning = false, added = null } = {}) {
  if (onlyIfRunning && followed) return;
  const mine = (followed = latest += 1);
  try {
    await show(() => followed === mine, onlyIfRunning, added);
  } finally {
    if (followed === mine) followed = 0;
  }
}

// Shows it for as long as `isMine`.
async function show(isMine, onlyIfRunning, added) {
  let state = await progress();
  if (onlyIfRunning && !state.running) return;
  let stage = null;
  let estimate;
  while (state.running && isMine()) {
    if (state.stage !== stage) [stage, estimate] = [state.stage, new Estimate(state.done)];
    if (!isQuiet) {
      showBar(state.done, Math.max(1, state.total));
      report(stage ? say("building", { stage: nameOf("stage", stage) }) : "", far(state, estimate));
    }
    await new Promise((done) => setTimeout(done, POLL_MS));
    state = await progress();
  }
  if (!isMine()) return;
  if (!isQuiet) showBar();
  const number = await afterBuild(added);
  if (isQuiet || !isMine()) return;
  report(state.error ?? (number ? say(added ? "added_without" : "built_without", { number }) : say("built")));
  view.querySelector(".not-added").hidden = !number;
}

async function progress() {
  return (await request("api/build")).json().catch(() => ({ running: false, error: say("unreachable") }));
}

function far({ done, total }, estimate) {
  if (total <= 1) return "";
  return [say("done_of", { done, total }), estimate.left(done, total)].filter(Boolean).join(" · ");
}
