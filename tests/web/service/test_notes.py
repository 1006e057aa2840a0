"""What the page says of files fits who reads it: the owner of the server, or a visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError, ReceiptError
from qa.indexing.skipped import save_skipped
from qa.loaders.ocr.engines import HOW, not_recognized
from qa.receipts import receipt_from
from qa.web import strings
from qa.web.service.notes import READERS, for_page

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_scanned_file_is_explained_without_a_command() -> None:
    """The rest of the note stays as it is; the command line still names the command."""
    note = "page 2 has no text; " + not_recognized(HOW)
    said = for_page(note)
    assert "pip" in note
    assert "pip" not in said
    assert said.startswith("page 2 has no text; words in pictures")
    assert said.endswith(strings.OCR_ASK)
    assert for_page("decoded as cp1251 by guess") == "decoded as cp1251 by guess"


def test_what_is_no_receipt_is_explained_without_a_command() -> None:
    """Whoever verifies it on the page makes one there, too."""
    with pytest.raises(ReceiptError) as caught:
        receipt_from({"note": 2})
    assert "qa ask" in caught.value.reason
    assert for_page(caught.value.reason) == f"is not a receipt. {strings.RECEIPT_MAKE}"


def test_the_owner_of_a_local_server_reads_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is their command line."""
    note = "page 2 has no text; " + not_recognized(HOW)
    monkeypatch.setattr(READERS, "are_owner", True)
    assert for_page(note) == note


def test_the_list_says_it_so(client: TestClient, tmp_path: Path) -> None:
    """Of a file that was refused."""
    path = tmp_path / "corpus" / "scan.pdf"
    path.write_bytes(b"%PDF-1.4")
    reason = f"has no text ({not_recognized(HOW)})"
    save_skipped(tmp_path / "index", [DocumentError(path, reason)])
    rows = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert strings.OCR_ASK in rows["scan.pdf"]["reason"]
