"""The characters of a part of a message, in the character set that it names."""

from __future__ import annotations

import webencodings


def decoded(data: bytes, charset: str) -> str:
    """Decode by the named character set, else as UTF-8, else as cp1252.

    UTF-8 is tried first: text in another encoding is hardly ever valid UTF-8 by chance, and
    programs name the wrong one.

    Args:
        data: bytes of the text.
        charset: as the message names it; empty if it names none.
    """
    named = webencodings.lookup(charset.strip("\"' ")) if charset else None
    names = [] if named is None else [named.codec_info.name]
    if not names and charset:
        names = [charset]  # such as UTF-7, which the web does not know
    order = [*names, "utf-8"] if is_escaped(data) else ["utf-8", *names]
    for name in (*order, "cp1252"):
        try:
            return data.decode(name)
        except (ValueError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def is_escaped(data: bytes) -> bool:
    """Return whether ASCII may stand for other characters, as in ISO-2022-JP and UTF-7.

    Args:
        data: bytes of the text.
    """
    return data.isascii()
