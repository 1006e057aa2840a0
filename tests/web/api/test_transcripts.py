"""A conversation over HTTP becomes a file."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any, get_args

import pytest
from docx import Document
from starlette.testclient import TestClient

from qa.rendering.transcripts.formats import FORMATS
from qa.web.api.schemas import TranscriptFormat
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
        {"format": "odt", "answers": []},
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


def test_every_format_is_written(client: TestClient, answer: dict[str, Any]) -> None:
    """Each with its media type; the names of requests are those of the formats."""
    assert set(get_args(TranscriptFormat)) == set(FORMATS)
    for name, known in FORMATS.items():
        response = client.post("/api/transcript", json={"format": name, "answers": [answer]})
        if name == "annotated-pdf":  # the article is no PDF
            assert response.status_code == 409
            assert "No quote of these answers is from a PDF" in response.json()["detail"]
            continue
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == known.media_type
        assert response.content


def test_the_page_that_checks_itself_has_the_text(
    client: TestClient, answer: dict[str, Any]
) -> None:
    """From the index, not from the request."""
    body: Any = {"format": "verifiable-html", "answers": [deepcopy(answer)]}
    assert '"pieces": ' in client.post("/api/transcript", json=body).text
    for quote in body["answers"][0]["quotes"]:
        quote["citation"]["doc_id"] = "gone.txt"
    assert '"pieces": ' not in client.post("/api/transcript", json=body).text


def test_a_conversation_without_questions_is_a_file_too(client: TestClient) -> None:
    """Of every format but copies of PDFs."""
    for name in FORMATS.keys() - {"annotated-pdf"}:
        response = client.post("/api/transcript", json={"format": name, "answers": []})
        assert response.status_code == 200, name
