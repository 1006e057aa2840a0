"""E-books are read in the order of their spine."""

from __future__ import annotations

import pytest

from qa.errors import DocumentError
from tests.support.office import book, read


def test_a_book_is_read_in_its_order() -> None:
    """That of its spine, not of its files; the table of contents is left out."""
    found = read("epub", book())
    assert found.text == "First\n\nBeginning.\n\nLast\n\nThe end."
    assert (found.title, found.language) == ("Fruit", "en")


def test_a_protected_book_is_refused() -> None:
    """Scrambled fonts do not count."""
    method = '<encryption><x><EncryptionMethod Algorithm="{}"/></x></encryption>'
    fonts = {"META-INF/encryption.xml": method.format("http://www.idpf.org/2008/embedding")}
    assert read("epub", book(**fonts)).title == "Fruit"
    with pytest.raises(DocumentError, match="is protected against copying"):
        read("epub", book(**{"META-INF/encryption.xml": method.format("aes")}))


def test_a_book_is_read_whole() -> None:
    """It has nothing around its text: boxes, notes and lists of links are parts of it."""
    chapter = (
        "<html><body><p>Peat was cut by hand.<a epub:type='noteref' href='#n'>1</a></p>"
        "<aside class='sidebar'><h2>The spade</h2><p>It was of ash.</p></aside>"
        "<aside epub:type='footnote' id='n'><p>Until 1911.</p></aside>"
        "<header><p>Part two</p></header><p>See <a href='a'>One</a></p></body></html>"
    )
    assert read("epub", book(**{"OPS/b b.xhtml": chapter})).text.startswith(
        "Peat was cut by hand.[1]\n\nThe spade\n\nIt was of ash.\n\nUntil 1911.\n\nPart two\n\n"
        "See One\n\n"
    )
