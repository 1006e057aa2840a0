// Names of files on one line: where there is no room, the middle is cut, because the beginning and
// the end tell files apart. The whole name is in the title, and is what a screen reader reads.

import { element } from "./elements.js";

const END = 14; // characters that always stay: a number, a date, the suffix
const SHORT = 24; // is never cut
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function cutName(name, kind = "span") {
  // dir="auto": a Hebrew name begins at its right.
  const cut = element(kind, { className: "cut", title: name, dir: "auto" });
  if (name.length <= SHORT) cut.append(element("span", { className: "cut-start" }, name));
  else {
    const at = name.length - endOf(name);
    cut.append(element("span", { className: "cut-start" }, name.slice(0, at)));
    cut.append(element("span", { className: "cut-end" }, name.slice(at)));
  }
  return cut;
}

// Returns how many code units the last characters take: a cut never goes through an emoji.
function endOf(name) {
  const last = [...characters.segment(name.slice(-8 * END))].map(({ segment }) => segment);
  return last.slice(-END).join("").length;
}

// Splits "2024/leases/north.pdf" into its folder and its name.
export function split(path) {
  const slash = path.lastIndexOf("/");
  return { folder: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}

export function encodedPath(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}

// What else to say of a document below its name: where it is, and its title where that differs.
export function whereabouts({ doc_id, title }, { inFolder = false } = {}) {
  const { folder, name } = split(doc_id);
  return [inFolder ? "" : folder, sameWords(title, name) ? "" : title].filter(Boolean);
}

// A document without a title of its own is named by its file, in words.
function sameWords(title, name) {
  const plain = (text) => text.toLocaleLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const dot = name.lastIndexOf(".");
  return [name, name.slice(0, dot > 0 ? dot : undefined)].some((text) => plain(text) === plain(title));
}
