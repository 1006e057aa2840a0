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


def test_a_page_that_its_label_cannot_decode_is_utf8_if_it_is_valid() -> None:
    """A note says so; what is valid in neither has U+FFFD for each wrong byte."""
    content, notes = decode_page(page("gb2312", "百分之七点五。".encode()), PATH)
    assert content.endswith("百分之七点五。")
    assert notes == ("names the encoding gb2312, but is UTF-8; read as UTF-8",)
    assert words_of(page("shift_jis", b"\x93\xfa\x96\x7b \x81")) == "日本 \ufffd"


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
