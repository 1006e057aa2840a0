"""What Ray's workers do: fetch what lies where the build was started, read, split and embed.

Fetching runs on the machine of the build, everything else anywhere: files and texts travel
through Ray, so that no folder need be shared. Nothing here changes anything, so that what a
lost machine had begun is done again elsewhere.
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
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.onnx import CARD, OnnxEmbedder, read_files
from qa.embedders.sentence_transformer import (
    EmbedderIdentity,
    SentenceTransformerEmbedder,
    model_folder,
)
from qa.errors import DocumentError, QAError, StrangeTextError, WorkersError
from qa.indexing.blocks import block_of
from qa.indexing.embedding import in_steps, texts_of
from qa.indexing.splitting import split
from qa.indexing.workers import Gap
from qa.loaders.registry import bytes_of, media_type_of
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Bounded

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.embedders.sentence_transformer import Embedder

    Row = dict[str, Any]

_DECIDE = (  # distributions that decide what is read, where it is split, and its vectors
    "quoth",
    "sentencex",
    "tokenizers",
    "onnxruntime",
    "pypdfium2",
    "selectolax",
    "striprtf",
    "markdown-it-py",
)

_TRIES = 4  # workers that may die of the same file or texts
_EXIT_S = 30  # that a worker's process may take to end


def versions() -> dict[str, str]:
    """Return the versions of what decides the result of a build."""
    found = {}
    for name in _DECIDE:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


@dataclass(frozen=True, slots=True)
class Shipment:
    """An embedder as it travels.

    Attributes:
        files: name below its folder → content; empty where it travels as it is.
        embedder: the embedder itself, where it can be pickled.
        name: of the model.
        versions: of what decides the result, where the build was started.
    """

    files: dict[str, bytes]
    embedder: Embedder | None
    name: str
    versions: dict[str, str]

    def unpacked(self) -> Embedder:
        """Return the embedder, for one thread.

        Raises:
            WorkersError: this machine has other versions.
            ModelError: it cannot be loaded here.
        """
        here = versions()
        other = [
            f"{name} {here[name]}, not {wanted}"
            for name, wanted in self.versions.items()
            if here[name] != wanted
        ]
        if other:
            msg = (
                f"The worker on {os.uname().nodename!r} has {', '.join(other)}. Install there what "
                "the machine has on which the build is started."
            )
            raise WorkersError(msg)
        if self.embedder:
            return self.embedder
        with tempfile.TemporaryDirectory(prefix="quoth-") as name:
            folder = Path(name)
            for file, content in self.files.items():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_bytes(content)
            if CARD in self.files:
                return OnnxEmbedder(folder, threads=1)
            return SentenceTransformerEmbedder(str(folder))


def shipped(embedder: Embedder) -> Shipment:
    """Return an embedder ready to travel: an encoder or a model as its files."""
    identity: EmbedderIdentity = embedder.identity
    if isinstance(embedder, OnnxEmbedder):
        files = read_files(embedder.folder)
    elif isinstance(embedder, SentenceTransformerEmbedder):
        folder = model_folder(identity.name)
        paths = [path for path in folder.rglob("*") if path.is_file()]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    else:
        return Shipment({}, embedder, identity.name, versions())
    return Shipment(files, None, identity.name, versions())


def fetch_file(row: Row) -> Row:
    """Add a file's bytes, ``data``, to its ``path``; or ``refused``, why there are none."""
    path = Path(os.fsdecode(row["path"]))
    try:
        media_type_of(path)
        return row | {"data": bytes_of(path), "refused": ""}
    except DocumentError as error:
        reason = error.reason
    except MemoryError:
        reason = "needs more memory than there is"
    return row | {"data": b"", "refused": reason}


def end_soon() -> None:
    """Have the system end this process, should it not end of itself.

    Ray 2.60 was seen to hang in its own exit handler (``~CoreWorkerProcessImpl``, which waits for a
    mutex that is gone) where the build had been killed, and kept its memory for good.
    """
    if hasattr(signal, "alarm"):  # not on Windows
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(_EXIT_S)


