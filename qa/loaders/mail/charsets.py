"""The characters of a part of a message, in the character set that it names, if that is true."""

from __future__ import annotations

import webencodings

from qa.loaders.encodings import decode_legacy

# Names that the web does not know, and mail has: UTF-7, and what Windows calls its own (Outlook
# gives their numbers). Not all that Python decodes is a character set: "unicode_escape" is none.
_ALSO = {
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "iso-2022-kr": "iso2022_kr",
    **{f"cp{number}": f"cp{number}" for number in (437, 850, 852, 857, 932, 936, 949, 950)},
    "cp1361": "johab",
    "cp10000": "mac-roman",
    "cp10007": "mac-cyrillic",
    "cp20127": "ascii",
    "cp20866": "koi8-r",
    "cp21866": "koi8-u",
    "cp20932": "euc_jp",
    "cp51932": "euc_jp",
    "cp51949": "euc_kr",
    "cp54936": "gb18030",
    **{f"cp{number}": "iso2022_jp" for number in (50220, 50221, 50222)},
    **{f"cp{28590 + number}": f"iso8859-{number}" for number in (*range(2, 10), 13, 15)},
    "cp28591": "cp1252",
    "cp874": "cp874",
}
_PLAIN = frozenset({"ascii", "us-ascii", "ansi_x3.4-1968", "cp20127"})
"""Who names these says that there is no other character. Where there are some, it is not true."""


def decoded(data: bytes, charset: str, notes: list[str] | None = None) -> str:
    """Decode as UTF-8, else by the named character set, else by guess.

    UTF-8 is tried first: text in another encoding is hardly ever valid UTF-8 by chance, and
    programs name the wrong one.

    Args:
        data: bytes of the text.
        charset: as the message names it; empty if it names none.
        notes: to add to, where the encoding is a guess.
    """
    named = _codec(charset.strip("\"' \t").lower())
    order = [named, "utf-8"] if is_escaped(data) else ["utf-8", named]
    for name in filter(None, order):
        try:
            return data.decode(name)
        except (ValueError, LookupError):
            continue
    guessed = decode_legacy(data)
    if guessed is None:
        return data.decode("cp1252", "replace")
    if notes is not None:
        notes.append(guessed.note)
    return guessed.text


def is_escaped(data: bytes) -> bool:
    """Return whether ASCII may stand for other characters, as in ISO-2022-JP and UTF-7.

    Args:
        data: bytes of the text.
    """
    return data.isascii()


def _codec(label: str) -> str:
    """Return what Python calls a character set; empty if the name is unknown."""
    if label in _PLAIN:
        return ""
    named = webencodings.lookup(label)
    return _ALSO.get(label, "") if named is None else str(named.codec_info.name)
