"""The manifest of a generation: what it was made from, and the hashes of its files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from qa.embedders.protocol import EmbedderIdentity  # noqa: TC001 - msgspec looks it up
from qa.errors import IndexMismatchError, JsonError
from qa.files.block_checksums import CheckedBlocks, blocks_of, checksums
from qa.files.hashing import sha256_of_file, sha256_of_json
from qa.files.mapped import mapped
from qa.files.typed_json import Count, Sha256, check_seal, converted, parse, read_bytes, sealed
from qa.index.generations.damage import corrupt, unreadable
from qa.index.retrieval import dense, lexical

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT = 8
"""Version of the layout on disk and of how text is split and counted; an index of another
version is refused."""

MANIFEST = "manifest.json"
DATABASE, SENTENCES = "store.sqlite", "sentences.npy"
CHECKSUMS = "checksums.npy"
"""The CRC-32 of every block of the other files, in the order of :data:`FILES`, uint32."""

FILES = (
    *(DATABASE, SENTENCES),
    *(dense.FILE, dense.WHOLE),
    *(lexical.LENGTHS, lexical.HOLDERS, lexical.COUNTS),
    CHECKSUMS,
)
"""The files of a generation; the last has the checksums of the others' blocks."""

_HASHED_AT_OPEN = 64 << 20
"""Bytes up to which every file is hashed when an index is opened (under 0.2 s). In a larger index,
each block is checked when a question first reads it."""


