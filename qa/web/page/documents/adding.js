// Adds files to the folder of the documents, and builds the index.

import { reason, request } from "../frame/requests.js";
import { element } from "../frame/elements.js";
import { say } from "../frame/words.js";
import { build, report } from "./building.js";
import { askWhatToDo, place } from "./placing.js";
import { clearNote } from "./removing.js";

let view;

export function start(itsView) {
  view = itsView;
  const input = view.querySelector("input[type=file]");
  // The field is emptied, so that the same file can be chosen again.
  input.addEventListener("change", () => add([...input.files]).then(() => (input.value = "")));
}

export async function add(files) {
  view.querySelector("ul.refused").replaceChildren();
  clearNote();
  let added = 0;
  let choice = null; // for all files that remain, once the user has chosen so
  const known = view.querySelector("input[type=file]").accept.split(",");
  for (const [i, file] of files.entries()) {
    if (hasSuffix(file.name) && !known.some((suffix) => file.name.toLowerCase().endsWith(suffix))) {
      refuse(file.name, say("no_format", { known: known.join(" ") }));
      continue;
    }
    report(say("adding", { name: file.name }));
    const send = (name, headers) => request(`api/documents/${encodeURIComponent(name)}`, { method: "PUT", body: file, headers });
    const response = await place(file.name, send, await hash(file), async (name) => {
      const answer = choice ?? (await askWhatToDo(view, name, files.length - i - 1));
      if (answer.all) choice = answer;
      return answer.value;
    });
    if (response?.ok) added += 1;
    else if (response) refuse(file.name, await reason(response));
  }
  report("");
  if (added) await build();
}

// A file without a suffix is read by its content.
function hasSuffix(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 && dot < name.length - 1;
}

function refuse(name, why) {
  // The server names the file in its reasons.
  const text = why.includes(name) ? why : say("file_refused", { name, reason: why });
  view.querySelector("ul.refused").append(element("li", {}, text));
}

// Returns the SHA-256 of a file, null where the browser computes none: it does so only for pages
// on this machine or over HTTPS. Elsewhere the server notices that the bytes are the same.
async function hash(file) {
  if (!crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
