"""Removed files are set aside, listed and restored."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from qa.web.documents.folder import open_folder
from qa.web.documents.removed import REMOVED, RemovedFiles, original_parts
from qa.web.documents.upload import Upload
from qa.web.errors import ConditionError
from tests.support.webs import (
    files_below,
    sha256_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_name_that_is_no_utf8_is_removed_and_restored(client: TestClient, tmp_path: Path) -> None:
    """Its bytes are spelt in every answer, and the list of removed files goes on to be read."""
    odd = tmp_path / "corpus" / os.fsdecode(b"z\xff") / os.fsdecode(b"oka\xfepi.txt")
    odd.parent.mkdir()
    odd.write_text("An okapi.")
    name = "z\\udcff/oka\\udcfepi.txt"
    removed = client.delete(f"/api/documents/{name}")
    assert (removed.status_code, removed.json()["doc_id"]) == (200, name)
    (listed,) = client.get("/api/removed").json()
    assert listed["path"].endswith(f"/{REMOVED}/{name}")
    assert not odd.exists()
    assert client.post(f"/api/removed/{name}/restore").status_code == 200
    assert odd.read_text() == "An okapi."


def test_files_of_one_name_are_set_aside_one_by_one(client: TestClient) -> None:
    """Each is listed under the name it had, and comes back alone."""
    for text in (b"One.", b"Two.", b"Three."):
        assert client.put("/api/documents/a/b.txt", content=text).status_code == 201
        assert client.delete("/api/documents/a/b.txt").status_code == 200
    rows = client.get("/api/removed").json()
    assert {row["doc_id"] for row in rows} == {"a/b.txt"}
    assert sorted(row["id"] for row in rows) == [".2/a/b.txt", ".3/a/b.txt", "a/b.txt"]
    assert client.post("/api/removed/.2/a/b.txt/restore").json()["sha256"] == sha256_of(b"Two.")


def test_a_folder_for_removed_files_that_is_a_link_takes_none(
    client: TestClient, tmp_path: Path, elsewhere: Path
) -> None:
    """Nothing is moved there, listed from there, or restored from there."""
    (tmp_path / "corpus" / REMOVED).symlink_to(elsewhere)
    assert client.delete("/api/documents/zebras.md").status_code == 422
    assert (tmp_path / "corpus" / "zebras.md").exists()
    assert client.get("/api/removed").json() == []
    assert client.post("/api/removed/will.txt/restore").status_code == 404
    assert files_below(elsewhere) == {"will.txt": b"The last will."}


def wait_for_a_later_time_than(removed: str, clock: Path) -> None:
    """Wait until the file system gives another time: its clock may tick only every 10 ms."""
    now = removed
    while now <= removed:
        clock.touch()
        changed = datetime.fromtimestamp(clock.stat().st_ctime, timezone.utc)
        now = changed.isoformat(timespec="milliseconds")
    clock.unlink()


def test_removed_files_are_listed_the_latest_first(tmp_path: Path) -> None:
    """Each with the name it had; folders and links are none of them."""
    removed = RemovedFiles(tmp_path)
    assert removed.files() == []
    (tmp_path / "deep").mkdir()
    for name in ("a.txt", "deep/b.txt"):
        (tmp_path / name).write_text(name)
        *folders, last = name.split("/")
        with open_folder(tmp_path, folders) as folder:
            aside = removed.set_aside(folder, [*folders, last])
        assert (aside.doc_id, aside.bytes) == (name, len(name))
        wait_for_a_later_time_than(aside.removed, tmp_path / "clock")
    (tmp_path / REMOVED / "link.txt").symlink_to("/etc/passwd")
    assert [file.id for file in removed.files()] == ["deep/b.txt", "a.txt"]
    assert files_below(tmp_path).keys() - {f"{REMOVED}/link.txt"} == {
        f"{REMOVED}/a.txt",
        f"{REMOVED}/deep/b.txt",
    }


@pytest.mark.parametrize(
    ("removed", "original"),
    [
        ("a.txt", "a.txt"),
        (".2/a.txt", "a.txt"),
        (".12/deep/a.txt", "deep/a.txt"),
        ("2024/a.txt", "2024/a.txt"),
        (".2", ".2"),
    ],
)
def test_only_numbered_folders_are_no_part_of_a_name(removed: str, original: str) -> None:
    """A year is one of the user's own folders."""
    assert original_parts(removed.split("/")) == original.split("/")


def test_a_replaced_file_that_changed_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request fails, and what the other program wrote stays."""
    path = tmp_path / "a.txt"
    path.write_text("before")
    link = os.link

    def link_and_replace(*arguments: Any, **named: Any) -> None:
        link(*arguments, **named)
        (tmp_path / "new").write_text("of another program")
        (tmp_path / "new").replace(path)

    with open_folder(tmp_path, []) as folder, closing(Upload(folder)) as upload:
        upload.write(b"uploaded")
        upload.complete()
        monkeypatch.setattr("os.link", link_and_replace)
        with pytest.raises(ConditionError, match=r"a\.txt"):
            RemovedFiles(tmp_path).replace(folder, ["a.txt"], upload)
        monkeypatch.undo()
    assert files_below(tmp_path) == {
        "a.txt": b"of another program",
        f"{REMOVED}/a.txt": b"before",
    }
