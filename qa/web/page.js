// Runs once, when the source panel is on the page; the rest lies in /quoth. `element` is the
// panel, `server.cite` asks Python for a document, `trigger` hands an event to it.

const page = {
  element,
  cite: (reference) => server.cite({ reference }),
  ask: (asked) => trigger("ask", asked),
  restore: (turns) => trigger("restore", { turns }),
  narrow: (documents) => trigger("narrow", { documents }),
  greet: () => trigger("greet", {}),
  writable: props.writable,
  store: props.store,
  words: JSON.parse(props.words),
};
import(new URL("quoth/main.js", document.baseURI)).then((main) => main.start(page));