class FileEntry(TypedDict):
    """Size and sha256 of a file of a generation."""

    bytes: Count
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    """The sources of a generation; without times, so that equal corpora have equal manifests.

    Attributes:
        format: of the layout on disk.
        embedder: the model of its vectors.
        passages: how documents were split: name of a parameter → its value.
        documents: ``doc_id`` → sha256 of the file.
        duplicates: ``doc_id`` → that of the document with the same bytes, which is indexed.
        counts: of documents, passages and sentences.
        encoder: sha256 of the card of the encoder that embeds questions, see
            :mod:`qa.embedders.onnx`; empty if the model itself does. Not compared.
    """

    format: int
    embedder: EmbedderIdentity
    passages: dict[str, int]
    documents: dict[str, str]
    duplicates: dict[str, str]
    counts: dict[str, Count]
    encoder: str = field(default="", compare=False)

    @property
    def fingerprint(self) -> str:
        """16 hex digits that identify corpus, model and way of splitting."""
        content = self.content()
        del content["embedder"]["name"], content["encoder"]
        return sha256_of_json(content)[:16]

    def places(self) -> dict[str, tuple[str, ...]]:
        """Return ``doc_id`` → the other paths of the same file, in order, if there are any."""
        found: dict[str, list[str]] = {}
        for place, doc_id in sorted(self.duplicates.items()):
            found.setdefault(doc_id, []).append(place)
        return {doc_id: tuple(places) for doc_id, places in found.items()}

    def content(self) -> dict[str, Any]:
        """Return the manifest as plain data, ready for JSON."""
        shallow = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**shallow, "embedder": asdict(self.embedder)}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of the files in a folder, and the checksums of their blocks.

    Args:
        folder: with all other files of a generation.
        manifest: what they were made from.

    Raises:
        OSError: a file cannot be read or written.
    """
    paths = [folder / name for name in FILES]
    with ThreadPoolExecutor() as pool:  # hashing releases the interpreter lock
        np.save(folder / CHECKSUMS, np.concatenate(list(pool.map(checksums, paths[:-1]))))
        files = {
            path.name: {"bytes": path.stat().st_size, "sha256": sha256}
            for path, sha256 in zip(paths, pool.map(sha256_of_file, paths), strict=True)
        }
    content = {**manifest.content(), "fingerprint": manifest.fingerprint, "files": files}
    (folder / MANIFEST).write_bytes(sealed(content))


def read_manifest(path: Path) -> tuple[Manifest, dict[str, FileEntry]]:
    """Return the manifest of a generation, and name → size and hash of its files.

    Args:
        path: folder of the generation.

    Raises:
        IndexMismatchError: it has another format.
        IndexCorruptError: it cannot be read, or was altered.
        IndexStoreError: this user may not read it.
    """
    try:
        data = read_bytes(path / MANIFEST)
    except (OSError, JsonError) as error:
        raise unreadable(path, f"{MANIFEST} cannot be read ({error})", error) from error
    return parse_manifest(data, path)


def parse_manifest(data: str | bytes, path: Path) -> tuple[Manifest, dict[str, FileEntry]]:
    """Return the same as :func:`read_manifest`, from the content of the file.

    Args:
        data: the content.
        path: of the index, for errors.

    Raises:
        IndexMismatchError: it has another format.
        IndexCorruptError: it cannot be read, or was altered.
    """
    try:
        content = parse(data, dict[str, Any])
        version = content.get("format")
        if type(version) is int and version != FORMAT:
            msg = (
                f"The index at {str(path)!r} has format {version}, this version of "
                f"Quoth reads format {FORMAT}. Build it again with: qa build FOLDER"
            )
            raise IndexMismatchError(msg)
        check_seal(data.encode() if isinstance(data, str) else data)
        files = converted(content.pop("files", None), dict[str, FileEntry])
        manifest = converted(content, Manifest)
    except JsonError as error:
        raise corrupt(path, f"{MANIFEST} cannot be read ({error})") from error
    if manifest.fingerprint != content.get("fingerprint"):
        raise corrupt(path, f"{MANIFEST} does not agree with its own fingerprint")
    return manifest, files


def check_files(path: Path, files: dict[str, FileEntry], *, whole: bool = False) -> bool:
    """Compare the files of a generation with what its manifest says.

    Args:
        path: folder of the generation.
        files: name → size and hash.
        whole: hash all files, whatever their size.

    Returns:
        Whether all of them were hashed. Otherwise only the last of :data:`FILES` was, and the
        others have the right size.

    Raises:
        IndexCorruptError: one is missing, or has another size or content.
        IndexStoreError: this user may not read one.
    """
    hashed = whole or sum(entry["bytes"] for entry in files.values()) <= _HASHED_AT_OPEN
    for name in FILES:
        try:
            # Libraries open a large file later, and do not say that this user may not read it.
            (path / name).open("rb").close()
            if name not in files or not (path / name).is_file():
                raise corrupt(path, f"{name} is missing")
            entry, size = files[name], (path / name).stat().st_size
            if size != entry["bytes"]:
                raise corrupt(path, f"{name} has {size:,} bytes instead of {entry['bytes']:,}")
            if (hashed or name == CHECKSUMS) and sha256_of_file(path / name) != entry["sha256"]:
                raise corrupt(path, f"{name} has been changed")
        except OSError as error:
            what = f"{name} cannot be read ({error.strerror})"
            raise unreadable(path, what, error) from error
    return hashed


def open_blocks(
    path: Path, files: dict[str, FileEntry], *, is_checked: bool
) -> dict[str, CheckedBlocks]:
    """Return name → the blocks of each file of a generation that :data:`CHECKSUMS` covers.

    Args:
        path: folder of the generation.
        files: name → size and hash.
        is_checked: whether all of them were hashed just now, so that no block needs to be.

    Raises:
        ValueError: the checksums do not agree with the sizes.
        OSError: a file cannot be read.
    """
    if is_checked:
        return {name: CheckedBlocks(path / name) for name in FILES[:-1]}
    expected: NDArray[np.uint32] = np.array(mapped(path / CHECKSUMS, "<u4"))
    counts = [blocks_of(files[name]["bytes"]) for name in FILES[:-1]]
    if sum(counts) != len(expected):
        msg = f"{CHECKSUMS} does not agree with the sizes of the files"
        raise ValueError(msg)
    parts = np.split(expected, np.cumsum(counts)[:-1])
    return {
        name: CheckedBlocks(path / name, part) for name, part in zip(FILES[:-1], parts, strict=True)
    }
