// The strings of the page: they are in qa/web/strings.py, and are looked up here by name.

let words = {};
let plurals, numbers;

export function load(all) {
  words = all;
  plurals = new Intl.PluralRules(locale());
  numbers = new Intl.NumberFormat(locale());
}

// The language by which numbers, dates and lists are formatted.
export function locale() {
  return words.locale;
}

// Returns a string with its placeholders filled in: say("removed", { doc_id, path }).
export function say(name, values = {}) {
  const found = words[name];
  const form = typeof found === "string" ? found : (found[plurals.select(values.number)] ?? found.other);
  // A function as the replacement: in a string, "$&" in the name of a file would be a pattern.
  return form.replace(/\{(\w+)\}/g, (_, key) => number(values[key]));
}

// Returns the name of a value that the server sent, such as a status; the value where it has none.
export function nameOf(group, value) {
  const name = `${group}_${value.toLowerCase().replaceAll(" ", "_")}`;
  return name in words ? say(name) : value;
}

// Returns numbers as the language writes them, and anything else as it is.
export function number(value) {
  return typeof value === "number" ? numbers.format(value) : String(value);
}

// Returns "a, b and c".
export function list(items) {
  return new Intl.ListFormat(locale()).format(items);
}

// Returns the parts of "a, b and c", where some are elements.
export function enumerated(items) {
  const parts = new Intl.ListFormat(locale()).formatToParts(items.map((_, i) => String(i)));
  return parts.map(({ type, value }) => (type === "element" ? items[value] : value));
}
