// The rows of the chooser: a box, a name, and what tells it apart.

import { date } from "../frame/amounts.js";
import { element } from "../frame/elements.js";
import { cutName, split, whereabouts } from "../frame/names.js";
import { say } from "../frame/words.js";
import { choose, isChosen } from "./choice.js";

// `asTree`: the folder is above the row, and need not be named again.
export function documentRow(item, depth, asTree) {
  const { doc_id, pages, modified } = item;
  const link = element("a", { href: `#doc=${encodeURIComponent(doc_id)}` }, cutName(split(doc_id).name));
  const facts = whereabouts(item, { inFolder: asTree });
  if (pages) facts.push(say("sources_pages", { number: pages }));
  if (modified) facts.push(date(modified));
  link.append(element("small", {}, facts.join(" · ")));
  return row([doc_id], say("choose_document", { doc_id }), link, depth);
}

export function folderRow({ path, all }, depth, isOpen, toggle) {
  const button = element("button", { type: "button", className: "folder" }, cutName(split(path).name));
  button.append(element("small"));
  button.setAttribute("aria-expanded", isOpen);
  button.addEventListener("click", () => toggle(path));
  const made = row(all, say("choose_folder", { folder: path }), button, depth);
  made.folder = path;
  return made;
}

function row(doc_ids, label, name, depth) {
  const box = element("input", { type: "checkbox" });
  box.setAttribute("aria-label", label);
  box.addEventListener("change", () => choose(doc_ids, box.checked));
  const made = element("li", { doc_ids }, element("label", {}, box), name);
  made.style.setProperty("--depth", depth);
  return made;
}

// Shows in a row what is chosen now.
export function refresh(shown) {
  const { doc_ids, folder } = shown;
  const chosen = doc_ids.filter(isChosen).length;
  const box = shown.querySelector("input");
  box.checked = chosen === doc_ids.length;
  box.indeterminate = chosen > 0 && chosen < doc_ids.length;
  if (folder !== undefined) {
    shown.querySelector("small").textContent = say("chosen_in_folder", { chosen, total: doc_ids.length });
  }
}
