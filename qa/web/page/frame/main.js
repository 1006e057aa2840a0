// Puts the parts of the page together, and shows the view that the address names.

import * as chooser from "../chooser/chooser.js";
import * as conversation from "../conversation/conversation.js";
import * as history from "../conversation/history.js";
import * as source from "../source/source.js";
import * as collections from "./collections.js";
import * as connection from "./connection.js";
import * as escape from "./escape.js";
import { toQuestion } from "./parts.js";
import * as shortcuts from "./shortcuts.js";
import { load } from "./words.js";

// `clicks` are the targets of clicks before this script was there.
export async function start(page, clicks) {
  load(page.words);
  escape.start();
  // At once: someone may click while the scripts of the views are on their way.
  source.start(page);
  conversation.start(page, source);
  history.start(page);
  chooser.start(page);
  connection.start();
  const right = collections.start();
  shortcuts.start();
  clicks.forEach(conversation.click);
  const modules = page.views.map((name) => import(new URL(`../${name}/view.js`, import.meta.url)));
  const views = new Map((await Promise.all(modules)).map((view, i) => [page.views[i], view]));
  // Whoever may only read sees nothing that changes; the server would refuse it too.
  page.isReader = page.writable && !(await right);
  page.writable &&= !page.isReader;
  for (const view of views.values()) view.start(page);

  // Views begin below the masthead, which grows with the notes in it.
  const masthead = document.getElementById("masthead");
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--masthead", `${masthead.offsetHeight}px`);
  }).observe(masthead);

  function route() {
    const [, name = ""] = /^#\/(\w*)/.exec(location.hash) ?? [];
    const open = views.has(name);
    document.body.classList.toggle("view-open", open);
    for (const view of document.querySelectorAll("#views .view")) view.hidden = view.dataset.view !== name;
    // The list of sources opens from a view, too.
    for (const part of document.querySelectorAll("#conversation, #question, #sources .sources-line")) part.inert = open;
    for (const link of document.querySelectorAll("#masthead nav a")) {
      const here = link.dataset.view === (open ? name : "");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (open) {
      source.close();
      escape.note(document.getElementById("views"), isViewOpen, leaveView);
      views.get(name).show();
      document.querySelector(`#views .view[data-view="${name}"] h2`).focus();
    }
    if (!source.openLinked() && !open) source.close();
  }

  function isViewOpen() {
    return document.body.classList.contains("view-open");
  }

  // What is being typed there stays: it would be lost.
  function leaveView() {
    const typed = document.activeElement?.closest("#views :is(textarea, input[type=text])")?.value;
    if (typed) return;
    toQuestion();
  }

  window.addEventListener("hashchange", route);
  // Whoever looks at a view that takes files wants to check them, or to ask what is in them.
  const [, taking = "documents"] = /^#\/(check|grid)\b/.exec(location.hash) ?? [];
  views.get(taking).takeEarly(window.quothEarly?.end() ?? []);
  route();
  // Gradio's own autofocus comes again with its first update, and takes the focus from what has it.
  if (document.activeElement === document.body) document.querySelector("#question textarea").focus();
}
