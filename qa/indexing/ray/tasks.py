"""The tasks of Ray's workers: fetch files and texts, read, split and embed.

Fetching runs on the machine of the build, everything else anywhere: files and texts travel through
Ray, so that machines need no folder in common. No task changes anything, so that the tasks of a
machine that was lost can run again elsewhere.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import sqlite3
import tempfile
import uuid
from collections import Counter
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import DocumentError, EmbeddingError, QAError, WorkersError
from qa.indexing.drafts.blocks import block_of
from qa.indexing.drafts.workers import Gap
from qa.indexing.splitting.files import split
from qa.indexing.vectors.embedding import embed, texts_of
from qa.loaders.reading import read_bytes
from qa.loaders.registry import media_type_of
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.embedders.protocol import Embedder
    from qa.indexing.ray.shipping import Shipment

    Row = dict[str, Any]

_TRIES = 4  # workers that may die over the same file or texts
_EXIT_S = 30  # seconds that a worker's process may take to end


def fetch_file(row: Row) -> Row:
    """Return a row with a file's bytes as ``data``, or as ``refused`` why there are none.

    Args:
        row: has the file's ``path``.
    """
    path = Path(os.fsdecode(row["path"]))
    try:
        media_type_of(path)
        return row | {"data": read_bytes(path), "refused": ""}
    except DocumentError as error:
        reason = error.reason
    except MemoryError:
        reason = "cannot be read: not enough memory"
    return row | {"data": b"", "refused": reason}


def end_soon() -> None:
    """Have the system end this process if it does not end in time.

    If the build was killed, Ray 2.60 can hang in its exit handler (``~CoreWorkerProcessImpl``,
    which waits for a mutex that no longer exists), and its memory would never be freed.
    """
    if hasattr(signal, "alarm"):  # not on Windows
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(_EXIT_S)


class _Worker:
    """Works on rows with an embedder, which is unpacked for the first one."""

    def __init__(
        self, shipment: Callable[[], Shipment], begun: Callable[[str, object], int]
    ) -> None:
        """Take what the worker needs.

        Args:
            shipment: returns the embedder.
            begun: :meth:`Beginnings.begin`.
        """
        self._shipment = shipment
        self._begun = partial(begun, uuid.uuid4().hex)
        atexit.register(end_soon)

    def __call__(self, row: Row) -> Row:
        """Return the ``answer``, pickled, or as ``failed`` a message for the user.

        Ray would raise its own error, with a traceback in place of a message.

        Args:
            row: to work on.
        """
        try:
            return {"answer": pickle.dumps(self._answer(row)), "failed": ""}
        except QAError as error:
            return {"answer": b"", "failed": str(error)}
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends the build
            reason = f"A worker failed ({type(error).__name__}: {error})."
            return {
                "answer": b"",
                "failed": f"{reason} Build again: texts embedded so far are not embedded again.",
            }

    @cached_property
    def _embedder(self) -> Embedder:
        return self._shipment().unpacked()

    def _answer(self, row: Row) -> object:
        raise NotImplementedError


class Reader(_Worker):
    """Reads and splits a file; answers with documents and notes, or with the reason why not."""

    @cached_property
    def _sandbox(self) -> Sandbox:
        return Sandbox()

    def _answer(self, row: Row) -> object:
        if row["refused"]:
            return row["refused"]
        if self._begun(row["path"]) > _TRIES:
            return f"{_TRIES} workers died while splitting it, perhaps because memory ran out"
        with tempfile.TemporaryDirectory(prefix="quoth-") as folder:
            path = Path(folder) / Path(os.fsdecode(row["path"])).name
            path.write_bytes(row["data"])
            try:
                documents, notes = load_documents(row["name"], path, self._sandbox)
                return split(documents, path, self._embedder), notes
            except DocumentError as error:
                return error.reason


class Encoder(_Worker):
    """Embeds the texts of a gap: the vectors of passages, float32, and of sentences, packed."""

    def _answer(self, row: Row) -> object:
        if self._begun(row["first"]) > _TRIES:
            msg = (
                f"{_TRIES} workers died while embedding the passages {row['first']:,} to "
                f"{row['end'] - 1:,}, perhaps because memory ran out. Build again: texts embedded "
                "so far are not embedded again."
            )
            raise WorkersError(msg)
        texts = pickle.loads(row["texts"])  # noqa: S301 - from the build's own machine
        try:
            return embed(self._embedder, texts)
        except EmbeddingError as error:
            return error


class Beginnings:
    """Counts the workers that died over a file or a gap; runs on the machine of the build.

    Ray repeats a task whose worker died, without an end and without a report.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._unended: Counter[object] = Counter()
        self._at: dict[str, object] = {}

    def begin(self, worker: str, part: object) -> int:
        """Return how many workers began a part and have not begun another one since.

        Args:
            worker: name of the one that begins it, which counts too. A worker that replaces a
                dead one has a name of its own.
            part: a file or a gap.
        """
        if worker in self._at:
            self._unended[self._at[worker]] -= 1
        self._at[worker] = part
        self._unended[part] += 1
        return self._unended[part]


class FetchTexts:
    """Fetches the texts of a gap from the draft."""

    def __init__(self, database: str) -> None:
        """Take the draft.

        Args:
            database: URI of its database, which has been committed.
        """
        self._database = database

    def __call__(self, row: Row) -> Row:
        """Return ``first`` and ``end`` of a gap, and its ``texts``, pickled.

        Args:
            row: the gap, see :func:`row_of`.
        """
        gap = gap_of(row)
        with closing(sqlite3.connect(self._database, uri=True)) as database:
            block = block_of(database, gap.passages.start, gap.passages.stop)
            packed = pickle.dumps(texts_of(block, gap))
        return {"first": row["first"], "end": row["end"], "texts": packed}


def row_of(gap: Gap) -> Row:
    """Return a gap as a row of plain data.

    Args:
        gap: to convert.
    """
    return {
        "first": gap.passages.start,
        "end": gap.passages.stop,
        "missing": gap.missing.tobytes(),
        "missing_sentences": gap.missing_sentences.tobytes(),
    }


def gap_of(row: Row) -> Gap:
    """Return the gap of a row.

    Args:
        row: that :func:`row_of` returned.
    """
    return Gap(
        slice(row["first"], row["end"]),
        np.frombuffer(row["missing"], np.bool_),
        np.frombuffer(row["missing_sentences"], np.bool_),
    )
