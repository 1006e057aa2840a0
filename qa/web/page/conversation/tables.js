// Tables among the quotes that are wider than their place: they scroll, by keyboard too.

import { say } from "../frame/words.js";

export function start() {
  addEventListener("resize", letScroll);
}

export function letScroll() {
  for (const box of document.querySelectorAll("#conversation .table-box")) {
    const isWide = box.scrollWidth > box.clientWidth;
    if (isWide === box.hasAttribute("tabindex")) continue;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", say("table")]]) {
      if (isWide) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }
}
