"""Rich Text Format: its words, without headings, which it does not tell reliably."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from striprtf.striprtf import rtf_to_text

from qa.errors import DocumentError
from qa.loaders.extract import Extract
from qa.loaders.text import headings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TITLE = re.compile(r"\{\\title ([^{}\\]+)\}")
_BLANK = re.compile(r"\n{3,}")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    r"""Read an RTF file.

    Raises:
        DocumentError: it does not begin with ``{\rtf``, or is damaged.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise DocumentError(path, "is no RTF (it does not begin with {\\rtf)")
    source = data.decode("latin-1")
    try:
        text = str(rtf_to_text(source, errors="replace"))
    except (ValueError, LookupError, OverflowError) as error:
        raise DocumentError(path, f"is damaged ({error})") from error
    lines = "\n".join(line.strip().strip("|") for line in text.replace("\r", "\n").split("\n"))
    content = _BLANK.sub("\n\n", lines).strip()
    title = _TITLE.search(source)
    yield Extract(content, title[1].strip() if title else None, headings(content))
