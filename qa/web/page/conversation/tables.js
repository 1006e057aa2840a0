// Tables among the quotes that are wider than their place: they scroll, by keyboard too.

import { say } from "../frame/words.js";

// A table in what is folded has no width until it is opened.
const sizes = new ResizeObserver(letScroll);
const observed = new WeakSet(); // to observe one again would call at once, without end

export function start() {
  addEventListener("resize", letScroll);
}

export function letScroll() {
  for (const box of document.querySelectorAll("#conversation .table-box")) {
    if (!observed.has(box)) sizes.observe(box);
    observed.add(box);
    const isWide = box.scrollWidth > box.clientWidth;
    if (isWide === box.hasAttribute("tabindex")) continue;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", say("table")]]) {
      if (isWide) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }
}
