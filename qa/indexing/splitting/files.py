"""The documents of a file are split, and a text that makes a library fail costs its file only."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import DocumentError, ModelError, QAError, described
from qa.indexing.splitting.contexts import new_passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.indexing.splitting.contexts import NewPassage
    from qa.records import Document

ENDING = (KeyboardInterrupt, SystemExit, GeneratorExit)
"""Exceptions that end a build, whatever raised them: they are not the fault of a file."""

_SOUND = "A sentence of some words."


def split(
    documents: Sequence[Document], path: Path, embedder: Embedder
) -> list[tuple[Document, list[NewPassage]]]:
    """Return the documents of a file with their passages.

    Args:
        documents: of the file.
        path: of the file, for errors.
        embedder: its word pieces decide where documents are split.

    Raises:
        DocumentError: a text makes a library fail.
        ModelError: the embedder fails, whatever the text.
    """
    with blaming(path, embedder):
        return [(item, list(new_passages(item, embedder))) for item in documents]


@contextmanager
def blaming(path: Path, embedder: Embedder) -> Iterator[None]:
    """Turn whatever a file's text raises into a DocumentError, so that the build goes on.

    Libraries in Rust raise errors that are not an ``Exception``; these count too. Nothing may be
    written in the block: a full disk is not the fault of a file.

    Args:
        path: of the file.
        embedder: checked after a failure, for it may be the cause.

    Raises:
        DocumentError: the text makes a library fail.
        ModelError: the embedder fails, whatever the text.
    """
    try:
        yield
    except (*ENDING, QAError):
        raise
    except MemoryError:
        reason = "cannot be split into passages: not enough memory"
        raise DocumentError(path, reason) from None
    except BaseException as error:
        check_embedder(embedder)
        raise DocumentError(path, f"cannot be split into passages ({described(error)})") from error


def check_embedder(embedder: Embedder) -> None:
    """Check whether an embedder still works, after a failure.

    Args:
        embedder: to check.

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
