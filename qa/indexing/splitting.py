"""What is done with the text of a file, and what becomes of a file whose text makes it fail."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import DocumentError, ModelError, QAError, described
from qa.indexing.contexts import new_passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.indexing.contexts import NewPassage
    from qa.records import Document

ENDING = (KeyboardInterrupt, SystemExit, GeneratorExit)
"""What ends a build whatever raised it: in this process, someone asks for it."""

_SOUND = "A sentence of some words."


def split(
    documents: Sequence[Document], path: Path, embedder: Embedder
) -> list[tuple[Document, list[NewPassage]]]:
    """Return the documents of a file with their passages.

    Raises:
        DocumentError: a text makes a library fail.
        ModelError: the embedder fails, whatever the text.
    """
    with blaming(path, embedder):
        return [(item, list(new_passages(item, embedder))) for item in documents]


@contextmanager
def blaming(path: Path, embedder: Embedder) -> Iterator[None]:
    """Make whatever a file's text raises a DocumentError, so that the next file is read.

    Libraries in Rust raise errors that are no ``Exception``; these count too. Nothing may be
    written in this context: a full disk is not the doing of a file.

    Raises:
        DocumentError: the text makes a library fail.
        ModelError: the embedder fails, whatever the text.
    """
    try:
        yield
    except (*ENDING, QAError):
        raise
    except MemoryError:
        reason = "needs more memory than there is to be split into passages"
        raise DocumentError(path, reason) from None
    except BaseException as error:
        check(embedder)
        raise DocumentError(path, f"cannot be split into passages ({described(error)})") from error


def check(embedder: Embedder) -> None:
    """Try whether an embedder still works, after it failed.

    Raises:
        ModelError: it fails over a sound text too.
    """
    try:
        embedder.count_tokens([_SOUND])
        embedder.embed_passages([_SOUND])
    except (*ENDING, QAError):
        raise
    except BaseException as error:
        msg = f"The embedding model {embedder.identity.name!r} fails ({described(error)})."
        raise ModelError(msg) from error
