"""A file without a suffix is read by what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.content import suffix_by_content
from qa.loaders.registry import format_of
from tests.loaders.mail.test_single import message
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


def test_unknown_content_is_not_supported(tmp_path: Path) -> None:
    """Nor is a folder, or what is not there."""
    (tmp_path / "file").write_bytes(b"\x7fELF\x00\x01")
    for name in ("file", "missing"):
        with pytest.raises(DocumentError, match="a file without a suffix is not supported"):
            format_of(tmp_path / name)
    assert suffix_by_content(tmp_path) == ""
    (tmp_path / "zip").write_bytes(book()[:40])
    assert suffix_by_content(tmp_path / "zip") == ""
