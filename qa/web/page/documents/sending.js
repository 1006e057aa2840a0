// Sends a file, tells how much of it has arrived, and can be stopped. fetch() tells nothing of what
// it has sent.

import { say } from "../frame/words.js";

const NO_BODY = [204, 205, 304];
const UNREACHABLE = "unreachable";

// Returns the response of the server; null if `signal` stops it. `onProgress` is called with bytes.
export function sendFile(path, file, { headers, signal, onProgress }) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("PUT", path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => done(responseOf(request)));
    request.addEventListener("error", async () => done(failed(await isReadable(file))));
    request.addEventListener("abort", () => done(null));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) done(null);
    else request.send(file);
  });
}

// Whether a file was not sent because there is no server, so that no other one can be sent.
export function isUnreachable(response) {
  return response.statusText === UNREACHABLE;
}

function responseOf(request) {
  const { status } = request;
  const headers = {};
  for (const name of ["ETag", "Retry-After"]) {
    const value = request.getResponseHeader(name);
    if (value) headers[name] = value;
  }
  return new Response(NO_BODY.includes(status) ? null : request.responseText, { status, headers });
}

// A file may be gone, or be another program's, since it was chosen.
async function isReadable(file) {
  return file.slice(0, 1).arrayBuffer().then(() => true, () => false);
}

function failed(isFileThere) {
  const detail = say(isFileThere ? "unreachable" : "file_unreadable");
  return new Response(JSON.stringify({ detail }), { status: 503, statusText: isFileThere ? UNREACHABLE : "" });
}
