"""What an orchestrator and Prometheus ask the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service
from tests.support.webs import BASE, ready_service

if TYPE_CHECKING:
    from pathlib import Path


def test_a_server_runs_before_it_is_ready(tmp_path: Path) -> None:
    """The page opens while the model is loaded."""
    with TestClient(application(Service(LiveIndex(tmp_path))), base_url=BASE) as client:
        assert client.get("/api/health").json() == {"status": "running"}
        ready = client.get("/api/ready")
        assert (ready.status_code, ready.json()) == (503, {"status": "loading"})


def test_a_server_with_a_model_is_ready(tmp_path: Path) -> None:
    """A question is then answered at once."""
    with TestClient(application(ready_service(tmp_path)), base_url=BASE) as client:
        ready = client.get("/api/ready")
        assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
        metrics = client.get("/metrics")
        assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert "quoth_questions_waiting 0.0" in metrics.text
