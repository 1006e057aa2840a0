// Gradio runs this once, when the source panel is on the page; the other scripts are in /quoth.
// `element` is the panel, `props` is what layout.py passes, `server.cite` asks Python for a
// document or a piece of it, and `trigger` sends an event to Python.

// Examples are on the page before the scripts are: clicks on them wait.
const clicks = [];
const wait = ({ target }) => clicks.push(target);
document.addEventListener("click", wait);

const page = {
  element,
  cite: (request) => server.cite(request),
  ask: (asked) => trigger("ask", asked),
  restore: (turns) => trigger("restore", { turns }),
  greet: () => trigger("greet", {}),
  writable: props.writable,
  store: props.store,
  folder: props.folder,
  largest: props.largest,
  views: JSON.parse(props.views),
  words: JSON.parse(props.words),
};
import(new URL("quoth/frame/main.js", document.baseURI)).then((main) => {
  document.removeEventListener("click", wait);
  main.start(page, clicks);
});
