"""What an index was made from, kept beside it and checked whenever it is opened."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from qa import dense, lexical
from qa.embedding import EmbedderIdentity
from qa.errors import IndexCorruptError, IndexMismatchError
from qa.hashing import sha256_of_file, sha256_of_json

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 5
"""Version of the layout on disk and of how text is split and counted; an index of another
version is refused."""

DATABASE, SENTENCES = "store.sqlite", "sentences.npy"
FILES = (
    *(DATABASE, SENTENCES),
    *(dense.FILE, dense.WHOLE),
    *(lexical.LENGTHS, lexical.HOLDERS, lexical.COUNTS),
)
"""The files of a generation."""

_HASHED_AT_OPEN = 64 << 20
"""Bytes up to which every file is hashed when an index is opened (under 0.2 s); a larger
index is checked by size then, and by hash when it is built."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from; no times, so that equal corpora have equal ones.

    Attributes:
        format: of the layout on disk.
        embedder: whose vectors it holds.
        passages: how documents were split.
        documents: ``doc_id`` → sha256 of the file.
        duplicates: ``doc_id`` → that of the document with the same bytes, which is kept.
        counts: of documents, passages and sentences.
    """

    format: int
    embedder: EmbedderIdentity
    passages: dict[str, int]
    documents: dict[str, str]
    duplicates: dict[str, str]
    counts: dict[str, int]

    @property
    def fingerprint(self) -> str:
        """16 hex digits that stand for corpus, model and way of splitting."""
        content = self.content()
        del content["embedder"]["name"]
        return sha256_of_json(content)[:16]

    def places(self) -> dict[str, tuple[str, ...]]:
        """Return the further places of every document that stands at more than one, in order."""
        found: dict[str, list[str]] = {}
        for place, doc_id in sorted(self.duplicates.items()):
            found.setdefault(doc_id, []).append(place)
        return {doc_id: tuple(places) for doc_id, places in found.items()}

    def content(self) -> dict[str, Any]:
        """Return the manifest as plain data, ready for JSON."""
        shallow = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**shallow, "embedder": asdict(self.embedder)}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest beside the files it vouches for."""
    paths = sorted(folder.iterdir())
    with ThreadPoolExecutor() as pool:  # hashing does without the interpreter
        files = {
            path.name: {"bytes": path.stat().st_size, "sha256": sha256}
            for path, sha256 in zip(paths, pool.map(sha256_of_file, paths), strict=True)
        }
    content = {**manifest.content(), "fingerprint": manifest.fingerprint, "files": files}
    (folder / "manifest.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> tuple[Manifest, dict[str, dict[str, Any]]]:
    """Return the manifest of a generation, and name → size and hash of its files.

    Raises:
        IndexMismatchError: it has another format.
        IndexCorruptError: it cannot be read, or was edited.
    """
    try:
        text = (path / "manifest.json").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise corrupt(path, f"manifest.json cannot be read ({error})") from error
    return parse_manifest(text, path)


def parse_manifest(text: str, path: Path) -> tuple[Manifest, dict[str, dict[str, Any]]]:
    """Do what :func:`read_manifest` does with its content; ``path`` is where it is from."""
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            msg = (
                f"The index at {str(path)!r} has format {content['format']}, this version of "
                f"Quoth reads format {FORMAT}. Build it again with: qa build corpus"
            )
            raise IndexMismatchError(msg)
        fingerprint = content.pop("fingerprint")
        files = {
            name: {"bytes": int(entry["bytes"]), "sha256": str(entry["sha256"])}
            for name, entry in content.pop("files").items()
        }
        manifest = Manifest(**{**content, "embedder": EmbedderIdentity(**content["embedder"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise corrupt(path, f"manifest.json cannot be read ({error})") from error
    if manifest.fingerprint != fingerprint:
        raise corrupt(path, "manifest.json does not agree with its own fingerprint")
    return manifest, files


def check_files(path: Path, files: dict[str, dict[str, Any]], *, whole: bool = False) -> None:
    """Compare the files of a generation with what its manifest says.

    Args:
        path: of the generation.
        files: name → size and hash.
        whole: hash them whatever their size.

    Raises:
        IndexCorruptError: one is missing, or has another size or content.
    """
    hashed = whole or sum(entry["bytes"] for entry in files.values()) <= _HASHED_AT_OPEN
    for name in FILES:
        try:
            if name not in files or not (path / name).is_file():
                raise corrupt(path, f"{name} is missing")
            told, size = files[name], (path / name).stat().st_size
            if size != told["bytes"]:
                raise corrupt(path, f"{name} has {size:,} bytes instead of {told['bytes']:,}")
            if hashed and sha256_of_file(path / name) != told["sha256"]:
                raise corrupt(path, f"{name} has been changed")
        except OSError as error:
            raise corrupt(path, f"{name} cannot be read ({error.strerror})") from error


def corrupt(path: Path, what: str) -> IndexCorruptError:
    """Return the error that says what is damaged and what to do."""
    msg = f"The index at {str(path)!r} is damaged: {what}. Build it again with: qa build corpus"
    return IndexCorruptError(msg)
