// Suggests documents while someone types where the quotations are said to be from.

import { element } from "../frame/elements.js";
import { request } from "../frame/requests.js";

const MOST = 50; // a list of thousands is slow, and nobody reads it

let known = null;

export function suggest(input, options) {
  input.addEventListener("focus", load);
  input.addEventListener("input", () => fill(input, options));
}

async function load() {
  const response = await request("api/documents?limit=10000");
  known = response.ok ? (await response.json()).map(({ doc_id }) => doc_id) : [];
}

function fill(input, options) {
  const typed = input.value.trim().toLocaleLowerCase();
  const fitting = (known ?? []).filter((doc_id) => doc_id.toLocaleLowerCase().includes(typed));
  options.replaceChildren(...fitting.slice(0, MOST).map((value) => element("option", { value })));
}
