"""The whole flow on one screen: build an index, load it, ask it."""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answers.asker import Asker
from qa.answers.reader import load_reader
from qa.embedders.encoders import encoder_folder, forget_encoders, with_encoder
from qa.embedders.onnx import card_sha256
from qa.embedders.selection import embedder_for, embedder_of
from qa.errors import (
    EmbeddingError,
    EmptyCorpusError,
    IndexStoreError,
    QuestionError,
)
from qa.index.consistency import check_hashes
from qa.index.manifest import FORMAT, Manifest
from qa.index.search import Index
from qa.index.takeover import stored_documents
from qa.indexing import passages
from qa.indexing.contexts import new_passages
from qa.indexing.draft import drafting
from qa.indexing.gathering import Gathering
from qa.indexing.remote_vectors import fetch_vectors
from qa.indexing.removal import begun, not_reached, redact, what_goes
from qa.indexing.skipped import keep_skipped
from qa.indexing.vectors import write_vectors
from qa.loaders.folders.discovery import find_files
from qa.loaders.folders.file_cache import Seen
from qa.progress import silent
from qa.records import Answer
from qa.settings import Settings
from qa.stores.folder import (
    HERE,
    SEEN,
    begin_removal,
    building,
    checkpoint_path,
    clear_generations,
    end_removal,
    forget_checkpoint,
    noted_removals,
    open_current,
    publish,
)
from qa.stores.live import current_index, open_index
from qa.stores.publication import (
    other_store_notes,
    prepare_removal,
    publish_copy,
    stores_of,
    unfinished_removal_notes,
)
from qa.stores.recovery import restore_lost
from qa.stores.registry import remote_store

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qa.embedders.protocol import Embedder
    from qa.errors import DocumentError
    from qa.index.generation import Generation
    from qa.index.protocol import Searchable
    from qa.indexing.draft import Draft
    from qa.indexing.removal import Going
    from qa.indexing.workers import Workers
    from qa.progress import Progress
    from qa.records import Document

_log = logging.getLogger(__name__)

K = 5
"""Quotes an answer has at most, unless asked for another number."""


_HEADINGS_ONLY = (
    "The documents hold headings only, and no text that could be quoted. Add some text. What was "
    "indexed before stays as it is."
)


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
    store: str | None = None,
) -> Index:
    """Build an index from files and folders and make it the one in use.

    What changed is embedded, the rest taken over from the index before. A file that cannot
    be read is logged as a warning and left out.

    Args:
        paths: files and folders; none means ``corpus``.
        into: folder of the index (default: ``QA_INDEX`` or ``index``).
        model: sentence-transformers name or folder (default: ``QA_MODEL`` or the one shipped).
        store: address of a cluster to publish the index to, such as ``milvus://host:19530``
            (default: none; ``QA_STORE`` only says where questions are asked).

    Raises:
        CorpusError: a path does not exist, or no file could be read.
        ModelError: the model cannot be loaded.
        IndexStoreError: the index cannot be written; the one before stays in use.
    """
    report = build_with_report(paths, into=into, model=model, store=store)
    for error in report.skipped:
        _log.warning("skipped %s", error)
    for note in report.notes:
        _log.warning("%s", note)
    return report.index


