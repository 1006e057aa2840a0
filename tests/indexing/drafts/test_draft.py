"""A draft is what a generation will be, or nothing at all."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexStoreError
from qa.index.generations.generation import Generation
from qa.index.generations.takeover import stored_terms
from qa.indexing.drafts.draft import drafting
from qa.indexing.splitting.contexts import new_passages
from qa.stores.folder import draft_path
from tests.support.indexes import AxisEmbedder, Library, contents
from tests.support.nasty import document

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder for an index."""
    (tmp_path / "generations").mkdir()
    return tmp_path


def test_a_draft_that_was_not_published_leaves_nothing(root: Path) -> None:
    """Whether its block ends well or not."""
    text = document("Apple. Bird.")
    with drafting(root, None) as draft:
        draft.add(text, new_passages(text, AxisEmbedder()))
        assert (draft.passages, draft.sentences) == (1, 2)
        assert draft.documents == {"nasty.txt": text.source_sha256}
        assert draft_path(root).is_dir()
    assert not draft_path(root).exists()
    with pytest.raises(KeyError), drafting(root, None):
        raise KeyError
    assert not draft_path(root).exists()


@pytest.mark.parametrize("error", [OSError(28, "No space left"), sqlite3.OperationalError("full")])
def test_what_the_disk_refuses_is_an_error_of_the_index(root: Path, error: Exception) -> None:
    """It says where, and that the index before is still in use."""
    with (
        pytest.raises(IndexStoreError, match=r"cannot be written to .* The old one stays in use"),
        drafting(root, None),
    ):
        raise error


def test_a_sample_is_from_all_over(root: Path) -> None:
    """At most a hundred passages, each with one of its sentences."""
    text = document("Bird. " * 250, pages=tuple(range(0, 1_500, 6)))
    with drafting(root, None) as draft:
        draft.add(text, new_passages(text, AxisEmbedder()))
        assert draft.passages == 250
        sample = draft.sample()
    assert len(sample.passages) == len(sample.questions) == 84
    assert set(sample.questions) == {"Bird."}


def test_documents_are_copied_as_they_were(library: Library) -> None:
    """In any number of runs, between new ones; the result is that of a build from nothing."""
    texts = {f"d{number}": f"Apple {number}. Bird {number}. Only{number}." for number in range(8)}
    library.build(**texts)
    del texts["d3"]
    texts |= {"d5": "Cloud. A new text.", "a0": "First."}
    changed = library.build(**texts)
    fresh = Library(library.root.parent / "fresh")
    built = fresh.build(**texts)
    # Terms may be numbered in another order, so the last file is compared term by term.
    assert contents(changed)[:-1] == contents(built)[:-1]
    assert postings(changed) == postings(built)


def postings(index: Index) -> dict[str, list[int]]:
    """Return the passages that have each term."""
    generation = index.generation
    assert isinstance(generation, Generation)
    return {term: generation.postings(term).tolist() for term, _ in stored_terms(generation)}
