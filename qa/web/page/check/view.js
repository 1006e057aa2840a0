// Checks the quotations of a text or a file against the documents, and verifies receipts.

import { element } from "../frame/elements.js";
import { post, reason, request } from "../frame/requests.js";
import { list, nameOf, say } from "../frame/words.js";
import { suggest } from "./origin.js";
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
  acceptDrops();
}

export function show() {}

function choose(selector, use) {
  view.querySelector(selector).addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await use(file);
    event.target.value = ""; // so that the same file can be chosen again
  });
}

// The whole view takes files: a person aims at the view, not at a field in it.
function acceptDrops() {
  const over = (on) => view.classList.toggle("over", on);
  view.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  view.addEventListener("dragleave", (event) => {
    if (!view.contains(event.relatedTarget)) over(false);
  });
  view.addEventListener("drop", (event) => {
    over(false);
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere on the page, files are added to the documents
    take(file);
  });
}

async function take(file) {
  if (file.name.toLowerCase().endsWith(".json") && isReceipt(await read(file))) return verify(file);
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
  const content = await read(file);
  if (!isObject(content)) return fail(say("no_receipt"));
  return run(() => post("api/verify", content), (result) => showReceipt(result, JSON.parse(content)), file.name);
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

function showReceipt({ exact, verdicts, places, references, problems, notices, not_verified }, receipt) {
  const items = verdicts.map(({ quote, verdict, moved_to, changes, typography, problems: wrong, notices: notes }, i) => ({
    claim: quote.text,
    where: "",
    verdict,
    places: places[i] ? [{ ...places[i], reference: references[i] }] : [],
    changes,
    typography,
    remarks: [...(moved_to ? [say("receipt_moved_to", { doc_id: moved_to })] : []), ...wrong, ...notes],
  }));
  const asked = typeof receipt.question === "string" ? [say("receipt_asked", { question: receipt.question })] : [];
  const parts = say("receipt_not_verified", { parts: list(not_verified.map((name) => nameOf("part", name))) });
  const title = say(exact ? "receipt_exact" : "receipt_not_exact");
  finish(title, items, [...asked, ...(items.length ? [say("receipt_summary", { number: items.length, counts: counted(items) })] : []), ...problems, ...notices], exact, "");
  view.querySelector(".result").append(element("p", { className: "not-verified" }, parts));
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

function isReceipt(content) {
  return isObject(content) && "receipt" in JSON.parse(content);
}

// Whether a file is a JSON object; whether that is a receipt, the server knows.
function isObject(content) {
  try {
    const found = JSON.parse(content);
    return typeof found === "object" && found !== null && !Array.isArray(found);
  } catch {
    return false;
  }
}
