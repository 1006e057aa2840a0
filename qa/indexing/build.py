"""Files become a new generation, and that becomes the index in use."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.embedders.encoders import chosen_encoder, forget_encoders, with_encoder
from qa.errors import EmbeddingError, EmptyCorpusError, IndexStoreError
from qa.indexing.drafts.draft import drafting
from qa.indexing.gathering import Gathering
from qa.indexing.model_choice import embedder_of_build
from qa.indexing.publishing import BuildContext, check_has_text, open_previous, publish_draft
from qa.indexing.removal_plan import finish_redaction
from qa.indexing.skipped import save_skipped
from qa.indexing.splitting.contexts import new_passages
from qa.indexing.vectors.ahead import Ahead
from qa.loaders.folders.discovery import find_files
from qa.loaders.folders.file_cache import Seen
from qa.progress import silent
from qa.settings import Settings
from qa.stores.folder import SEEN, building, checkpoint_path, end_removal
from qa.stores.publication import other_store_notes, publish_copy, unfinished_removal_notes
from qa.stores.recovery import restore_lost
from qa.stores.registry import remote_store

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from qa.embedders.protocol import Embedder
    from qa.errors import DocumentError
    from qa.index.generations.generation import Generation
    from qa.index.search import Index
    from qa.indexing.drafts.draft import Draft, NewTexts
    from qa.indexing.drafts.workers import Workers
    from qa.indexing.splitting.prepared import Prepared
    from qa.loaders.folders.discovery import Found
    from qa.progress import Progress
    from qa.records import Document


_SAMPLED_FROM = 1000  # passages of which a sample decides with what the corpus is embedded


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build.

    Attributes:
        index: open, ready for questions.
        embedded: texts that had to be embedded; 0 when nothing changed.
        skipped: files and folders left out, each with its reason.
        notes: what the user should know of files that were read, such as pages without text.
        seconds: wall-clock time, model loading included.
    """

    index: Index
    embedded: int
    skipped: tuple[DocumentError, ...]
    notes: tuple[str, ...]
    seconds: float


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
    """Build an index as :func:`qa.pipeline.build` does, and report what was done.

    Args:
        paths: files and folders; none means ``corpus``.
        into: folder of the index (default: ``QA_INDEX`` or ``index``).
        model: sentence-transformers name or folder, or ``static`` (default: ``QA_MODEL``, the
            one that the index was built with, or the one shipped).
        embedder: used in place of ``model``.
        store: address of a cluster to publish the index to (default: none).
        progress: receives how far the build is.
        workers: where Ray's workers read, split and embed, see
            :func:`qa.indexing.ray.workers.ray_workers` (default: this process).

    Raises:
        CorpusError: a path does not exist, or no file could be read.
        ModelError: the model cannot be loaded.
        WorkersError: the workers cannot be used, or failed.
        IndexStoreError: the index cannot be written; the generation in use stays.
    """
    started = time.monotonic()
    report = progress or silent
    if store:
        remote_store(store)  # a typing error should not cost an hour of work
    root = Path(into) if into else Settings.current().index
    roots = [Path(path) for path in paths or ("corpus",)]
    found = find_files(roots, leave_out=root)
    with building(root), _started(workers, report) as started_workers:
        restored = restore_lost(root)
        notes = finish_redaction(root)
        loaded = embedder or _loaded(model, root, report)
        build = BuildContext(root, loaded, report, store or "", started_workers)
        done = _index_files(
            build, found, roots, is_fixed=embedder is not None, keep_all=restored is not None
        )
        notes += [*done.notes, *_end(build), *(restored.notes if restored else ())]
        notes += [*other_store_notes(root, store), *unfinished_removal_notes(root)]
    return BuildReport(
        done.index,
        done.embedded,
        (*found.skipped, *done.skipped),
        (*found.notes, *notes),
        time.monotonic() - started,
    )


def index_documents(
    documents: Sequence[Document], root: Path, embedder: Embedder, progress: Progress
) -> tuple[Index, int]:
    """Write documents into an index, in place of all its documents.

    Args:
        documents: with distinct names.
        root: folder of the index; :func:`qa.stores.folder.building` must hold its lock.
        embedder: counts word pieces and makes vectors.
        progress: receives how far the build is.

    Returns:
        The new index, and the number of texts that had to be embedded.

    Raises:
        EmptyCorpusError: the documents have headings only.
        IndexStoreError: the index cannot be written; the generation in use stays.
    """
    with drafting(root, open_previous(root, embedder)) as draft:
        for done, document in enumerate(documents, start=1):
            draft.add(document, new_passages(document, embedder))
            progress("Splitting", done, len(documents))
        return publish_draft(BuildContext(root, embedder, progress), draft)


@dataclass(frozen=True, slots=True)
class _Indexed:
    index: Index
    embedded: int
    skipped: list[DocumentError]
    notes: list[str]


