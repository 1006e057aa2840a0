// Puts a file into the folder of the documents, and never over another one unasked. Conditional
// requests (RFC 9110, section 13) see to it that this holds when several people add files at once.

import { fetchListing } from "../frame/listing.js";
import { split } from "../frame/names.js";
import { say } from "../frame/words.js";
import { loaded } from "./list.js";

const PRECONDITION_FAILED = 412;
const MOST_NUMBERS = 999; // of files with the same name

// Sends a file. Where the name is taken by another file, `choose` returns "replace", "both" or
// "cancel". `tags` are the files that are there, see existing(); `hash` returns that of the file,
// null if it cannot be known. Returns the response of the server, null if the user cancels or stops.
export async function place(name, send, tags, hash, choose) {
  const isTaken = tags.has(name);
  const isSame = Boolean(tags.get(name)) && tags.get(name) === (await hash());
  let response = null;
  if (!isTaken || isSame) {
    response = await send(name, isTaken ? {} : { "If-None-Match": "*" });
    if (response?.status !== PRECONDITION_FAILED) return response;
  }
  const wanted = await choose(name);
  if (wanted === "replace") {
    const tag = response?.headers.get("ETag") ?? (tags.get(name) ? `"${tags.get(name)}"` : "*");
    return send(name, { "If-Match": tag });
  }
  return wanted === "both" ? placeUnderFreeName(name, send, tags) : null;
}

async function placeUnderFreeName(path, send, tags) {
  const { name } = split(path);
  const dot = name.lastIndexOf(".");
  const end = dot > 0 ? name.slice(dot) : ""; // a file may have no suffix
  const start = path.slice(0, path.length - end.length);
  for (let number = 2; ; number += 1) {
    const other = `${start} (${number})${end}`;
    if (tags.has(other)) continue;
    const response = await send(other, { "If-None-Match": "*" }); // somebody else may be quicker
    if (response?.status !== PRECONDITION_FAILED || number > MOST_NUMBERS) return response;
  }
}

// Returns the files in the folder by name, each with its SHA-256, null where that is not known.
export async function existing() {
  const listed = (await fetchListing()).documents ?? loaded();
  const files = listed.filter(({ status }) => status !== "missing");
  return new Map(files.map(({ doc_id, sha256 }) => [doc_id.split("#")[0], sha256 ?? null]));
}

// Asks what to do with a file whose name is taken, and whether that holds for the `more` files
// that remain. Escape cancels.
export async function askWhatToDo(view, name, more) {
  await shown(view);
  const dialog = view.querySelector("dialog.taken");
  dialog.querySelector("p").textContent = say("exists", { doc_id: name });
  const all = dialog.querySelector("label");
  all.hidden = more === 0;
  all.querySelector("input").checked = false;
  all.querySelector("span").textContent = say("exists_all", { number: more });
  dialog.returnValue = "cancel";
  dialog.showModal();
  dialog.querySelector("button.primary").focus();
  return new Promise((done) => {
    const answer = () => ({ value: dialog.returnValue, all: all.querySelector("input").checked });
    dialog.addEventListener("close", () => done(answer()), { once: true });
  });
}

// Files are added while one looks at something else: a dialog of a hidden view would block the page
// and not be seen.
async function shown(view) {
  location.hash = "#/documents";
  while (view.hidden) await new Promise(requestAnimationFrame);
}
