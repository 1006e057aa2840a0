"""A server over two documents that can be changed and built, and a client of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.service.notes import READERS
from tests.support.webs import BASE, rebuilding_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.web.service.service import Service


@pytest.fixture(autouse=True)
def _visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes are for visitors, whatever a server that a test before has started was for."""
    monkeypatch.setattr(READERS, "are_owner", False)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A service over ``tmp_path / "corpus"`` that follows every build."""
    return rebuilding_service(tmp_path)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    """A client of a server on this machine, without tokens."""
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder next to the corpus, whose document nothing may touch."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "will.txt").write_text("The last will.")
    return folder
