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
  const { answers, references } = await response.json();
  status.textContent = summary(answers);
  list.append(...answers.documents.map((found, i) => group(found, references[i], dialog)));
}

function summary({ documents, missed, unread }) {
  const number = documents.reduce((sum, { quotes }) => sum + quotes.length, 0);
  const found = number
    ? `${say("everything_found", { number })} ${say("everything_in", { number: documents.length })}.`
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
