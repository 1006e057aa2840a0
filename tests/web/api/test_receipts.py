"""Receipts over HTTP are compared with the indexed documents, or refused with a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from qa.receipts.records import seal
from qa.records import Answer
from qa.verification.verifying import NOT_VERIFIED
from qa.web.app import application
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = {"question": "What do zebras eat?", "min_confidence": 0.0}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    service = ready_service(tmp_path_factory.mktemp("verify"))
    with TestClient(application(service), base_url="http://localhost:7860") as opened:
        yield opened


@pytest.fixture(scope="module")
def receipt(client: TestClient) -> dict[str, Any]:
    """The receipt of an answer, as the page saves it."""
    answer = client.post("/api/ask", json=QUESTION).json()
    return TypeAdapter(Answer).validate_python(answer).receipt().to_dict()


def verified(client: TestClient, receipt: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the result for a receipt whose first quote was changed, and that was sealed again."""
    first, *others = receipt["quotes"]
    forged = {**receipt, "quotes": [{**first, **changes}, *others]}
    forged["seal"] = seal({key: forged[key] for key in forged if key != "seal"})
    response = client.post("/api/verify", json=forged)
    assert response.status_code == 200
    result: dict[str, Any] = response.json()
    return result


def test_a_true_receipt_is_exact_and_says_what_is_not_verified(
    client: TestClient, receipt: dict[str, Any]
) -> None:
    """The fingerprint is compared, but nothing that would need the question asked again."""
    result = verified(client, receipt)
    assert result["exact"] is True
    assert result["not_verified"] == [name for name in NOT_VERIFIED if name != "index"]
    assert result["notices"] == []


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"doc_id": "court/order.md"}, "moved"),
        ({"doc_id": "court/order.md", "places": ["zebras.md"]}, "moved"),
        ({"title": "A court order"}, "exact"),
        ({"headings": ["Findings"]}, "exact"),
        ({"places": ["hostile.txt"]}, "exact"),
    ],
)
def test_a_forged_receipt_is_not_exact(
    client: TestClient, receipt: dict[str, Any], changes: dict[str, Any], verdict: str
) -> None:
    """Each attribute that a document can show is compared."""
    result = verified(client, receipt, **changes)
    assert (result["exact"], result["verdicts"][0]["verdict"]) == (False, verdict)
    assert result["verdicts"][0]["problems"]


def test_another_index_is_a_notice(client: TestClient, receipt: dict[str, Any]) -> None:
    """It is not a fault of the receipt, but the fingerprint cannot be verified."""
    result = verified(client, {**receipt, "index": "0" * 16})
    assert result["exact"] is True
    assert "index" in result["not_verified"]
    assert "another index (0000000000000000)" in result["notices"][0]


def test_a_receipt_of_very_many_quotes_is_refused(
    client: TestClient, receipt: dict[str, Any]
) -> None:
    """The detail names the command that takes it."""
    response = client.post("/api/verify", json={**receipt, "quotes": receipt["quotes"][:1] * 201})
    assert response.status_code == 422
    assert "Use: qa verify" in response.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        '{"receipt": 2, "seal": "", "confidence": NaN}',
        '{"receipt": 2, "seal": "", "question": "\\ud800"}',
        '{"receipt": 1e999, "seal": ""}',
        '{"receipt": 2, "seal": "", "quotes": ' + "[" * 900 + "]" * 900 + "}",
        "{}",
    ],
)
def test_what_is_no_receipt_is_refused(client: TestClient, body: str) -> None:
    """With a reason; the server does not fail."""
    headers = {"Content-Type": "application/json"}
    response = client.post("/api/verify", content=body, headers=headers)
    assert response.status_code in {400, 422}
    assert json.loads(response.text)["detail"]
