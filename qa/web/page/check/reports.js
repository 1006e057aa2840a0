// The list of checked quotations as a file: Markdown or HTML.

import { saved } from "../frame/copying.js";
import { element } from "../frame/elements.js";
import { locale, say } from "../frame/words.js";
import { isOnePlace, marked, markedWords } from "./differences.js";
import { placeName, remarksOf, titleOf } from "./results.js";

const STYLE = "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.55 serif}blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #ccc;white-space:pre-wrap}ins{background:#ffe48a;text-decoration:none}small{color:#555}.unseen{position:absolute;clip-path:inset(50%)}";

export function saveMarkdown(report) {
  const { title, items, remarks } = report;
  const parts = [`# ${escaped(heading(report))}`, escaped(title), ...remarks.map(escaped)];
  items.forEach((item, i) => {
    parts.push(`## ${escaped(titleOf(item, i + 1))}${item.where ? ` (${escaped(item.where)})` : ""}`);
    parts.push(quoted(isOnePlace(item) ? words(item) : escaped(item.claim.trim())));
    const places = item.places.map((place) => `${escaped(placeName(place))} (${escaped(place.doc_id)})`);
    const lines = [...remarksOf(item).map(escaped), ...places];
    if (lines.length) parts.push(lines.map((line) => `- ${line}`).join("\n"));
  });
  saved(`${say("check_report_file")}.md`, "text/markdown", `${parts.join("\n\n")}\n`);
}

export function saveHtml(report) {
  const { title, items, remarks } = report;
  const made = document.implementation.createHTMLDocument(heading(report));
  made.documentElement.lang = locale();
  const policy = element("meta", { httpEquiv: "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" });
  made.head.prepend(element("meta"), policy);
  made.head.firstChild.setAttribute("charset", "utf-8");
  made.head.append(element("style", {}, STYLE));
  made.body.append(element("h1", {}, heading(report)), ...[title, ...remarks].map((line) => element("p", {}, line)));
  items.forEach((item, i) => {
    const shown = isOnePlace(item) ? markedWords(item.places[0], item.changes) : [item.claim.trim()];
    const places = item.places.map((place) => `${placeName(place)} (${place.doc_id})`);
    made.body.append(
      element("h2", {}, titleOf(item, i + 1), item.where ? element("small", {}, ` (${item.where})`) : ""),
      element("blockquote", {}, ...shown),
      element("ul", {}, ...[...remarksOf(item), ...places].map((line) => element("li", {}, line))),
    );
  });
  saved(`${say("check_report_file")}.html`, "text/html", `<!DOCTYPE html>\n${made.documentElement.outerHTML}\n`);
}

function heading({ name }) {
  return name ? `${say("check_report")}: ${name}` : say("check_report");
}

function words({ places, changes }) {
  const pieces = marked(places[0], changes).map((piece) => {
    if (typeof piece === "string") return escaped(piece);
    const claimed = piece.claimed ? `~~${escaped(piece.claimed)}~~ ` : "";
    return piece.actual ? `${claimed}**${escaped(piece.actual)}**` : claimed;
  });
  return pieces.join("");
}

function quoted(text) {
  return text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
}

// A document may have any text: as Markdown it must be no picture, link or HTML.
function escaped(text) {
  return text.replace(/[\\`*_[\]<>!|~&#]/g, "\\$&");
}
