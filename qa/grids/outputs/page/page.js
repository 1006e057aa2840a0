"use strict";
const cells = JSON.parse(document.getElementById("cells").textContent);
const table = document.querySelector("table");
const body = table.tBodies[0];
const rows = [...body.rows];
const heads = [...table.tHead.rows[0].cells];
const [words, sure, column] = ["words", "sure", "column"].map((id) => document.getElementById(id));
const shown = document.getElementById("shown");
const dialog = document.querySelector("dialog");

document.querySelector(".controls").hidden = false;
rows.forEach((row, i) => {
  row.dataset.text = row.textContent.toLowerCase();
  row.dataset.order = i;
});

function filter() {
  const wanted = words.value.trim().toLowerCase();
  let number = 0;
  for (const row of rows) {
    const some = [...row.cells].slice(1).filter((cell, i) => !column.value || i === Number(column.value));
    const fits = !sure.value || some.some((cell) => cell.className === sure.value);
    row.hidden = !(fits && (!wanted || row.dataset.text.includes(wanted)));
    number += row.hidden ? 0 : 1;
    [...row.cells].slice(1).forEach((cell, i) => (cell.hidden = column.value !== "" && i !== Number(column.value)));
  }
  heads.slice(1).forEach((head, i) => (head.hidden = column.value !== "" && i !== Number(column.value)));
  shown.textContent = shown.dataset.pattern.replace("#", number.toLocaleString("en"));
}

function sort(head) {
  const i = heads.indexOf(head);
  const before = head.getAttribute("aria-sort");
  const order = i === 0 ? [null, "descending"] : ["descending", "ascending", null];
  const now = order[(order.indexOf(before) + 1) % order.length];
  for (const one of heads) one.removeAttribute("aria-sort");
  if (now) head.setAttribute("aria-sort", now);
  const key = (row) => (i === 0 || !now ? Number(row.dataset.order) : Number(row.cells[i].dataset.p));
  const sign = now === "descending" ? -1 : 1;
  const sorted = [...rows].sort((a, b) => sign * (key(a) - key(b)) || a.dataset.order - b.dataset.order);
  body.append(...sorted);
}

function add(parent, tag, text, name) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  parent.append(element);
  return element;
}

function open(number) {
  const cell = cells[number];
  const inside = dialog.querySelector("div");
  inside.replaceChildren();
  inside.className = cell.label;
  add(inside, "h2", cell.question);
  add(inside, "p", `${cell.citation} · ${cell.sure}`, "quiet");
  if (cell.lead_in) add(inside, "p", cell.lead_in, "quiet");
  const quote = add(inside, "blockquote", "");
  add(quote, "span", cell.before, "quiet");
  add(quote, "mark", cell.quote);
  add(quote, "span", cell.after, "quiet");
  for (const remark of cell.remarks) add(inside, "p", remark);
  add(inside, "p", `${cell.document}, characters ${cell.start}–${cell.end}`, "quiet");
  if (cell.link) add(inside, "a", "Open the source").href = cell.link;
  dialog.showModal();
}

for (const control of [words, sure, column]) control.addEventListener("input", filter);
for (const head of heads) head.querySelector("button").addEventListener("click", () => sort(head));
body.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) open(Number(button.dataset.cell));
});
dialog.querySelector(".close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
filter();
