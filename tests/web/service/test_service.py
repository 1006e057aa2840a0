"""Each kind of work has threads of its own, so that none blocks another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import httpx
import pytest

from qa.web.app import application
from tests.support.blocking import BlockingWork
from tests.support.webs import (
    BASE,
    ready_service,
)

if TYPE_CHECKING:
    from pathlib import Path

    from qa.web.service.gate import Gate


WORDS = "Giraffes are the tallest animals that live on land today."


@pytest.mark.parametrize("kind", ["checking", "reading", "drawing", "quoting", "gate"])
def test_slow_work_of_one_kind_starves_no_other(tmp_path: Path, kind: str) -> None:
    """During a hundred slow checks, questions, lists and health are answered, and so on."""
    service, work = ready_service(tmp_path), BlockingWork()
    requests: dict[str, tuple[str, str, object]] = {
        "gate": ("POST", "/api/ask", {"question": "What do zebras eat?"}),
        "quoting": ("POST", "/api/quote", {"question": "What do they eat?", "text": WORDS}),
        "checking": ("POST", "/api/check", {"claim": "Zebras eat grass."}),
        "reading": ("GET", "/api/documents", None),
        "drawing": ("GET", "/api/page?reference=x", None),
    }

    async def send() -> None:
        transport = httpx.ASGITransport(application(service))
        async with (
            httpx.AsyncClient(transport=transport, base_url=BASE) as client,
            anyio.create_task_group() as tasks,
        ):
            gate: Gate = getattr(service, kind)
            for _ in range(100):
                tasks.start_soon(gate.run, work)
            while not work.started:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            for other, (method, path, body) in requests.items():
                if other != kind:
                    answer = await client.request(method, path, json=body)
                    assert answer.status_code < 500, path
            assert (await client.get("/api/health")).status_code == 200
            assert (await client.get("/api/build")).status_code == 200
            work.release.set()

    anyio.run(send)
