"""Word files as manuscripts, and the copies with comments."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.shared import Cm

from qa.errors import DocumentError
from qa.manuscripts.copies import copy_of, refuse_existing, write_commented
from qa.manuscripts.quoted import quotations_in
from qa.manuscripts.word import read_word
from tests.support.word_files import package, paragraph, run, styled

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.manuscripts.records import CheckedManuscript, Manuscript, Quotation

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _read(data: bytes) -> Manuscript:
    return read_word(data, Path("a.docx"), "a.docx").manuscript


def _quotations(data: bytes) -> tuple[Quotation, ...]:
    return quotations_in(_read(data), lambda _: False).checkable


def _saved(document: docx.document.Document) -> bytes:
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _note(identity: int, text: str) -> str:
    return f'<w:footnote w:id="{identity}"><w:p>{run(text)}</w:p></w:footnote>'


def _reference(identity: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{identity}"/></w:r>'


def test_a_quotation_has_the_source_of_its_footnote() -> None:
    """The note's own quotation, too, which is where the note is."""
    body = paragraph(run("He says “the big wheel") + run(" turned”.") + _reference(2))
    notes = _note(2, "Smith, The Lease, p. 4, and “the note goes on”.")
    first, inside = _quotations(package(body, footnotes=notes))
    assert (first.text, first.sources[0].pages) == ("the big wheel turned", (4, 4))
    assert (inside.text, inside.sources) == ("the note goes on", first.sources)


def test_a_note_may_be_nested_deeply() -> None:
    """Its words are read, however deep they are."""
    deep = f"{'<w:sdt>' * 3_000}{run('Smith 2020, p. 1')}{'</w:sdt>' * 3_000}"
    notes = f'<w:footnote w:id="1"><w:p>{deep}</w:p></w:footnote>'
    body = f"<w:p>{run('“The tenant shall pay the rent”')}{_reference(1)}</w:p>"
    (one,) = _quotations(package(body, footnotes=notes))
    assert [source.words for source in one.sources] == ["Smith 2020, p. 1"]


def test_block_quotes_have_a_style_or_are_indented() -> None:
    """A style based on one for quotes is one; an indented paragraph needs an introduction."""
    styles = (
        '<w:style w:styleId="Zitat1"><w:name w:val="Mein Zitat"/><w:basedOn w:val="Q"/></w:style>'
        '<w:style w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>'
    )
    indent = '<w:ind w:left="700" w:right="300"/>'
    words = "eight words or more are a block quote here"
    body = (
        styled("A styled quote (p. 4).", "Zitat1")
        + styled("— Jones, The Law, p. 7", "Zitat1")
        + paragraph("Jones (2019) says:")
        + paragraph(words, indent)
        + paragraph("It is not introduced but indented, which is no quotation", indent)
        + paragraph("Short and introduced:")
        + paragraph("Only three words", indent)
    )
    found = _quotations(package(body, styles=styles))
    assert [one.text for one in found] == ["A styled quote", words]
    assert [one.sources[0].pages for one in found] == [(7, 7), None]
    assert found[1].sources[0].authors == ("Jones",)


def test_what_was_deleted_is_not_read() -> None:
    """Nor is the second copy of a text box; tables are read."""
    box = f"<w:txbxContent>{paragraph('“in a text box here”')}</w:txbxContent>"
    body = (
        paragraph(f"{run('“one two ')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
                  f"<w:ins>{run('three four')}</w:ins>{run('”')}")
        + paragraph(f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}"
                    "</mc:Fallback></mc:AlternateContent></w:r>")
        + f"<w:tbl><w:tr><w:tc>{paragraph('“in a table here”')}</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert [one.text for one in _quotations(package(body))] == [
        "one two three four",
        "in a text box here",
        "in a table here",
    ]


def test_citations_of_zotero_name_their_source() -> None:
    """The field has author, year, title and page."""
    item = {
        "author": [{"family": "Smith", "given": "John"}],
        "title": "The Lease",
        "issued": {"date-parts": [["2020", 3]]},
    }
    code = "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps(
        {"citationItems": [{"locator": "4-5", "itemData": item}]}
    ).replace('"', "&quot;")
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("[1]")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    (found,) = _quotations(package(paragraph(run("“the big wheel” ") + field)))
    (source,) = found.sources
    assert (source.authors, source.year, source.title, source.pages) == (
        ("Smith",),
        "2020",
        "The Lease",
        (4, 5),
    )


