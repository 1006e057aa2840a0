"""Take documents out of an index: no generation that stays has their text, terms or vectors."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING

from qa.embedders.selection import embedder_of
from qa.errors import EmptyCorpusError, IndexStoreError, QuestionError
from qa.index.generations.consistency import check_hashes
from qa.index.generations.takeover import stored_documents
from qa.index.search import Index
from qa.indexing.build import BuildReport
from qa.indexing.drafts.draft import drafting
from qa.indexing.publishing import BuildContext, publish_draft
from qa.indexing.removal_plan import finish_redaction, out_of_reach, redact, resolve_documents
from qa.stores.folder import (
    HERE,
    begin_removal,
    building,
    end_removal,
    noted_removals,
    open_current,
)
from qa.stores.publication import prepare_removal, publish_copy, stores_of, unfinished_removal_notes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qa.index.generations.generation import Generation
    from qa.index.generations.manifest import Manifest
    from qa.indexing.removal_plan import RemovalPlan
    from qa.progress import Progress


def plan_removal(root: Path, documents: Sequence[str]) -> tuple[RemovalPlan, list[str]]:
    """Plan what :func:`remove_documents` would remove, and change nothing.

    Args:
        root: folder of the index.
        documents: each a ``doc_id`` or a pattern.

    Returns:
        The plan, and notes on what it does not reach.

    Raises:
        QuestionError: there is no such document.
        EmptyCorpusError: no document would be left.
        IndexStoreError: there is no usable index.
    """
    with closing(open_current(root)) as generation:
        plan = resolve_documents(root, generation, documents)
        places = stores_of(root)
        _check_left(root, generation.manifest, plan.live, places)
    return plan, [*out_of_reach(root, plan), *(f"It may also be on {place}." for place in places)]


def remove_documents(
    root: Path, documents: Sequence[str], store: str, progress: Progress
) -> BuildReport:
    """Do what :func:`qa.pipeline.remove` does, and raise its errors.

    A removal is noted before the swap and the note goes last: if the process is killed in between,
    the next build or removal ends it.

    Args:
        root: folder of the index.
        documents: each a ``doc_id`` or a pattern.
        store: address of a cluster to remove them from too; empty for none.
        progress: receives how far the removal is.
    """
    started = time.monotonic()
    with building(root):
        notes = finish_redaction(root)
        with suppress(IndexStoreError):  # ended again below, where its errors are raised
            end_removal(root)
        generation = open_current(root)
        check_hashes(generation)  # a removal must not copy damaged data and seal it as sound
        build = BuildContext(root, embedder_of(generation.manifest.embedder, root), progress)
        index = Index(generation, build.embedder)  # checks the model before anything changes
        noted, places = noted_removals(root), [HERE, *stores_of(root)]
        if store:
            cluster = prepare_removal(root, generation, store, progress)
            places.append(cluster)
        try:
            plan = resolve_documents(root, generation, documents)
        except QuestionError as error:
            if not store or cluster not in noted:
                raise
            # Repeated with a cluster, the command ends there what it has ended here before.
            notes.append(f"{error} Documents removed before are no longer on {cluster} either.")
        else:
            removed, done = _removed(build, generation, plan, places, store)
            index = removed or index
            notes += [*done, *unfinished_removal_notes(root)]
    return BuildReport(index, 0, (), tuple(notes), time.monotonic() - started)


def _removed(
    build: BuildContext,
    generation: Generation,
    plan: RemovalPlan,
    places: Sequence[str],
    store: str,
) -> tuple[Index | None, list[str]]:
    """Carry out a plan; return the new index, None if the one in use stays, and notes."""
    unreached = out_of_reach(build.root, plan)  # read from files that redaction changes
    known = {generation.manifest.fingerprint}
    index = None
    if plan.live:
        index = _without(build, generation, plan.live, places)
        known.add(index.fingerprint)
    else:  # only traces are left
        begin_removal(build.root, generation.manifest.fingerprint, places)
    with ExitStack() as ending:  # each of these runs, even if another one fails
        if store:
            ending.callback(publish_copy, build.root, store, build.progress, known)
        ending.callback(end_removal, build.root)
        # First: after a kill, a build knows what to redact by the generations that end_removal
        # deletes.
        return index, [*redact(build.root, plan), *unreached]


def _without(
    build: BuildContext, generation: Generation, removed: Collection[str], places: Sequence[str]
) -> Index:
    """Publish a generation without some documents, and close the one before."""
    manifest = generation.manifest
    _check_left(build.root, manifest, removed, places)
    with drafting(build.root, generation) as draft:
        stored = stored_documents(generation)
        partial = {document.file for document in stored if document.doc_id in removed}
        for document in stored:
            if document.doc_id not in removed:
                draft.take_over(document, is_whole=document.file not in partial)
        draft.duplicates |= {
            name: doc_id for name, doc_id in manifest.duplicates.items() if doc_id not in removed
        }
        index, _ = publish_draft(build, draft, removed_from=places)
    generation.close()  # Windows does not delete files that are open
    return index


def _check_left(
    root: Path, manifest: Manifest, removed: Collection[str], places: Sequence[str]
) -> None:
    """Raise an EmptyCorpusError if no document of an index would be left."""
    if removed == manifest.documents.keys():
        clusters = dict.fromkeys(place for place in places if place != HERE)
        there = f", and its collections at {' and '.join(clusters)}" if clusters else ""
        msg = (
            f"Nothing would be left in {str(root)!r}. To remove the whole index, delete that "
            f"folder{there}."
        )
        raise EmptyCorpusError(msg)
