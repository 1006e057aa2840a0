"""Documents are named by their ``doc_id`` or by a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import QuestionError
from qa.index.document_filter import matching_documents
from qa.indexing.build import build_with_report

if TYPE_CHECKING:
    from qa.index.generations.manifest import Manifest
    from tests.support.indexes import Library


@pytest.fixture
def manifest(library: Library) -> Manifest:
    """Of three documents, one of which is a copy of another."""
    files = {"one": "Apple bird.", "three": "Cloud.", "two": "Apple bird.", "[x]": "Bird."}
    return library.build(**files).generation.manifest


def test_a_pattern_names_every_document_that_it_matches(manifest: Manifest) -> None:
    """Each once, sorted; a copy is named by the document that it is a copy of."""
    assert matching_documents(manifest, ["*e.txt", "three.*"]) == ["one.txt", "three.txt"]
    assert matching_documents(manifest, ["two.txt"]) == ["one.txt"]


def test_a_name_is_taken_before_a_pattern(manifest: Manifest) -> None:
    """Brackets may be part of a file's name."""
    assert matching_documents(manifest, ["[x].txt"]) == ["[x].txt"]


def test_a_folder_names_all_that_is_in_it(library: Library) -> None:
    """With or without a slash or a star at its end, and with brackets in its name."""
    for name in ("a/one", "a/b/two", "ab", "r [x]/three"):
        path = library.corpus / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Apple {name}.")
    built = build_with_report([library.corpus], into=library.root, embedder=library.embedder)
    manifest = built.index.generation.manifest
    for name in ("a", "a/", "a/*"):
        assert matching_documents(manifest, [name]) == ["a/b/two.txt", "a/one.txt"]
    assert matching_documents(manifest, ["a*"]) == ["a/b/two.txt", "a/one.txt", "ab.txt"]
    assert matching_documents(manifest, ["r [x]"]) == ["r [x]/three.txt"]
    assert matching_documents(manifest, ["r [x]/*"]) == ["r [x]/three.txt"]


def test_what_matches_nothing_is_refused(manifest: Manifest) -> None:
    """So that a slip in a name does not pass for "not found"."""
    with pytest.raises(QuestionError, match=r"no document 'four\*' in the index"):
        matching_documents(manifest, ["one.txt", "four*"])
    with pytest.raises(QuestionError, match="No document is named"):
        matching_documents(manifest, [])


def test_a_pattern_of_thousands_of_brackets_names_nothing(manifest: Manifest) -> None:
    """It is not translated into an expression, which takes a minute, and is not repeated whole."""
    with pytest.raises(QuestionError) as caught:
        matching_documents(manifest, ["[" * 50_000])
    assert len(str(caught.value)) < 1_200
