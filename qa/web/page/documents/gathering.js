// The files in what was dropped or chosen, with their paths below the folder that was.

// Returns { file, name }, where `name` is a path. It must be called before anything is waited for:
// what was dropped is only there during its event.
export function dropped(transfer) {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  return filesOf(items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()));
}

// Does the same for what was kept of a drop.
export function filesOf(found) {
  return Promise.all(found.filter(Boolean).map((one) => (one instanceof File ? [chosenFile(one)] : filesIn(one)))).then((lists) => lists.flat());
}

export function chosen(input) {
  return [...input.files].map(chosenFile);
}

function chosenFile(file) {
  return { file, name: file.webkitRelativePath || file.name };
}

// Returns the files in an entry of the file system; what cannot be read has the file null.
async function filesIn(entry) {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise((done) => entry.file(done, () => done(null)));
    return [{ file, name }];
  }
  if (isHidden(entry.name)) return [{ file: null, name }]; // such as .git, with thousands of files
  const files = [];
  for (const inner of await entriesIn(entry)) files.push(...(await filesIn(inner)));
  return files;
}

async function entriesIn(folder) {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    // It returns some of them, until there are none left.
    const some = await new Promise((done) => reader.readEntries(done, () => done([])));
    if (!some.length) return entries;
    entries.push(...some);
  }
}

// Divides files into those to add and those that are left out, with what to say of these. In a
// folder, files of other types are expected; whoever picks one alone is told why it is refused.
export function sift(found, suffixes) {
  const sifted = { wanted: [], refused: [], hidden: 0, unread: 0, types: new Set() };
  for (const one of found) {
    const type = suffixOf(one.name);
    if (one.name.split("/").some(isHidden)) sifted.hidden += 1;
    else if (!one.file) sifted.refused.push(one);
    else if (!type || suffixes.includes(type)) sifted.wanted.push(one);
    else if (!one.name.includes("/")) sifted.refused.push(one);
    else [sifted.unread, sifted.types] = [sifted.unread + 1, sifted.types.add(type)];
  }
  return sifted;
}

// Files that programs keep for themselves, such as ".DS_Store", "__MACOSX" and "~$letter.docx".
function isHidden(name) {
  return name.startsWith(".") || name.startsWith("~$") || name === "__MACOSX" || name === "Thumbs.db";
}

// A file without a suffix is read by its content.
function suffixOf(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 && dot < name.length - 1 ? name.slice(dot).toLowerCase() : "";
}
