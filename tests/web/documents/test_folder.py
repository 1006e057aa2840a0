"""Folders are opened without following links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_link_in_the_folder_leads_nowhere_else(client: TestClient, tmp_path: Path) -> None:
    """A folder that is a link to elsewhere takes no upload."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "corpus" / "link").symlink_to(tmp_path / "elsewhere")
    assert client.put("/api/documents/link/a.txt", content=b"text").status_code == 422
    assert list((tmp_path / "elsewhere").iterdir()) == []
