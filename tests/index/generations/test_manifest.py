"""A manifest records what an index was made from, and the hashes of its files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from qa.errors import IndexCorruptError, IndexMismatchError, IndexStoreError
from qa.files.hashing import sha256_of_file
from qa.files.typed_json import sealed, unsealed
from qa.index.generations.generation import Generation
from qa.index.generations.manifest import FILES, FORMAT, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import Library


@pytest.fixture
def manifest_file(library: Library) -> Path:
    """The manifest of a small index."""
    library.build(apples="Apple. Bird.", clouds="Cloud.")
    return library.live / "manifest.json"


def edit(path: Path, **changes: Any) -> None:
    """Change fields of a manifest and seal it again."""
    path.write_bytes(sealed({**unsealed(path.read_bytes()), **changes}))


def test_a_manifest_says_what_the_index_was_made_from(
    manifest_file: Path, library: Library
) -> None:
    """Documents and their hashes, the embedder, the way of splitting, and counts."""
    manifest, files = read_manifest(manifest_file.parent)
    assert manifest.format == FORMAT
    assert manifest.embedder == library.embedder.identity
    assert manifest.passages == {"target": 140, "limit": 200, "rules": 5}
    assert manifest.documents == {
        name: sha256_of_file(library.corpus / name) for name in ("apples.txt", "clouds.txt")
    }
    assert manifest.counts == {"documents": 2, "passages": 2, "sentences": 3}
    assert files == {
        name: {
            "bytes": (manifest_file.parent / name).stat().st_size,
            "sha256": sha256_of_file(manifest_file.parent / name),
        }
        for name in FILES
    }


def test_the_models_name_is_recorded_and_not_compared(manifest_file: Path) -> None:
    """The same weights under another name make the same index."""
    manifest, _ = read_manifest(manifest_file.parent)
    renamed = replace(manifest, embedder=replace(manifest.embedder, name="another"))
    assert renamed == manifest
    assert renamed.fingerprint == manifest.fingerprint


def test_a_fingerprint_stands_for_everything_an_index_was_made_from(manifest_file: Path) -> None:
    """Another document, model, limit or format gives another one; 16 hex digits."""
    manifest, _ = read_manifest(manifest_file.parent)
    others = [
        replace(manifest, documents={**manifest.documents, "apples.txt": "0"}),
        replace(manifest, documents={"apples.txt": manifest.documents["apples.txt"]}),
        replace(manifest, embedder=replace(manifest.embedder, sha256="0")),
        replace(manifest, passages={"target": 140, "limit": 199}),
        replace(manifest, format=FORMAT + 1),
    ]
    fingerprints = {other.fingerprint for other in (manifest, *others)}
    assert len(fingerprints) == 6
    assert all(len(bytes.fromhex(fingerprint)) == 8 for fingerprint in fingerprints)


def test_another_format_is_refused(manifest_file: Path) -> None:
    """Whatever else it holds; the message says what to run."""
    manifest_file.write_text(json.dumps({"format": 99, "unheard": "of"}))
    with pytest.raises(
        IndexMismatchError,
        match=rf"has format 99, this version of Quoth reads format {FORMAT}\. Build it again with",
    ):
        read_manifest(manifest_file.parent)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "5", '"a"', "{}", f'{{"format": {FORMAT}}}', "\x00", "é" * 9],
)
def test_what_is_no_manifest_is_refused(manifest_file: Path, content: str) -> None:
    """Nothing, half of one, and other JSON."""
    manifest_file.write_text(content, encoding="latin-1")
    with pytest.raises(IndexCorruptError, match=r"manifest\.json cannot be read \("):
        Generation(manifest_file.parent)


def test_a_missing_manifest_is_refused(manifest_file: Path) -> None:
    """Nothing vouches for the files then."""
    manifest_file.unlink()
    with pytest.raises(IndexCorruptError, match=r"is damaged: manifest\.json cannot be read"):
        Generation(manifest_file.parent)


@pytest.mark.parametrize(
    "changes",
    [
        {"documents": {}},
        {"counts": {"documents": 2, "passages": 3, "sentences": 3}},
        {"passages": {"target": 141, "limit": 200}},
        {"embedder": {"name": "axes", "sha256": "0", "dimension": 4}},
        {"fingerprint": "0" * 16},
    ],
)
def test_an_edited_manifest_is_refused(manifest_file: Path, changes: dict[str, Any]) -> None:
    """It no longer has the fingerprint it gives itself."""
    edit(manifest_file, **changes)
    with pytest.raises(IndexCorruptError, match="does not agree with its own fingerprint"):
        Generation(manifest_file.parent)


@pytest.mark.parametrize(
    "files", [{}, [], None, {"store.sqlite": {}}, {"store.sqlite": None}, {"store.sqlite": []}]
)
def test_a_manifest_that_does_not_vouch_for_its_files_is_refused(
    manifest_file: Path, files: Any
) -> None:
    """Names, sizes or hashes are not there."""
    edit(manifest_file, files=files)
    with pytest.raises(IndexCorruptError, match=r"is missing|manifest\.json cannot be read"):
        Generation(manifest_file.parent)


@pytest.mark.parametrize(
    "changes",
    [
        {"documents": ["apples.txt"]},
        {"documents": {"apples.txt": 1}},
        {"counts": None},
        {"counts": {"documents": 2, "passages": -1, "sentences": 3}},
        {"counts": {"documents": 2, "passages": 2.5, "sentences": 3}},
        {"passages": {"target": "140"}},
        {"embedder": {"name": "axes"}},
        {"files": {"store.sqlite": {"bytes": 1, "sha256": "G" * 64}}},
        {"files": {"store.sqlite": {"bytes": True, "sha256": "0" * 64}}},
    ],
)
def test_a_manifest_of_other_types_is_refused(manifest_file: Path, changes: dict[str, Any]) -> None:
    """Though its seal agrees with it."""
    edit(manifest_file, **changes)
    with pytest.raises(
        IndexCorruptError, match=r"manifest\.json cannot be read \((Expected|Object)"
    ):
        Generation(manifest_file.parent)


def test_no_bit_of_a_manifest_can_be_changed_unnoticed(manifest_file: Path) -> None:
    """Also where the JSON would mean the same; the error says what to do."""
    original = manifest_file.read_bytes()
    for place in range(len(original)):
        damaged = bytearray(original)
        damaged[place] ^= 1 << place % 8
        manifest_file.write_bytes(damaged)
        with pytest.raises(IndexStoreError, match="Build it again with: qa build FOLDER"):
            Generation(manifest_file.parent)
