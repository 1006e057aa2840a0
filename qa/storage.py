"""An index on disk: immutable generations and one pointer, replaced atomically.

::

    index/
      CURRENT                     name of the live generation
      LOCK                        held while a build writes
      generations/000001/
        manifest.json             what it was made from, and the hash of every file
        store.sqlite              documents, passages, sentences, terms
        passages.faiss            a vector a passage, float32
        sentences.npy             a vector a sentence, float16

A generation is written under a name of its own, checked, synced to disk, renamed, and only
then pointed at: a build that is killed at any moment leaves the one before it in use.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import faiss
import numpy as np
from filelock import FileLock, Timeout

from qa.errors import IndexCorruptError, IndexNotFoundError, IndexStoreError
from qa.generation import Generation
from qa.manifest import (
    DATABASE,
    PASSAGES,
    SENTENCES,
    Manifest,
    check_files,
    corrupt,
    read_manifest,
    write_manifest,
)
from qa.terms import terms, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.records import Document, Passage

_GENERATIONS_KEPT = 2
_OVERTAKEN = 2  # times that two builds may end, and remove a generation, while it is opened
_NUMBER = re.compile(r"\d{6,12}")

_SCHEMA = """
CREATE TABLE documents (
    doc_id TEXT PRIMARY KEY, title TEXT, text TEXT, source_sha256 TEXT, text_sha256 TEXT,
    media_type TEXT, pages TEXT, headings TEXT, breaks TEXT, asides TEXT, language TEXT,
    places TEXT
) WITHOUT ROWID;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, doc_id TEXT, start INTEGER, end INTEGER, headings TEXT, key BLOB
);
CREATE INDEX passages_of_document ON passages (doc_id);
CREATE TABLE sentences (
    number INTEGER PRIMARY KEY, passage INTEGER, start INTEGER, end INTEGER, key BLOB
);
CREATE INDEX sentences_of_passage ON sentences (passage);
CREATE VIRTUAL TABLE lexical USING fts5 (
    body, context, content='', tokenize="ascii tokenchars '.,'"
);
CREATE TABLE words (word TEXT PRIMARY KEY, passages INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE lexical_terms USING fts5vocab (lexical, row);
"""


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to store, with the keys its vectors are found again by."""

    passage: Passage
    key: bytes
    sentence_keys: tuple[bytes, ...]
    context: str


def open_current(root: Path) -> Generation:
    """Open the live generation of the index at ``root``.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: it is damaged.
        IndexMismatchError: it was written by another version of Quoth.
    """
    for _ in range(_OVERTAKEN):
        with suppress(IndexCorruptError):
            return Generation(current_path(root))
    return Generation(current_path(root))


def current_path(root: Path) -> Path:
    """Return the folder of the live generation; cheap enough to ask before every question.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: the pointer is damaged.
    """
    try:
        name = (root / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        msg = f"No index at {str(root)!r} (no CURRENT file). Build it with: qa build corpus"
        raise IndexNotFoundError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        raise corrupt(root, f"CURRENT cannot be read ({error})") from error
    path = root / "generations" / name
    if not _NUMBER.fullmatch(name) or not path.is_dir():
        raise corrupt(root, f"CURRENT names the generation {name!r}, which is not there")
    return path


def current_version(root: Path) -> tuple[Path, int]:
    """Return the live generation's folder and a number that no other build at ``root`` has.

    Where an index was deleted and built again, the folder alone is the same.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: the pointer is damaged.
    """
    path = current_path(root)
    try:
        return path, (root / "CURRENT").stat().st_mtime_ns
    except OSError as error:
        raise corrupt(root, f"CURRENT cannot be read ({error})") from error


@contextmanager
def building(root: Path) -> Iterator[None]:
    """Hold the index at ``root`` for writing, and clear away what killed builds left.

    Raises:
        IndexStoreError: another build holds it, or the folder cannot be written.
    """
    try:
        (root / "generations").mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / "LOCK")
        lock.acquire(timeout=0)
    except Timeout as error:
        msg = f"Another build is writing to {str(root)!r}. Wait until it has ended."
        raise IndexStoreError(msg) from error
    except OSError as error:
        msg = f"The index folder {str(root)!r} cannot be written ({error.strerror})."
        raise IndexStoreError(msg) from error
    try:
        _clear_litter(root)
        yield
    finally:
        lock.release()


def _clear_litter(root: Path) -> None:
    """Remove what killed builds left: half a generation, or a whole one never pointed at."""
    for left in (root / "generations").glob(".building*"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        live = int(current_path(root).name)
    except IndexNotFoundError:
        live = 0
    except IndexStoreError:  # damaged: what is there may be all there is
        return
    for path in _numbered(root / "generations"):
        if int(path.name) > live:
            shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a generation holds.

    Attributes:
        documents: in order of ``doc_id``.
        passages: in order of their documents and offsets.
        passage_vectors: float32 ``(passages, dimension)``, rows of unit norm.
        sentence_vectors: float16 ``(sentences, dimension)``, in the passages' order.
    """

    documents: Sequence[Document]
    passages: Sequence[NewPassage]
    passage_vectors: NDArray[np.float32]
    sentence_vectors: NDArray[np.float16]


def write_generation(root: Path, manifest: Manifest, contents: Contents) -> Generation:
    """Write a generation beside the live one, check it, and make it the live one.

    To be called while :func:`building` holds the index.

    Raises:
        IndexStoreError: the disk is full or the folder cannot be written; the generation
            before stays in use.
    """
    folder = root / "generations" / ".building"
    try:
        folder.mkdir()
        _write_database(folder / DATABASE, contents)
        vectors = faiss.IndexFlatIP(manifest.embedder.dimension)
        vectors.add(contents.passage_vectors)
        faiss.write_index(vectors, str(folder / PASSAGES))
        np.save(folder / SENTENCES, contents.sentence_vectors)
        write_manifest(folder, manifest)
        with closing(Generation(folder)) as written:
            written.verify()
        for path in (*folder.iterdir(), folder):
            _sync(path)
        taken = [int(path.name) for path in _numbered(folder.parent)]
        target = folder.parent / f"{max(taken, default=0) + 1:06}"
        folder.rename(target)
        _sync(folder.parent)
        _point_at(root, target.name)
    except (OSError, sqlite3.Error, RuntimeError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        msg = (
            f"The index could not be written to {str(root)!r} ({error}). The old one stays in use."
        )
        raise IndexStoreError(msg) from error
    _prune(target)
    return Generation(target)


def _write_database(path: Path, contents: Contents) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        texts = {}
        for document in contents.documents:
            texts[document.doc_id] = document.text
            database.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _document_row(document),
            )
        sentence = 0
        holding: Counter[str] = Counter()
        for number, new in enumerate(contents.passages):
            passage = new.passage
            database.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                (
                    number,
                    passage.doc_id,
                    passage.start,
                    passage.end,
                    json.dumps(passage.headings),
                    new.key,
                ),
            )
            for span, key in zip(passage.sentences, new.sentence_keys, strict=True):
                database.execute(
                    "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
                    (sentence, number, span.start, span.end, key),
                )
                sentence += 1
            body = texts[passage.doc_id][passage.start : passage.end]
            database.execute(
                "INSERT INTO lexical (rowid, body, context) VALUES (?, ?, ?)",
                (number, " ".join(terms(body)), " ".join(terms(new.context))),
            )
            holding.update(set(words(f"{new.context} {body}")))
        database.executemany("INSERT INTO words VALUES (?, ?)", sorted(holding.items()))
        database.execute("INSERT INTO lexical (lexical) VALUES ('optimize')")
        database.commit()


def _document_row(document: Document) -> tuple[str, ...]:
    return (
        document.doc_id,
        document.title,
        document.text,
        document.source_sha256,
        document.text_sha256,
        document.media_type,
        json.dumps(document.pages),
        json.dumps([asdict(heading) for heading in document.headings]),
        json.dumps(document.breaks),
        json.dumps([(aside.start, aside.end) for aside in document.asides]),
        document.language,
        json.dumps(document.places),
    )


def _point_at(root: Path, name: str) -> None:
    pointer = root / "CURRENT.new"
    pointer.write_text(name + "\n", encoding="ascii")
    _sync(pointer)
    pointer.replace(root / "CURRENT")
    _sync(root)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def forget_old(root: Path) -> None:
    """Remove every generation but the live one, so that what was removed is nowhere.

    Raises:
        IndexStoreError: there is no usable index.
    """
    live = current_path(root)
    for path in _numbered(live.parent):
        if path != live:
            shutil.rmtree(path, ignore_errors=True)


def verify(root: Path) -> Generation:
    """Check all of an index: every file by its hash, every text, passage, sentence and vector.

    Raises:
        IndexStoreError: there is no index, or it is damaged.
    """
    generation = open_current(root)
    _, files = read_manifest(generation.path)
    check_files(generation.path, files, whole=True)
    generation.verify()
    return generation


def _prune(newest: Path) -> None:
    """Remove all generations but the newest and the one before, which readers may still use."""
    for path in _numbered(newest.parent)[:-_GENERATIONS_KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def _numbered(generations: Path) -> list[Path]:
    """Return the folders of complete generations, oldest first."""
    found = (path for path in generations.iterdir() if _NUMBER.fullmatch(path.name))
    return sorted(found, key=lambda path: int(path.name))
