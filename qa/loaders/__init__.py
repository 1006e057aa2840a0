r"""Files into documents: one module a format, found by suffix.

A loader takes the file's bytes and returns canonical text and what the format knows about
it. The canonical text of a text format is the file decoded, with its line breaks made
``\n``, and nothing else; of other formats, the text extracted from them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import CorpusError, DocumentError
from qa.hashing import sha256_of_text
from qa.loaders.formats import FORMATS, PACKED, extracted
from qa.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.loaders.bounded import Bounded


def find_files(
    roots: Sequence[Path], leave_out: Path | None = None
) -> tuple[list[tuple[str, Path]], list[DocumentError]]:
    """Return ``(doc_id, file)`` for every file below ``roots``, sorted, and unreadable folders.

    A ``doc_id`` is the POSIX path below its root; with several roots it starts with the
    root's own name. Hidden files and folders are left out, and so is the folder ``leave_out``:
    an index must not hold itself.

    Raises:
        CorpusError: a root does not exist, or two files have the same ``doc_id``.
    """
    found: dict[str, Path] = {}
    unreadable: list[DocumentError] = []
    for root in roots:
        if not os.path.exists(root):  # noqa: PTH110 - Path.exists raises where a name is too long
            msg = f"No file or folder at {str(root)!r}. Give the path of the documents to index."
            raise CorpusError(msg)
        for path in _files_below(root, leave_out, unreadable):
            name = path.name if path == root else path.relative_to(root).as_posix()
            doc_id = f"{root.resolve().name}/{name}" if len(roots) > 1 and path != root else name
            doc_id = doc_id.encode("utf-8", "backslashreplace").decode()
            if found.setdefault(doc_id, path) != path:
                msg = (
                    f"{str(found[doc_id])!r} and {str(path)!r} would both be called {doc_id!r}. "
                    "Rename one of them, or build from a folder that holds both."
                )
                raise CorpusError(msg)
    return sorted(found.items()), unreadable


def _files_below(
    root: Path, leave_out: Path | None, unreadable: list[DocumentError]
) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return

    def report(error: OSError) -> None:
        folder = Path(error.filename)
        unreadable.append(DocumentError(folder, f"cannot be read ({error.strerror})"))

    for folder, folders, files in os.walk(root, onerror=report):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not _is_same(Path(folder) / name, leave_out)
        ]
        for name in files:
            if not name.startswith("."):
                yield Path(folder) / name


def _is_same(folder: Path, other: Path | None) -> bool:
    return other is not None and folder.resolve() == other.resolve()


def load_documents(
    doc_id: str, path: Path, bounded: Bounded
) -> tuple[list[Document], tuple[str, ...]]:
    """Read the documents of one file; most formats hold one.

    Returns:
        The documents, and what the user should know of them.

    Raises:
        DocumentError: no loader for its suffix, or it cannot be read, or holds no text.
    """
    suffix = path.suffix.lower()
    sha256, extracts = (bounded.extracted if suffix in PACKED else extracted)(path)
    media_type, _ = FORMATS[suffix]
    documents = [
        Document(
            doc_id=doc_id if item.name is None else f"{doc_id}#{item.name}",
            title=item.title or _title_from_name(path.stem),
            text=item.text,
            source_sha256=sha256,
            text_sha256=sha256_of_text(item.text),
            media_type=media_type,
            pages=item.pages,
            headings=item.headings,
            breaks=item.breaks,
            asides=item.asides,
            language=item.language or "",
        )
        for item in extracts
    ]
    return documents, tuple(note for item in extracts for note in item.notes)


def _title_from_name(stem: str) -> str:
    readable = stem.encode("utf-8", "backslashreplace").decode()
    words = " ".join(readable.replace("-", " ").replace("_", " ").split()) or readable
    return words[:1].upper() + words[1:]
