"""Questions over HTTP are answered with the records of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from tests.support.webs import BASE, TEXT, ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.web.service.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("questions"))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


def test_a_quote_is_a_slice_of_the_document(client: TestClient) -> None:
    """Its offsets point into the text that ``/api/documents`` returns."""
    body = {"question": "What do zebras eat?", "k": 1, "min_confidence": 0}
    (quote,) = client.post("/api/ask", json=body).json()["quotes"]
    citation = quote["citation"]
    assert quote["text"] == TEXT[citation["start"] : citation["end"]]
    document = client.get(f"/api/documents/{citation['doc_id']}").json()
    assert document["text"][citation["start"] : citation["end"]] == quote["text"]


def test_everything_that_answers_comes_with_references(client: TestClient) -> None:
    """One for each quote, in the same groups; it is counted as a question."""
    body = {"question": "What do zebras eat?", "most_read": 5}
    found = client.post("/api/ask/all", json=body).json()
    answers, references = found["answers"], found["references"]
    assert answers["missed"] >= 0
    assert [len(one["quotes"]) for one in answers["documents"]] == [*map(len, references)]
    for one, cited in zip(answers["documents"], references, strict=True):
        assert all(name.startswith(f"{one['doc_id']}:") for name in cited)
    assert (len(found["list_items"]), found["remarks"]) == (1, [[]])
    two = {"question": "What do zebras eat? Who is the oldest and the largest?", "most_read": 5}
    both = client.post("/api/ask/all", json=two).json()
    assert len(both["answers"]["parts"]) == len(both["list_items"]) == len(both["remarks"]) == 2
    refused = client.post("/api/ask/all", json={"question": "What?", "most_read": 0})
    assert refused.status_code == 422


def test_a_follow_up_takes_the_answer_before(client: TestClient) -> None:
    """The answer comes back as it was sent."""
    first = client.post("/api/ask", json={"question": "What do zebras eat?"}).json()
    second = client.post("/api/ask", json={"question": "And lions?", "after": first})
    assert second.status_code == 200
    assert second.json()["question"] == "And lions?"


def test_a_text_of_ones_own_is_quoted_without_the_index(client: TestClient) -> None:
    """Offsets point into that text."""
    text = "Okapis eat leaves. They live in forests."
    body = {"question": "What do okapis eat?", "text": text, "k": 1, "min_confidence": 0}
    (quote,) = client.post("/api/quote", json=body).json()["quotes"]
    assert text[quote["citation"]["start"] : quote["citation"]["end"]] == quote["text"]


@pytest.mark.parametrize(
    ("path", "body", "part"),
    [
        ("/api/ask", {"question": ""}, "question"),
        ("/api/ask", {"question": "x?", "k": 0}, "body.k"),
        ("/api/ask", {"question": "x?", "k": 51}, "body.k"),
        ("/api/ask", {"question": "x?", "documents": ["none.txt"]}, "none.txt"),
        ("/api/ask", {"question": "x?", "min_confidence": 2}, "body.min_confidence"),
        ("/api/ask", {"question": "x?", "typo": 1}, "body.typo"),
        ("/api/quote", {"question": "x?"}, "body.text"),
        ("/api/feedback", {"question": "x?", "reference": "r", "verdict": "so-so"}, "verdict"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(
    client: TestClient, path: str, body: dict[str, object], part: str
) -> None:
    """The detail names the part of the request that is wrong."""
    answer = client.post(path, json=body)
    assert answer.status_code == 422
    assert part in answer.json()["detail"]


def test_each_question_is_counted_by_its_outcome(client: TestClient, service: Service) -> None:
    """A refused one too."""

    def refused() -> str:
        lines = service.metrics.text().decode().splitlines()
        return next(line for line in lines if line.startswith('quoth_questions_total{outcome="ref'))

    before = refused()
    client.post("/api/ask", json={"question": " "})
    assert float(refused().split()[-1]) == float(before.split()[-1]) + 1
