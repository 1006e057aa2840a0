"""Folders are opened without following links."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa.web.documents.folder import LinkError, open_folder
from tests.support.webs import files_below, sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_link_in_the_folder_leads_nowhere_else(client: TestClient, tmp_path: Path) -> None:
    """A folder that is a link to elsewhere takes no upload."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "corpus" / "link").symlink_to(tmp_path / "elsewhere")
    assert client.put("/api/documents/link/a.txt", content=b"text").status_code == 422
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_is_opened_through_folders_only(tmp_path: Path) -> None:
    """A link on the way is named; a missing folder is made where that is wanted."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with open_folder(tmp_path, ["real", "new", "deep"], make=True) as folder:
        assert folder.path == tmp_path / "real" / "new" / "deep"
        assert folder.names() == []
    with pytest.raises(LinkError) as refused, open_folder(tmp_path, ["link", "new"]):
        pass
    assert refused.value.path == tmp_path / "link"
    with pytest.raises(FileNotFoundError), open_folder(tmp_path, ["none"]):
        pass


def test_an_open_folder_stays_the_same_when_its_name_leads_elsewhere(tmp_path: Path) -> None:
    """Whoever replaces it by a link changes nothing for those that have it open."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "a.txt").write_text("ours")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("theirs")
    with open_folder(tmp_path, ["case"]) as folder:
        (tmp_path / "case").rename(tmp_path / "moved")
        (tmp_path / "case").symlink_to(tmp_path / "elsewhere")
        assert folder.sha256("a.txt") == sha256_of(b"ours")
        folder.remove("a.txt")
        folder.remove("a.txt")  # a second time changes nothing
    assert (tmp_path / "elsewhere" / "a.txt").read_text() == "theirs"
    assert not (tmp_path / "moved" / "a.txt").exists()


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    """A link, a folder and a named pipe are refused at once."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    with open_folder(tmp_path, []) as folder:
        assert folder.sha256("none") is None
        for name in ("folder", "link", "pipe"):
            with pytest.raises(LinkError):
                folder.sha256(name)


def test_a_second_name_never_replaces_a_file(tmp_path: Path) -> None:
    """Only a rename does."""
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    with open_folder(tmp_path, []) as folder:
        with pytest.raises(FileExistsError):
            folder.link("a", folder, "b")
        folder.link("a", folder, "c")
        folder.rename("a", folder, "b")
    assert files_below(tmp_path) == {"b": b"a", "c": b"a"}
