// Checks the quotations of a text or a file against the documents, and verifies receipts.

import { acceptDrops } from "../frame/drops.js";
import { element } from "../frame/elements.js";
import { post, reason, request } from "../frame/requests.js";
import { list, nameOf, say } from "../frame/words.js";
import { filesOf } from "../documents/gathering.js";
import { suggest } from "./origin.js";
import { itemsOf, notVerified, questionOf, receiptsIn, together, verifyAll } from "./receipts.js";
import { showResults } from "./results.js";

let view, text, origin;
let latest = 0; // number of the newest check: a late answer must not replace a newer one

export function start() {
  view = document.querySelector('#views .view[data-view="check"]');
  text = view.querySelector("textarea");
  origin = view.querySelector(".origin input");
  view.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = { text: text.value, documents: documents() };
    run(() => post("api/check/text", JSON.stringify(asked)), showText);
  });
  suggest(origin, view.querySelector("datalist"));
  choose(".draft input", (file) => take(file));
  choose(".receipt input", verify);
  acceptDrops(view, take);
}

export function show() {}

// Checks the first of the files that were dropped before these scripts were there.
export async function takeEarly([first]) {
  const [found] = first ? await filesOf([first]) : [];
  if (found?.file) take(found.file);
}

function choose(selector, use) {
  view.querySelector(selector).addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await use(file);
    event.target.value = ""; // so that the same file can be chosen again
  });
}

async function take(file) {
  if (file.name.toLowerCase().endsWith(".json") && receiptsIn(await read(file)).length) return verify(file);
  const query = new URLSearchParams([["name", file.name], ...(documents() ?? []).map((name) => ["documents", name])]);
  const options = { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file };
  if (!file.size) return fail(say("empty_file"));
  const known = view.querySelector(".draft input").accept.split(",");
  // A file without a suffix is known by its content, on the server.
  if (file.name.includes(".") && !known.some((suffix) => file.name.toLowerCase().endsWith(suffix))) return fail(say("file_no_format"));
  return run(() => request(`api/check/file?${query}`, options), showText, file.name);
}

async function verify(file) {
  if (!file.size) return fail(say("empty_file"));
  const receipts = receiptsIn(await read(file));
  if (receipts.length > 1) return verifySeveral(receipts, file.name);
  if (!receipts.length) return fail(say("no_receipt"));
  const [receipt] = receipts;
  return run(() => post("api/verify", JSON.stringify(receipt)), (result) => showReceipt(result, receipt), file.name);
}

async function verifySeveral(receipts, name) {
  const check = (latest += 1);
  const goesOn = () => check === latest;
  announce(say("checking"), "waiting");
  const far = element("span", { ariaHidden: "true" });
  view.querySelector(".outcome").append(" ", far);
  const outcomes = await verifyAll(receipts, goesOn, (done) => {
    far.textContent = say("done_of", { done: done + 1, total: receipts.length });
  });
  if (!goesOn()) return;
  const { items, remarks, unverified, isExact } = together(outcomes);
  const number = receipts.length;
  const summary = items.length ? [say("receipt_summary", { number: items.length, counts: counted(items) })] : [];
  finish(say(isExact ? "receipts_exact" : "receipts_not_exact", { number }), items, [...summary, ...remarks], isExact, name);
  if (unverified.length) addNotVerified(unverified);
}

async function run(send, display, name = "") {
  const check = (latest += 1);
  announce(say("checking"), "waiting");
  const response = await send();
  const problem = response.ok ? "" : await reason(response);
  const result = response.ok ? await response.json() : null;
  if (check !== latest) return;
  if (problem) fail(problem);
  else display(result, name);
}

function fail(problem) {
  latest += 1;
  announce(problem, "failed");
}

function announce(words, state) {
  const outcome = view.querySelector(".outcome");
  outcome.className = `outcome ${state}`;
  outcome.textContent = words;
  view.querySelector(".result").replaceChildren();
  outcome.scrollIntoView({ block: "nearest" });
}

function showText({ quotations, total, is_whole, notes }, name) {
  const items = quotations.map(({ text: claim, doc_id, page, line, finding, references, problem }) => ({
    claim,
    where: is_whole ? "" : [doc_id !== name ? doc_id : "", page ? say("page_number", { number: page }) : line ? say("check_line", { number: line }) : ""].filter(Boolean).join(", "),
    verdict: finding?.verdict ?? "unchecked",
    places: (finding?.places ?? []).map((place, i) => ({ ...place, reference: references[i] })),
    changes: finding?.changes ?? [],
    typography: finding?.typography ?? [],
    remarks: problem ? [problem] : [],
  }));
  const left = total - items.length;
  const isOne = is_whole && items.length === 1;
  const remarks = [...notes, ...(left ? [say("check_unchecked", { number: left })] : [])];
  if (isOne && text.value.trim().length > 500) remarks.push(say("check_whole"));
  finish(isOne ? nameOf("verdict", items[0].verdict) : say("check_summary", { number: items.length, counts: counted(items) }), items, remarks, items.every(({ verdict }) => verdict === "exact") && !left, name);
}

function showReceipt(result, receipt) {
  const { exact, problems, notices, not_verified } = result;
  const items = itemsOf(result);
  const question = questionOf(receipt);
  const asked = question ? [say("receipt_asked", { question })] : [];
  const title = say(!exact ? "receipt_not_exact" : items.length ? "receipt_exact" : "receipt_empty");
  finish(title, items, [...asked, ...(items.length ? [say("receipt_summary", { number: items.length, counts: counted(items) })] : []), ...problems, ...notices], exact && items.length, "");
  addNotVerified(not_verified);
}

function addNotVerified(parts) {
  view.querySelector(".result").append(element("p", { className: "not-verified" }, notVerified(parts)));
}

function counted(items) {
  const counts = new Map();
  for (const { verdict } of items) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const said = [...counts].map(([verdict, number]) => say("check_count", { number, verdict: nameOf("counted", verdict) }));
  return list(said);
}

function finish(title, items, remarks, sound, name) {
  announce(title, sound ? "exact" : "");
  showResults(view.querySelector(".result"), { title, items, remarks, name });
}

function documents() {
  return origin.value.trim() ? [origin.value.trim()] : null;
}

function read(file) {
  return file.text().catch(() => "");
}
