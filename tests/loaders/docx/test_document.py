"""Word documents, made by another library."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from qa.loaders.registry import format_of
from tests.support.hostile import changed
from tests.support.office import FLAT, read, word


def test_headings_lists_and_tables_are_read() -> None:
    """The same text as from the other format of text documents."""
    found = read("docx", word())
    assert " ".join(found.text.split()) == " ".join(FLAT.split())
    assert [(h.level, h.title) for h in found.headings] == [(1, "Fruit"), (2, "Kinds")]
    assert "\n| Year | Tons |\n| 2020 | 42 |" in found.text


def test_word_tells_title_and_language_and_leaves_out_what_was_deleted() -> None:
    """Of tracked changes, the text as it reads when they are accepted."""
    archive = zipfile.ZipFile(io.BytesIO(word()))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as out:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"<w:t>red</w:t></w:r>",
                    b"<w:t>green</w:t></w:r><w:del><w:r><w:delText>red</w:delText></w:r></w:del>",
                )
            out.writestr(name, data)
    found = read("docx", changed.getvalue())
    assert "Apples are green." in found.text
    assert (found.title, found.language) == ("All about fruit", "en-US")


@pytest.mark.parametrize("suffix", [".docm", ".dotm", ".dotx"])
def test_templates_and_files_with_macros_are_read_as_documents(suffix: str) -> None:
    """Macros are never looked at: the text is the same."""
    with_macros = changed(word(), **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0macros"})
    assert format_of(Path(f"a{suffix}")).module == "qa.loaders.docx"
    assert read("docx", with_macros).text == read("docx", word()).text


@pytest.mark.parametrize("target", ["http://host/a.dotm", "file:///etc/passwd", "../../etc/passwd"])
def test_what_lies_outside_is_never_opened(target: str) -> None:
    """Neither a template or picture elsewhere, nor a main part that a link says to be there."""
    link = (
        '<Relationships><Relationship Id="r" Type="http://x/{}" Target="'
        + target
        + '" TargetMode="External"/></Relationships>'
    )
    for part, kind in (
        ("_rels/.rels", "officeDocument"),
        ("word/_rels/document.xml.rels", "attachedTemplate"),
        ("word/_rels/document.xml.rels", "image"),
    ):
        found = read("docx", changed(word(), **{part: link.format(kind).encode()}))
        assert "Apples are red." in found.text
        assert "root:" not in found.text


def test_broken_pictures_cost_no_text() -> None:
    """They are not looked at."""
    broken = {"word/media/image1.png": b"\x89PNG\r\n\x1a\n", "docProps/thumbnail.jpeg": b"\xff\xd8"}
    assert read("docx", changed(word(), **broken)).text == read("docx", word()).text
