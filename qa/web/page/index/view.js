// About the index: its size, age, model and fingerprint; and the keyboard shortcuts.

import { ago, size } from "../frame/amounts.js";
import { element } from "../frame/elements.js";
import { reason, request } from "../frame/requests.js";
import { show as showShortcuts } from "../frame/shortcuts.js";
import { locale, number, say } from "../frame/words.js";

let view;

export function start() {
  view = document.querySelector('#views .view[data-view="index"]');
  view.querySelector(".shortcuts").addEventListener("click", showShortcuts);
}

export async function show() {
  const response = await request("api/index");
  view.querySelector(".view-problem").textContent = response.ok ? "" : await reason(response);
  const rows = response.ok ? facts(await response.json()) : [];
  const terms = rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  view.querySelector("dl").replaceChildren(...terms);
}

function facts(index) {
  return [
    [say("fact_documents"), number(index.documents)],
    [say("fact_passages"), number(index.passages)],
    [say("fact_sentences"), number(index.sentences)],
    ...(index.built ? [[say("fact_built"), timeAndAge(new Date(index.built))]] : []), // none on a cluster
    [say("fact_model"), say("model_and_hash", { model: index.model, sha256: index.model_sha256.slice(0, 12) })],
    [say("fact_fingerprint"), index.fingerprint],
    [say("fact_size"), size(index.bytes)],
  ];
}

function timeAndAge(built) {
  const time = built.toLocaleString(locale(), { dateStyle: "long", timeStyle: "short" });
  return say("time_and_age", { time, age: ago(built) });
}
