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
from tests.support.webs import ready_service, referring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    (reference,) = {*result["references"]} & {receipt_reference(receipt)}
    assert client.get("/api/page", params={"reference": reference}).status_code == 422  # no PDF
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


def receipt_reference(receipt: dict[str, Any]) -> str:
    """Return the reference to the first quote of a receipt."""
    first = receipt["quotes"][0]
    return referring(first["doc_id"], first["start"], first["end"], first["text"])


def test_the_quotations_of_a_text_are_judged(client: TestClient) -> None:
    """Each with a reference to each place; a text without marks is one quotation."""
    text = "It says “Zebras eat grass.” and ‘They also sleep standing.’\n\n> Whales sing songs."
    result = client.post("/api/check/text", json={"text": text}).json()
    found = [(one["line"], one["finding"]["verdict"]) for one in result["quotations"]]
    assert found == [(1, "exact"), (1, "altered"), (3, "absent")]
    assert (result["total"], result["is_whole"]) == (3, False)
    first = result["quotations"][0]
    (place,) = first["finding"]["places"]
    expected = referring(place["doc_id"], place["start"], place["end"], place["text"])
    assert first["references"] == [expected]
    result = client.post("/api/check/text", json={"text": "Zebras eat grass."}).json()
    assert result["is_whole"] is True
    response = client.post("/api/check/text", json={"text": " "})
    assert (response.status_code, response.json()["error"]) == (422, "ClaimError")


def test_the_quotations_of_a_file_are_judged_and_the_file_is_not_stored(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is no path, and no message has the path of the copy that is read."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = "It says “Zebras eat grass.”".encode()
    for name in ("draft.md", "../../draft.TXT", "draft"):
        response = client.post("/api/check/file", params={"name": name}, content=body)
        assert response.status_code == 200, response.text
        (one,) = response.json()["quotations"]
        assert one["finding"]["verdict"] == "exact"
    for name, content, said in (
        ("draft.md", b"", "is empty"),
        ("draft.md", b"Nothing.", "No quotation found in 'draft.md'"),
        ("draft.pdf", b"no PDF", "'draft.pdf': is not a .pdf file"),
        ("song.mp3", b"la", "not supported"),
    ):
        response = client.post("/api/check/file", params={"name": name}, content=content)
        assert response.status_code == 422
        assert said in response.json()["detail"]
        assert str(tmp_path) not in response.text
    assert list(tmp_path.iterdir()) == []


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
