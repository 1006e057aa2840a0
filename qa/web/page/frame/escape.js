// Esc closes one thing: the one that was opened last, so the innermost. Whatever can be closed is
// noted here when it opens. Dialogs and popovers are closed by the browser, before anything else.

const MENUS = "details:is(.collection, .copies, .export, .feedback, .sheet-outline)";

let layers = []; // { thing, isOpen, close }, the outermost first

export function start() {
  document.addEventListener("keydown", escape);
  // The event of a `details` does not bubble.
  document.addEventListener("toggle", ({ target }) => target.matches?.(MENUS) && noteMenu(target), true);
  document.addEventListener("input", ({ target }) => target.type === "search" && noteSearch(target));
}

// Notes that something was opened. `close` closes it; `isOpen` says whether it still is. What is open
// in it already, such as in a view to which one returns, stays further in.
export function note(thing, isOpen, close) {
  const others = layers.filter((layer) => layer.thing !== thing);
  const within = others.filter((layer) => thing.contains(layer.thing));
  layers = [...others.filter((layer) => !within.includes(layer)), { thing, isOpen, close }, ...within];
}

function escape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  if (document.querySelector("dialog[open], :popover-open")) return;
  layers = layers.filter(({ thing }) => thing.isConnected);
  // The event of one that was opened a moment ago may be still to come.
  for (const menu of document.querySelectorAll(`${MENUS}[open]`)) {
    if (!layers.some(({ thing }) => thing === menu)) noteMenu(menu);
  }
  const innermost = layers.filter(({ isOpen }) => isOpen()).pop();
  if (!innermost) return;
  event.preventDefault();
  innermost.close();
}

function noteMenu(menu) {
  if (!menu.open) return;
  note(menu, () => menu.open && isSeen(menu.firstElementChild), () => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A search is open while there are words in its field: in the source, wherever the focus is. What a
// view is filtered by belongs to the view.
function noteSearch(field) {
  const isOpen = () => field.value && isSeen(field) && (field.closest(".sheet") || field === document.activeElement);
  if (!isOpen()) return;
  note(field, isOpen, () => {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

// What was scrolled away or is covered by a view is not what someone wants to close.
function isSeen(thing) {
  const { top, bottom, height } = thing.getBoundingClientRect();
  return !thing.closest("[inert], [hidden]") && height > 0 && bottom > 0 && top < window.innerHeight;
}
