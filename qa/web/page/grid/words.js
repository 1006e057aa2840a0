// The words of a quote in a cell: as they are, or a line for each cell of a table row, after the name
// of its column. What is quoted stays as it is; the names are not quoted.

import { element } from "../frame/elements.js";

// Returns elements that may stand in a button.
export function drawn({ text, rows }) {
  if (!rows.length) return [element("span", { className: "words", dir: "auto" }, text)];
  return rows.map((row) => element("span", { className: "words row-cells", dir: "auto" }, ...row.flatMap(line)));
}

function line({ name, words }, i) {
  const start = i ? ["\n"] : [];
  return name ? [...start, element("span", { className: "name" }, `${name}:`), ` ${words}`] : [...start, words];
}
