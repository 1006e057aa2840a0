// Puts the page's parts together, and shows the view that the address names.

import * as check from "./check.js";
import * as conversation from "./conversation.js";
import * as documents from "./documents.js";
import * as history from "./history.js";
import * as indexView from "./index_view.js";
import * as source from "./source.js";

export function start(page) {
  source.start(page);
  conversation.start(page, source);
  check.start(page);
  documents.start(page);
  history.start(page);

  const views = { check: () => {}, documents: documents.show, index: () => indexView.show(page) };

  function route() {
    const [, name = ""] = /^#\/(\w*)/.exec(location.hash) ?? [];
    for (const view of document.querySelectorAll("#views .view")) {
      view.hidden = view.dataset.view !== name;
    }
    const open = name in views;
    document.body.classList.toggle("view-open", open);
    for (const part of document.querySelectorAll("#conversation, #question")) part.inert = open;
    for (const link of document.querySelectorAll("#masthead nav a")) {
      const here = link.dataset.view === (open ? name : "");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (open) {
      source.close();
      views[name]();
      document.querySelector(`#views .view[data-view="${name}"] h2`).focus();
    }
    const [, cited] = /^#quote=(.+)/.exec(location.hash) ?? [];
    if (cited) source.openReference(decodeURIComponent(cited));
    else if (!open) source.close();
  }

  window.addEventListener("hashchange", route);
  route();
}
