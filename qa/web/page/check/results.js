// The list of checked quotations: verdicts, differences, places; by verdict, and as a report.

import { element } from "../frame/elements.js";
import { list, nameOf, say } from "../frame/words.js";
import * as source from "../source/source.js";
import { isOnePlace, kinds, markedWords } from "./differences.js";
import { saveHtml, saveMarkdown } from "./reports.js";

export function showResults(result, report) {
  const { items, remarks } = report;
  const entries = items.map((item, i) => entry(item, items.length > 1 ? i + 1 : 0));
  result.replaceChildren(
    ...remarks.map((remark) => element("p", { className: "remark" }, remark)),
    ...(items.length > 1 ? [filter(items, entries)] : []),
    element("ol", {}, ...entries),
    ...(items.length ? [saving(report)] : []),
  );
}

export function remarksOf(item) {
  const { verdict, places, changes, typography, remarks } = item;
  const said = [...remarks];
  if (isOnePlace(item) || changes.some(({ kind }) => kind === "order")) said.push(say("check_differs", { kinds: list(kinds(changes)) }));
  else for (const { claimed, actual } of changes) said.push(missing(claimed, actual));
  if (typography.length) said.push(say(verdict === "exact" || !changes.length ? "typography_only" : "typography_too", { kinds: list(typography) }));
  if (places.length && verdict === "absent") said.push(say("nearest_sentence"));
  return said;
}

function missing(claimed, actual) {
  if (claimed && actual) return `“${claimed}” → “${actual}”`;
  return claimed ? say("check_missing", { words: claimed }) : say("check_left_out", { words: actual });
}

export function placeName({ title, page }) {
  return page ? say("cited_page", { title, number: page }) : title;
}

export function titleOf({ verdict }, number) {
  const name = nameOf("verdict", verdict);
  return number ? say("check_numbered", { number, verdict: name }) : name;
}

function entry(item, number) {
  const { claim, where, verdict, places, changes } = item;
  const words = isOnePlace(item) ? markedWords(places[0], changes) : [claim.trim()];
  const showsWords = !isOnePlace(item) && verdict !== "exact";
  const head = element("h3", { className: `verdict ${verdict}` }, titleOf(item, number));
  if (where) head.append(element("small", {}, element("bdi", {}, where)));
  const made = element(
    "li",
    {},
    head,
    element("blockquote", {}, ...words.flatMap(joined)),
    ...remarksOf(item).map((remark) => element("small", { className: "remark" }, remark)),
    element("ul", { className: "places" }, ...places.map((place) => placed(place, showsWords))),
  );
  made.dataset.verdict = verdict;
  return made;
}

// Lines of a PDF that only wrap a sentence look joined; the characters stay as they are.
function joined(part) {
  if (typeof part !== "string") return [part];
  return part.split(/(?<=[\p{L}\p{N},;])(\n)(?=[\p{Ll}\p{N}(])/u).map((words) => (words === "\n" ? element("span", { className: "wrap" }, words) : words));
}

function placed(place, showsWords) {
  const name = placeName(place);
  const { doc_id } = place;
  const button = element("button", { type: "button", title: doc_id }, name);
  button.setAttribute("aria-label", say("check_open", { place: name, doc_id }));
  button.addEventListener("click", () => source.openReference(place.reference, button));
  const words = showsWords ? [element("q", {}, ...joined(place.text))] : [];
  return element("li", {}, button, element("small", {}, element("bdi", {}, doc_id)), ...words);
}

// Buttons that show the quotations of one verdict only.
function filter(items, entries) {
  const counts = new Map();
  for (const { verdict } of items) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const group = element("div", { className: "row verdicts" });
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", say("check_show"));
  const add = (label, verdict) => {
    const button = element("button", { type: "button" }, label);
    button.setAttribute("aria-pressed", String(!verdict));
    button.addEventListener("click", () => {
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
      for (const one of entries) one.hidden = Boolean(verdict) && one.dataset.verdict !== verdict;
    });
    group.append(button);
  };
  add(say("check_all", { number: items.length }), "");
  if (counts.size > 1) for (const [verdict, number] of counts) add(say("check_only", { verdict: nameOf("counted", verdict), number }), verdict);
  return counts.size > 1 ? group : "";
}

function saving(report) {
  const group = element("div", { className: "row saving" }, element("span", {}, say("check_save")));
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", say("check_save"));
  for (const [label, save] of [[say("check_markdown"), saveMarkdown], [say("check_html"), saveHtml]]) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => save(report));
    group.append(button);
  }
  return group;
}
