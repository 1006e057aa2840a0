"""A conversation over HTTP becomes a file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.page.conversation.turns import MOST_TURNS
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = {"question": "What do zebras eat?", "min_confidence": 0.0}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    service = ready_service(tmp_path_factory.mktemp("transcripts"))
    with TestClient(application(service), base_url="http://localhost:7860") as opened:
        yield opened


@pytest.fixture(scope="module")
def answer(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/api/ask", json=QUESTION).json()
    return found


def test_an_answer_becomes_a_file_of_each_format(
    client: TestClient, answer: dict[str, Any]
) -> None:
    """It is one to save, never a page of this site."""
    quote = answer["quotes"][0]["text"]
    for name, media_type in (("markdown", "text/markdown"), ("html", "text/html")):
        body = {"format": name, "title": "Zebras", "answers": [answer]}
        response = client.post("/api/transcript", json=body)
        assert response.headers["content-type"].startswith(media_type)
        assert response.headers["content-disposition"] == "attachment"
        assert "Zebras" in response.text
        assert quote.split()[0] in response.text
    response = client.post("/api/transcript", json={"format": "docx", "answers": [answer]})
    texts = [each.text for each in Document(BytesIO(response.content)).paragraphs]
    assert quote in texts


def test_a_long_conversation_becomes_a_file_whole(
    client: TestClient, answer: dict[str, Any]
) -> None:
    """A browser stores more questions than the page shows again."""
    body = {"format": "markdown", "answers": [answer] * (MOST_TURNS + 10)}
    response = client.post("/api/transcript", json=body)
    assert response.text.count("\n## ") == MOST_TURNS + 10


@pytest.mark.parametrize(
    "body",
    [
        {"format": "pdf", "answers": []},
        {"format": "html", "answers": [{"question": "?"}]},
        {"format": "html", "answers": [], "title": "x" * 201},
        {"format": "html"},
    ],
)
def test_what_is_no_conversation_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    """With what is wrong in it."""
    response = client.post("/api/transcript", json=body)
    assert response.status_code == 422
    assert response.json()["detail"]
