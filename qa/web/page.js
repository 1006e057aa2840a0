// Runs once, when the source panel is on the page. `element` is the panel, `server.cite` asks
// Python for a document, `trigger` hands an event to it, `props` are the page's words.

const sheet = element.querySelector(".sheet");
const heading = sheet.querySelector("h2");
const path = sheet.querySelector(".sheet-path");
const message = sheet.querySelector(".sheet-message");
const text = sheet.querySelector(".sheet-text");
const phone = window.matchMedia("(max-width: 800px)");

let opener = null; // the chip to which the focus returns
let latest = 0; // an answer that arrives late must not replace a newer one

function setOpen(open) {
  sheet.hidden = !open;
  document.body.classList.toggle("source-open", open);
  document.getElementById("chat").inert = open && phone.matches; // a full-screen sheet hides the chat from the keyboard too
}

function close() {
  latest += 1;
  setOpen(false);
  if (opener && opener.isConnected) opener.focus();
  mark(null);
}

function mark(chip) {
  for (const other of document.querySelectorAll("button.chip.open")) other.classList.remove("open");
  if (chip) chip.classList.add("open");
  opener = chip;
}

function show({ title = "", blocks = [], problem = "" }) {
  heading.textContent = title || props.source_label;
  message.textContent = problem;
  message.classList.toggle("failed", Boolean(problem));
  text.replaceChildren(...blocks.map(line));
  // Where no blank lines part the paragraphs, the style sheet does.
  text.classList.toggle("unspaced", !blocks.some((block) => block.parts.join("") === "\n"));
}

function line({ level, parts }) {
  const block = document.createElement("div");
  if (level) {
    block.setAttribute("role", "heading");
    block.setAttribute("aria-level", String(level + 2)); // below the panel's own heading
    block.className = `heading level-${Math.min(level, 3)}`;
  }
  parts.forEach((part, i) => {
    if (i !== 1) return block.append(part);
    const quote = document.createElement("mark");
    quote.tabIndex = -1;
    quote.textContent = part;
    block.append(quote);
  });
  return block;
}

async function openSource(chip) {
  const request = (latest += 1);
  mark(chip);
  show({});
  path.textContent = chip.title;
  message.textContent = props.opening;
  setOpen(true);
  chip.scrollIntoView({ block: "nearest" }); // the chat is narrower now
  const words = chip.closest(".quote").querySelector("blockquote").textContent;
  let source;
  try {
    source = await server.cite({ reference: chip.value, words });
  } catch {
    source = { problem: props.unreachable };
  }
  if (request !== latest) return;
  show(source);
  const quote = text.querySelector("mark");
  if (!quote) return sheet.querySelector(".sheet-close").focus();
  quote.focus({ preventScroll: true });
  const room = text.clientHeight - quote.offsetHeight;
  text.scrollTop = quote.offsetTop - text.offsetTop - Math.max(16, room / 3);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.chip, button.example, button.carried");
  if (!button) return;
  if (button.classList.contains("chip")) openSource(button);
  else if (button.classList.contains("carried")) trigger("ask", JSON.parse(button.value));
  else trigger("ask", { question: button.value, carried: [] });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !sheet.hidden) close();
});

sheet.querySelector(".sheet-close").addEventListener("click", close);
phone.addEventListener("change", () => setOpen(!sheet.hidden));

// A new answer is read from its question on, not from its end.
let turns = "";
new MutationObserver(() => {
  const questions = document.querySelectorAll(".message-row .question");
  const replies = document.querySelectorAll(".message-row :is(.answer, .waiting)");
  const state = `${questions.length}/${replies.length}/${replies[replies.length - 1]?.className}`;
  if (state === turns) return;
  turns = state;
  // Gradio names each message by its HTML, which a screen reader would read out.
  const named = document.querySelectorAll("#conversation [data-testid][aria-label]");
  for (const message of named) message.removeAttribute("aria-label");
  const shown = replies.length > questions.length ? replies : questions; // a word to no question
  shown[shown.length - 1]?.scrollIntoView({ block: "start" });
}).observe(document.body, { childList: true, subtree: true });