def build_with_report(  # noqa: PLR0913 - each is one thing a caller decides
    paths: Sequence[str | os.PathLike[str]],
    *,
    into: str | os.PathLike[str] | None = None,
    model: str | None = None,
    embedder: Embedder | None = None,
    store: str | None = None,
    progress: Progress | None = None,
    workers: str | None = None,
) -> BuildReport:
    """Do what :func:`build` does and tell of it.

    An ``embedder`` wins over ``model``; with ``workers``, Ray's read, split and embed, see
    :func:`qa.indexing.ray.workers.ray_workers`.
    """
    started = time.monotonic()
    report = progress or silent
    if store:
        remote_store(store)  # a wrong address fails before an hour of work, not after it
    root = Path(into) if into else Settings().index
    roots = [Path(path) for path in paths or ("corpus",)]
    found = find_files(roots, leave_out=root)
    with building(root), _hired(workers, report) as crew:
        restored = restore_lost(root)
        found.notes += _redact_begun(root)
        given = embedder
        if embedder is None:
            report("Loading the model", 0, 1)
            embedder = embedder_for(model or Settings().model, root)
            report("Loading the model", 1, 1)
        previous = _previous(root, embedder)
        seen = Seen(root / SEEN)
        left_out: dict[str, str] = {}
        while True:
            with _closed_on_error(previous), drafting(root, previous) as draft:
                with closing(Gathering(draft, embedder, seen, left_out)) as gathering:
                    gathering.add_files(found.files, report, crew)
                keep_skipped(root, found.skipped + gathering.skipped)
                _check_gathered(roots, draft, found.skipped + gathering.skipped)
                if given is None:
                    embedder = with_encoder(embedder, root, draft.sample, report)
                try:
                    index, embedded = _published(
                        root,
                        draft,
                        gathering.duplicates,
                        embedder,
                        report,
                        workers=crew,
                        store=store or "",
                        keep_all=restored is not None,
                    )
                    break
                except EmbeddingError as error:  # what could be embedded is in the checkpoint
                    left_out |= error.reasons
        found.skipped += gathering.skipped
        found.notes += gathering.notes
        seen.save()
        forget_encoders(root, embedder.identity)
        if previous and previous is not index.generation:
            previous.close()
        try:
            end_removal(root)  # one that was killed
        except IndexStoreError as error:
            found.notes.append(str(error))
        if store:
            publish_copy(root, store, report)
        found.notes += restored.notes if restored else []
        found.notes += [*other_store_notes(root, store), *unfinished_removal_notes(root)]
    seconds = time.monotonic() - started
    return BuildReport(index, embedded, tuple(found.skipped), tuple(found.notes), seconds)


def _check_gathered(roots: Sequence[Path], draft: Draft, skipped: Sequence[DocumentError]) -> None:
    """Raise an EmptyCorpusError where there is nothing to index."""
    if not draft.documents:
        places = " ".join(map(str, roots))
        reasons = "".join(f"\n  {error}" for error in skipped)
        msg = f"No document with text in {places!r}. Put some there.{reasons}"
        raise EmptyCorpusError(msg)
    if not draft.passages:
        raise EmptyCorpusError(_HEADINGS_ONLY)


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
    with drafting(root, _previous(root, embedder)) as draft:
        for done, document in enumerate(documents, start=1):
            draft.add(document, new_passages(document, embedder))
            progress("Splitting", done, len(documents))
        return _published(root, draft, {}, embedder, progress)


def _published(  # noqa: PLR0913 - and each is needed
    root: Path,
    draft: Draft,
    duplicates: Mapping[str, str],
    embedder: Embedder,
    progress: Progress,
    *,
    workers: Workers | None = None,
    store: str = "",
    removed_from: Sequence[str] = (),
    keep_all: bool = False,
) -> tuple[Index, int]:
    """Complete a draft and make it the index in use, unless that holds the same already.

    Vectors that are on the cluster ``store`` are fetched from there. What the draft leaves out
    has to be nowhere in the end in the places ``removed_from``. With ``keep_all``, generations
    stay that are usually cleared away.
    """
    if not draft.passages:
        raise EmptyCorpusError(_HEADINGS_ONLY)
    manifest = Manifest(
        format=FORMAT,
        embedder=embedder.identity,
        passages=_splitting(embedder),
        documents=draft.documents,
        duplicates=dict(duplicates),
        counts={
            "documents": len(draft.documents),
            "passages": draft.passages,
            "sentences": draft.sentences,
        },
        encoder=_encoder_card(root, embedder),
    )
    previous = draft.previous
    before = previous and (previous.manifest.fingerprint, previous.manifest.encoder)
    if previous and before == (manifest.fingerprint, manifest.encoder):
        forget_checkpoint(root)
        if not keep_all:
            clear_generations(root)
        return Index(previous, embedder), 0
    if store and (there := remote_store(store).open_published()) and _is_alike(there, embedder):
        fetch_vectors(there, draft, checkpoint_path(root), embedder, progress)
    vectors, embedded = write_vectors(draft, checkpoint_path(root), embedder, progress, workers)
    progress("Writing", 0, 1)
    draft.write(manifest, vectors)
    if previous and removed_from:
        begin_removal(root, previous.manifest.fingerprint, removed_from)
    generation = publish(root, draft.folder, keep_all=keep_all)
    progress("Writing", 1, 1)
    return Index(generation, embedder), embedded


