// The menu below an answer that saves it in other formats.

import { choices, exported } from "../conversations/exporting.js";
import { element } from "../frame/elements.js";

// Opens the menu of a button. The browser closes it by Esc, or by a click elsewhere.
export function openMenu(button) {
  const record = JSON.parse(button.parentElement.querySelector(".record").value);
  const menu = element("div", { className: "formats export-menu", popover: "auto" });
  const problem = element("p", { className: "problem" });
  problem.setAttribute("role", "status");
  const choose = async (format) => {
    problem.textContent = await exported({ name: record.answer.question, turns: [record] }, format);
    if (!problem.textContent) menu.hidePopover();
  };
  menu.append(...choices(choose, [record.answer]), problem);
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    menu.remove();
    button.focus();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, button);
  menu.querySelector("button").focus();
}

// Above the button where there is no room below it.
function place(menu, button) {
  const { top, bottom, right } = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = bottom + height < window.innerHeight;
  menu.style.left = `${Math.max(8, right - width)}px`;
  menu.style.top = `${below ? bottom + 4 : Math.max(8, top - height - 4)}px`;
}