class _Worker:
    """Works on rows with an embedder, which is unpacked when the first one comes."""

    def __init__(
        self, shipment: Callable[[], Shipment], begun: Callable[[str, object], int]
    ) -> None:
        """Take an embedder, and :meth:`Beginnings.begin`."""
        self._shipment = shipment
        self._begun = partial(begun, uuid.uuid4().hex)
        atexit.register(end_soon)

    def __call__(self, row: Row) -> Row:
        """Return ``answer``, pickled; or ``failed``, a sentence, for Ray's errors are none."""
        try:
            return {"answer": pickle.dumps(self._answer(row)), "failed": ""}
        except QAError as error:
            return {"answer": b"", "failed": str(error)}
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends the build
            reason = f"A worker failed ({type(error).__name__}: {error})."
            return {"answer": b"", "failed": f"{reason} What was embedded is kept: build again."}

    @cached_property
    def _embedder(self) -> Embedder:
        return self._shipment().unpacked()

    def _answer(self, row: Row) -> object:
        raise NotImplementedError


class Reader(_Worker):
    """Reads and splits a file that was fetched: documents with passages, and notes; or why not."""

    @cached_property
    def _bounded(self) -> Bounded:
        return Bounded()

    def _answer(self, row: Row) -> object:
        if row["refused"]:
            return row["refused"]
        if self._begun(row["path"]) > _TRIES:
            return f"each of {_TRIES} workers died that split it, for want of memory perhaps"
        with tempfile.TemporaryDirectory(prefix="quoth-") as folder:
            path = Path(folder) / Path(os.fsdecode(row["path"])).name
            path.write_bytes(row["data"])
            try:
                documents, notes = load_documents(row["name"], path, self._bounded)
                return split(documents, path, self._embedder), notes
            except DocumentError as error:
                return error.reason


class Encoder(_Worker):
    """Embeds the texts of a gap: the vectors of passages, float32, and of sentences, float16."""

    def _answer(self, row: Row) -> object:
        if self._begun(row["first"]) > _TRIES:
            msg = (
                f"Each of {_TRIES} workers died that embedded the passages {row['first']:,} to "
                f"{row['end'] - 1:,}, for want of memory perhaps. What was embedded is kept."
            )
            raise WorkersError(msg)
        texts, sentences = pickle.loads(row["texts"])  # noqa: S301 - from the build's own machine
        try:
            return (
                in_steps(self._embedder, texts),
                in_steps(self._embedder, sentences).astype(np.float16),
            )
        except StrangeTextError as error:
            return error


class Beginnings:
    """Counts the workers that died of a file or a gap, on the machine of the build.

    Ray does again without end what a worker died of, and tells of it to nobody.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._unended: Counter[object] = Counter()
        self._at: dict[str, object] = {}

    def begin(self, worker: str, part: object) -> int:
        """Return how many workers have begun with a part and not gone on to another, this one too.

        Args:
            worker: the name of one; that which takes its place has another.
            part: of the build.
        """
        if worker in self._at:
            self._unended[self._at[worker]] -= 1
        self._at[worker] = part
        self._unended[part] += 1
        return self._unended[part]


class FetchTexts:
    """Fetches the texts of a gap from the draft."""

    def __init__(self, database: str) -> None:
        """Take the address of the draft's database, which has been committed."""
        self._database = database

    def __call__(self, row: Row) -> Row:
        """Return ``first`` and ``end`` of a gap, and its ``texts``, of passages and sentences."""
        gap = gap_of(row)
        with closing(sqlite3.connect(self._database, uri=True)) as database:
            block = block_of(database, gap.passages.start, gap.passages.stop)
            texts, sentences = texts_of(block, gap)
        packed = pickle.dumps((texts, sentences))
        return {"first": row["first"], "end": row["end"], "texts": packed}


def row_of(gap: Gap) -> Row:
    """Return a gap as a row of plain data."""
    return {
        "first": gap.passages.start,
        "end": gap.passages.stop,
        "missing": gap.missing.tobytes(),
        "missing_sentences": gap.missing_sentences.tobytes(),
    }


def gap_of(row: Row) -> Gap:
    """Return the gap of a row."""
    return Gap(
        slice(row["first"], row["end"]),
        np.frombuffer(row["missing"], np.bool_),
        np.frombuffer(row["missing_sentences"], np.bool_),
    )
