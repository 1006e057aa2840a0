"""A refused file says what is wrong and what to do, in words of its owner, not of a library."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.reading import extract_file
from qa.loaders.sandbox.process import Sandbox
from tests.support.hostile import changed, fill
from tests.support.office import book, open_document, word
from tests.support.pdfs import numbered
from tests.support.spreadsheets import excel_rows

if TYPE_CHECKING:
    from pathlib import Path

_BOOK = excel_rows(["Depot", "Buses"], ["North", 48])
_ZIPPED = {".docx": word(), ".xlsx": _BOOK, ".odt": open_document(), ".epub": book()}
_OF_LIBRARIES = re.compile(
    r"zip file|BadZip|PDFium|decompress|unbound prefix|no element found|Expecting|Errno|item named",
    re.IGNORECASE,
)


def refused(path: Path, data: bytes) -> str:
    """Return why a file of these bytes is refused; the reason names no library's words."""
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        extract_file(path)
    assert not _OF_LIBRARIES.search(caught.value.reason.replace(path.name, ""))
    return caught.value.reason


def _foreign() -> bytes:
    """Return an archive with nothing of a document in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes/a.bin", b"\x00")
    return packed.getvalue()


@pytest.mark.parametrize("suffix", [*_ZIPPED, ".pptx", ".ods", ".odp"])
def test_a_damaged_archive_says_which_part_and_how_to_mend_it(tmp_path: Path, suffix: str) -> None:
    """Cut off, text under its name, and an archive of something else."""
    path = tmp_path / f"a{suffix}"
    cut = _ZIPPED.get(suffix, _BOOK)
    damaged = refused(path, cut[: len(cut) // 2])
    if suffix in _ZIPPED:
        assert damaged.startswith(f"is damaged (it is incomplete, or not a {suffix} file); open it")
    assert refused(path, b"Only words.\n") == (
        f"is not a {suffix} file: its content is that of a .txt file; rename it to end in .txt"
    )
    assert re.match(r"is damaged \(its part '[\w./-]+' is missing\); ", refused(path, _foreign()))


def test_a_damaged_part_is_named_with_its_line(tmp_path: Path) -> None:
    """XML that is cut off, and a part that cannot be unpacked."""
    part = "its part 'word/document.xml'"
    broken = changed(word(), **{"word/document.xml": b"<a>\n<b>\n</a>"})
    reason = refused(tmp_path / "a.docx", broken)
    assert reason.startswith(
        "is damaged (its part 'word/document.xml' is not well-formed in line 3)"
    )
    flipped = bytearray(word())
    flipped[flipped.find(b"word/document.xml") + 60] ^= 0xFF
    reason = refused(tmp_path / "b.docx", bytes(flipped))
    assert reason.startswith(f"is damaged ({part} cannot be unpacked); ")


def test_a_pdf_that_is_cut_off_or_none_is_told_apart(tmp_path: Path) -> None:
    """The other is a web page, and says how it should be named."""
    whole = bytes(numbered(2).output())
    assert refused(tmp_path / "a.pdf", whole[:200]).startswith("is damaged (it is incomplete, or")
    reason = refused(tmp_path / "a.pdf", b"<!doctype html><p>Log in first.</p>")
    assert reason.endswith("its content is that of a .html file; rename it to end in .html")


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html", "a.csv", "a.doc"])
def test_an_empty_file_is_called_empty(tmp_path: Path, name: str) -> None:
    """Whatever its name says, and whether another program would read it."""
    path = tmp_path / name
    path.write_bytes(b"")
    with (
        closing(Sandbox()) as sandbox,
        pytest.raises(DocumentError, match="is empty"),
    ):
        sandbox.extract(path)


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("scan.PNG", "put the picture into a PDF"),
        ("papers.zip", "unpack it, and add the files in it"),
        ("plan.dwg", "save it as PDF, Word or text"),
    ],
)
def test_an_unsupported_type_says_what_to_do_with_it(tmp_path: Path, name: str, do: str) -> None:
    """With its suffix, and without a list of a hundred others."""
    reason = refused(tmp_path / name, b"\x00\x01")
    suffix = name[name.index(".") :]
    assert reason.startswith(f"is of a type that is not supported ({suffix}); {do}")
    assert len(reason) < 130


def test_what_is_wrong_is_apart_from_what_to_do(tmp_path: Path) -> None:
    """An attachment of a message is named with the first only."""
    error = DocumentError(tmp_path / "a.docx", "is damaged (it is incomplete); open it")
    assert error.fault == "is damaged (it is incomplete)"
    assert DocumentError(tmp_path / "a.docx", "has no text").fault == "has no text"


def test_json_says_its_fault_and_line(tmp_path: Path) -> None:
    """In a file of one value and in a notebook."""
    for name in ("a.json", "a.ipynb"):
        reason = refused(tmp_path / name, b'{"a": 1,\n "b" 2}')
        assert reason == (
            "is not JSON (a colon is missing in line 2 at character 6); correct it there"
        )


def test_pages_that_are_only_pictures_are_called_so(tmp_path: Path) -> None:
    """Nothing is said twice."""
    fill(tmp_path)
    with pytest.raises(DocumentError) as caught:
        extract_file(tmp_path / "scan.pdf")
    assert caught.value.reason == "has no text, only pictures of pages (scanned?)"
