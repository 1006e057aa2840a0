// Saves answers as a file. All but the JSON is written by the server, which stores nothing.

import { saved } from "../frame/copying.js";
import { element } from "../frame/elements.js";
import { post, reason } from "../frame/requests.js";
import { say } from "../frame/words.js";

const PDF = "application/pdf";

// Each format: its name in requests, what returns its name on the page, and how its files end.
const FORMATS = [
  ["pdf", () => say("export_pdf"), "pdf"],
  ["docx", () => say("export_docx"), "docx"],
  ["verifiable-html", () => say("export_html"), "html"],
  ["markdown", () => say("export_markdown"), "md"],
  ["annotated-pdf", () => say("export_annotated"), "annotated.zip"],
  ["ris", () => say("export_ris"), "ris"],
  ["obsidian", () => say("export_obsidian"), "obsidian.zip"],
  ["hypothesis", () => say("export_hypothesis"), "hypothesis.json"],
  ["json", () => say("export_json"), "json"],
];

// What the quotes of an answer must be for a format that has nothing else in it.
const QUOTED = {
  "annotated-pdf": ({ citation }) => citation.source.media_type === PDF,
  ris: () => true,
  hypothesis: () => true,
};

// Returns a button for each format; `choose` is called with the format. Without `answers`, which may
// not be known yet, all formats are offered.
export function choices(choose, answers = null) {
  const isOffered = (format) => !answers || !QUOTED[format] || answers.some(({ quotes }) => quotes.some(QUOTED[format]));
  const offered = FORMATS.filter(([format]) => isOffered(format));
  return offered.map(([format, label]) => {
    const button = element("button", { type: "button" }, label());
    button.addEventListener("click", () => choose(format));
    return button;
  });
}

// Returns what went wrong, empty for nothing.
export async function exported({ name, turns }, format) {
  const [, , suffix] = FORMATS.find(([known]) => known === format);
  const file = `${fileName(name)}.${suffix}`;
  if (format === "json") {
    const records = turns.map(({ answer, receipt }) => ({ answer, receipt }));
    saved(file, "application/json", JSON.stringify(records, null, 2));
    return "";
  }
  const answers = turns.map((turn) => turn.answer);
  const body = { format, title: [...name].slice(0, 200).join(""), answers };
  const response = await post("api/transcript", JSON.stringify(body));
  if (!response.ok) return reason(response);
  saved(file, response.headers.get("Content-Type"), await response.blob());
  return "";
}

// Returns a name that every system takes for a file.
export function fileName(name) {
  const plain = name.replace(/[\u0000-\u001f\\/:*?"<>|.]+/g, " ").trim();
  return [...plain].slice(0, 60).join("").trim() || "conversation";
}
