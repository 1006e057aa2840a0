"""Removed files are set aside, listed and restored."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa.web.documents.removed import REMOVED
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
