"""What the tests of grids over HTTP share: a grid is begun, and awaited."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.testclient import TestClient

QUESTIONS = ["What do zebras eat?", "What do stripes confuse?", "Who won the world cup?"]


def begun(client: TestClient, **asked: Any) -> str:
    """Begin a grid of three questions to all documents, and return its id."""
    response = client.post("/api/grids", json={"questions": QUESTIONS, "over": ["*"]} | asked)
    assert response.status_code == 202, response.text
    id_: str = response.json()["id"]
    return id_


def ended(client: TestClient, id_: str) -> dict[str, Any]:
    """Wait until a grid has ended, and return how, with all of its cells."""
    for _ in range(1200):  # a minute: the machine may have much to do
        state: dict[str, Any] = client.get(f"/api/grids/{id_}/cells").json()
        if state["state"] not in {"waiting", "running"}:
            return state
        time.sleep(0.05)
    raise AssertionError(state)
