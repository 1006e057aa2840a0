// Stands in the page itself, before all that it loads: until the other scripts are there, the
// browser would open a dropped file in place of the page. What is dropped waits for them.
window.quothEarly = (() => {
  const entries = [];
  const hold = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    if (event.type !== "drop") return;
    // These are only there during the event.
    const items = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
    entries.push(...items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()));
  };
  document.addEventListener("dragover", hold);
  document.addEventListener("drop", hold);
  // Returns what was dropped so far; from now on others take the files.
  const end = () => {
    document.removeEventListener("dragover", hold);
    document.removeEventListener("drop", hold);
    return entries.splice(0);
  };
  return { end };
})();
