"""Logs and other text without headings: its lines as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.extraction import Extract
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a log.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, notes = decode(data, path)
    yield Extract(text, notes=notes)
