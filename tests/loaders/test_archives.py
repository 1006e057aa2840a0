"""No archive unpacks to more than it may, and no XML expands."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every, first, local, text_of
from tests.support.compound import compound
from tests.support.office import book, read, word

PATH = Path("a.zip")


@pytest.mark.parametrize("module", ["docx", "odt", "pptx", "epub"])
@pytest.mark.parametrize(
    "data", [b"", b"no zip", word()[:3000], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_archive_is_refused(module: str, data: bytes) -> None:
    """Empty, something else, cut short, or of the older Office."""
    with pytest.raises(DocumentError, match=r"is (empty|damaged|not a \.|of an older format)"):
        read(module, data)


def test_an_encrypted_file_is_told_from_one_of_an_older_format() -> None:
    """Office wraps both alike, and what to do differs."""
    with pytest.raises(DocumentError, match="is encrypted; save it without a password"):
        read("docx", compound({"EncryptionInfo": b"a", "EncryptedPackage": b"b"}))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a small file unpacks to is bounded, whatever it says of itself."""
    monkeypatch.setenv("QA_MAX_UNPACKED_MB", "1")
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * (3 << 20))
    with pytest.raises(DocumentError, match="unpacks to more than 1 MiB"):
        read("docx", saved.getvalue())


def test_entities_are_not_expanded() -> None:
    """Nine lines that would become a billion."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><container>&b;</container>'
    with pytest.raises(DocumentError, match="declares entities"):
        read("epub", book(**{"META-INF/container.xml": laughs}))


def test_the_files_of_an_archive_have_names() -> None:
    """Sorted, by how they begin and end."""
    archive = Zipped(book(), PATH)
    assert "OPS/a.xhtml" in archive
    assert "OPS/z.xhtml" not in archive
    assert archive.names("OPS/", ".xhtml") == ["OPS/a.xhtml", "OPS/b b.xhtml", "OPS/nav.xhtml"]
    with pytest.raises(DocumentError, match="is damaged"):
        archive.read("OPS/z.xhtml")


def test_xml_is_searched_without_its_namespaces() -> None:
    """Formats have several for the same elements, by their version."""
    root = fromstring('<a xmlns="urn:x" xmlns:y="urn:y"><b y:n="1">One<b>two</b></b><c/></a>')
    outer = first(root, "b")
    assert outer is not None
    assert (local(root), attribute(outer, "n"), attribute(outer, "m")) == ("a", "1", "")
    assert (text_of(outer), text_of(None)) == ("Onetwo", "")
    assert [local(found) for found in every(root, "b", "c")] == ["b", "c"]
