"""Text for a terminal: no document, file name or question can control it.

A terminal obeys control characters: they clear the screen, overwrite a line, name a window, or
send an answer as if it had been typed. Override characters of bidirectional text reorder what
follows them. No command writes any of them, whether or not it writes to a terminal: a saved file is
often printed later.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0 without tab and newline, DEL, C1, and the embeddings, overrides and isolates of Unicode."""

_PICTURES = 0x2400
_DELETE = 0x7F


def shown(text: str) -> str:
    """Return a text in which nothing commands a terminal.

    Control characters of ASCII become their Unicode pictures, such as ␛; the others become the
    replacement character.

    Args:
        text: of any origin.
    """
    return _COMMANDS.sub(lambda match: _picture(ord(match[0])), text)


def _picture(code: int) -> str:
    if code == _DELETE:
        return "\u2421"
    return chr(_PICTURES + code) if code < _DELETE else "\ufffd"


def to_json_text(content: object, indent: int | None = None) -> str:
    """Return content as JSON that people can read; what :func:`shown` replaces is escaped.

    Args:
        content: plain data.
        indent: spaces for each level; none writes one line.
    """
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    # Newlines of the layout aside, what matches can only be in strings.
    return _COMMANDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class SafeStream:
    """A text stream that writes :func:`shown` of all text; otherwise the stream it wraps.

    It reports that it is not a terminal, so that libraries send it no colours.

    Attributes:
        stream: the one that is wrapped.
    """

    def __init__(self, stream: IO[str]) -> None:
        """Wrap a stream.

        Args:
            stream: standard output, for example.
        """
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text, and return its length.

        Args:
            text: of any origin.
        """
        self.stream.write(shown(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts one after the other.

        Args:
            lines: texts of any origin.
        """
        for line in lines:
            self.write(line)

    def isatty(self) -> bool:
        """Return False: escape sequences do not pass."""
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def safe_output() -> Iterator[None]:
    """Let standard output and standard error write nothing that commands a terminal."""
    out, err = (cast("IO[str]", SafeStream(stream)) for stream in (sys.stdout, sys.stderr))
    with redirect_stdout(out), redirect_stderr(err):
        yield


def bar_stream() -> IO[str]:
    """Return standard error for a progress bar, which moves the cursor and shows our words only."""
    return sys.stderr.stream if isinstance(sys.stderr, SafeStream) else sys.stderr
