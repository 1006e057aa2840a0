// Saves a conversation as a file. All but the JSON is written by the server, which stores nothing.

import { saved } from "../frame/copying.js";
import { post, reason } from "../frame/requests.js";
import { say } from "../frame/words.js";

const SUFFIXES = { markdown: "md", html: "html", docx: "docx", json: "json" };

// Returns what each format is called.
export function formats() {
  return {
    markdown: say("export_markdown"),
    html: say("export_html"),
    docx: say("export_docx"),
    json: say("export_json"),
  };
}

// Returns what went wrong, empty for nothing.
export async function exported({ name, turns }, format) {
  const file = `${fileName(name)}.${SUFFIXES[format]}`;
  if (format === "json") {
    const records = turns.map(({ answer, receipt }) => ({ answer, receipt }));
    saved(file, "application/json", JSON.stringify(records, null, 2));
    return "";
  }
  const answers = turns.map((turn) => turn.answer);
  const response = await post("api/transcript", JSON.stringify({ format, title: name, answers }));
  if (!response.ok) return reason(response);
  saved(file, response.headers.get("Content-Type"), await response.blob());
  return "";
}

// Returns a name that every system takes for a file.
function fileName(name) {
  const plain = name.replace(/[\u0000-\u001f\\/:*?"<>|.]+/g, " ").trim();
  return [...plain].slice(0, 60).join("").trim() || "conversation";
}
