"""The encoding of text that is not UTF-8 and does not say what it is: a guess, or a setting.

Guesses are made by ``chardet``, which knows how often letters follow each other in some fifty
languages. It may choose only among encodings that people have written text in, not among all that
Python has: each more is one more to mistake a short text for.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

ENCODING = "encoding"
"""Name of the parameter of :func:`encoding_parameter`."""

_LATIN = (
    *("cp1252", "cp1250", "cp1254", "cp1257", "cp1258", "iso8859-1", "iso8859-2", "iso8859-13"),
    *("iso8859-15", "mac-roman", "cp850", "cp437", "cp852"),
)
_OTHERS = (
    *("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic", "cp1253", "iso8859-7"),
    *("cp1255", "cp1256", "cp874", "gb18030", "big5hkscs", "cp932", "shift_jis_2004"),
    *("euc_jis_2004", "cp949", "euc_kr", "iso2022_jp_2"),
)
_UTF_16 = ("utf-16-le", "utf-16-be")
# As browsers do, read the larger encoding in which such text is really written. Python's
# own names, also where WHATWG has no label.
_WIDER = {
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "shift_jis_2004": "cp932",
    "euc_jis_2004": "euc_jp",
    "iso2022_jp_2": "iso2022_jp",
}
_SEVERAL_BYTES = frozenset(
    {"gb18030", "gbk", "big5hkscs", "big5", "cp932", "euc_jp", "cp949", "iso2022_jp"}
)
_NO_MATCH = "ascii"
_LOOKED_AT = 200_000  # bytes
_BEFORE = 64  # bytes before the first that is not ASCII
_LEAST_TEXT = 20  # characters for each that is no text
_FEWEST = 5  # different characters of a text
_UNKNOWN = "\ufffd"
_CONTROL = re.compile("[\x80-\x9f]")
_HAS_CONTROL = re.compile(rb"[\x80-\x9f]")
_WORD = re.compile(r"[^\W\d_]+")
_BASIC_LATIN = re.compile(r"[A-Za-z]")
_FOREIGN = re.compile(r"[^\W\d_\u0000-\u024f\u0300-\u036f\u1e00-\u1eff]")  # no Latin letter
_SIGN = re.compile("[‘’“”–—…•€™\xa0]|(?<![A-Za-z])(?:[°µ§]|[¡-¿×÷](?![A-Za-z]))")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufff0-\uffff]")
_BY_SETTING = "as QA_ENCODING says"


class Decoded(NamedTuple):
    """Text whose encoding was not certain.

    Attributes:
        text: the text; U+FFFD is in place of each byte that the encoding does not have.
        note: for the user: which encoding was taken, and for which lines.
    """

    text: str
    note: str


def decode_legacy(data: bytes) -> Decoded | None:
    """Decode text that is not valid UTF-8, by the setting or by guess.

    Lines that are valid UTF-8 are read as such: files that several programs wrote into have both.

    Args:
        data: bytes without a byte order mark.

    Returns:
        None where they are no text that is known.
    """
    lines = data.split(b"\n")
    foreign = [number for number, line in enumerate(lines) if not _is_utf8(line)]
    sample = b"\n".join(lines[number] for number in foreign)
    encoding, how = _chosen(sample)
    if not encoding:
        return None
    # In two bytes a character, a short line may be valid UTF-8 by chance. In one, hardly ever
    # (Dürst 1997).
    is_foreign = set(foreign)
    utf8 = sum(not line.isascii() for n, line in enumerate(lines) if n not in is_foreign)
    content, which = _readable(data.decode(encoding, "replace")), ""
    is_mixed = encoding not in _SEVERAL_BYTES or utf8 >= len(foreign) or _UNKNOWN in content
    if utf8 and is_mixed:
        decoded = iter(_readable(sample.decode(encoding, "replace")).split("\n"))
        content = "\n".join(
            next(decoded) if n in is_foreign else line.decode() for n, line in enumerate(lines)
        )
        which = _named_lines(foreign)
    lost = content.count(_UNKNOWN) - data.count(_UNKNOWN.encode())
    also = f"; {_replaced(lost)}" if lost > 0 else ""
    return Decoded(content, f"{which}decoded as {encoding} {how}{also}")


def _readable(text: str) -> str:
    """Return a text with U+FFFD for the control characters that some encodings have for a byte."""
    return _CONTROL.sub(_UNKNOWN, text)


def _replaced(lost: int) -> str:
    if lost == 1:
        return "1 byte that it does not have is replaced by U+FFFD"
    return f"{lost:,} bytes that it does not have are replaced by U+FFFD"


def decode_escaped(data: bytes) -> Decoded | None:
    """Decode Japanese text in which escapes switch between ASCII and others (ISO-2022-JP).

    Args:
        data: bytes that are valid ASCII, with an escape.

    Returns:
        None where they are something else, such as the colours of a terminal.
    """
    try:
        content = data.decode("iso2022_jp")
    except UnicodeDecodeError:
        return None
    return None if "\x1b" in content else Decoded(content, "decoded as iso2022_jp by guess")


def decode_utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a byte order mark.

    Args:
        data: bytes that are no other text.

    Returns:
        None where they are not UTF-16.
    """
    encoding = _guess(data[:_LOOKED_AT], _UTF_16)
    if not encoding:
        return None
    content = data.decode(encoding, "replace")
    if len(_NO_TEXT.findall(content)) * _LEAST_TEXT > len(content):
        return None
    # Bytes that repeat, as in data, are characters too.
    if len(content) > _LEAST_TEXT and len(set(content[:_LOOKED_AT])) < _FEWEST:
        return None
    lost = content.count(_UNKNOWN) - data.count(_UNKNOWN.encode(encoding))
    also = f"; {_replaced(lost)}" if lost > 0 else ""
    return Decoded(content, f"decoded as {encoding} by guess{also}")


