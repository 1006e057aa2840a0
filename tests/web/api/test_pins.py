"""A saved answer is compared with the documents over HTTP, for the pins of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from qa.indexing.build import build_with_report
from qa.receipts.records import seal
from qa.records import Answer
from qa.web.app import application
from qa.web.documents.corpus import Corpus
from qa.web.service.service import Service
from tests.support.webs import Ready, WordEmbedder, ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUESTION = {"question": "What do zebras eat?", "min_confidence": 0.0}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    service = ready_service(tmp_path_factory.mktemp("pins"))
    with TestClient(application(service), base_url="http://localhost:7860") as opened:
        yield opened


@pytest.fixture(scope="module")
def receipt(client: TestClient) -> dict[str, Any]:
    """The receipt of an answer, as the page pins it."""
    answer = client.post("/api/ask", json=QUESTION).json()
    return TypeAdapter(Answer).validate_python(answer).receipt().to_dict()


def test_an_answer_that_holds_is_as_saved(client: TestClient, receipt: dict[str, Any]) -> None:
    """Its quotes have a reference, which opens them."""
    response = client.post("/api/compare", json=receipt)
    assert response.status_code == 200
    compared = response.json()
    assert (compared["state"], compared["alarm"]) == ("as_saved", False)
    assert [one["state"] for one in compared["quotes"]] == ["as_saved"] * len(receipt["quotes"])
    assert all(one["reference"] for one in compared["quotes"])
    assert compared["found"] is True
    assert compared["doc_id"] == receipt["quotes"][0]["doc_id"]


def test_a_changed_quote_is_shown_word_by_word(client: TestClient, receipt: dict[str, Any]) -> None:
    """The receipt was saved when the document said something else."""
    first, *others = receipt["quotes"]
    text = first["text"]
    words = text.split()
    old = text.replace(words[-1], "carrots and leaves.")
    position, selector = first["selectors"]
    changed = {**first, "text": old, "selectors": [position, {**selector, "exact": old}]}
    saved = {**receipt, "quotes": [changed, *others]}
    saved["seal"] = seal({key: saved[key] for key in saved if key != "seal"})
    compared = client.post("/api/compare", json=saved).json()
    assert compared["state"] in ("changed", "gone")
    assert compared["alarm"] is True


def test_sources_that_disagree_are_named(tmp_path: Path) -> None:
    """A pinned answer has both quotes, and neither alone says that there is another."""
    texts = {"old": "All zebras sleep for 30 hours.", "new": "All zebras sleep for 90 hours."}
    corpus, root = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for name, text in texts.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    build_with_report([corpus], into=root, embedder=WordEmbedder()).index.generation.close()
    service = Service(Ready(root, WordEmbedder()), Corpus(corpus, root))
    with TestClient(application(service), base_url="http://localhost:7860") as opened:
        answer = opened.post(
            "/api/ask", json={**QUESTION, "question": "How long do zebras sleep?"}
        ).json()
        saved = TypeAdapter(Answer).validate_python(answer).receipt().to_dict()
        (note,) = opened.post("/api/compare", json=saved).json()["notes"]
    assert note.startswith("Sources disagree on a number: ")


def test_what_is_no_receipt_is_refused(client: TestClient) -> None:
    """With a reason."""
    response = client.post("/api/compare", json={})
    assert response.status_code == 422
    assert "not a receipt" in response.json()["detail"]
