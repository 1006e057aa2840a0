// Is this quotation in there, word for word? And does this receipt still hold?

let page, view;

export function start(given) {
  page = given;
  view = document.querySelector('#views .view[data-view="check"]');
  view.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(view.querySelector("textarea").value);
  });
  view.querySelector("input[type=file]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await verify(await file.text());
    event.target.value = "";
  });
}

async function check(claim) {
  const told = await sent("api/check", JSON.stringify({ claim }));
  if (told) show(told.finding.verdict, told.finding.places, told.references, told.finding.changes, told.finding.typography);
}

async function verify(receipt) {
  if (!isObject(receipt)) return result(false, page.words.no_receipt);
  const told = await sent("api/verify", receipt);
  if (!told) return;
  const lines = told.verdicts.map((one) => {
    const moved = one.moved_to ? [`${page.words.stands_at}: ${one.moved_to}`] : [];
    const remarks = [...moved, ...one.problems, ...one.notices];
    return item("li", `${page.words[`verdict_${one.verdict}`] ?? one.verdict}: “${one.quote.text}”`, ...remarks.map((remark) => Object.assign(item("small", remark), { className: "remark" })));
  });
  const unverified = item("p", `${page.words.receipt_not_verified} ${told.not_verified.join(", ")}`);
  unverified.className = "not-verified";
  result(told.exact, told.exact ? page.words.receipt_exact : page.words.receipt_not_exact, item("ol", "", ...lines), ...[...told.problems, ...told.notices].map((remark) => item("p", remark)), unverified);
}

// Whether a file is JSON in braces; what a receipt is beyond that, the server knows.
function isObject(text) {
  try {
    const read = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}

async function sent(path, body) {
  try {
    const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const told = await response.json();
    if (response.ok) return told;
    result(false, told.detail);
  } catch {
    result(false, page.words.gone);
  }
  return null;
}

function show(verdict, places, references, changes, typography) {
  const shown = places.map((place, i) => {
    const chip = item("button", [place.title, place.page ? page.words.page_number.replace("{number}", place.page) : ""].filter(Boolean).join(", "));
    chip.type = "button";
    chip.addEventListener("click", () => {
      location.hash = `#quote=${encodeURIComponent(references[i])}`;
    });
    return item("li", "", item("blockquote", place.text), chip);
  });
  const differ = changes.map((change) => item("li", "", item("del", change.claimed || "–"), " → ", item("ins", change.actual || "–"), item("small", page.words[`change_${change.kind}`] ?? change.kind)));
  result(
    verdict === "exact",
    page.words[`verdict_${verdict}`] ?? verdict,
    ...(typography.length ? [item("p", `${page.words.typography} ${typography.join(", ")}`)] : []),
    ...(differ.length ? [item("h3", page.words.changes), item("ul", "", ...differ)] : []),
    ...(shown.length ? [item("h3", verdict === "absent" ? page.words.nearest : page.words.stands_at), item("ol", "", ...shown)] : []),
  );
}

function result(exact, title, ...parts) {
  const outcome = item("p", title);
  outcome.className = exact ? "outcome exact" : "outcome";
  view.querySelector(".result").replaceChildren(outcome, ...parts);
}

function item(kind, text, ...parts) {
  const made = document.createElement(kind);
  made.append(text, ...parts);
  return made;
}
