// A button whose first click asks whether its user is sure, and whose second does what it says. A
// click elsewhere, or Esc, takes the question back. A double click, or a key that is held down, does
// not count: nobody has read the question.

import { labelled } from "./elements.js";
import { note } from "./escape.js";

// `first` and `sure` are [text, label].
export function confirming(button, first, sure, act) {
  const isAsking = () => button.classList.contains("sure");
  const offer = () => {
    button.classList.remove("sure");
    labelled(button, ...first);
  };
  const askAgain = () => {
    button.classList.add("sure");
    labelled(button, ...sure);
    note(button, isAsking, offer);
  };
  offer();
  button.addEventListener("click", ({ detail }) => {
    if (!isAsking()) return askAgain();
    if (detail > 1) return;
    offer();
    act();
  });
  button.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
  button.addEventListener("blur", offer);
}
