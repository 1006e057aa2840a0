"""Files that are broken, each in its own way."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pptx
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from PIL import Image

from tests.support.compound import compound
from tests.support.office import book, open_document, word
from tests.support.pdfs import numbered
from tests.support.spreadsheets import excel_rows, raw_ods

if TYPE_CHECKING:
    from pathlib import Path

MOST_PAGES = 50
"""A PDF of one more is among the files."""

_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><container>&i;</container>"
)
_FAR = (
    '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="{}" '
    'TargetMode="External"/></Relationships>'
)
_PDF = bytes(numbered(2).output())
_BOOK = excel_rows(["Depot", "Buses"], ["North", 48])


def changed(data: bytes, **files: bytes | None) -> bytes:
    """Return an archive with files replaced, or without those that are None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in files:
                new.writestr(name, old.read(name))
        for name, content in files.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def _slides() -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Apples"
    saved = io.BytesIO()
    presentation.save(saved)
    return saved.getvalue()


def _bomb(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(600 << 20))
    return packed.getvalue()


def _locked(data: bytes) -> bytes:
    """Return an archive whose files say that they are encrypted."""
    changed = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def _secret_pdf() -> bytes:
    pdf = numbered(1)
    pdf.set_encryption("owner", "user", EncryptionMethod.RC4)
    return bytes(pdf.output())


def _scan() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.image(Image.new("L", (20, 20)), w=100)
    return bytes(pdf.output())


def _contents() -> dict[str, bytes]:
    office = {".docx": word(), ".odt": open_document(), ".epub": book(), ".pptx": _slides()}
    encryption = '<encryption><EncryptionMethod Algorithm="adept"/></encryption>'
    flipped = bytearray(office[".docx"])
    flipped[flipped.find(b"word/document.xml") + 60] ^= 0xFF
    files = {
        "binary.md": bytes(range(256)),
        "binary.csv": b"a,b\n\x00\x01,2\n",
        "blank.txt": b" \n\t\n",
        "bomb.docx": _bomb("word/document.xml"),
        "bomb.ods": _bomb("content.xml"),
        "bomb.xlsx": _bomb("xl/workbook.xml"),
        "bomb.epub": _bomb("META-INF/container.xml"),
        "broken.jsonl": b"{",
        "bytes.jsonl": b'{"text": "\xff\xfe"}\x00',
        "crc.docx": bytes(flipped),
        "cut-utf16.txt": b"\xff\xfea",
        "cut-utf32.txt": b"\xff\xfe\x00\x00a\x00\x00",
        "deep.html": b"<div>" * 100_000 + b"deep",
        "deep.doc": b"<html>" + b"<div>" * 100_000 + b"deep",
        "deep.jsonl": b"[" * 200_000,
        "drm.epub": book(**{"META-INF/encryption.xml": encryption}),
        "empty.html": b"",
        "empty.pdf": b"",
        "empty.txt": b"",
        "encrypted.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "encrypted.ods": _locked(raw_ods("<table/>")),
        "encrypted.xlsx": compound({"EncryptedPackage": b"a"}),
        "far.xlsx": changed(
            _BOOK, **{"xl/_rels/workbook.xml.rels": _FAR.format("http://host/a.xml").encode()}
        ),
        "encrypted.odt": _locked(office[".odt"]),
        "encrypted.pdf": _secret_pdf(),
        "endless.csv": b'a\n"' + b"x" * 2_000_000,
        "half-pair.jsonl": b'{"text": "\\ud800"}',
        "head-only.pdf": b"%PDF-1.7\n",
        "laughs.docx": changed(office[".docx"], **{"word/document.xml": _LAUGHS.encode()}),
        "laughs.epub": book(**{"META-INF/container.xml": _LAUGHS}),
        "line\nbreak.pdf": b"%PDF-1.4",
        "laughs.xlsx": changed(_BOOK, **{"xl/workbook.xml": _LAUGHS.encode()}),
        "list.jsonl": b"[1, 2]",
        "long.pdf": bytes(numbered(MOST_PAGES + 1).output()),
        "script-only.html": b"<nav></nav><script>var a = 1</script>",
        "name\x1b[31m.docx": b"no archive",
        "no-body.docx": changed(office[".docx"], **{"word/document.xml": None}),
        "no-book.epub": changed(office[".epub"], **{"OPS/book.opf": None}),
        "no-container.epub": changed(office[".epub"], **{"META-INF/container.xml": None}),
        "no-sheet.xlsx": changed(_BOOK, **{"xl/worksheets/sheet1.xml": None}),
        "no-suffix": b"\x00\x01\x02",
        "no-text.jsonl": b'{"id": "a"}',
        "no-xml.odt": changed(office[".odt"], **{"content.xml": b"<a><b></a>"}),
        "no-xml.pptx": changed(office[".pptx"], **{"ppt/presentation.xml": b"\xff"}),
        "scan.pdf": _scan(),
        "text.pdf": b"An apple.",
        "text.rtf": b"An apple.",
        "twice.jsonl": b'{"id": "a", "text": "b"}\n{"id": "a", "text": "c"}',
        "unknown.xyz": b"An apple.",
        "without-words.rtf": rb"{\rtf1\ansi{\fonttbl{\f0 A;}}}",
        "wrong.docx": _PDF,
        "wrong.pdf": office[".docx"],
        "wrong.pptx": office[".epub"],
    }
    for suffix, data in {**office, ".pdf": _PDF}.items():
        files[f"cut{suffix}"] = data[: len(data) // 2]
    return files


def fill(folder: Path) -> set[str]:
    """Fill a folder with files that cannot be read; return their names."""
    names = set()
    for name, data in _contents().items():
        (folder / name).write_bytes(data)
        names.add(name)
    for name in ("zeros.txt", "zeros.pdf"):
        with (folder / name).open("wb") as file:
            file.truncate(1 << 30)
        names.add(name)
    for name, target in (
        ("loop.txt", "loop.txt"),
        ("gone.txt", "nowhere.txt"),
        ("device.txt", "/dev/zero"),
        ("circle", "."),
    ):
        (folder / name).symlink_to(target)
        names.add(name)
    os.mkfifo(folder / "pipe.txt")
    with closing(socket.socket(socket.AF_UNIX)) as plug:
        here = os.getcwd()  # noqa: PTH109 - a socket's path must be short
        os.chdir(folder)
        plug.bind("plug.txt")
        os.chdir(here)
    return names | {"pipe.txt", "plug.txt"}
