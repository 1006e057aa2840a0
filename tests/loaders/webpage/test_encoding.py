"""A page is decoded as browsers decode it."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.webpage.encoding import decode_page

PATH = Path("a.html")


def page(label: str, words: bytes) -> bytes:
    """Return a page that names its encoding."""
    return f'<meta charset="{label}"><p>'.encode() + words


def words_of(data: bytes) -> str:
    """Return the words of a page that is decoded without a note."""
    content, notes = decode_page(data, PATH)
    assert notes == ()
    return content.rpartition("<p>")[2]


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("iso-8859-1", "cp1252", "“Café” – 5 €"),
        ("us-ascii", "cp1252", "it’s"),
        ("GB2312", "gbk", "朱镕基"),
        ("Shift_JIS", "cp932", "①売上高〇"),
        ("euc-kr", "cp949", "뷁"),
        ("iso-8859-9", "cp1254", "İstanbul’da"),
        ("tis-620", "cp874", "ไทย"),
        ("koi8-r", "koi8-r", "Слово"),
        ("iso-2022-jp", "iso-2022-jp", "日本"),
    ],
)
def test_a_label_means_what_browsers_take_it_for(label: str, encoding: str, words: str) -> None:
    """A larger encoding than its name says, where pages are written so (WHATWG)."""
    assert words_of(page(label, words.encode(encoding))) == words


@pytest.mark.parametrize("label", ["nonsense", "utf-16", "utf-7", "idna", "cp037"])
def test_a_label_that_browsers_ignore_is_ignored(label: str) -> None:
    """The page is then read as plain text is: as UTF-8 first."""
    assert words_of(page(label, "Café".encode())) == "Café"


def test_valid_utf8_wins_over_a_wrong_label() -> None:
    """A note says so. Also where the label has a character for each byte."""
    for label, words in (("gb2312", "百分之七点五。"), ("iso-8859-1", "Café – 5 €")):
        content, notes = decode_page(page(label, words.encode()), PATH)
        assert content.endswith(words)
        assert notes == (f"names the encoding {label}, but is UTF-8; read as UTF-8",)


def test_two_bytes_that_are_valid_utf8_by_chance_are_as_the_label_says() -> None:
    """Two bytes a character are common in Chinese encodings."""
    word = "谢谢"
    assert word.encode("gbk").decode("utf-8")
    assert words_of(page("gb2312", word.encode("gbk"))) == word


def test_bytes_that_the_label_lacks_are_replaced_and_noted() -> None:
    """As a browser shows them, and as no browser says."""
    content, notes = decode_page(page("shift_jis", b"\x93\xfa\x96\x7b \x81"), PATH)
    assert content.endswith("日本 \ufffd")
    assert notes == ("1 byte is not valid in shift_jis; replaced by U+FFFD",)


def test_the_declaration_of_xml_names_the_encoding() -> None:
    """As e-books and XHTML have it."""
    data = b'<?xml version="1.0" encoding="windows-1251"?><html><p>' + "Слово".encode("cp1251")
    assert words_of(data) == "Слово"


def test_a_page_without_a_label_is_guessed() -> None:
    """As plain text is, with a note."""
    words = "Мария открыла библиотеку на Речной улице."
    content, notes = decode_page(b"<p>" + words.encode("cp1251"), PATH)
    assert content.endswith(words)
    assert notes == ("decoded as cp1251 by guess",)


def test_a_byte_order_mark_overrides_the_label() -> None:
    """As the standard has it."""
    assert words_of(codecs.BOM_UTF8 + page("koi8-r", "Слово".encode())) == "Слово"


@pytest.mark.parametrize("label", ["hz-gb-2312", "iso-2022-kr"])
def test_an_encoding_that_browsers_refuse_is_refused(label: str) -> None:
    """Its words cannot be shown by any of them; the reason says what to do."""
    with pytest.raises(DocumentError, match=f"has the encoding {label}, which is unsafe; save it"):
        decode_page(page(label, b"~{<:Ky~}"), PATH)


def test_line_breaks_become_line_feeds() -> None:
    """In labelled pages too."""
    assert words_of(page("koi8-r", b"a\r\nb")) == "a\nb"
