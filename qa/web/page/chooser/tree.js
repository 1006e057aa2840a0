// The rows of the chooser: folders with what is in them, or one list where it is sorted or searched.

import { locale } from "../frame/words.js";
import { split } from "../frame/names.js";

let collator;

export function compareNames(one, other) {
  collator ??= new Intl.Collator(locale(), { numeric: true, sensitivity: "base" });
  return collator.compare(one, other);
}

const ORDERS = {
  name: (one, other) => compareNames(one.doc_id, other.doc_id),
  date: (one, other) => (other.modified ?? "").localeCompare(one.modified ?? "") || ORDERS.name(one, other),
  pages: (one, other) => other.pages - one.pages || ORDERS.name(one, other),
};

export function sorted(documents, order) {
  return [...documents].sort(ORDERS[order]);
}

export function matching(documents, wanted) {
  const words = wanted.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  const isFound = ({ doc_id, title }) => {
    const name = `${doc_id} ${title}`.toLocaleLowerCase();
    return words.every((word) => name.includes(word));
  };
  return words.length ? documents.filter(isFound) : documents;
}

// Returns every folder, by its path, with the documents in it and below it, as { path, folders,
// files, all }. The outermost one has the path "".
export function foldersOf(documents) {
  const folders = new Map([["", newFolder("")]]);
  for (const item of documents) {
    const { folder } = split(item.doc_id);
    folderAt(folders, folder).files.push(item);
    for (let path = folder; ; path = split(path).folder) {
      folders.get(path).all.push(item.doc_id);
      if (!path) break;
    }
  }
  return folders;
}

function folderAt(folders, path) {
  const known = folders.get(path);
  if (known) return known;
  const made = newFolder(path);
  folders.set(path, made);
  folderAt(folders, split(path).folder).folders.push(made);
  return made;
}

function newFolder(path) {
  return { path, folders: [], files: [], all: [] };
}

// Returns the rows to show, outermost first: { folder, depth } and { item, depth }. What is in a
// folder that is not open has no row.
export function rowsOf(folder, isOpen, depth = 0) {
  const rows = [];
  for (const inner of [...folder.folders].sort((one, other) => compareNames(one.path, other.path))) {
    rows.push({ folder: inner, depth });
    if (isOpen(inner.path)) rows.push(...rowsOf(inner, isOpen, depth + 1));
  }
  for (const item of folder.files) rows.push({ item, depth });
  return rows;
}
