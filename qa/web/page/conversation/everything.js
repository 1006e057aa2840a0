// Everything that answers a question, by document, in a dialog over the conversation.

import { element } from "../frame/elements.js";
import { post, reason } from "../frame/requests.js";
import { say } from "../frame/words.js";

const NONE_MISSED = 0.5; // expected answers, below which none is

export async function openEverything(button) {
  const { question, documents } = JSON.parse(button.value);
  const status = element("p", { className: "everything-status" }, say("everything_searching"));
  status.setAttribute("role", "status");
  const list = element("div", { className: "everything-list", tabIndex: 0, role: "region", ariaLabel: say("everything") });
  const close = element("button", { type: "button" }, say("everything_close"));
  const title = element("h2", {}, question);
  const dialog = element("dialog", { className: "everything" }, title, status, list, close);
  dialog.setAttribute("aria-label", say("everything"));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  const body = { question, ...(documents.length ? { documents } : {}) };
  const response = await post("api/ask/all", JSON.stringify(body));
  if (!dialog.open) return;
  if (!response.ok) {
    status.textContent = await reason(response);
    return;
  }
  const { answers, references, list_items: items, remarks } = await response.json();
  const parts = answers.parts.length ? answers.parts : [answers];
  const said = parts.map((part, i) => [summary(part, items[i]), ...remarks[i]].join(" "));
  let at = 0; // the documents of all questions are numbered through
  const groups = parts.map(({ documents: found }) => found.map((one) => group(one, references[at++], dialog)));
  if (parts.length === 1) {
    status.textContent = said[0];
    list.append(...groups[0]);
    return;
  }
  status.textContent = say("everything_each", { number: parts.length });
  const asked = parts.map((part, i) => [element("h3", {}, part.question), element("p", { className: "everything-status" }, said[i]), ...groups[i]]);
  list.append(...asked.flat());
}

function summary({ documents, missed, unread }, items) {
  const number = documents.reduce((sum, { quotes }) => sum + quotes.length, 0);
  const listed = items ? `, ${say("everything_items", { number: items })}` : "";
  const found = number
    ? `${say("everything_found", { number })} ${say("everything_in", { number: documents.length })}${listed}.`
    : say("everything_none");
  const lost =
    missed < NONE_MISSED
      ? say("everything_none_missed")
      : say("everything_missed", { number: Math.max(1, Math.round(missed)) });
  const rest = unread ? ` ${say("everything_unread", { number: unread })}` : "";
  return `${found} ${lost}${rest}`;
}

function group({ doc_id, title, quotes }, references, dialog) {
  const file = title === doc_id ? [] : [" ", element("small", {}, doc_id)];
  const name = element("summary", {}, `${title} (${quotes.length})`, ...file);
  const items = quotes.map(({ text }, i) => {
    const open = element("button", { type: "button", className: "everything-quote" }, text);
    open.addEventListener("click", () => {
      dialog.close();
      location.hash = `#quote=${encodeURIComponent(references[i])}`;
    });
    return element("li", {}, open);
  });
  return element("details", { open: true }, name, element("ul", {}, ...items));
}
