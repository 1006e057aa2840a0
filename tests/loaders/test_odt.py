"""OpenDocument texts, made by another library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from tests.support.hostile import changed
from tests.support.office import FLAT, open_document, read

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract


def test_headings_lists_and_tables_are_read() -> None:
    """The same text as from the other format of text documents."""
    found = read("odt", open_document())
    assert " ".join(found.text.split()) == " ".join(FLAT.split())
    assert [(h.level, h.title) for h in found.headings] == [(1, "Fruit"), (2, "Kinds")]
    assert "\n| Year | Tons |\n| 2020 | 42 |" in found.text


def test_an_encrypted_text_is_refused() -> None:
    """Its manifest says so; the reason says what to do."""
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    data = changed(open_document(), **{"META-INF/manifest.xml": manifest})
    with pytest.raises(DocumentError, match="is encrypted; save it without a password"):
        read("odt", data)


def test_tracked_changes_and_comments_are_left_out() -> None:
    """The text as it reads."""
    content = (
        b"<document><body><text><tracked-changes><p>Old.</p></tracked-changes>"
        b"<p>Apples<annotation><p>Sure?</p></annotation> are red.</p></text></body></document>"
    )
    assert read("odt", changed(open_document(), **{"content.xml": content})).text == (
        "Apples are red."
    )


def _found(body: str, styles: str = "") -> Extract:
    content = f"<document><styles>{styles}</styles><body><text>{body}</text></body></document>"
    parts = {"content.xml": content.encode(), "styles.xml": b"<x/>", "meta.xml": b"<x/>"}
    return read("odt", changed(open_document(), **parts))


def test_the_numbers_of_lists_are_text() -> None:
    """A list begins again unless it goes on; clauses have the numbers of those above."""
    styles = (
        '<list-style name="L"><list-level-style-number level="1" num-format="1" num-suffix="."/>'
        '<list-level-style-number level="2" num-format="a" display-levels="2"/></list-style>'
    )

    def listed(*items: str, more: str = "") -> str:
        inside = "".join(f"<list-item>{item}</list-item>" for item in items)
        return f'<list style-name="L" {more}>{inside}</list>'

    below = (
        "<p>Oil the hinges.</p><p>Gently.</p><list><list-item><p>Each one.</p></list-item></list>"
    )
    body = (
        listed("<p>Mend the roof.</p>", below)
        + listed("<p>Paint it.</p>", more='continue-numbering="true"')
        + listed("<p>Sell it.</p>")
    )
    assert _found(body, styles).text == (
        "1. Mend the roof.\n2. Oil the hinges.\n- Gently.\n\n2.a Each one.\n\n3. Paint it.\n"
        "1. Sell it."
    )


def test_headings_have_their_numbers() -> None:
    """Those of the outline; prose with the style of a heading is prose, and not numbered anew."""
    styles = (
        '<outline-style><outline-level-style level="1" num-format="I"/>'
        '<outline-level-style level="2" num-format="1" num-list-format="%1%.%2%)"/>'
        "</outline-style>"
    )
    prose = "The keeper of the lighthouse shall lower the flag before the sun has set."
    body = (
        '<h outline-level="1">Duties</h><h outline-level="2">Flag</h>'
        f'<h outline-level="2">{prose}</h>'
    )
    found = _found(body, styles)
    assert [heading.title for heading in found.headings] == ["I Duties", "I.1) Flag"]
    assert f"I.2) {prose}" in found.text


def test_notes_and_boxes_stand_below_their_paragraph() -> None:
    """What is raised is no digit of the number before."""
    styles = '<style name="up"><text-properties text-position="super 58%"/></style>'
    note = "<note><note-citation>1</note-citation><note-body><p>Dry.</p></note-body></note>"
    box = "<frame><text-box><p>Keep dry.</p></text-box><desc>A picture</desc></frame>"
    body = f'<p>It weighs 10<span style-name="up">6</span> tons{note}.{box}</p><p>End.</p>'
    assert _found(body, styles).text == ("It weighs 10⁶ tons[1].\n\n[1] Dry.\n\nKeep dry.\n\nEnd.")


def test_tracked_changes_are_noted() -> None:
    """Who deleted text, and when; comments are counted."""
    body = (
        "<tracked-changes><changed-region><deletion><change-info><creator>R. Lind</creator>"
        "<date>2024-02-03T10:00:00</date></change-info><p>Old.</p></deletion></changed-region>"
        "</tracked-changes><p>New.<annotation><p>Sure?</p></annotation></p>"
    )
    found = _found(body)
    assert found.text == "New."
    assert found.notes == (
        "1 tracked deletion by R. Lind (2024-02-03) is left out",
        "1 comment is left out",
    )


def test_headers_stand_once_as_asides() -> None:
    """After the text; a page number alone is nothing to read."""
    page = "<master-page><header><p>Rules R-7</p></header><footer><p>3</p></footer></master-page>"
    styles = f"<document><master-styles>{page}{page}</master-styles></document>".encode()
    found = read("odt", changed(open_document(), **{"styles.xml": styles}))
    assert found.text.endswith("\n\nRules R-7")
    assert [found.text[a.start : a.end] for a in found.asides] == ["Rules R-7"]
