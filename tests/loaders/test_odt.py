"""OpenDocument texts, made by another library."""

from __future__ import annotations

import pytest

from qa.errors import DocumentError
from tests.support.hostile import changed
from tests.support.office import FLAT, open_document, read


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
