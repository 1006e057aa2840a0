"""The index is described and built over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service
from tests.support.webs import BASE, build_by

if TYPE_CHECKING:
    from pathlib import Path


def test_a_build_changes_the_fingerprint_with_the_documents(client: TestClient) -> None:
    """The same documents give the same one."""
    before = client.get("/api/index").json()
    assert (before["documents"], before["model"], before["dimension"]) == (2, "words", 64)
    assert build_by(client)["error"] is None
    assert client.get("/api/index").json()["fingerprint"] == before["fingerprint"]
    client.put("/api/documents/okapi.txt", content=b"Okapis eat leaves.")
    state = build_by(client)
    assert (state["running"], state["built"]) == (False, 2)
    after = client.get("/api/index").json()
    assert after["documents"] == 3
    assert after["fingerprint"] != before["fingerprint"]


def test_without_an_index_the_answer_says_how_to_build_one(tmp_path: Path) -> None:
    """It is not ready, and a client should try again."""
    with TestClient(application(Service(LiveIndex(tmp_path))), base_url=BASE) as client:
        answer = client.get("/api/index")
        assert answer.status_code == 503
        assert answer.json()["error"] == "IndexNotFoundError"
        assert "qa build" in answer.json()["detail"]
        assert answer.headers["retry-after"]
