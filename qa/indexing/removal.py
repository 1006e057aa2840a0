"""What a removal reaches beside the generations of an index, and what it does not.

Feedback, and the lists of files that builds write, are Quoth's own: entries on a removed document
go. The original file, copies that the page set aside, and receipts are the user's: they stay, and
are named.
"""

from __future__ import annotations

import fnmatch
import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from qa.errors import IndexStoreError, JsonError, QuestionError
from qa.files import typed_json
from qa.files.atomic import atomic_write, temporary_name
from qa.files.hashing import sha256_of_file
from qa.index.document_filter import matching_documents
from qa.index.manifest import read_manifest
from qa.indexing.skipped import forget_skipped
from qa.loaders.folders.file_cache import files_seen, forget_files
from qa.stores.folder import HERE, SEEN, complete_generations, noted_removals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qa.index.generation import Generation

FEEDBACK = "feedback.jsonl"
"""Name of the file that takes what users say of quotes."""

SET_ASIDE = ".removed"
"""Folder below a corpus for files that the page removes; hidden, so that no build reads it."""

_WAITED_S = 30  # for another process that writes feedback
_LISTS = ("answers", "wrong")
_MOST_NAMED = 20  # files and documents that a note names one by one


@dataclass(frozen=True, slots=True)
class Going:
    """What a removal takes out.

    Attributes:
        live: ``doc_id`` of documents that are in the index in use.
        names: these, the other names of the same bytes, and documents that only generations
            before, or feedback, still have.
        sources: sha256 of their files.
    """

    live: frozenset[str]
    names: frozenset[str]
    sources: frozenset[str]


def what_goes(root: Path, generation: Generation, documents: Sequence[str]) -> Going:
    """Return what documents, each a ``doc_id`` or a pattern, stand for.

    Args:
        root: folder of the index.
        generation: its live one.
        documents: to be removed.

    Raises:
        QuestionError: there is no such document, nor any trace of one.
    """
    manifest = generation.manifest
    behind = _left_behind(root, generation.path)
    live: set[str] = set()
    names: set[str] = set()
    for name in documents:
        before = {name} & behind.keys() or fnmatch.filter(behind, name)
        try:
            live.update(matching_documents(manifest, [name]))
        except QuestionError:
            if not before:
                raise
        names.update(before)
    names |= live | {place for place, kept in manifest.duplicates.items() if kept in live}
    sources = {manifest.documents[doc_id] for doc_id in live}
    sources |= {behind[doc_id] for doc_id in names & behind.keys()}
    return Going(frozenset(live), frozenset(names), frozenset(sources - {""}))


def begun(root: Path, live: Generation) -> Going | None:
    """Return what a removal took out that was killed after its swap; None where none was.

    Args:
        root: folder of the index.
        live: its live generation.

    Raises:
        IndexStoreError: the note of removals cannot be read.
    """
    before = noted_removals(root).get(HERE, live.manifest.fingerprint)
    if before == live.manifest.fingerprint:
        return None
    for path in complete_generations(root):
        with suppress(IndexStoreError):
            manifest, _ = read_manifest(path)
            if manifest.fingerprint == before:
                there = manifest.documents.keys() | manifest.duplicates.keys()
                here = live.manifest.documents.keys() | live.manifest.duplicates.keys()
                gone = manifest.documents.keys() - here
                sources = frozenset(manifest.documents[doc_id] for doc_id in gone)
                return Going(frozenset(), frozenset(there - here), sources)
    return None


@contextmanager
def writing_feedback(root: Path) -> Iterator[None]:
    """Let one process at a time write the feedback of the index at ``root``.

    Raises:
        IndexStoreError: another process writes it for too long, or the folder cannot be written.
    """
    lock = FileLock(root / "feedback.lock", timeout=_WAITED_S)
    try:
        lock.acquire()
    except Timeout as error:
        msg = f"Another process is writing feedback to {str(root)!r}. Try again when it has ended."
        raise IndexStoreError(msg) from error
    except OSError as error:
        msg = f"Feedback in {str(root)!r} cannot be written ({error}). See who may write there."
        raise IndexStoreError(msg) from error
    try:
        yield
    finally:
        lock.release()


def redact(root: Path, going: Going) -> list[str]:
    """Remove documents from what lies beside the generations: feedback and lists of files.

    Args:
        root: folder of the index.
        going: the documents.

    Returns:
        What was removed, in sentences.

    Raises:
        IndexStoreError: a file cannot be written; it may still have words of the documents.
    """
    forget_files(root / SEEN, lambda path, sha: sha in going.sources or _is_of(path, going.names))
    forget_skipped(root, lambda path: _is_of(path, going.names))
    return _redact_feedback(root, going.names)


