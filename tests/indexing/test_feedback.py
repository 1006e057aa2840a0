"""Feedback on a removed document is deleted, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qa.errors import IndexStoreError
from qa.indexing import feedback
from qa.indexing.feedback import FEEDBACK, quoted_documents, redact_feedback, writing_feedback

if TYPE_CHECKING:
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {"question": "One?", "answers": [{"doc_id": "a.txt", "text": "x"}], "wrong": []},
    {"question": "Two?", "answers": [{"doc_id": "b.txt"}], "wrong": [{"doc_id": "a.txt"}]},
    {"question": "None?", "answers": [], "wrong": []},
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three rows, and two lines that are none."""
    path = tmp_path / FEEDBACK
    lines = [*map(json.dumps, ROWS), "{broken", "[1]"]
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_the_documents_that_are_quoted_are_known(path: Path) -> None:
    """Whether the answer was right or wrong; lines that are not rows name none."""
    assert quoted_documents(path.parent) == {"a.txt", "b.txt"}


def test_entries_on_a_document_are_deleted(path: Path) -> None:
    """A row without an entry goes; lines that cannot be read stay, and are counted."""
    deleted, unreadable = redact_feedback(path.parent, {"a.txt"})
    assert "2 entries" in deleted
    assert "(2)" in unreadable
    lines = path.read_text().splitlines()
    assert [json.loads(line) for line in lines[:2]] == [
        {**ROWS[1], "wrong": []},
        ROWS[2],
    ]
    assert lines[2:] == ["{broken", "[1]"]


def test_feedback_on_other_documents_is_not_written(path: Path) -> None:
    """To the byte."""
    before = path.read_bytes()
    (note,) = redact_feedback(path.parent, {"c.txt"})
    assert "cannot be read" in note
    assert path.read_bytes() == before


def test_without_feedback_there_is_nothing_to_do(tmp_path: Path) -> None:
    """Not even a lock."""
    assert redact_feedback(tmp_path, {"a.txt"}) == []
    assert quoted_documents(tmp_path) == set()
    assert list(tmp_path.iterdir()) == []


def test_another_process_that_writes_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what to do."""
    monkeypatch.setattr(feedback, "_LOCK_TIMEOUT_S", 0.01)
    with (
        writing_feedback(tmp_path),
        pytest.raises(IndexStoreError, match=r"Another process is writing feedback .* Try again"),
        writing_feedback(tmp_path),
    ):
        pass
    with writing_feedback(tmp_path):
        pass
