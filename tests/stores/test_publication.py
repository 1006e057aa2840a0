"""A folder remembers where its index was published, so that removals name those stores."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa.stores.folder import HERE, PUBLISHED, begin_removal
from qa.stores.publication import other_store_notes, stores_of, unfinished_removal_notes

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "milvus://one:19530, index 'quoth'", "milvus://two:19530, index 'quoth'"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder whose index was published to one cluster."""
    (tmp_path / PUBLISHED).write_text(json.dumps(["milvus://one?index=quoth"]))
    return tmp_path


def test_stores_are_those_published_to_and_that_of_the_questions(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once, however its address is written."""
    assert stores_of(published) == [ONE]
    monkeypatch.setenv("QA_STORE", "milvus://two")
    assert stores_of(published) == [ONE, TWO]
    monkeypatch.setenv("QA_STORE", "milvus://one/")
    assert stores_of(published) == [ONE]


@pytest.mark.parametrize("content", ["", "{", "7", '[["milvus://one"]]'])
def test_a_damaged_list_counts_as_empty(tmp_path: Path, content: str) -> None:
    """It is not part of the index."""
    (tmp_path / PUBLISHED).write_text(content)
    assert stores_of(tmp_path) == []


def test_a_removal_that_has_not_ended_is_noted(published: Path) -> None:
    """A store that the folder published to has the documents; another one may have them."""
    begin_removal(published, "before", [HERE, ONE, TWO])
    first, second = unfinished_removal_notes(published)
    assert first.startswith(f"What was removed is still on {ONE}.")
    assert second.startswith(f"What was removed may still be on {TWO}.")


def test_a_build_says_that_questions_go_elsewhere(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not where it publishes to that store, nor where the address is wrong."""
    assert other_store_notes(published, None) == []
    monkeypatch.setenv("QA_STORE", "milvus://two")
    (note,) = other_store_notes(published, "milvus://one")
    assert TWO in note
    assert "qa build --store milvus://two" in note
    assert other_store_notes(published, "milvus://two:19530") == []
    monkeypatch.setenv("QA_STORE", "nonsense")
    assert other_store_notes(published, None) == []
