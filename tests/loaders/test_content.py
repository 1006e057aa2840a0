"""A file without a suffix, or with that of an older program, is read by what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.content import suffix_by_content
from qa.loaders.reading import extract_file
from qa.loaders.registry import format_of
from tests.loaders.mail.test_single import message
from tests.support.compound import compound
from tests.support.office import book, open_document, word

if TYPE_CHECKING:
    from pathlib import Path

CONTENTS = {
    ".pdf": b"%PDF-1.7\n\x00",
    ".docx": word(),
    ".odt": open_document(),
    ".rtf": b"{\\rtf1 a}",
    ".html": b"\n<!DOCTYPE html><p>a",
    ".xml": b"<?xml version='1.0'?><a/>",
    ".xhtml": b"<?xml version='1.0'?><html/>",
    ".mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n",
    ".eml": message().as_bytes(),
    ".mbox": b"From ann@example.org Fri May  3 10:00:00 2024\nFrom: a\n",
    ".py": b"#!/usr/bin/env python3\n",
    ".sh": b"#!/bin/sh\n",
    ".txt": "Note: bring boots, naïve reader.\n".encode(),
}


@pytest.mark.parametrize("suffix", CONTENTS)
def test_content_decides_the_format(tmp_path: Path, suffix: str) -> None:
    """Of which the first bytes tell, or the list of files in an archive."""
    (tmp_path / "file").write_bytes(CONTENTS[suffix])
    assert suffix_by_content(tmp_path / "file") == suffix


EXPORTED = "<table><tr><th>Order<th>Total<tr><td>Seventeen<td>40,50 €</table>"


@pytest.mark.parametrize(
    "page",
    [
        b"<TABLE border=1>",
        b"<html xmlns:x='urn:x'>",
        b"<meta charset=utf-8>",
        b"<!-- made by a shop --><table>",
        "\ufeff<table>".encode(),
        "\ufeff<table>".encode("utf-16-le"),
    ],
)
def test_a_page_may_begin_anyhow(tmp_path: Path, page: bytes) -> None:
    """As programs export it; Markdown that begins with a tag is none."""
    (tmp_path / "file").write_bytes(page)
    assert suffix_by_content(tmp_path / "file") == ".html"
    (tmp_path / "file").write_bytes(b"<p align=center># Tide\n\n<table>")
    assert suffix_by_content(tmp_path / "file") == ".txt"


def test_mail_with_pictures_is_mail(tmp_path: Path) -> None:
    """A saved page has been sent to nobody."""
    mail = b"From: a\nTo: b\nDate: c\nContent-Type: multipart/related; boundary=b\n\n"
    (tmp_path / "file").write_bytes(mail)
    assert suffix_by_content(tmp_path / "file") == ".eml"


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("orders.xls", EXPORTED.encode(), "named .xls, read as .html (web pages) by its content"),
        ("orders.XLS", b"Order\tTotal\nSeventeen\t40,50", "named .xls, read as .csv (CSV) by its"),
        ("lease.doc", b"{\\rtf1 Seventeen keys.}", "named .doc, read as .rtf (RTF) by its content"),
        ("lease.doc", b"Seventeen keys.", "named .doc, read as .txt (text) by its content"),
        ("fruit.doc", word(), "named .doc, read as .docx (Word) by its content"),
    ],
)
def test_a_name_of_an_older_program_does_not_decide(
    tmp_path: Path, name: str, data: bytes, note: str
) -> None:
    """Web applications name pages and tables so. A note says what the file was read as."""
    (tmp_path / name).write_bytes(data)
    _, (found,) = extract_file(tmp_path / name)
    assert "Seventeen" in found.text or "Apples" in found.text
    assert found.notes[0].startswith(note)


def test_what_older_programs_wrote_is_theirs(tmp_path: Path) -> None:
    """And so is what is unknown: the converter says that it is damaged."""
    for data in (compound({"WordDocument": b"a"}), b"\x00\x01"):
        (tmp_path / "a.doc").write_bytes(data)
        assert format_of(tmp_path / "a.doc").converted == ".docx"


def test_unknown_content_is_not_supported(tmp_path: Path) -> None:
    """Nor is a folder, or what is not there."""
    (tmp_path / "file").write_bytes(b"\x7fELF\x00\x01")
    for name in ("file", "missing"):
        with pytest.raises(DocumentError, match="has no suffix, and its content is of no"):
            format_of(tmp_path / name)
    assert suffix_by_content(tmp_path) == ""
    (tmp_path / "zip").write_bytes(book()[:40])
    assert suffix_by_content(tmp_path / "zip") == ""
