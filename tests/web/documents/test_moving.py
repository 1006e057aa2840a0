"""A file is moved whole, or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from qa.web.documents.removed import REMOVED
from tests.support.webs import (
    files_below,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from starlette.testclient import TestClient


def test_a_move_to_another_device_loses_nothing(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is copied and then removed, both ways; where the copy fails, it stays."""

    def elsewhere(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.replace", elsewhere)
    monkeypatch.setattr("os.link", elsewhere)
    before = files_below(tmp_path / "corpus")
    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfileobj", full)
        assert client.delete("/api/documents/zebras.md").status_code == 409
    assert files_below(tmp_path / "corpus") == before
    assert client.delete("/api/documents/zebras.md").status_code == 200
    moved = files_below(tmp_path / "corpus")
    assert moved[f"{REMOVED}/zebras.md"] == before["zebras.md"]
    assert "zebras.md" not in moved
    assert client.post("/api/removed/zebras.md/restore").status_code == 200
    assert files_below(tmp_path / "corpus") == before