def is_outdated(notes: Iterable[str]) -> bool:
    """Return whether a file would be decoded otherwise now, as the setting has changed.

    Args:
        notes: of the file, when it was read.
    """
    wanted = Settings.current().encoding
    for note in notes:
        if "decoded as " in note:
            is_set = f"decoded as {wanted} {_BY_SETTING}" in note
            return not is_set if wanted else _BY_SETTING in note
    return False


def encoding_parameter() -> dict[str, int]:
    """Return the setting as a manifest records it: a number for its name; nothing without one.

    The same bytes are another text with another setting, so the fingerprint must tell them apart.
    """
    name = Settings.current().encoding
    return {ENCODING: zlib.crc32(name.encode())} if name else {}


def _chosen(sample: bytes) -> tuple[str, str]:
    """Return an encoding, empty where none fits, and how it was found."""
    wanted = Settings.current().encoding
    if not wanted:
        return guess(sample), "by guess"
    try:
        sample.decode(wanted)
    except UnicodeError:
        return guess(sample), "by guess, as QA_ENCODING does not fit"
    return wanted, _BY_SETTING


def guess(data: bytes) -> str:
    """Return the encoding that bytes are most likely in, empty where none fits.

    Args:
        data: that is not valid UTF-8.
    """
    begin = max(0, _not_ascii(data) - _BEFORE)
    looked_at = data[begin : begin + _LOOKED_AT]
    found = _guess(looked_at, (*_LATIN, *_OTHERS))
    if found and _is_latin(looked_at.decode(found, "replace")):
        found = _guess_latin(looked_at) or found
    if found == "iso8859-15" and _HAS_CONTROL.search(looked_at):
        return "cp1252"
    return _WIDER.get(found, found)


def _guess_latin(data: bytes) -> str:
    # Signs such as £ and ° say nothing of a language. Where there are no more than those, they
    # are what Windows wrote in all of the West.
    signs = set(_SIGN.sub("", data.decode("cp1252", "replace")))
    return "cp1252" if all(map(str.isascii, signs)) else _guess(data, _LATIN)


def _guess(data: bytes, encodings: tuple[str, ...]) -> str:
    # Imported where it is needed: commands that read no file need not wait for it.
    import chardet  # noqa: PLC0415

    found = chardet.detect(
        data,
        max_bytes=_LOOKED_AT,
        compat_names=False,
        include_encodings=(*encodings, _NO_MATCH),
        no_match_encoding=_NO_MATCH,
    )
    name = found["encoding"] or ""
    return name if name in encodings else ""


def _is_latin(text: str) -> bool:
    """Return whether a text is in Latin letters, in spite of some others that were read.

    These stand alone or within words of Latin letters, as ``а`` for ``à`` does. Words of
    another alphabet have more than one letter of it, and no Latin one.
    """
    words = _WORD.findall(text)
    latin = sum(_BASIC_LATIN.search(word) is not None for word in words)
    foreign = sum(
        len(word) > 1 and all(map(_FOREIGN.match, word)) for word in words if not word.isascii()
    )
    return bool(latin) and not foreign


def _not_ascii(data: bytes) -> int:
    try:
        data.decode("ascii")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _named_lines(numbers: list[int]) -> str:
    """Return which lines a note is about: ``line 3 and 12 others are not UTF-8; ``."""
    first, others = numbers[0] + 1, len(numbers) - 1
    if not others:
        return f"line {first:,} is not UTF-8; "
    more = "1 other" if others == 1 else f"{others:,} others"
    return f"line {first:,} and {more} are not UTF-8; "
