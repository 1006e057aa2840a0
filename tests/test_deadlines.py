"""Work ends when its time is over, and says so in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
import pytest
from starlette.testclient import TestClient

from qa.answers.quoting import answer
from qa.deadlines import check_deadline, deadline, expired
from qa.errors import DeadlineError
from qa.indexing.vectors.embedding import in_steps
from qa.text.folding import tokens
from qa.verification.checking import check
from qa.web.app import application
from qa.web.limits import Limits
from tests.support.indexes import AxisEmbedder
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import Library

ADVICE = "Ask for less."


def test_without_a_deadline_nothing_expires() -> None:
    """Work that nobody limits goes on."""
    check_deadline()
    assert not expired()


def test_a_deadline_that_has_passed_is_an_error() -> None:
    """It says what took how long, and what to do; afterwards nothing is limited any more."""
    with (
        pytest.raises(
            DeadlineError, match=r"^Counting took longer than 0 seconds .* Ask for less\."
        ),
        deadline(0, "Counting", ADVICE),
    ):
        check_deadline()
    check_deadline()


def test_of_nested_deadlines_the_earliest_counts() -> None:
    """An inner one cannot lengthen the outer one, nor outlive its own block."""
    with (
        pytest.raises(DeadlineError, match="The outer work"),
        deadline(0, "The outer work", ADVICE),
        deadline(60, "The inner work", ADVICE),
    ):
        check_deadline()
    with deadline(60, "The outer work", ADVICE):
        with deadline(0, "The inner work", ADVICE):
            assert expired()
        assert not expired()


def test_a_deadline_goes_along_into_a_thread() -> None:
    """Such as a server's, which answers in threads."""

    async def asked() -> bool:
        with deadline(0, "Answering", ADVICE):
            return await anyio.to_thread.run_sync(expired)

    assert anyio.run(asked)


def test_tokens_are_made_in_time() -> None:
    """The loop over a text checks."""
    with pytest.raises(DeadlineError), deadline(0, "Reading", ADVICE):
        tokens("pear")


def test_texts_are_embedded_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text handed in may have a hundred thousand sentences, each a turn of the model."""
    monkeypatch.setattr("qa.deadlines.time.monotonic", iter(range(0, 10**6, 30)).__next__)
    embedder = AxisEmbedder()
    texts = [f"Pear number {i}." for i in range(5_000)]
    with pytest.raises(DeadlineError), deadline(100, "Answering", ADVICE):
        in_steps(embedder, texts, lambda _: None)
    assert 0 < len(embedder.embedded) < 1_000


def test_a_statement_of_the_database_is_interrupted(library: Library) -> None:
    """While SQLite works on it; the index is not called damaged, and can be asked again."""
    generation = library.build(**{f"d{i}": f"Pear number {i}." for i in range(40)}).generation
    statement = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
        "SELECT count(*) FROM n"
    )
    with pytest.raises(DeadlineError), deadline(0.05, "Searching", ADVICE):
        generation.database.rows(statement)  # type: ignore[attr-defined]
    assert generation.documents_containing(["Pear"], 3) == ["d0.txt", "d1.txt", "d10.txt"]


def test_checking_and_answering_end_in_time(library: Library) -> None:
    """Both look at the deadline of whoever asks."""
    index = library.build(one="Pears are green, it is said.")
    for claim in ("Pears are green", "it is", "Pears … green"):
        with pytest.raises(DeadlineError, match="took longer"), deadline(0, "This", ADVICE):
            check(claim, index)
    with pytest.raises(DeadlineError), deadline(0, "This", ADVICE):
        answer(index, "What is green?", 1)


def test_the_environment_limits_a_check(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of seconds is read when a check begins."""
    index = library.build(one="Pears are green.")
    monkeypatch.setattr("qa.deadlines.time.monotonic", iter(range(0, 10**6, 30)).__next__)
    monkeypatch.setenv("QA_CHECK_TIMEOUT_S", "45")
    with pytest.raises(DeadlineError, match=r"than 45 seconds .* QA_CHECK_TIMEOUT_S"):
        check("Pears are green.", index)


def test_a_request_over_the_limit_is_a_problem(tmp_path: Path) -> None:
    """504, with a sentence, for questions and claims."""
    service = ready_service(tmp_path, Limits(work_s=0))
    with TestClient(application(service), base_url="http://localhost") as client:
        for path, body in (
            ("/api/ask", {"question": "What do zebras eat?"}),
            ("/api/check", {"claim": "Zebras eat grass."}),
        ):
            told = client.post(path, json=body)
            assert told.status_code == 504
            assert told.json()["error"] == "DeadlineError"
            assert "took longer than 0 seconds and was stopped" in told.json()["detail"]
