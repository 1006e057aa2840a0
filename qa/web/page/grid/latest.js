// The grid that this browser has seen last: the server may have lost it since, and the page says so.

import { stored } from "../frame/collection.js";

const LATEST = stored("quoth.grid");

// Remembers a grid; null for none.
export function remember(id) {
  try {
    if (id) localStorage.setItem(LATEST, id);
    else localStorage.removeItem(LATEST);
  } catch {
    // The browser stores nothing: it has nothing to miss later.
  }
}

// Returns whether it is not among those that the server has.
export function isLost(listed) {
  try {
    const id = localStorage.getItem(LATEST);
    return Boolean(id) && !listed.some((one) => one.id === id);
  } catch {
    return false;
  }
}
