"""Nothing outside the folder of the documents changes, and nothing in it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from tests.support.webs import (
    files_below,
)

if TYPE_CHECKING:
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
    with pytest.raises(DocumentError, match="leads to"):
        corpus.remove("case/will.txt")
    assert files_below(elsewhere) == {"will.txt": b"The last will."}