def _paper() -> bytes:
    document = docx.Document()
    first = document.add_paragraph("“the rent of 450 guilders” & “the rent of 540 ")
    first.add_run("guilders").bold = True
    first.add_run("” <here> (Smith 2020).")
    document.add_paragraph("Disputes were heard on the first Tuesday of the month.", style="Quote")
    indented = document.add_paragraph("“Pets are\tallowed in the 😀 common rooms” there.")
    indented.paragraph_format.left_indent = Cm(1)
    document.add_comment(first.runs[:1], text="An earlier one", author="Ada", initials="A")
    return _saved(document)


def _ranges(main: bytes) -> dict[str, str]:
    """Return the words of each comment's range by its identity."""
    open_now: dict[str, str] = {}
    closed: dict[str, str] = {}
    for element in ET.fromstring(main).iter():
        identity = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            open_now[identity] = ""
        elif element.tag == f"{W}commentRangeEnd":
            closed[identity] = open_now.pop(identity)
        elif element.tag == f"{W}t":
            open_now = {one: words + (element.text or "") for one, words in open_now.items()}
    return closed


@pytest.mark.parametrize("has_comments", [True, False])
def test_the_copy_has_a_comment_at_each_quotation_that_is_not_exact(
    check: Callable[[str, bytes], CheckedManuscript], tmp_path: Path, *, has_comments: bool
) -> None:
    """Only the parts that must change do; words, formats and other comments stay."""
    data = _paper() if has_comments else _without_comments(_paper())
    checked = check("paper.docx", data)
    path = tmp_path / "paper.docx"
    copy = write_commented(path, checked)
    assert copy.name == "paper.checked.docx"
    assert path.read_bytes() == data
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(copy) as new:
        names = set(new.namelist())
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        main = new.read("word/document.xml")
    lists = {"[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert changed == {"word/document.xml"} | ({"word/comments.xml"} if has_comments else lists)
    assert "word/comments.xml" in names
    opened, before = docx.Document(str(copy)), docx.Document(io.BytesIO(data))
    assert [one.text for one in opened.paragraphs] == [one.text for one in before.paragraphs]
    said = [(one.author, one.text.partition(".")[0]) for one in opened.comments]
    ours = [("Quoth", "Altered")] * 3
    assert said == [("Ada", "An earlier one"), *ours] if has_comments else said == ours
    assert list(_ranges(main).values())[-3:] == [
        "the rent of 540 guilders",
        "Disputes were heard on the first Tuesday of the month.",
        "Pets areallowed in the 😀 common rooms",
    ]
    bold = [run.text for run in opened.paragraphs[0].runs if run.bold]
    assert bold == ["guilders"]


def _without_comments(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    main = document.part
    for identity, link in list(main.rels.items()):
        if link.reltype.endswith("/comments"):
            del main.rels[identity]
    for element in list(document.element.iter()):
        if "comment" in str(element.tag):
            element.getparent().remove(element)
    return _saved(document)


def test_a_copy_is_replaced_only_if_asked(tmp_path: Path) -> None:
    """Files of other programs have no copy."""
    path = tmp_path / "paper.docx"
    refuse_existing(path)
    (tmp_path / "paper.checked.docx").write_bytes(b"x")
    with pytest.raises(DocumentError, match="overwrite it with --force"):
        refuse_existing(path)
    assert copy_of(tmp_path / "paper.md") is None


def test_a_file_that_changed_meanwhile_is_not_commented(
    check: Callable[[str, bytes], CheckedManuscript], tmp_path: Path
) -> None:
    """Its comments would be at other words."""
    checked = check("paper.docx", _paper())
    document = docx.Document()
    document.add_paragraph("Another text.")
    (tmp_path / "paper.docx").write_bytes(_saved(document))
    with pytest.raises(DocumentError, match="has changed while it was checked"):
        write_commented(tmp_path / "paper.docx", checked)


def test_an_encrypted_or_damaged_file_is_refused() -> None:
    """With a sentence that says what to do."""
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(DocumentError, match="encrypted; save it without a password"):
        _read(encrypted)
    with pytest.raises(DocumentError):
        _read(_paper()[:3_000])
    broken = package("<w:p><w:r></w:p>")
    with pytest.raises(DocumentError, match="not well-formed"):
        _read(broken)
