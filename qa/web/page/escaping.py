"""Text of users and documents as HTML that stays text, whatever it holds."""

from __future__ import annotations

import html
import re

_MARKDOWN_SEES = re.compile("[\t\n\r]")
_CANNOT_BE_SHOWN = re.compile("[\x00\ud800-\udfff]")


def escaped(text: str) -> str:
    """Return HTML of one line that a browser shows as ``text``, character for character.

    Null bytes and half surrogate pairs, which no browser shows, become U+FFFD.

    The chat puts what it shows through Markdown first. Raw HTML passes through that as it is
    as long as no line ends in it; tabs are kept from being widened.
    """
    encodable = _CANNOT_BE_SHOWN.sub("\ufffd", text)
    return _MARKDOWN_SEES.sub(lambda match: f"&#{ord(match[0])};", html.escape(encodable))
