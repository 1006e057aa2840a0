"""YAML: its text as it is, comments too, below the keys that it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.extraction import Extract
from qa.loaders.outline import scoped_headings
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEY = re.compile(
    r"(?:- )?([^\s:#{\[&*!|>'\"-][^:#\n]{0,100}|\"[^\"\n]{1,100}\"|'[^'\n]{1,100}'):(.*)"
)
_OPENS = re.compile(r"\s*(?:[&!][^\s]{1,50}\s*)?(?:[|>][-+0-9]{0,2}\s*)?(?:#.*)?")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a YAML file. It is not parsed: an alias stands for nothing but itself.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, notes = decode(data, path)
    yield Extract(text, path.name, scoped_headings(text, _title, path.name), notes=notes)


def _title(line: str) -> str:
    """Return the key of a line that has its value below."""
    found = _KEY.match(line)
    return found[1].strip("\"' ") if found and _OPENS.fullmatch(found[2]) else ""
