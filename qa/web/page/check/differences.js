// Shows what differs between claimed words and those of a document, in the document's order.

import { element } from "../frame/elements.js";
import { nameOf, say } from "../frame/words.js";

// Returns the words of a place as strings and changes, the claimed words next to the actual ones.
// Offsets count characters as Python does: one for each code point.
export function marked({ text, start, end }, changes) {
  const characters = [...text];
  const inside = changes.filter((change) => change.start >= start && change.end <= end);
  const pieces = [];
  let at = start;
  for (const change of inside.sort((a, b) => a.start - b.start)) {
    if (change.start < at) continue;
    pieces.push(characters.slice(at - start, change.start - start).join(""), change);
    at = change.end;
  }
  pieces.push(characters.slice(at - start).join(""));
  return pieces.filter((piece) => piece !== "");
}

// Whether all changes can be shown within the words of the one place that is most like the claim.
export function isOnePlace({ places, changes }) {
  if (places.length !== 1 || !changes.length) return false;
  const [{ start, end }] = places;
  return changes.every((change) => change.start >= start && change.end <= end && change.kind !== "order");
}

export function markedWords(place, changes) {
  return marked(place, changes).flatMap((piece) => (typeof piece === "string" ? [piece] : shown(piece)));
}

function shown({ claimed, actual }) {
  const parts = [];
  if (claimed) parts.push(unseen("check_claimed"), element("del", {}, claimed), " ");
  if (actual) parts.push(unseen("check_actual"), element("ins", {}, actual));
  if (!claimed) return parts;
  return actual ? parts : parts.slice(0, -1).concat(" ");
}

// Screen readers do not say where words are struck out or marked.
function unseen(name) {
  return element("span", { className: "unseen" }, name === "check_claimed" ? say("check_claimed") : say("check_actual"));
}

export function kinds(changes) {
  return [...new Set(changes.map(({ kind }) => nameOf("change", kind)))];
}
