"""A loader of WebVTT subtitles, as a contributor would add one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.extraction import BlockText
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

_TIMES = re.compile(r"[\d:.]+ --> [\d:.]+")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read subtitles: each cue is a paragraph, its times are left out."""
    content, notes = decode(data, path)
    if not content.startswith("WEBVTT"):
        raise DocumentError(path, "is not WebVTT (it does not begin with WEBVTT)")
    blocks = BlockText()
    for block in content.split("\n\n")[1:]:
        cue = [line for line in block.split("\n") if not _TIMES.match(line)]
        blocks.paragraph(" ".join(cue))
    yield blocks.extract(None, notes=notes)
