// While the page waits for an answer, checks whether the server runs. When it is back, the page is
// loaded again, and the question that it lost is asked again.

import { server } from "./collection.js";
import { forgetSent, isWaiting, storePending } from "../conversation/history.js";

const RETRY_MS = 1500;
const ACCEPTED_MS = 5000; // a question that the page does not show by then was not accepted

let lost = false;

export function start() {
  setInterval(watch, RETRY_MS);
}

async function watch() {
  if (!lost && !isWaiting()) return;
  let runs = false;
  try {
    runs = (await fetch(new URL("api/health", server))).ok;
  } catch {
    // It does not.
  }
  if (runs && lost) {
    await storePending();
    return location.reload();
  }
  if (runs) forgetSent(ACCEPTED_MS);
  lost = !runs;
  document.getElementById("gone").hidden = !lost;
}
