"""The page ``/docs`` explains every operation, and its examples work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from qa.indexing.feedback import FEEDBACK
from qa.web.api.reference import TAGS, problems
from qa.web.api.schemas import CLAIM, REFERENCE
from qa.web.app import application
from qa.web.service.service import Service
from tests.support.webs import BASE, Ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.index.search import Index


@pytest.fixture(scope="module")
def client(article_index: Index) -> Iterator[TestClient]:
    """A server over the shipped article, without a folder to change."""
    root = article_index.generation.path.parent.parent
    with TestClient(
        application(Service(Ready(root, article_index.embedder))), base_url=BASE
    ) as opened:
        yield opened
    (root / FEEDBACK).unlink(missing_ok=True)  # other tests use the index too


@pytest.fixture(scope="module")
def schema(client: TestClient) -> dict[str, Any]:
    """The OpenAPI schema."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all operations."""
    return [operation for path in schema["paths"].values() for operation in path.values()]


def test_every_operation_has_a_summary_a_description_and_a_tag(schema: dict[str, Any]) -> None:
    """The summary is one short line without a full stop; each tag is explained."""
    for operation in operations(schema):
        assert re.fullmatch(r"[A-Z].{5,40}[^.]", operation["summary"]), operation
        assert operation["description"].endswith("."), operation
        assert "\n" not in operation["summary"]
        assert set(operation["tags"]) <= {tag["name"] for tag in schema["tags"]}
    assert [tag for tag in TAGS if not tag["description"]] == []


def test_every_parameter_is_described(schema: dict[str, Any]) -> None:
    """In the path, the query and the headers."""
    for operation in operations(schema):
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (operation["summary"], parameter["name"])


@pytest.mark.parametrize(
    "name", ["AskRequest", "QuoteRequest", "CheckRequest", "FeedbackRequest", "Problem"]
)
def test_every_field_is_described(schema: dict[str, Any], name: str) -> None:
    """Of what a client sends, and of an error."""
    for field, described in schema["components"]["schemas"][name]["properties"].items():
        nested = [described, *described.get("anyOf", [])]
        described_somewhere = [one for one in nested if one.get("description") or "$ref" in one]
        assert described_somewhere, field


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        ("/api/ask", "AskRequest", 200),
        ("/api/quote", "QuoteRequest", 200),
        ("/api/check", "CheckRequest", 200),
        ("/api/feedback", "FeedbackRequest", 204),
    ],
)
def test_every_example_works_with_the_shipped_article(
    client: TestClient, schema: dict[str, Any], path: str, name: str, status: int
) -> None:
    """A reader who presses "Execute" sees a real answer."""
    (example,) = schema["components"]["schemas"][name]["examples"]
    answer = client.post(path, json=example)
    assert answer.status_code == status, answer.text
    if "found" in answer.text:
        assert answer.json()["found"]


def test_the_example_of_a_claim_shows_what_was_altered(client: TestClient) -> None:
    """The article says twenty thousand."""
    finding = client.post("/api/check", json={"claim": CLAIM}).json()["finding"]
    assert finding["verdict"] == "altered"
    assert any(change["kind"] == "number" for change in finding["changes"])


def test_the_example_of_a_reference_opens_the_sentence(client: TestClient) -> None:
    """The article has no pages, and the detail says so."""
    answer = client.get("/api/page", params={"reference": REFERENCE})
    assert answer.status_code == 422
    assert "page" in answer.json()["detail"]


def test_the_file_is_the_body_of_an_upload(schema: dict[str, Any]) -> None:
    """The reference offers to choose one."""
    upload = schema["paths"]["/api/documents/{doc_id}"]["put"]["requestBody"]
    assert upload["content"]["application/octet-stream"]["schema"]["format"] == "binary"


def test_an_operation_lists_its_own_errors_and_those_of_all() -> None:
    """As problems, with a description each."""
    errors = problems(404, 503)
    assert {401, 404, 413, 422, 429, 503} <= errors.keys()
    assert 412 not in errors
    assert all(error["description"].endswith(".") for error in errors.values())
