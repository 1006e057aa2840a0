"""The whole flow on one screen: build an index, load it, ask it."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa import passages
from qa.answering import Asker
from qa.calibration import FILE as CALIBRATION
from qa.calibration import read_calibration
from qa.embedding import SentenceTransformerEmbedder
from qa.errors import DocumentError, EmptyCorpusError, IndexStoreError
from qa.index import Index
from qa.loaders import load_documents
from qa.loaders.bounded import Bounded
from qa.loaders.formats import JSON_LINES
from qa.loaders.found import find_files
from qa.manifest import FORMAT, Manifest
from qa.reader import load_reader
from qa.records import Answer
from qa.settings import Settings
from qa.storage import (
    Contents,
    building,
    current_version,
    forget_old,
    open_current,
    write_generation,
)
from qa.vectors import embed, passage_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.embedding import Embedder
    from qa.generation import Generation
    from qa.records import Document
    from qa.vectors import PassageTexts, Progress

_log = logging.getLogger(__name__)

K = 5
"""Quotes an answer has at most, unless asked for another number."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        index: ready to be asked.
        embedded: texts that had to be embedded; 0 when nothing changed.
        skipped: files and folders left out, each with its reason.
        notes: what is worth knowing of files that were read, such as pages without text.
        seconds: wall-clock time, model loading included.
    """

    index: Index
    embedded: int
    skipped: tuple[DocumentError, ...]
    notes: tuple[str, ...]
    seconds: float


def build(
    *paths: str | os.PathLike[str],
    into: str | os.PathLike[str] | None = None,
    model: str | None = None,
) -> Index:
    """Build an index from files and folders and make it the one in use.

    What changed is embedded, the rest taken over from the index before. A file that cannot
    be read is logged as a warning and left out.

    Args:
        paths: files and folders; none means ``corpus``.
        into: folder of the index (default: ``QA_INDEX`` or ``index``).
        model: sentence-transformers name or folder (default: ``QA_MODEL`` or the one shipped).

    Raises:
        CorpusError: a path does not exist, or no file could be read.
        ModelError: the model cannot be loaded.
        IndexStoreError: the index cannot be written; the one before stays in use.
    """
    report = build_with_report(paths, into=into, model=model)
    for error in report.skipped:
        _log.warning("skipped %s", error)
    for note in report.notes:
        _log.warning("%s", note)
    return report.index


def build_with_report(
    paths: Sequence[str | os.PathLike[str]],
    *,
    into: str | os.PathLike[str] | None = None,
    model: str | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Do what :func:`build` does and tell of it; an ``embedder`` wins over ``model``."""
    started = time.monotonic()
    report = progress or _silent
    root = Path(into) if into else Settings().index
    documents, skipped, notes = _load([Path(path) for path in paths or ("corpus",)], root, report)
    with building(root):
        if embedder is None:
            report("Loading the model", 0, 1)
            embedder = SentenceTransformerEmbedder(model or Settings().model)
            report("Loading the model", 1, 1)
        index, embedded = index_documents(documents, root, embedder, report)
    return BuildReport(index, embedded, tuple(skipped), tuple(notes), time.monotonic() - started)


def index_documents(
    documents: Sequence[Document], root: Path, embedder: Embedder, progress: Progress
) -> tuple[Index, int]:
    """Write documents into the index at ``root``, which must be held by ``building``.

    Returns:
        The new index, and the number of texts that had to be embedded.

    Raises:
        EmptyCorpusError: the documents hold nothing but headings.
        IndexStoreError: the index cannot be written; the one before stays in use.
    """
    texts = _split(documents, embedder, progress)
    if not texts:
        msg = "The documents hold headings only, no text to quote. Add some."
        raise EmptyCorpusError(msg)
    manifest = Manifest(
        format=FORMAT,
        embedder=embedder.identity,
        passages={"target": passages.TARGET, "limit": embedder.limit},
        documents={document.doc_id: document.source_sha256 for document in documents},
        duplicates={place: document.doc_id for document in documents for place in document.places},
        counts={
            "documents": len(documents),
            "passages": len(texts),
            "sentences": sum(len(item.sentences) for item in texts),
        },
    )
    previous = _previous(root, embedder)
    if previous and previous.manifest.fingerprint == manifest.fingerprint:
        return Index(previous, embedder), 0
    known = previous.known_vectors() if previous else None
    vectors = embed(texts, embedder, known, progress)
    stored = [item.stored for item in texts]
    contents = Contents(documents, stored, vectors.passages, vectors.sentences)
    generation = write_generation(root, manifest, contents)
    return Index(generation, embedder), vectors.embedded


