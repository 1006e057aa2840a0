"""Escapes the text of users and documents, so that it stays text in HTML and in Markdown."""

from __future__ import annotations

import html
import re

_CHANGED_BY_MARKDOWN = re.compile("[\t\n\r]")
_NOT_SHOWN = re.compile("[\x00\ud800-\udfff]")


def escaped(text: str) -> str:
    """Return HTML of one line that a browser shows as ``text``, character for character.

    Args:
        text: any text. Null bytes and halves of surrogate pairs, which no browser shows, become
            U+FFFD.
    """
    encodable = _NOT_SHOWN.sub("\ufffd", text)
    # The chat renders what it shows as Markdown first. That passes HTML on as it is if no line
    # ends in it, but widens tabs: so both become character references.
    return _CHANGED_BY_MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", html.escape(encodable))
