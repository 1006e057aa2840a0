"""Receipts over HTTP: compared with what is indexed, and refused in a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from qa.receipts import _seal
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
    from pydantic import TypeAdapter  # noqa: PLC0415

    from qa.records import Answer  # noqa: PLC0415

    told = client.post("/api/ask", json=QUESTION).json()
    return TypeAdapter(Answer).validate_python(told).receipt().to_dict()


def verified(client: TestClient, receipt: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return what the server says of a receipt whose first quote is changed, sealed again."""
    first, *others = receipt["quotes"]
    forged = {**receipt, "quotes": [{**first, **changes}, *others]}
    forged["seal"] = _seal({key: forged[key] for key in forged if key != "seal"})
    response = client.post("/api/verify", json=forged)
    assert response.status_code == 200
    told: dict[str, Any] = response.json()
    return told


def test_a_true_receipt_is_exact_and_says_what_is_not_verified(
    client: TestClient, receipt: dict[str, Any]
) -> None:
    """The fingerprint is compared, and nothing else that takes asking."""
    told = verified(client, receipt)
    assert told["exact"] is True
    assert told["not_verified"] == [name for name in NOT_VERIFIED if name != "index"]
    assert told["notices"] == []


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"doc_id": "court/order.md"}, "gone"),
        ({"doc_id": "court/order.md", "places": ["zebras.md"]}, "moved"),
        ({"title": "A court order"}, "exact"),
        ({"headings": ["Findings"]}, "exact"),
        ({"places": ["hostile.txt"]}, "exact"),
    ],
)
def test_a_forged_receipt_is_not_exact(
    client: TestClient, receipt: dict[str, Any], changes: dict[str, Any], verdict: str
) -> None:
    """Whatever of it was changed."""
    told = verified(client, receipt, **changes)
    assert (told["exact"], told["verdicts"][0]["verdict"]) == (False, verdict)
    assert told["verdicts"][0]["problems"]


def test_another_index_is_named(client: TestClient, receipt: dict[str, Any]) -> None:
    """It is no fault of a receipt, and its fingerprint is then not verified."""
    told = verified(client, {**receipt, "index": "0" * 16})
    assert told["exact"] is True
    assert "index" in told["not_verified"]
    assert "another index (0000000000000000)" in told["notices"][0]


def test_a_receipt_of_very_many_quotes_is_refused(
    client: TestClient, receipt: dict[str, Any]
) -> None:
    """No answer over HTTP has as many; the command takes them."""
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
    """With a reason, and never as a failure of the server."""
    headers = {"Content-Type": "application/json"}
    response = client.post("/api/verify", content=body, headers=headers)
    assert response.status_code in {400, 422}
    assert json.loads(response.text)["detail"]
