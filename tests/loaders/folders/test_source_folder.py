"""A receipt's documents are found below a folder, and nothing outside it is read."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.errors import ReceiptError
from qa.files.hashing import sha256_of_file
from qa.loaders.folders.source_folder import SourceFolder, split_path
from qa.loaders.registry import JSON_LINES
from qa.loaders.sandbox.process import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "text/plain"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a text and a file of two documents, and a file outside it."""
    folder = tmp_path / "corpus"
    (folder / "fruit").mkdir(parents=True)
    (folder / "fruit" / "apple.txt").write_text("An apple.")
    (folder / "birds.jsonl").write_text('{"id": "a", "text": "A."}\n{"id": "b", "text": "B."}\n')
    (tmp_path / "secret.txt").write_text("A secret.")
    return folder


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """What reads the files."""
    with closing(Sandbox()) as sandbox:
        yield sandbox


def test_documents_are_found_by_their_path(corpus: Path, sandbox: Sandbox) -> None:
    """Also of a file that has several, and below the folder's own name."""
    source = SourceFolder(corpus, sandbox)
    for doc_id in ("fruit/apple.txt", "corpus/fruit/apple.txt"):
        document = source.document(doc_id, TEXT)
        assert document is not None
        assert document.text == "An apple."
    bird = source.document("birds.jsonl#b", JSON_LINES)
    assert bird is not None
    assert bird.text == "B."
    assert source.document("birds.jsonl#c", JSON_LINES) is None
    assert source.document("fruit/pear.txt", TEXT) is None


def test_a_source_may_be_one_file(corpus: Path, sandbox: Sandbox) -> None:
    """It is the document of its name; of any other, nothing is known."""
    apple = corpus / "fruit" / "apple.txt"
    source = SourceFolder(apple, sandbox)
    assert source.is_file
    assert source.document("any/apple.txt", TEXT) is not None
    assert source.document("pear.txt", TEXT) is None
    assert source.has_bytes("pear.txt", TEXT, "0" * 64) is None
    assert source.has_bytes("apple.txt", TEXT, sha256_of_file(apple)) is True
    assert source.has_bytes("apple.txt", TEXT, "0" * 64) is False


@pytest.mark.parametrize(
    "doc_id",
    ["../secret.txt", "/etc/passwd", "fruit/../../secret.txt", "C:\\x.txt", "a//b", ".", "a\0b"],
)
def test_no_path_leads_out_of_the_folder(corpus: Path, sandbox: Sandbox, doc_id: str) -> None:
    """Nothing is read; the error names the path."""
    with pytest.raises(ReceiptError, match="is not a path below the folder"):
        SourceFolder(corpus, sandbox).document(doc_id, TEXT)


def test_the_name_of_a_document_in_a_file_follows_the_first_sign() -> None:
    """A name may have one too; in formats of one document it is part of the path."""
    assert split_path("a.jsonl#x#y", JSON_LINES) == ("a.jsonl", "#x#y")
    assert split_path("in/a.MBOX#3/b.pdf", "application/mbox") == ("in/a.MBOX", "#3/b.pdf")
    assert split_path("a.eml", "message/rfc822") == ("a.eml", "")
    assert split_path("Inbox#3", "application/mbox") == ("Inbox", "#3")
    assert split_path("a.jsonl#x", TEXT) == ("a.jsonl#x", "")