def remove(
    *documents: str,
    index: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Take documents out of an index: their text, terms and vectors are not in the next one.

    A file that still lies in the corpus comes back with the next build.

    Args:
        documents: each a ``doc_id``, or a pattern such as ``2024/*.pdf``.
        index: its folder (default: ``QA_INDEX`` or ``index``).
        progress: told how far it is.

    Raises:
        QuestionError: there is no such document.
        EmptyCorpusError: nothing would be left.
        IndexStoreError: there is no usable index, or it cannot be written.
    """
    started = time.monotonic()
    root = Path(index) if index else Settings().index
    with building(root):
        current = load(root)
        gone = set(current.doc_ids(documents))
        left = [document for document in current.documents() if document.doc_id not in gone]
        if not left:
            msg = f"Nothing would be left in {str(root)!r}. To be rid of it, delete the folder."
            raise EmptyCorpusError(msg)
        new, embedded = index_documents(left, root, current.embedder, progress or _silent)
    forget_old(root)
    return BuildReport(new, embedded, (), (), time.monotonic() - started)


def load(
    path: str | os.PathLike[str] | None = None,
    model: str | None = None,
    *,
    embedder: Embedder | None = None,
) -> Index:
    """Open an index; it stays as it is when a newer one is built.

    Args:
        path: its folder (default: ``QA_INDEX`` or ``index``).
        model: a model it must have been made with (default: ``QA_MODEL`` or the one it names).
        embedder: used instead of loading one.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: it is damaged.
        IndexMismatchError: it was made with another model or by another version.
        ModelError: its model cannot be loaded.
    """
    root = Path(path) if path else Settings().index
    generation = open_current(root)
    wanted = model or os.environ.get("QA_MODEL") or generation.manifest.embedder.name
    embedder = embedder or SentenceTransformerEmbedder(wanted)
    return Index(generation, embedder, read_calibration(root))


def ask(  # noqa: PLR0913 - each is one thing a caller decides
    question: str,
    index: Index | str | os.PathLike[str] | None = None,
    k: int = K,
    *,
    after: Answer | None = None,
    documents: Collection[str] | None = None,
    min_confidence: float | None = None,
    evidence_model: str | None = None,
) -> Answer:
    """Answer a question with verbatim quotes, or with "not found".

    Args:
        question: in plain words, at most 10,000 characters.
        index: what to ask, or its folder (default: ``QA_INDEX`` or ``index``); a folder's
            index is loaded once, and again whenever a newer one was built.
        k: the most quotes to give, at least 1.
        after: the answer before; a question such as "and NIO?" takes from it what it lacks.
        documents: those to look in: each a ``doc_id``, or a pattern such as ``2024/*.pdf``
            (default: all).
        min_confidence: probability that the documents answer from which quotes are given,
            [0, 1] (default: fitted so that at most 5 % of questions from elsewhere are).
        evidence_model: the reader: ``default``, ``none``, or a CrossEncoder's name or folder
            (default: ``QA_EVIDENCE_MODEL`` or ``default``).

    Raises:
        QuestionError: the question is empty, too long or no text, or a document is unknown.
        IndexStoreError: there is no usable index in the folder.
        ModelError: the reader cannot be loaded.
        TypeError: ``after`` is no answer.
        ValueError: ``k`` is less than 1, or ``min_confidence`` is no probability.
    """
    if not (after is None or isinstance(after, Answer)):
        msg = f"after is the Answer before, as ask() returned it, not {type(after).__name__}."
        raise TypeError(msg)
    if not isinstance(index, Index):
        index = current_index(Path(index) if index else Settings().index)
    if isinstance(documents, str):
        documents = [documents]
    asker = new_asker(index, k, min_confidence, evidence_model)
    return asker.ask(question, after, documents=documents)


def new_asker(
    index: Index,
    k: int = K,
    min_confidence: float | None = None,
    evidence_model: str | None = None,
) -> Asker:
    """Return what asks ``index``; the arguments and errors are those of :func:`ask`."""
    if k < 1:
        msg = f"k is the number of quotes wanted, at least 1, not {k}."
        raise ValueError(msg)
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        msg = f"min_confidence is a probability, 0 to 1, not {min_confidence}."
        raise ValueError(msg)
    reader = load_reader(evidence_model or Settings().evidence_model)
    return Asker(index, k, reader=reader, min_confidence=min_confidence)


_Version = tuple[tuple[Path, int], int]
_loaded: dict[Path, tuple[_Version, Index]] = {}
_loading = threading.Lock()


def current_index(root: Path) -> Index:
    """Return the live index at ``root``, kept in memory until a newer one is built."""
    version = current_version(root), _changed(root / CALIBRATION)
    with _loading:
        loaded, index = _loaded.get(root.resolve(), (None, None))
        if index is None:
            index = load(root)
        elif loaded != version:
            generation = open_current(root)
            same = generation.manifest.embedder.sha256 == index.embedder.identity.sha256
            index = (
                Index(generation, index.embedder, read_calibration(root)) if same else load(root)
            )
        _loaded[root.resolve()] = version, index
        return index


def _changed(path: Path) -> int:
    """Return when a file was written, in nanoseconds; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _load(
    roots: list[Path], index: Path, progress: Progress
) -> tuple[list[Document], list[DocumentError], list[str]]:
    found = find_files(roots, leave_out=index)
    skipped, notes = found.skipped, found.notes
    documents: list[Document] = []
    with closing(Bounded()) as bounded:
        for done, (doc_id, path) in enumerate(found.files, start=1):
            try:
                read, told = load_documents(doc_id, path, bounded)
                documents += read
                notes += (f"{str(path)!r}: {note}" for note in told)
            except DocumentError as error:
                skipped.append(error)
            progress("Reading", done, len(found.files))
    if not documents:
        places = " ".join(str(root) for root in roots)
        reasons = "".join(f"\n  {error}" for error in skipped)
        msg = f"No document with text in {places!r}. Put some there.{reasons}"
        raise EmptyCorpusError(msg)
    return _without_duplicates(documents), skipped, notes


def _without_duplicates(documents: Sequence[Document]) -> list[Document]:
    """Return the documents by ``doc_id``; of those with the same bytes the first, with all places.

    Two documents of one file that holds several are not the same.
    """
    places: dict[tuple[str, str, str], list[Document]] = {}
    for document in sorted(documents, key=lambda document: document.doc_id):
        part = document.doc_id.partition("#")[2] if document.media_type == JSON_LINES else ""
        places.setdefault((document.source_sha256, document.media_type, part), []).append(document)
    return [
        replace(first, places=tuple(other.doc_id for other in others))
        for first, *others in places.values()
    ]


def _split(
    documents: Sequence[Document], embedder: Embedder, progress: Progress
) -> list[PassageTexts]:
    texts: list[PassageTexts] = []
    for done, document in enumerate(documents, start=1):
        texts.extend(passage_texts(document, embedder))
        progress("Splitting", done, len(documents))
    return texts


def _previous(root: Path, embedder: Embedder) -> Generation | None:
    """Return the generation in use, if its vectors can be taken over."""
    try:
        generation = open_current(root)
    except IndexStoreError:
        return None
    return generation if generation.manifest.embedder == embedder.identity else None


def _silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""
