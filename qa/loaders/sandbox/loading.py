"""The documents of a file, read in the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.files.hashing import sha256_of_text
from qa.loaders.registry import media_type_of
from qa.records import Document

if TYPE_CHECKING:
    from pathlib import Path

    from qa.loaders.sandbox.process import Sandbox


def load_documents(
    doc_id: str, path: Path, sandbox: Sandbox
) -> tuple[list[Document], tuple[str, ...]]:
    """Read the documents of one file; most formats have one.

    Args:
        doc_id: of the file's document; of several, each adds its own name.
        path: of the file.
        sandbox: reads the file.

    Returns:
        The documents, and notes for the user.

    Raises:
        DocumentError: no loader for its suffix, or it cannot be read, or has no text.
        WorkersError: no process can be started to read it.
    """
    media_type = media_type_of(path)
    sha256, extracts = sandbox.extract(path)
    documents = [
        Document(
            doc_id=doc_id if item.name is None else f"{doc_id}#{item.name}",
            title=item.title or title_from_name(path.stem),
            text=item.text,
            source_sha256=sha256,
            text_sha256=sha256_of_text(item.text),
            media_type=media_type,
            pages=item.pages,
            headings=item.headings,
            breaks=item.breaks,
            asides=item.asides,
            language=item.language or "",
            recognized=item.recognized,
        )
        for item in extracts
    ]
    return documents, tuple(note for item in extracts for note in item.notes)


def title_from_name(stem: str) -> str:
    """Return the title of a document that has none of its own: the name of its file in words.

    Args:
        stem: the file's name without its suffix.
    """
    readable = stem.encode("utf-8", "backslashreplace").decode()
    words = " ".join(readable.replace("-", " ").replace("_", " ").split()) or readable
    return words[:1].upper() + words[1:]
