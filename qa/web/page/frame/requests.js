// Requests to the server. None of them throws: a failure is a response like any other.

import { say } from "./words.js";

export async function request(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    const problem = { detail: say("unreachable"), error: say("unreachable") };
    return new Response(JSON.stringify(problem), { status: 503 });
  }
}

const TOO_MANY_REQUESTS = 429;
const BUSY = 503;
const WAIT_S = 2;

// Calls `send` again later while the server answers that it is busy, or takes no more requests now.
// It says after how many seconds; of them, `longest` are waited. A server that cannot be reached says
// nothing. After so many `tries`, or once `goesOn` says no, that answer is returned.
export async function patiently(send, { tries = 10, longest = Infinity, goesOn = () => true } = {}) {
  for (let left = tries - 1; ; left -= 1) {
    const response = await send();
    const after = response?.headers.get("Retry-After");
    const isLater = response?.status === TOO_MANY_REQUESTS || (response?.status === BUSY && after);
    if (!isLater || left < 1 || !goesOn()) return response;
    const seconds = Math.min(Number(after) || WAIT_S, longest);
    await new Promise((done) => setTimeout(done, 1000 * seconds));
  }
}

export function post(path, body) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
}

// Returns why a request failed, as a sentence. A proxy may answer without a reason of ours.
export async function reason(response) {
  const { detail } = await response.json().catch(() => ({}));
  return detail ?? say("request_failed", { status: String(response.status) });
}
