// The pinned answers that this browser has stored: receipts, the newest first.

import { stored } from "../frame/collection.js";

const PINS = stored("quoth.pins");
const MOST = 200;

// Returns { receipt, pinned } for each pin; none if what is stored is damaged.
export function all() {
  try {
    const found = JSON.parse(localStorage.getItem(PINS) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.receipt?.question === "string") : [];
  } catch {
    return [];
  }
}

// Pins an answer, and returns whether there was room. The same answer is pinned once.
export function pinned(receipt) {
  const others = all().filter((one) => one.receipt.seal !== receipt.seal);
  return others.length < MOST && write([{ receipt, pinned: Date.now() }, ...others]);
}

export function unpin({ receipt }) {
  write(all().filter((one) => one.receipt.seal !== receipt.seal));
}

// Puts a pin back in its place.
export function putBack(pin) {
  write([pin, ...all()].sort((one, other) => other.pinned - one.pinned));
}

function write(pins) {
  try {
    localStorage.setItem(PINS, JSON.stringify(pins));
    return true;
  } catch {
    return false; // full, or closed to pages
  }
}
