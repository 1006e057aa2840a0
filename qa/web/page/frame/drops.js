// A view that takes files: all of it, because a person aims at the view, not at a field in it.

// Calls `take` with the first of the files that are dropped on the view.
export function acceptDrops(view, take) {
  const over = (on) => view.classList.toggle("over", on);
  view.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  view.addEventListener("dragleave", (event) => {
    if (!view.contains(event.relatedTarget)) over(false);
  });
  view.addEventListener("drop", (event) => {
    over(false);
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere on the page, files are added to the documents
    take(file);
  });
}
