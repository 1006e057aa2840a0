// The conversations are stored in this browser, in IndexedDB: it has room for megabytes of answers.
// What a list shows is apart from the answers, so that a list is quick however many there are.

import { stored } from "../frame/collection.js";

const LISTED = "listed"; // { id, name, questions, changed, revision, pending }
const TURNS = "turns"; // answers by id

let opening;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(stored("quoth"), 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(LISTED, { keyPath: "id" });
      request.result.createObjectStore(TURNS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

// Runs `work` in one transaction, and returns what it resolves to once all of it is stored.
async function transaction(mode, work) {
  const stores = (await database()).transaction([LISTED, TURNS], mode);
  const done = new Promise((resolve, reject) => {
    stores.oncomplete = resolve;
    stores.onabort = () => reject(stores.error ?? new DOMException("Aborted", "AbortError"));
  });
  const result = await work(stores.objectStore(LISTED), stores.objectStore(TURNS));
  await done;
  return result;
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Returns what a list shows of each, the newest first.
export async function listed() {
  const all = await transaction("readonly", (store) => result(store.getAll()));
  return all.sort((one, other) => other.changed - one.changed);
}

// Returns a conversation with its turns, null if there is none.
export async function load(id) {
  return transaction("readonly", async (store, turns) => {
    const conversation = await result(store.get(id));
    return conversation ? { ...conversation, turns: (await result(turns.get(id))) ?? [] } : null;
  });
}

// Stores a conversation, unless another tab changed it since `revision`, or what is stored would be
// lost with it: a page may show less. Returns the new revision; null if it was not stored.
export async function store({ turns, ...conversation }, revision) {
  const next = `${Date.now()}-${Math.random()}`;
  return transaction("readwrite", async (listedStore, turnStore) => {
    const before = await result(listedStore.get(conversation.id));
    if ((before?.revision ?? null) !== revision) return null;
    const kept = (await result(turnStore.get(conversation.id))) ?? [];
    if (!kept.every(({ answer }, i) => turns[i]?.answer.question === answer.question)) return null;
    listedStore.put({ ...conversation, questions: turns.length, changed: Date.now(), revision: next });
    turnStore.put(turns, conversation.id);
    return next;
  });
}

export async function rename(id, name) {
  await transaction("readwrite", async (store) => {
    const conversation = await result(store.get(id));
    if (conversation) store.put({ ...conversation, name });
  });
}

// Deletes a conversation, and returns it with its turns, so that it can be put back.
export async function remove(id) {
  const conversation = await load(id);
  await transaction("readwrite", async (store, turns) => {
    store.delete(id);
    turns.delete(id);
  });
  return conversation;
}

// Puts a deleted conversation back as it was.
export async function putBack({ turns, ...conversation }) {
  await transaction("readwrite", async (listedStore, turnStore) => {
    listedStore.put(conversation);
    turnStore.put(turns, conversation.id);
  });
}

export function newId() {
  // crypto.randomUUID is missing where the page is served without HTTPS.
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
