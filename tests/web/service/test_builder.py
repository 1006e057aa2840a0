"""Builds run in the background, one at a time."""

from __future__ import annotations

import gc
import sys
import time
from typing import TYPE_CHECKING

import pytest

from qa.web import strings
from qa.web.service.listing import list_documents
from tests.support.indexes import deleted_files
from tests.support.webs import (
    build_by,
    statuses,
)

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from qa.web.service.builder import Builder
    from qa.web.service.service import Service


def test_a_build_that_fails_says_why_and_leaves_the_index(client: TestClient) -> None:
    """Questions are still answered from it."""
    for name in ("zebras.md", "hostile.txt"):
        client.delete(f"/api/documents/{name}")
    assert "No document with text" in str(build_by(client)["error"])
    assert client.post("/api/ask", json={"question": "What do zebras eat?"}).status_code == 200


def test_a_build_in_the_page_writes_to_no_cluster(
    client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where questions go to one that is away: the folder's index is built, and a note says so."""
    client.put("/api/documents/okapi.txt", content=b"Okapis eat leaves.")
    monkeypatch.setenv("QA_STORE", "milvus://127.0.0.1:9")
    monkeypatch.setenv("QA_MODEL", "all-MiniLM-L6-v2")  # this index has a model of the tests
    state = build_by(client)
    monkeypatch.undo()
    assert state["error"] is None
    assert "questions go to the cluster" in str(state["notes"])
    assert statuses(client)["okapi.txt"] == "indexed"


@pytest.mark.skipif(sys.platform != "linux", reason="/proc lists open files")
def test_builds_leave_no_deleted_file_open(service: Service, tmp_path: Path) -> None:
    """However many a server makes while it runs; no garbage collector helps."""
    builder, corpus = service.builder, tmp_path / "corpus"
    assert builder is not None
    gc.disable()
    try:
        for number in range(20):
            (corpus / "new.txt").write_text(f"Okapi number {number} eats leaves.")
            builder.start()
            while builder.state.running:
                time.sleep(0.01)
        assert builder.state.built == 20
        list_documents(tmp_path / "index", service.corpus)
        assert deleted_files(tmp_path / "index") == []
    finally:
        gc.enable()


def test_a_build_that_is_asked_for_during_another_one_follows_it(service: Service) -> None:
    """The running one may have read the folder before the change."""
    builder = service.builder
    assert builder is not None
    builder.start()
    builder.start()
    while builder.state.running:
        time.sleep(0.01)
    assert (builder.state.built, builder.state.error) == (2, None)


def test_a_build_that_fails_unexpectedly_is_logged(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The page gets a sentence without details, and the next build can start."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    builder = service.builder
    assert builder is not None
    monkeypatch.setattr("qa.web.service.builder.build_with_report", fail)
    builder._build()
    assert builder.state.error == strings.UNEXPECTED_IN_API
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    builder._build()
    state = builder.state
    assert (state.built, state.error) == (1, None)


class Ended(BaseException):
    """What ends a thread, and is no error of Quoth's."""


@pytest.mark.parametrize("failure", [Ended, MemoryError, OSError])
def test_a_build_that_ends_in_any_way_can_be_started_again(
    service: Service, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    """No state says for ever that a build is running."""
    builder = service.builder
    assert builder is not None

    def fail(*_: object, **__: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr("qa.web.service.builder.build_with_report", fail)
        patch.setattr("threading.excepthook", lambda _: None)
        builder.start()
        ended(builder)
        assert builder.state.error == strings.UNEXPECTED_IN_API
    builder.start()
    ended(builder)
    assert builder.state.error is None
    assert builder.state.built == 1


def test_no_start_is_lost_while_a_build_fails(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever the lock is free, a start makes a build of its own or is followed by one."""
    builder = service.builder
    assert builder is not None
    building: Builder = builder
    lost: list[bool] = []

    class Watched:
        """The lock, which looks at what it guards whenever it is given back."""

        def __enter__(self) -> None:
            self.was_asked = building._again

        def __exit__(self, *_: object) -> None:
            lost.append(self.was_asked and not building._again and building._state.running)

    def fail() -> None:
        builder.start()  # while this one runs
        raise Ended

    monkeypatch.setattr(builder, "_lock", Watched())
    monkeypatch.setattr(builder, "_build", fail)
    builder._state.running = True
    with pytest.raises(Ended):
        builder._run()
    assert lost
    assert not any(lost)
    assert not builder._state.running


def test_a_build_without_a_thread_is_not_running(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may have no room for one."""
    builder = service.builder
    assert builder is not None

    def refuse(_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("threading.Thread.start", refuse)
        builder.start()
    assert (builder.state.running, builder.state.error) == (False, strings.BUSY)


def ended(builder: Builder) -> None:
    """Wait until nothing is built."""
    while builder.state.running:
        time.sleep(0.01)
