// Checks the quotes of this page against the texts in it, and the texts and the page by their hashes.

const WORDS = JSON.parse(document.getElementById("words").textContent);
const DOCUMENTS = JSON.parse(document.getElementById("documents").textContent);
const RECEIPTS = document.getElementById("receipts").textContent;
const AROUND = 1500; // characters before and after a quote that are shown

function hashOf(text) {
  return sha256(new TextEncoder().encode(text));
}

function say(name, values = {}) {
  return WORDS[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

// Returns the UTF-16 index of a code point; offsets count code points.
function indexOf(text, codePoints) {
  let index = 0;
  for (let left = codePoints; left > 0 && index < text.length; left--) {
    index += text.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

// A page cannot have a NUL; browsers show U+FFFD.
function asShown(text) {
  return text.replaceAll("\u0000", "\ufffd");
}

// Returns the piece of a document with a quote, and where in it the quote is; null for none.
function placeOf(figure) {
  const { document: number, start, end } = figure.dataset;
  const length = Number(end) - Number(start);
  for (const piece of DOCUMENTS[number]?.pieces ?? []) {
    if (Number(start) < piece.start) continue;
    const first = indexOf(piece.text, Number(start) - piece.start);
    const last = first + indexOf(piece.text.slice(first), length);
    if (first < last) return { piece, first, last };
  }
  return null;
}

// Returns what is wrong with a quote, empty for nothing.
function faultOf(figure) {
  const words = figure.querySelector("blockquote").textContent;
  const place = placeOf(figure);
  if (!place) return say("no_text");
  const source = place.piece.text.slice(place.first, place.last);
  if (place.piece.changed) return say("changed_text");
  if (asShown(source) !== words) return say("other_words");
  return hashOf(source) === figure.dataset.sha256 ? "" : say("other_hash");
}

function sealOf() {
  const shown = [...document.querySelectorAll("[data-sealed]")].map((part) => part.textContent);
  const quotes = [...document.querySelectorAll("figure[data-sha256]")].map((figure) => {
    const { document: number, start, end, sha256: hash } = figure.dataset;
    return [number, start, end, hash].join(" ");
  });
  const texts = DOCUMENTS.flatMap((one) => [
    one.doc_id,
    one.file_sha256,
    ...one.pieces.map((piece) => `${piece.start} ${piece.sha256}`),
  ]);
  return hashOf([...shown, ...quotes, ...texts, RECEIPTS].join("\n"));
}

function check() {
  for (const { pieces } of DOCUMENTS) {
    for (const piece of pieces) piece.changed = hashOf(piece.text) !== piece.sha256;
  }
  const figures = [...document.querySelectorAll("figure[data-sha256]")];
  let failed = 0;
  for (const figure of figures) {
    const fault = faultOf(figure);
    failed += fault ? 1 : 0;
    figure.classList.add(fault ? "failed" : "passed");
    figure.querySelector(".check").textContent = fault ? `✗ ${fault}` : `✓ ${say("passed")}`;
  }
  const texts = DOCUMENTS.filter(({ pieces }) => pieces.some(({ changed }) => changed));
  const lines = [];
  if (failed) lines.push(say("failed", { failed, all: figures.length }));
  for (const { doc_id } of texts) lines.push(say("changed_document", { doc_id }));
  if (!lines.length && sealOf() !== document.body.dataset.seal) lines.push(say("changed_page"));
  const result = document.getElementById("result");
  result.className = lines.length ? "failed" : "passed";
  result.textContent = lines.length ? `✗ ${lines.join(" ")}` : `✓ ${say("all", { all: figures.length })}`;
}

function fillPlace(details, figure) {
  const { piece, first, last } = placeOf(figure) ?? {};
  if (!piece) return;
  const mark = document.createElement("mark");
  mark.textContent = piece.text.slice(first, last);
  const before = piece.text.slice(Math.max(0, first - AROUND), first);
  const after = piece.text.slice(last, last + AROUND);
  const text = document.createElement("pre");
  text.append(first > AROUND ? "…" : "", before, mark, after, last + AROUND < piece.text.length ? "…" : "");
  details.append(text);
}

function fillDocument(details, { pieces }) {
  for (const piece of pieces) {
    const text = document.createElement("pre");
    text.textContent = piece.text;
    details.append(text);
  }
}

function once(details, fill) {
  details.addEventListener("toggle", () => details.open && fill(), { once: true });
}

async function compare(files) {
  const lines = [];
  for (const file of files) {
    const hash = sha256(new Uint8Array(await file.arrayBuffer()));
    const found = DOCUMENTS.filter((one) => one.file_sha256 === hash);
    const names = found.map((one) => one.doc_id).join(", ");
    lines.push(found.length ? `✓ ${say("same_file", { file: file.name, names })}` : `✗ ${say("other_file", { file: file.name })}`);
  }
  document.getElementById("compared").textContent = lines.join("\n");
}

function save(receipt) {
  const content = new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = "receipt.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

check();
for (const figure of document.querySelectorAll("figure[data-sha256]")) {
  const details = figure.querySelector("details");
  once(details, () => fillPlace(details, figure));
}
document.querySelectorAll("details.document").forEach((details, number) => {
  once(details, () => fillDocument(details, DOCUMENTS[number]));
});
for (const button of document.querySelectorAll("button[data-receipt]")) {
  button.addEventListener("click", () => save(JSON.parse(RECEIPTS)[button.dataset.receipt]));
}
const chooser = document.getElementById("files");
chooser.addEventListener("change", () => compare(chooser.files));
for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