def _index_files(
    build: BuildContext, found: Found, roots: Sequence[Path], *, is_fixed: bool, keep_all: bool
) -> _Indexed:
    """Index files, without those whose texts turn out to make the embedder fail.

    Args:
        build: what the steps of the build share.
        found: the files.
        roots: where they were found, for errors.
        is_fixed: whether the embedder must be used as it is, without exporting an encoder.
        keep_all: whether to keep generations that are usually deleted.
    """
    root = build.root
    previous = open_previous(root, build.embedder)
    seen = Seen(root / SEEN)
    strange: dict[str, str] = {}
    with _closed_on_error(previous):
        while True:
            with (
                drafting(root, previous) as draft,
                closing(_Encoding(build, draft, is_fixed=is_fixed)) as encoding,
            ):
                with closing(
                    Gathering(draft, build.embedder, seen, strange, encoding.add)
                ) as gathering:
                    gathering.add_files(found.files, build.progress, build.workers)
                skipped = [*found.skipped, *gathering.skipped]
                save_skipped(root, skipped)
                _check_gathered(draft, roots, skipped)
                build = replace(build, embedder=encoding.end())
                try:
                    index, embedded = publish_draft(
                        build, draft, keep_all=keep_all, ahead=encoding.embedded
                    )
                except EmbeddingError as error:
                    # Tried again without these files. What was embedded is in the checkpoint.
                    strange |= error.reasons
                    continue
            break
    seen.save()
    forget_encoders(root, build.embedder.identity)
    if previous and previous is not index.generation:
        previous.close()
    return _Indexed(index, embedded, gathering.skipped, gathering.notes)


class _Encoding:
    """Chooses the encoder of a build, which then embeds texts while files are still read."""

    def __init__(self, build: BuildContext, draft: Draft, *, is_fixed: bool) -> None:
        """Use the encoder that is known already, if one is.

        Args:
            build: what the steps of the build share.
            draft: that is being filled.
            is_fixed: whether the embedder must be used as it is, without exporting an encoder.
        """
        self._build, self._draft = build, draft
        self._ahead = Ahead(checkpoint_path(build.root))
        self._chosen: Embedder | None = None
        self._is_stored = is_fixed
        known = build.embedder if is_fixed else chosen_encoder(build.embedder, build.root)
        if known:
            self._use(known)

    @property
    def embedded(self) -> int:
        """The number of texts embedded so far."""
        return self._ahead.embedded

    def _use(self, embedder: Embedder) -> None:
        self._chosen = embedder
        # Workers and a cluster may have the vectors, or make them faster.
        if not self._build.workers and not self._build.store:
            self._ahead.start(embedder)

    def add(self, ready: Prepared, new: NewTexts) -> None:
        """Embed the texts of a document soon, if it is known with what.

        Args:
            ready: the document, in the draft already.
            new: which of its texts are new.
        """
        if not self._chosen and self._draft.passages >= _SAMPLED_FROM:
            self._use(self._stored())
        self._ahead.add(ready, new)

    def end(self) -> Embedder:
        """Return what embeds the texts that are left."""
        self._ahead.close()
        return self._stored()

    def close(self) -> None:
        """End the embedding."""
        self._ahead.close()

    def _stored(self) -> Embedder:
        """Have the index store its encoder, and return what embeds its texts."""
        build, embedder = self._build, self._chosen or self._build.embedder
        if not self._is_stored:
            self._is_stored = True
            # The corpus is a sample to check the encoder with.
            embedder = with_encoder(embedder, build.root, self._draft.sample, build.progress)
        return embedder


def _end(build: BuildContext) -> list[str]:
    """End a removal that was killed, and publish the index; return notes for the user."""
    notes = []
    try:
        end_removal(build.root)
    except IndexStoreError as error:  # the new index is in use all the same
        notes.append(str(error))
    if build.store:
        publish_copy(build.root, build.store, build.progress)
    return notes


def _check_gathered(draft: Draft, roots: Sequence[Path], skipped: Sequence[DocumentError]) -> None:
    """Raise an EmptyCorpusError where there is nothing to index."""
    if not draft.documents:
        where = " ".join(map(str, roots))
        reasons = "".join(f"\n  {error}" for error in skipped)
        msg = f"No document with text in {where!r}. Add documents and build again.{reasons}"
        raise EmptyCorpusError(msg)
    check_has_text(draft)


def _loaded(model: str | None, root: Path, progress: Progress) -> Embedder:
    progress("Loading the model", 0, 1)
    embedder = embedder_of_build(model, root)
    progress("Loading the model", 1, 1)
    return embedder


@contextmanager
def _started(workers: str | None, progress: Progress) -> Iterator[Workers | None]:
    """Yield the workers that are named, and end them with the block; None where none are."""
    if workers is None:
        yield None
        return
    from qa.indexing.ray.workers import ray_workers  # noqa: PLC0415 - Ray takes seconds to import

    progress("Starting the workers", 0, 1)
    with ray_workers(workers) as started:
        progress("Starting the workers", 1, 1)
        yield started


@contextmanager
def _closed_on_error(generation: Generation | None) -> Iterator[None]:
    """Close a generation if the block fails, without waiting for the garbage collector."""
    try:
        yield
    except BaseException:
        if generation:
            generation.close()
        raise
