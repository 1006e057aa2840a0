"""A file is moved whole, or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from qa.web.documents.folder import open_folder
from qa.web.documents.moving import move
from qa.web.documents.removed import REMOVED
from tests.support.webs import (
    files_below,
)

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

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


def test_a_move_never_replaces_a_file(tmp_path: Path) -> None:
    """Both stay as they were."""
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    with open_folder(tmp_path, []) as folder:
        with pytest.raises(FileExistsError):
            move(folder, "a", folder, "b")
        move(folder, "a", folder, "c")
    assert files_below(tmp_path) == {"b": b"b", "c": b"a"}


def test_a_file_that_is_missing_leaves_no_empty_one(tmp_path: Path) -> None:
    """The new name is free again."""
    with open_folder(tmp_path, []) as folder, pytest.raises(FileNotFoundError):
        move(folder, "none", folder, "new")
    assert files_below(tmp_path) == {}


def test_a_file_that_changes_while_it_is_copied_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that writes to it loses nothing; the copy is removed."""
    path = tmp_path / "a"
    path.write_text("before")

    def other_device(*_: object, **__: object) -> None:
        path.write_text("written meanwhile")
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    def copy_and_change(read: BinaryIO, written: BinaryIO, _: int) -> None:
        written.write(read.read())
        path.write_text("written later still")

    monkeypatch.setattr("os.replace", other_device)
    monkeypatch.setattr("shutil.copyfileobj", copy_and_change)
    with open_folder(tmp_path, []) as folder, pytest.raises(OSError, match="changed"):
        move(folder, "a", folder, "b")
    assert files_below(tmp_path) == {"a": b"written later still"}
