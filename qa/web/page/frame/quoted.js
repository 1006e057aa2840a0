// What is quoted, of what a quote shows: the names of a table's columns are not.

// Returns the words of an element, or of what is selected.
export function quotedWords(node) {
  const copy = node.cloneNode(true);
  for (const names of copy.querySelectorAll(".column-names")) names.remove();
  return copy.textContent;
}
