"""Feedback becomes a question set, and is never lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa.evaluation.question_sets import read_questions
from qa.files.hashing import sha256_of_text
from qa.indexing.feedback import FEEDBACK
from qa.web.service.feedback import read_feedback
from tests.support.webs import (
    TEXT,
)

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from qa.web.service.service import Service


GRASS = "Zebras eat grass."


def grass() -> str:
    """Return the reference of a sentence of the corpus."""
    start = TEXT.index(GRASS)
    return f"zebras.md:{start}:{start + len(GRASS)}:{sha256_of_text(GRASS)[:16]}"


def test_feedback_becomes_a_question_set(client: TestClient, service: Service) -> None:
    """One line a question, however many verdicts there are; ``qa eval`` reads it."""
    said = {"question": "What do zebras eat?", "reference": grass()}
    for verdict in ("wrong", "right", "right"):
        assert client.post("/api/feedback", json={**said, "verdict": verdict}).status_code == 204
    other = {**said, "question": "Who eats flies?", "verdict": "wrong"}
    assert client.post("/api/feedback", json=other).status_code == 204
    path = service.live.root / FEEDBACK
    texts = {"zebras.md": TEXT}
    first, second = read_questions(path, texts)
    assert (first.question, len(first.gold)) == ("What do zebras eat?", 1)
    assert TEXT[first.gold[0].span.start : first.gold[0].span.end] == GRASS
    assert second.gold == ()
    row = json.loads(path.read_text().splitlines()[1])
    assert row["wrong"][0]["text"] == GRASS
    stale = {**said, "reference": grass()[:-1] + "x", "verdict": "right"}
    assert client.post("/api/feedback", json=stale).status_code == 404


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"])
def test_no_line_separator_in_a_quote_breaks_the_feedback(
    client: TestClient, service: Service, sign: str
) -> None:
    """Whatever Unicode calls a new line; nor does one that an earlier version wrote as it is."""
    path = service.live.root / FEEDBACK
    quoted = {"doc_id": "old.txt", "start": 0, "end": 3, "text": f"a{sign}b"}
    row = {"question": "What is old?", "answers": [quoted], "mine": f"{sign}!"}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    said = {"question": f"What do zebras{sign}eat?", "reference": grass(), "verdict": "right"}
    for _ in range(2):
        assert client.post("/api/feedback", json=said).status_code == 204
    old, _ = read_feedback(path).values()
    assert old == {**row}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"answers": []}',
        '{"question": "a", "answers": [{"doc_id": "a"}]}',
        '{"question": "a", "wrong": [{"doc_id": "a", "start": -1, "end": 2}]}',
        '{"question": "a", "question": "b"}',
        '{"question": "first"}',
    ],
)
def test_a_damaged_line_of_feedback_is_named_and_nothing_is_lost(
    client: TestClient, service: Service, line: str
) -> None:
    """The file stays as it is until somebody has looked at the line."""
    path = service.live.root / FEEDBACK
    content = f'{{"question": "first"}}\n\n{line}\n{{"question": "last"}}\n'
    path.write_text(content, encoding="utf-8")
    said = {"question": "What do zebras eat?", "reference": grass(), "verdict": "right"}
    answer = client.post("/api/feedback", json=said)
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith(f"Line 3 of {str(path)!r} cannot be read (")
    assert path.read_text(encoding="utf-8") == content
