"""A file names collections; what it cannot mean is refused with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.collection_file import Collection, known_collections, named_collection, read_collections
from qa.errors import QAError

TEXT = """\
# ours
[contracts]
title = Contracts: 2019–2026, 100 % of them
corpus = leases

[papers]
corpus = /srv/papers
index = /srv/papers-index

[old]
index = archive
"""


def written(folder: Path, text: str) -> Path:
    """Write the file into a folder."""
    path = folder / "collections.ini"
    path.write_text(text, encoding="utf-8")
    return path


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    """The index has a default, as has the title; the order is that of the file."""
    assert read_collections(written(tmp_path, TEXT)) == (
        Collection(
            "contracts",
            "Contracts: 2019–2026, 100 % of them",
            tmp_path / "contracts-index",
            tmp_path / "leases",
        ),
        Collection("papers", "papers", Path("/srv/papers-index"), Path("/srv/papers")),
        Collection("old", "old", tmp_path / "archive", None),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names no collection"),
        ("corpus = a", "Cannot read the collections"),
        ("[a]\ncorpus = b\n[a]\ncorpus = c", "Cannot read the collections"),
        ("[Contracts]\ncorpus = a", "'Contracts' cannot be the name"),
        ("[a/../b]\ncorpus = a", "cannot be the name"),
        ("[DEFAULT]\ncorpus = a", "'DEFAULT' cannot be the name"),
        ("[" + "a" * 41 + "]\ncorpus = a", "cannot be the name"),
        ("[a]\ncorpus = a\nindx = b", "'indx' is not one of title, corpus, index"),
        ("[a]\ntitle = A", "name the folder of its documents"),
        ("[a]\ncorpus = b\n  c", "a folder has one line"),
        ("[a]\ncorpus = a\ntitle = " + "x" * 81, "the title is longer than 80"),
        ("[a]\ncorpus = collections.ini", "is not a folder"),
        ("[a]\nindex = x\n[b]\nindex = ./x", "have the same index"),
        ("[a]\ncorpus = .\nindex = ../i\n[b]\nindex = b", "'b', .* is inside the documents of 'a'"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    """In a sentence that names the file."""
    with pytest.raises(QAError, match=sentence) as refused:
        read_collections(written(tmp_path, text))
    assert "collections.ini" in str(refused.value)


@pytest.mark.parametrize(
    ("line", "editors"),
    [
        ("", None),
        ("editors = anna, carla@example.org", {"anna", "carla@example.org"}),
        ("editors = anna carla", {"anna", "carla"}),
        ("editors =", set()),
    ],
)
def test_a_collection_names_who_may_change_it(
    tmp_path: Path, line: str, editors: set[str] | None
) -> None:
    """Without the line, all who may read it; with an empty one, nobody."""
    text = f"[contracts]\ncorpus = leases\n{line}\n"
    (found,) = read_collections(written(tmp_path, text))
    assert found.editors == editors


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """As is one that does not exist."""
    path = tmp_path / "collections.ini"
    with pytest.raises(QAError, match="Cannot read"):
        read_collections(path)
    path.write_bytes(b"[a]\ncorpus = \xff")
    with pytest.raises(QAError, match="Cannot read"):
        read_collections(path)


def test_a_collection_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the file that the environment names, or in collections.ini of the working folder."""
    monkeypatch.chdir(tmp_path)
    assert known_collections() == ()
    with pytest.raises(QAError, match=r"no file that names the collection 'old'.*collections\.ini"):
        named_collection("old")
    path = written(tmp_path, TEXT)
    assert named_collection("old").index == Path("archive")
    monkeypatch.setenv("QA_COLLECTIONS", str(path))
    assert named_collection("old").index == tmp_path / "archive"
    assert [one.name for one in known_collections()] == ["contracts", "papers", "old"]
    with pytest.raises(QAError, match=r"no collection 'new' in .* It names: contracts, papers"):
        named_collection("new")


def test_a_cluster_has_no_collections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All questions go to its one index: a name would promise what is not so."""
    monkeypatch.setenv("QA_COLLECTIONS", str(written(tmp_path, TEXT)))
    monkeypatch.setenv("QA_STORE", "milvus://localhost:1")
    with pytest.raises(QAError, match="QA_STORE is set"):
        named_collection("old")
