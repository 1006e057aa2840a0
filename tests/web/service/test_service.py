"""Each kind of work has threads and a line of its own, so that none holds up another."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import anyio
import httpx
import pytest
from fpdf import FPDF

from qa.indexing.build import build_with_report
from qa.web import strings
from qa.web.app import application
from qa.web.middleware.limits import BusyError, Gate, Limits
from qa.web.service.corpus import Corpus
from qa.web.service.service import Service
from tests.support.webs import Ready, WordEmbedder, ready_service, referring

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index

BASE = "http://localhost:7860"
WORDS = "Giraffes are the tallest animals that live on land today."


class Held:
    """Work that lasts until it is let go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = 0
        self.most = 0
        self._running = 0
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Wait."""
        with self._lock:
            self.begun += 1
            self._running += 1
            self.most = max(self.most, self._running)
        self.go_on.wait()
        with self._lock:
            self._running -= 1


def test_a_gate_lets_so_many_in_and_no_more() -> None:
    """One after the other when they are let go on."""
    held = Held()

    async def crowd() -> None:
        gate = Gate(Limits(), 3)
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(gate.run, held)
            while gate.waiting < 17 or held.begun < 3:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            held.go_on.set()

    anyio.run(crowd)
    assert (held.begun, held.most) == (20, 3)


def test_whose_turn_does_not_come_is_told() -> None:
    """What was begun goes on, and the line is free again afterwards."""
    held = Held()

    async def late() -> str:
        gate = Gate(Limits(wait_s=0.05), 1)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(gate.run, held)
            while not held.begun:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            with pytest.raises(BusyError) as refused:
                await gate.run(lambda: None)
            held.go_on.set()
        await gate.run(lambda: None)
        assert gate.waiting == 0
        return str(refused.value)

    assert anyio.run(late) == strings.BUSY
    assert held.begun == 1


@pytest.mark.parametrize("kind", ["checking", "reading", "drawing", "quoting", "gate"])
def test_slow_work_of_one_kind_starves_no_other(tmp_path: Path, kind: str) -> None:
    """A hundred slow checks, and questions, lists, documents and health are answered."""
    service, held = ready_service(tmp_path), Held()
    requests: dict[str, tuple[str, str, object]] = {
        "gate": ("POST", "/api/ask", {"question": "What do zebras eat?"}),
        "quoting": ("POST", "/api/quote", {"question": "What do they eat?", "text": WORDS}),
        "checking": ("POST", "/api/check", {"claim": "Zebras eat grass."}),
        "reading": ("GET", "/api/documents", None),
        "drawing": ("GET", "/api/page?reference=x", None),
    }

    async def asked() -> None:
        transport = httpx.ASGITransport(application(service))
        async with (
            httpx.AsyncClient(transport=transport, base_url=BASE) as client,
            anyio.create_task_group() as tasks,
        ):
            gate: Gate = getattr(service, kind)
            for _ in range(100):
                tasks.start_soon(gate.run, held)
            while not held.begun:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            for other, (method, path, body) in requests.items():
                if other != kind:
                    answer = await client.request(method, path, json=body)
                    assert answer.status_code < 500, path
            assert (await client.get("/api/health")).status_code == 200
            assert (await client.get("/api/build")).status_code == 200
            held.go_on.set()

    anyio.run(asked)


def test_pictures_are_drawn_by_so_many_processes_and_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many ask for them at the same time; the next one comes from memory."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=14)
    pdf.add_page()
    pdf.multi_cell(0, 10, WORDS)
    corpus, root = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "giraffes.pdf").write_bytes(bytes(pdf.output()))
    index = build_with_report([corpus], into=root, embedder=WordEmbedder()).index
    service = Service(Ready(root, index), Corpus(corpus, root))
    log = tmp_path / "processes"
    monkeypatch.setattr(sys, "executable", str(logging_python(tmp_path, log)))

    async def asked() -> list[int]:
        transport = httpx.ASGITransport(application(service))
        statuses: list[int] = []
        async with httpx.AsyncClient(transport=transport, base_url=BASE, timeout=60) as client:

            async def one() -> None:
                answer = await client.get("/api/page", params={"reference": place(index)})
                statuses.append(answer.status_code)

            async with anyio.create_task_group() as tasks:
                for _ in range(12):
                    tasks.start_soon(one)
        return statuses

    assert anyio.run(asked) == [200] * 12
    assert len(log.read_text().splitlines()) <= 2


def logging_python(folder: Path, log: Path) -> Path:
    """Return a Python that writes a line whenever it is started."""
    script = folder / "python"
    script.write_text(f'#!/bin/sh\necho started >> "{log}"\nexec "{sys.executable}" "$@"\n')
    script.chmod(0o755)
    return script


def place(index: Index) -> str:
    """Return the reference of a sentence of the PDF."""
    text = index.document("giraffes.pdf").text
    start = text.index("Giraffes")
    words = text[start:].strip()
    return referring("giraffes.pdf", start, start + len(words), words)
