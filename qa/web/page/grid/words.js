// The words of a quote in a cell: as they are, or a line for each cell of a table row, after the name
// of its column. An item of a list is below its lead-in. What is quoted stays as it is; names and
// lead-ins are not quoted.

import { element } from "../frame/elements.js";

// Returns elements that may stand in a button.
export function drawn({ text, lead_in, rows }) {
  const above = lead_in ? [element("span", { className: "lead-in", dir: "auto" }, lead_in), " "] : [];
  if (!rows.length) return [...above, element("span", { className: "words", dir: "auto" }, text)];
  return rows.map((row) => element("span", { className: "words row-cells", dir: "auto" }, ...row.flatMap(line)));
}

function line({ name, words }, i) {
  const start = i ? ["\n"] : [];
  return name ? [...start, element("span", { className: "name" }, `${name}:`), ` ${words}`] : [...start, words];
}
