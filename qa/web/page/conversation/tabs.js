// What the tabs of this browser say to each other about their conversations.

import { stored } from "../frame/collection.js";

const WAIT_MS = 200; // for another tab's reply

const channel = new BroadcastChannel(stored("quoth"));
let whose = () => null;
let afterChange = () => {};

// `current` returns the id of the conversation that this tab shows, `changed` is called when
// another tab has stored, renamed or deleted one.
export function start(current, changed) {
  [whose, afterChange] = [current, changed];
  channel.addEventListener("message", ({ data }) => {
    if (data.wanted && data.wanted === whose()) channel.postMessage({ shown: data.wanted });
    if (data.changed) afterChange(data);
  });
}

export function announce(id, revision = null) {
  channel.postMessage({ changed: id, revision });
}

// Returns whether another tab shows a conversation.
export function isShownElsewhere(id) {
  return new Promise((resolve) => {
    const hear = ({ data }) => data.shown === id && end(true);
    const end = (shown) => (channel.removeEventListener("message", hear), resolve(shown));
    channel.addEventListener("message", hear);
    channel.postMessage({ wanted: id });
    setTimeout(end, WAIT_MS, false);
  });
}
