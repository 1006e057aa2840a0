"""The list shows the documents of the index and the files of the folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.webs import (
    build_by,
    statuses,
)

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_document_that_cannot_be_read_is_listed_with_the_reason(client: TestClient) -> None:
    """The others are indexed. A changed file is marked until the next build."""
    client.put("/api/documents/broken.pdf", content=b"no PDF")
    hay = b"# Zebras\n\nZebras eat hay now.\n"
    client.put("/api/documents/zebras.md", content=hay, headers={"If-Match": "*"})
    assert statuses(client)["zebras.md"] == "changed"
    build_by(client)
    rows = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert rows["broken.pdf"]["status"] == "refused"
    assert "is no PDF" in rows["broken.pdf"]["reason"]
    assert rows["zebras.md"]["status"] == "indexed"


@pytest.mark.parametrize("target", ["pipe", "/dev/zero"])
def test_a_file_that_never_ends_does_not_stop_the_list(
    client: TestClient, tmp_path: Path, target: str
) -> None:
    """A named pipe, and a device behind a link, are listed before a build has refused them."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "corpus" / "endless.txt").symlink_to(tmp_path / target)
    found = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert (found["endless.txt"]["status"], found["endless.txt"]["sha256"]) == ("new", None)