def remove(
    *documents: str,
    index: str | os.PathLike[str] | None = None,
    store: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Take documents out of an index: no generation that stays has their text, terms or vectors.

    Feedback that quotes them goes too. The report's notes name what is out of reach: a file that
    still lies in the corpus, for one, comes back with the next build.

    Args:
        documents: each a ``doc_id``, or a pattern such as ``2024/*.pdf``.
        index: its folder (default: ``QA_INDEX`` or ``index``).
        store: address of a cluster that they are to be removed from too (default: none; the notes
            name clusters that may still have them).
        progress: told how far it is.

    Raises:
        QuestionError: there is no such document.
        EmptyCorpusError: nothing would be left.
        IndexMismatchError: the cluster holds another index, which would be lost.
        IndexStoreError: there is no usable index, or it cannot be written; or the documents are
            out of the index in use, but not of what is left of the one before.
        ModelError: the index' model cannot be loaded.
    """
    started = time.monotonic()
    root = Path(index) if index else Settings().index
    report = progress or silent
    with building(root):
        earlier = _redact_begun(root)
        with suppress(IndexStoreError):  # what hinders it is reported in the end
            end_removal(root)  # one that was killed
        generation = open_current(root)
        check_hashes(generation)  # damage must not be taken over and sealed as sound
        embedder = embedder_of(generation.manifest.embedder, root)
        new = Index(generation, embedder)
        noted, places = noted_removals(root), [HERE, *stores_of(root)]
        if store:
            place = prepare_removal(root, generation, store, report)
            places.append(place)
        try:
            going = what_goes(root, generation, documents)
        except QuestionError as error:
            if not store or place not in noted:
                raise
            note = f"{error} What was removed before is no longer on {place} either."
            return BuildReport(new, 0, (), (*earlier, note), time.monotonic() - started)
        notes = not_reached(root, going)
        known = {generation.manifest.fingerprint}
        if going.live:
            new = _without(root, generation, going.live, embedder, report, places=places)
            known.add(new.fingerprint)
        else:
            begin_removal(root, generation.manifest.fingerprint, places)
        with ExitStack() as ending:  # each of these is done, whatever hinders the others
            if store:
                ending.callback(publish_copy, root, store, report, known)
            ending.callback(end_removal, root)
            # Before the generations go: by those, a build knows what to redact after a kill.
            notes = [*earlier, *redact(root, going), *notes]
        notes += unfinished_removal_notes(root)
    return BuildReport(new, 0, (), tuple(notes), time.monotonic() - started)


def plan_removal(
    *documents: str, index: str | os.PathLike[str] | None = None
) -> tuple[Going, list[str]]:
    """Return what :func:`remove` would take out, and what it would not reach; change nothing.

    The arguments and errors are those of :func:`remove`.
    """
    root = Path(index) if index else Settings().index
    with closing(open_current(root)) as generation:
        going = what_goes(root, generation, documents)
        places = stores_of(root)
        _check_left(root, generation.manifest, going.live, places)
    return going, [*not_reached(root, going), *(f"It may also be on {place}." for place in places)]


def _redact_begun(root: Path) -> list[str]:
    """Redact what a removal took out that was killed before it came to that.

    Returns:
        What was removed, in sentences, or what hindered that: what follows clears away the
        generation by which it is known.
    """
    try:
        with closing(open_current(root)) as live:
            going = begun(root, live)
    except IndexStoreError:  # no index that a removal could have begun on, or end_removal says why
        return []
    try:
        return redact(root, going) if going else []
    except IndexStoreError as error:
        return [str(error)]


def _without(  # noqa: PLR0913 - and each is needed
    root: Path,
    generation: Generation,
    gone: Collection[str],
    embedder: Embedder,
    progress: Progress,
    *,
    places: Sequence[str],
) -> Index:
    """Publish a generation without some documents, and close the one before."""
    manifest = generation.manifest
    _check_left(root, manifest, gone, places)
    with drafting(root, generation) as draft:
        stored = stored_documents(generation)
        partial = {document.file for document in stored if document.doc_id in gone}
        for document in stored:
            if document.doc_id not in gone:
                draft.keep(document, is_whole=document.file not in partial)
        left = {place: kept for place, kept in manifest.duplicates.items() if kept not in gone}
        new, _ = _published(root, draft, left, embedder, progress, removed_from=places)
    generation.close()  # where what is open cannot be removed
    return new


def _check_left(
    root: Path, manifest: Manifest, gone: Collection[str], places: Sequence[str]
) -> None:
    """Raise an EmptyCorpusError where an index would have no document left."""
    if gone == manifest.documents.keys():
        clusters = dict.fromkeys(place for place in places if place != HERE)
        there = f", and its collections at {' and '.join(clusters)}" if clusters else ""
        msg = (
            f"Nothing would be left in {str(root)!r}. To remove the whole index, delete that "
            f"folder{there}."
        )
        raise EmptyCorpusError(msg)


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
    return open_index(Path(path) if path else Settings().index, model, embedder)


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
    if isinstance(documents, str):
        documents = [documents]
    with (
        nullcontext(index)
        if isinstance(index, Index)
        else current_index(Path(index) if index else Settings().index)
    ) as asked:
        asker = new_asker(asked, k, min_confidence, evidence_model)
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
    name = evidence_model or Settings().evidence_model
    return Asker(index, k, load_reader(name), min_confidence, evidence_model=name)


@contextmanager
def _hired(workers: str | None, progress: Progress) -> Iterator[Workers | None]:
    """Yield the workers that are named, for as long as they are needed."""
    if workers is None:
        yield None
        return
    from qa.indexing.ray.workers import ray_workers  # noqa: PLC0415 - only who asks for it

    progress("Starting the workers", 0, 1)
    with ray_workers(workers) as crew:
        progress("Starting the workers", 1, 1)
        yield crew


def _encoder_card(root: Path, embedder: Embedder) -> str:
    """Return the sha256 of the card of the index's encoder; empty where it has none."""
    try:
        return card_sha256(encoder_folder(root, embedder.identity.sha256))
    except FileNotFoundError:
        return ""


def _splitting(embedder: Embedder) -> dict[str, int]:
    """Return what decides how documents are split."""
    return {"target": passages.TARGET, "limit": embedder.limit}


def _previous(root: Path, embedder: Embedder) -> Generation | None:
    """Return the generation in use, if its passages and vectors can be taken over."""
    try:
        generation = open_current(root)
    except IndexStoreError:
        return None
    if _is_alike(generation, embedder):
        with suppress(IndexStoreError):  # damage must not be taken over and sealed as sound
            check_hashes(generation)
            return generation
    generation.close()
    return None


@contextmanager
def _closed_on_error(generation: Generation | None) -> Iterator[None]:
    """Close a generation if the block fails, without waiting for the garbage collector."""
    try:
        yield
    except BaseException:
        if generation:
            generation.close()
        raise


def _is_alike(generation: Searchable, embedder: Embedder) -> bool:
    """Tell whether a build would split and embed as one before did."""
    made = generation.manifest.embedder, generation.manifest.passages
    return made == (embedder.identity, _splitting(embedder))
