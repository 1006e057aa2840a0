// Receipts in a file: one, as an answer saves it, or all of a conversation that was exported as data.

import { patiently, post, reason } from "../frame/requests.js";
import { list, nameOf, say } from "../frame/words.js";

// Returns the receipts in the text of a file; none where it has none. What a receipt must be, the
// server knows.
export function receiptsIn(content) {
  let found;
  try {
    found = JSON.parse(content);
  } catch {
    return [];
  }
  return (Array.isArray(found) ? found : [found]).map(unwrapped).filter((one) => isObject(one) && "receipt" in one);
}

// An exported answer has its receipt next to it.
function unwrapped(record) {
  return isObject(record) && isObject(record.receipt) ? record.receipt : record;
}

function isObject(found) {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

// Verifies receipts one after the other, as long as `goesOn` and `onProgress` is told of each.
// Returns for each { question, result } or { question, problem }.
export async function verifyAll(receipts, goesOn, onProgress) {
  const outcomes = [];
  for (const receipt of receipts) {
    if (!goesOn()) break;
    onProgress(outcomes.length);
    const response = await patiently(() => post("api/verify", JSON.stringify(receipt)), { goesOn });
    const question = questionOf(receipt);
    outcomes.push(response.ok ? { question, result: await response.json() } : { question, problem: await reason(response) });
  }
  return outcomes;
}

export function questionOf({ question }) {
  return typeof question === "string" ? question : "";
}

// Returns the quotes of a verified receipt as items of the list; `where` tells whose they are.
export function itemsOf({ verdicts, places, references }, where = "") {
  return verdicts.map(({ quote, verdict, moved_to, changes, typography, problems: wrong, notices: notes }, i) => ({
    claim: quote.text,
    where,
    verdict,
    places: places[i] ? [{ ...places[i], reference: references[i] }] : [],
    changes,
    typography,
    remarks: [...(moved_to ? [say("receipt_moved_to", { doc_id: moved_to })] : []), ...wrong, ...notes],
  }));
}

// Returns what became of several receipts: their quotes, what to note, and whether all is the same.
export function together(outcomes) {
  const items = [];
  const remarks = [];
  const unverified = new Set();
  outcomes.forEach(({ question, result, problem }, i) => {
    const name = say("receipt_numbered", { number: i + 1, question });
    const note = (text) => remarks.push(say("file_refused", { name, reason: text }));
    if (problem) return note(problem);
    items.push(...itemsOf(result, name));
    if (!result.verdicts.length) note(say("receipt_empty"));
    result.problems.forEach(note);
    for (const notice of result.notices) if (!remarks.includes(notice)) remarks.push(notice);
    result.not_verified.forEach((part) => unverified.add(part));
  });
  const isExact = outcomes.every(({ result }) => result?.exact);
  return { items, remarks, unverified: [...unverified], isExact };
}

export function notVerified(parts) {
  return say("receipt_not_verified", { parts: list(parts.map((name) => nameOf("part", name))) });
}
