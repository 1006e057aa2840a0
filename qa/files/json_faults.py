"""What is wrong with JSON, in words for the person who has the file."""

from __future__ import annotations

import json

_FAULTS = (
    ("Expecting value", "a value is missing"),
    ("Expecting property name", "a key in double quotes is missing"),
    ("Expecting ':'", "a colon is missing"),
    ("Expecting ','", "a comma or a closing bracket is missing"),
    ("Illegal trailing comma", "nothing follows the comma"),
    ("Unterminated string", "a quotation mark is missing after the text that begins"),
    ("Invalid control character", "a text has a control character, such as a tab,"),
    ("Invalid \\", "a backslash is followed by an unknown escape"),
    ("Extra data", "something follows the object"),
    ("Unexpected UTF-8 BOM", "a byte order mark (BOM) is before the first character"),
)
"""How errors of Python's parser begin, and what is wrong then."""


def fault_of_json(error: ValueError) -> str:
    """Return what is wrong with JSON, without where; empty for an error that is not known.

    Args:
        error: of Python's parser.
    """
    message = str(error)
    return next((words for begin, words in _FAULTS if message.startswith(begin)), "")


def described_fault(error: ValueError) -> str:
    """Return what is wrong with JSON, and where: ``a colon is missing in line 2 at character 6``.

    Args:
        error: of Python's parser, of one of its hooks, or of what decodes the bytes.
    """
    if isinstance(error, UnicodeDecodeError):
        return f"it is not text in UTF-8, from byte {error.start:,} on"
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    if not error.doc.strip():
        return "it is empty"
    what = fault_of_json(error) or "it cannot be understood"
    return f"{what} in line {error.lineno:,} at character {error.colno:,}"
