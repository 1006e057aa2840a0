// Builds the index, and shows how far the build is.

import { reason, request } from "../frame/requests.js";
import { nameOf, say } from "../frame/words.js";

const POLL_MS = 400;

let view, afterBuild;

export function start(itsView, then) {
  [view, afterBuild] = [itsView, then];
  view.querySelector(".build").addEventListener("click", build);
}

// Shows a sentence next to the button, in place of the previous one.
export function report(text) {
  view.querySelector(".build-state").textContent = text;
}

export async function build() {
  const response = await request("api/build", { method: "POST" });
  if (response.ok) await follow();
  else report(await reason(response));
}

// Shows the progress of a build until it ends. Another page may have started it.
export async function follow({ onlyIfRunning = false } = {}) {
  let state = await progress();
  if (onlyIfRunning && !state.running) return;
  const bar = view.querySelector("progress");
  while (state.running) {
    bar.hidden = false;
    bar.max = Math.max(1, state.total);
    bar.value = state.done;
    report(stage(state));
    await new Promise((done) => setTimeout(done, POLL_MS));
    state = await progress();
  }
  bar.hidden = true;
  await afterBuild();
  report(state.error ?? say("built"));
}

async function progress() {
  return (await request("api/build")).json().catch(() => ({ running: false, error: say("unreachable") }));
}

function stage({ stage, done, total }) {
  if (!stage) return "";
  const name = nameOf("stage", stage);
  return total > 1 ? say("building_parts", { stage: name, done, total }) : say("building", { stage: name });
}
