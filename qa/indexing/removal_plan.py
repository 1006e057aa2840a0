"""The plan of a removal: what goes from an index and its files, and what stays out of reach.

Feedback and the lists of files that builds write belong to Quoth, so their entries on a removed
document are deleted. The original file, copies that the page set aside, and receipts belong to
the user, so they stay, and the notes of a removal name them.
"""

from __future__ import annotations

import fnmatch
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import IndexStoreError, QuestionError
from qa.files.hashing import sha256_of_file
from qa.index.document_filter import matching_documents
from qa.index.generations.manifest import read_manifest
from qa.indexing.feedback import quoted_documents, redact_feedback
from qa.indexing.skipped import forget_skipped
from qa.loaders.folders.file_cache import files_seen, forget_files
from qa.stores.folder import HERE, SEEN, complete_generations, noted_removals, open_current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.index.generations.generation import Generation
    from qa.index.generations.manifest import Manifest

SET_ASIDE = ".removed"
"""Folder below a corpus for files that the page removes; hidden, so that no build reads it."""

_MOST_NAMED = 20  # files and documents that a note names one by one


@dataclass(frozen=True, slots=True)
class RemovalPlan:
    """The documents that a removal takes out.

    Attributes:
        live: ``doc_id`` of the documents that are in the index in use.
        names: these, other names of the same bytes, and documents that only earlier generations
            or feedback still have.
        sources: sha256 of their files.
    """

    live: frozenset[str]
    names: frozenset[str]
    sources: frozenset[str]

    def covers(self, path: str, sha256: str = "") -> bool:
        """Return whether a file is one of the documents.

        Args:
            path: of the file. It counts where it ends in a document's name, as builds name them.
            sha256: of its content; empty where that is not known.
        """
        posix = Path(path).as_posix().encode("utf-8", "backslashreplace").decode()
        files = (doc_id.partition("#")[0] for doc_id in self.names)
        return sha256 in self.sources or any(posix.endswith(f"/{file}") for file in files)


def resolve_documents(root: Path, generation: Generation, documents: Sequence[str]) -> RemovalPlan:
    """Return the plan to remove the documents that a user named.

    Args:
        root: folder of the index.
        generation: its live one.
        documents: each a ``doc_id``, a folder, or a pattern such as ``2024/*.pdf``.

    Raises:
        QuestionError: there is no such document, nor any trace of one.
    """
    manifest = generation.manifest
    traces = _traces(root, generation.path)
    live: set[str] = set()
    names: set[str] = set()
    for name in documents:
        before = {name} & traces.keys() or fnmatch.filter(traces, name)
        try:
            live.update(matching_documents(manifest, [name]))
        except QuestionError:
            if not before:
                raise
        names.update(before)
    names |= live | {name for name, doc_id in manifest.duplicates.items() if doc_id in live}
    sources = {manifest.documents[doc_id] for doc_id in live}
    sources |= {traces[doc_id] for doc_id in names & traces.keys()}
    return RemovalPlan(frozenset(live), frozenset(names), frozenset(sources - {""}))


def redact(root: Path, plan: RemovalPlan) -> list[str]:
    """Delete what feedback and the lists of files have of the documents.

    Args:
        root: folder of the index.
        plan: what to remove.

    Returns:
        Notes for the user on what was deleted.

    Raises:
        IndexStoreError: a file cannot be written; it may still have words of the documents.
    """
    forget_files(root / SEEN, plan.covers)
    forget_skipped(root, plan.covers)
    return redact_feedback(root, plan.names)


def finish_redaction(root: Path) -> list[str]:
    """Redact what a removal took out if it was killed before it could do so.

    To be called before older generations are deleted: only by those is it known what was removed.

    Args:
        root: folder of the index.

    Returns:
        Notes for the user: what was deleted, or why that failed.
    """
    try:
        with closing(open_current(root)) as live:
            plan = _unfinished(root, live)
    # Without a usable index no removal can have begun; what else is wrong, end_removal reports.
    except IndexStoreError:
        return []
    try:
        return redact(root, plan) if plan else []
    except IndexStoreError as error:
        return [str(error)]


def out_of_reach(root: Path, plan: RemovalPlan) -> list[str]:
    """Return notes on where words of removed documents may still be.

    Args:
        root: folder of the index, before :func:`redact`.
        plan: what to remove.
    """
    originals, set_aside = _originals(root, plan)
    notes = [
        f"The file {str(path)!r} was not changed: the next build indexes it again. Move it out of "
        "the folder, delete it, or name it in .qaignore."
        for path in originals[:_MOST_NAMED]
    ]
    if len(originals) > _MOST_NAMED or not originals:
        notes.append(
            "Original files were not changed. The next build indexes those that are still in its "
            "folders again."
        )
    notes += (
        f"The copy {str(path)!r}, which the page set aside, was not deleted. Delete it if its "
        "words must go."
        for path in set_aside
    )
    names = [repr(doc_id) for doc_id in sorted(plan.names)]
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    notes.append(
        "Quoth cannot reach receipts and answers that were saved, conversations stored by "
        "browsers, logs, backups, and feedback on other machines that serve this index. Check them "
        f"for quotes from {', '.join(names[:_MOST_NAMED])}{more}."
    )
    return notes


def _traces(root: Path, live: Path) -> dict[str, str]:
    """Return the documents of earlier generations and of feedback → sha256, "" if not known."""
    found = dict.fromkeys(quoted_documents(root), "")
    for path in complete_generations(root):
        if path != live:
            with suppress(IndexStoreError):
                manifest, _ = read_manifest(path)
                same = manifest.duplicates.items()
                found |= {name: manifest.documents.get(doc_id, "") for name, doc_id in same}
                found |= manifest.documents
    return found


def _unfinished(root: Path, live: Generation) -> RemovalPlan | None:
    """Return the plan of a removal that was killed after its swap; None if none was."""
    before = noted_removals(root).get(HERE, live.manifest.fingerprint)
    if before == live.manifest.fingerprint:
        return None
    for path in complete_generations(root):
        with suppress(IndexStoreError):
            manifest, _ = read_manifest(path)
            if manifest.fingerprint == before:
                return _difference(manifest, live.manifest)
    return None


def _difference(before: Manifest, live: Manifest) -> RemovalPlan:
    """Return the plan that turned one generation into another."""
    here = live.documents.keys() | live.duplicates.keys()
    names = (before.documents.keys() | before.duplicates.keys()) - here
    sources = {sha256 for doc_id, sha256 in before.documents.items() if doc_id not in here}
    return RemovalPlan(frozenset(), frozenset(names), frozenset(sources))


def _originals(root: Path, plan: RemovalPlan) -> tuple[list[Path], list[Path]]:
    """Return the documents' files that are still in a corpus, and the copies set aside there."""
    seen = files_seen(root / SEEN)
    paths = [Path(name) for name, sha256 in seen.items() if plan.covers(name, sha256)]
    folders = {parent for path in paths for parent in path.parents if (parent / SET_ASIDE).is_dir()}
    set_aside = [
        path
        for folder in sorted(folders)
        for path in sorted((folder / SET_ASIDE).rglob("*"))
        if _has_content_of(path, plan)
    ]
    return [path for path in paths if path.exists()], set_aside


def _has_content_of(path: Path, plan: RemovalPlan) -> bool:
    try:
        return path.is_file() and sha256_of_file(path) in plan.sources
    except OSError:
        return False
