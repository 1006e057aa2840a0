// Checks whether a quotation is in the documents, word for word, and verifies receipts.

import { element } from "../frame/elements.js";
import { post, reason } from "../frame/requests.js";
import { list, nameOf, say } from "../frame/words.js";

let view;

export function start() {
  view = document.querySelector('#views .view[data-view="check"]');
  view.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(view.querySelector("textarea").value);
  });
  view.querySelector("input[type=file]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await verify(await file.text());
    event.target.value = ""; // so that the same file can be chosen again
  });
}

export function show() {}

async function check(claim) {
  const response = await post("api/check", JSON.stringify({ claim }));
  if (!response.ok) return display(false, await reason(response));
  const { finding, references } = await response.json();
  const { verdict, places, changes, typography } = finding;
  const found = places.map((place, i) => element("li", {}, element("blockquote", {}, place.text), sourceButton(place, references[i])));
  const differences = changes.map(difference);
  display(
    verdict === "exact",
    nameOf("verdict", verdict),
    ...(typography.length ? [element("p", {}, say(verdict === "exact" ? "typography_only" : "typography_too", { kinds: list(typography) }))] : []),
    ...(differences.length ? [element("h3", {}, say("changes")), element("ul", {}, ...differences)] : []),
    ...(found.length ? [element("h3", {}, say(verdict === "absent" ? "nearest_sentence" : "found_at")), element("ol", {}, ...found)] : []),
  );
}

async function verify(text) {
  if (!isObject(text)) return display(false, say("no_receipt"));
  const response = await post("api/verify", text);
  if (!response.ok) return display(false, await reason(response));
  const { exact, verdicts, problems, notices, not_verified } = await response.json();
  const parts = say("receipt_not_verified", { parts: list(not_verified.map((name) => nameOf("part", name))) });
  display(
    exact,
    say(exact ? "receipt_exact" : "receipt_not_exact"),
    element("ol", {}, ...verdicts.map(verifiedQuote)),
    ...[...problems, ...notices].map((remark) => element("p", {}, remark)),
    element("p", { className: "not-verified" }, parts),
  );
}

// Whether a file is a JSON object; whether that is a receipt, the server knows.
function isObject(text) {
  try {
    const read = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}

function sourceButton(place, reference) {
  const label = place.page ? say("cited_page", { title: place.title, number: place.page }) : place.title;
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", () => {
    location.hash = `#quote=${encodeURIComponent(reference)}`;
  });
  return button;
}

function difference({ claimed, actual, kind }) {
  const nothing = say("change_nothing");
  return element("li", {}, element("del", {}, claimed || nothing), " → ", element("ins", {}, actual || nothing), element("small", {}, nameOf("change", kind)));
}

function verifiedQuote({ quote, verdict, moved_to, problems, notices }) {
  const moved = moved_to ? [say("receipt_moved_to", { doc_id: moved_to })] : [];
  const remarks = [...moved, ...problems, ...notices].map((remark) => element("small", { className: "remark" }, remark));
  return element("li", {}, say("receipt_quote", { verdict: nameOf("verdict", verdict), quote: quote.text }), ...remarks);
}

function display(exact, title, ...parts) {
  const outcome = element("p", { className: exact ? "outcome exact" : "outcome" }, title);
  view.querySelector(".result").replaceChildren(outcome, ...parts);
}
