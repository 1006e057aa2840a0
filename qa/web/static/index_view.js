// What the index is: its fingerprint, model and age.

import { ago, size } from "./amounts.js";

export async function show({ words }) {
  const view = document.querySelector('#views .view[data-view="index"]');
  const problem = view.querySelector(".view-problem");
  const list = view.querySelector("dl");
  let told;
  try {
    const response = await fetch("api/index");
    told = await response.json();
    problem.textContent = response.ok ? "" : told.detail;
    if (!response.ok) return list.replaceChildren();
  } catch {
    problem.textContent = words.gone;
    return;
  }
  const number = new Intl.NumberFormat("en");
  const facts = [
    [words.fact_documents, number.format(told.documents)],
    [words.fact_passages, number.format(told.passages)],
    [words.fact_sentences, number.format(told.sentences)],
    ...(told.built ? [[words.fact_built, `${new Date(told.built).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })} (${ago(new Date(told.built))})`]] : []),
    [words.fact_model, `${told.model} (${told.model_sha256.slice(0, 12)})`],
    [words.fact_fingerprint, told.fingerprint],
    [words.fact_size, size(told.bytes)],
  ];
  list.replaceChildren(
    ...facts.flatMap(([name, value]) => [
      Object.assign(document.createElement("dt"), { textContent: name }),
      Object.assign(document.createElement("dd"), { textContent: value }),
    ]),
  );
}
