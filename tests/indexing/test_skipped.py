"""The reasons for leaving files out are stored with the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main
from qa.errors import DocumentError, EmptyCorpusError
from qa.indexing.skipped import named_as_documents, read_skipped
from qa.stores.folder import SKIPPED
from qa.web.documents.corpus import Corpus
from qa.web.service.listing import list_documents

if TYPE_CHECKING:
    from tests.support.indexes import Library


def refuse(library: Library) -> None:
    """Build from a good file and a broken one."""
    library.write(apples="An apple.")
    (library.corpus / "broken.pdf").write_bytes(b"no PDF")
    library.build_as_it_is()


def test_the_reason_outlives_the_process_that_built(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is next to the index, for the list of documents and for ``qa info``."""
    refuse(library)
    (error,) = read_skipped(library.root)
    assert error.path == library.corpus / "broken.pdf"
    assert "is not a .pdf file" in error.reason
    rows = {
        row.doc_id: row
        for row in list_documents(library.root, Corpus(library.corpus, library.root))
    }
    assert (rows["broken.pdf"].status, rows["broken.pdf"].reason) == ("refused", error.reason)
    assert rows["apples.txt"].status == "indexed"
    assert main(["info", "--index", str(library.root)]) == 0
    assert "broken.pdf': is not a .pdf file" in capsys.readouterr().out


def test_skipped_files_are_named_as_documents_are(library: Library) -> None:
    """Below the corpus; with several folders after the folder's own; else by the whole path."""
    refuse(library)
    deep = library.corpus / "deep" / "scan.pdf"
    skipped = [*read_skipped(library.root), DocumentError(deep, "has no text")]
    known = library.load().generation.manifest.documents
    named = named_as_documents(library.root, known, skipped)
    assert [one.path.as_posix() for one in named] == ["broken.pdf", "deep/scan.pdf"]
    elsewhere = {f"{library.corpus.name}/{name}": sha256 for name, sha256 in known.items()}
    (of_several, _) = named_as_documents(library.root, elsewhere, skipped)
    assert of_several.path.as_posix() == f"{library.corpus.name}/broken.pdf"
    (unknown, _) = named_as_documents(library.root, {}, skipped)
    assert unknown.path == library.corpus / "broken.pdf"


def test_what_was_mended_is_forgotten(library: Library) -> None:
    """The next build says anew what it leaves out."""
    refuse(library)
    (library.corpus / "broken.pdf").unlink()
    library.build_as_it_is()
    assert read_skipped(library.root) == []


def test_where_nothing_could_be_read_the_reasons_are_there_too(library: Library) -> None:
    """The build fails, and the list of documents says why."""
    library.write()
    (library.corpus / "broken.pdf").write_bytes(b"no PDF")
    with pytest.raises(EmptyCorpusError):
        library.build_as_it_is()
    (row,) = list_documents(library.root, Corpus(library.corpus, library.root))
    assert row.status == "refused"
    assert "is not a .pdf file" in str(row.reason)


@pytest.mark.parametrize("content", ["", "{", "[1]", "[[1]]", "7", "ö"])
def test_a_damaged_file_of_reasons_hinders_nothing(library: Library, content: str) -> None:
    """It is not part of the index."""
    refuse(library)
    (library.root / SKIPPED).write_text(content, encoding="utf-8")
    assert read_skipped(library.root) == []


def test_data_without_spaces_is_noted_in_the_list(library: Library) -> None:
    """The file is in the index; a note names the text that is never quoted."""
    library.build(picture=f"Before. {'x' * 20_000} After it.")
    (row,) = list_documents(library.root)
    assert row.status == "indexed"
    (note,) = row.notes
    assert note.startswith("20,000 characters without a space at 8: these are data")
