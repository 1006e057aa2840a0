"""Nothing outside the folder of the documents changes, and nothing in it is lost."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import anyio
import pytest

from qa.errors import DocumentError
from qa.web.documents.corpus import Corpus
from tests.support.webs import (
    files_below,
    sha256_of,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from qa.web.service.service import Service


def test_a_file_behind_a_link_is_not_changed(
    client: TestClient, tmp_path: Path, elsewhere: Path
) -> None:
    """Be the link the file, its folder or one above; the detail says where it leads."""
    corpus = tmp_path / "corpus"
    (corpus / "case").symlink_to(elsewhere)
    (corpus / "one.txt").symlink_to(elsewhere / "will.txt")
    (elsewhere / "deep").mkdir()
    (elsewhere / "deep" / "b.txt").write_text("B.")
    before = files_below(elsewhere)
    for name in ("case/will.txt", "case/deep/b.txt", "one.txt"):
        for refused in (
            client.delete(f"/api/documents/{name}"),
            client.put(f"/api/documents/{name}", content=b"x", headers={"If-Match": "*"}),
        ):
            assert refused.status_code == 422, name
            assert str(elsewhere) in refused.json()["detail"]
        assert files_below(elsewhere) == before
    assert (corpus / "one.txt").is_symlink()
    assert client.get("/api/removed").json() == []


def test_a_link_that_comes_between_check_and_use_leads_nowhere(
    service: Service, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that becomes a link once the file was found in it is refused."""
    corpus = service.corpus
    assert corpus
    folder = tmp_path / "corpus" / "case"
    folder.mkdir()
    (folder / "will.txt").write_text("A draft.")
    found = corpus.files()

    def files() -> dict[str, Path]:
        folder.rename(tmp_path / "corpus" / "moved")
        folder.symlink_to(elsewhere)
        return found

    monkeypatch.setattr(corpus, "files", files)
    with pytest.raises(DocumentError, match=re.escape(str(elsewhere))):
        corpus.remove("case/will.txt")
    assert files_below(elsewhere) == {"will.txt": b"The last will."}


def test_a_folder_that_is_missing_is_made_by_the_first_upload(tmp_path: Path) -> None:
    """Until then, there are no files in it."""
    corpus = Corpus(tmp_path / "corpus", tmp_path / "index")
    assert corpus.files() == {}
    assert corpus.removed() == []

    async def pieces() -> AsyncIterator[bytes]:
        yield b"An "
        yield b"okapi."

    stored = anyio.run(corpus.put, "new/okapi.txt", pieces())
    assert (stored.doc_id, stored.created) == ("new/okapi.txt", True)
    assert stored.sha256 == sha256_of(b"An okapi.")
    assert files_below(tmp_path) == {"corpus/new/okapi.txt": b"An okapi."}


def test_a_hash_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    """A list hashes a thousand files once; a file that cannot be read has none."""
    path = tmp_path / "a.txt"
    path.write_text("one")
    corpus = Corpus(tmp_path, tmp_path / "index")
    first = corpus.sha256(path)
    assert first == sha256_of(b"one")
    status = path.stat()
    path.write_text("two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert corpus.sha256(path) == first  # same size, same time
    os.utime(path, ns=(0, 0))
    assert corpus.sha256(path) == sha256_of(b"two")
    path.unlink()
    assert corpus.sha256(path) == ""


def test_an_error_of_the_file_system_names_document_and_reason(
    client: TestClient, tmp_path: Path
) -> None:
    """A file in place of a folder."""
    (tmp_path / "corpus" / "taken").write_text("a file")
    answer = client.put("/api/documents/taken/a.txt", content=b"text")
    assert answer.status_code == 409
    assert "taken/a.txt" in answer.json()["detail"]
    assert "Not a directory" in answer.json()["detail"]
