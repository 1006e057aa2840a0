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

export function post(path, body) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
}

// Returns why a request failed, as a sentence. A proxy may answer without a reason of ours.
export async function reason(response) {
  const { detail } = await response.json().catch(() => ({}));
  return detail ?? say("request_failed", { status: String(response.status) });
}
