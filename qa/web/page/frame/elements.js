// Makes elements of the page. Text is always set as text, never as HTML: documents may contain any.

export function element(kind, properties = {}, ...children) {
  const made = Object.assign(document.createElement(kind), properties);
  made.append(...children);
  return made;
}

// Labels a button; `label` names for screen readers what the button acts on.
export function labelled(button, text, label = text) {
  button.textContent = text;
  button.setAttribute("aria-label", label);
  return button;
}