def not_reached(root: Path, going: Going) -> list[str]:
    """Return where words of removed documents may still be, in sentences.

    Args:
        root: folder of the index, before :func:`redact`.
        going: the documents.
    """
    originals, aside = _originals(root, going)
    told = [
        f"The file {str(path)!r} was not changed: the next build indexes it again. Move it out of "
        "the folder, delete it, or name it in .qaignore."
        for path in originals[:_MOST_NAMED]
    ]
    if len(originals) > _MOST_NAMED or not originals:
        told.append(
            "Original files were not changed. The next build indexes again what still lies in its "
            "folders."
        )
    told += (
        f"The copy {str(path)!r}, which the page set aside, was not deleted. Delete it if its "
        "words must go."
        for path in aside
    )
    names = [repr(doc_id) for doc_id in sorted(going.names)]
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    told.append(
        "Out of reach are receipts and answers that were saved, conversations that browsers have "
        "stored, logs, backups, and feedback on other machines that serve this index. Check them "
        f"for quotes from {', '.join(names[:_MOST_NAMED])}{more}."
    )
    return told


def _left_behind(root: Path, live: Path) -> dict[str, str]:
    """Return the documents of generations before the live one, and of feedback → sha256 or ""."""
    found: dict[str, str] = {}
    with suppress(OSError):  # redact says that feedback cannot be read
        for _, row in _rows(root / FEEDBACK):
            found |= {str(item.get("doc_id")): "" for name in _LISTS for item in _items(row, name)}
    for path in complete_generations(root):
        if path != live:
            with suppress(IndexStoreError):
                manifest, _ = read_manifest(path)
                same = manifest.duplicates.items()
                found |= {place: manifest.documents.get(kept, "") for place, kept in same}
                found |= manifest.documents
    return found


def _redact_feedback(root: Path, doc_ids: Collection[str]) -> list[str]:
    path = root / FEEDBACK
    # What a killed write left; earlier versions of Quoth wrote to the second name.
    unfinished = temporary_name(path), path.with_suffix(".new")
    if not any(file.exists() for file in (path, *unfinished)):
        return []
    try:
        with writing_feedback(root):
            for file in unfinished:
                file.unlink(missing_ok=True)
            lines, dropped, unreadable = _remaining(path, doc_ids)
            if dropped:
                atomic_write(path, b"".join(line + b"\n" for line in lines))
    except OSError as error:
        msg = (
            f"The documents are no longer in the index, but feedback in {str(path)!r} may still "
            f"quote them: it cannot be written ({error}). Delete the file, or its lines on them."
        )
        raise IndexStoreError(msg) from error
    told = []
    if dropped:
        entries = "1 entry" if dropped == 1 else f"{dropped:,} entries"
        told.append(f"Feedback that quoted the documents was deleted: {entries} in {str(path)!r}.")
    if unreadable:
        told.append(
            f"Lines of {str(path)!r} cannot be read ({unreadable:,}) and were left as they are. "
            "See whether they quote the documents."
        )
    return told


def _remaining(path: Path, doc_ids: Collection[str]) -> tuple[list[bytes], int, int]:
    """Return the lines of feedback that stay, and how many entries go and lines are unreadable."""
    lines: list[bytes] = []
    dropped = unreadable = 0
    for line, row in _rows(path):
        removed = _without(row, doc_ids) if row else 0
        unreadable += row is None
        dropped += removed
        if not removed:
            lines.append(line)
        elif any(_items(row, name) for name in _LISTS):
            lines.append(json.dumps(row, ensure_ascii=False).encode())
    return lines, dropped, unreadable


def _without(row: dict[str, Any], doc_ids: Collection[str]) -> int:
    """Drop what a row quotes from documents, and return how many entries that were."""
    dropped = 0
    for name in _LISTS:
        items = _items(row, name)
        left = [item for item in items if item.get("doc_id") not in doc_ids]
        dropped += len(items) - len(left)
        if len(left) < len(items):
            row[name] = left
    return dropped


def _rows(path: Path) -> Iterator[tuple[bytes, dict[str, Any] | None]]:
    """Yield every line of a file of feedback, and what it holds; None where that is no row."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    for _, line in typed_json.lines(content):
        try:
            yield line, typed_json.parse(line, dict[str, Any])
        except JsonError:
            yield line, None


def _items(row: dict[str, Any] | None, name: str) -> list[dict[str, Any]]:
    items = row.get(name) if row else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _originals(root: Path, going: Going) -> tuple[list[Path], list[Path]]:
    """Return the files of documents that are still in a corpus, and the copies set aside there."""
    originals: list[Path] = []
    folders: set[Path] = set()
    for name, sha256 in files_seen(root / SEEN).items():
        path = Path(name)
        if sha256 not in going.sources and not _is_of(name, going.names):
            continue
        if path.exists():
            originals.append(path)
        folders.update(parent for parent in path.parents if (parent / SET_ASIDE).is_dir())
    aside = [
        path
        for folder in sorted(folders)
        for path in sorted((folder / SET_ASIDE).rglob("*"))
        if _has_bytes_of(path, going.sources)
    ]
    return originals, aside


def _has_bytes_of(path: Path, sources: Collection[str]) -> bool:
    try:
        return path.is_file() and sha256_of_file(path) in sources
    except OSError:
        return False


def _is_of(path: str, doc_ids: Collection[str]) -> bool:
    """Tell whether a path ends in the name of one of these documents, as a build makes names."""
    posix = Path(path).as_posix().encode("utf-8", "backslashreplace").decode()
    return any(posix.endswith(f"/{doc_id.partition('#')[0]}") for doc_id in doc_ids)
