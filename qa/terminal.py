"""Text for a terminal: no document, file name or question can control it.

A terminal obeys control characters: they clear the screen, overwrite a line, name a window, or
send an answer as if it had been typed. Override characters of bidirectional text reorder what
follows them. No command writes any of them, whether or not it writes to a terminal: a saved file is
often printed later.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0 without tab and newline, DEL, C1, and the embeddings, overrides and isolates of Unicode."""

BOLD, QUIET, BEST = "\x1b[1m", "\x1b[2m", "\x1b[1;32m"
"""Styles for :func:`styled`: what to read first, what to read last, and what answers."""

_PLAIN = "\x1b[0m"
_STYLES = re.compile("(\x1b\\[(?:0|1|2|1;32)m)")
_WIDEST = 100  # characters of a line that are read with ease
_NARROWEST = 24

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
    return _wrapped_by(sys.stderr)


def is_terminal(stream: IO[str]) -> bool:
    """Return whether a person sees what a stream writes, also through a :class:`SafeStream`.

    Args:
        stream: such as standard output.
    """
    return _wrapped_by(stream).isatty()


def has_styles() -> bool:
    """Return whether standard output shows bold and coloured words.

    It is a terminal that can, and the user has not set ``NO_COLOR`` (https://no-color.org).
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "") == "dumb":
        return False
    # Older consoles of Windows print escape sequences; its Terminal names itself.
    knows = os.name != "nt" or "WT_SESSION" in os.environ or "TERM" in os.environ
    return knows and is_terminal(sys.stdout)


def line_width() -> int:
    """Return how many columns of the terminal to fill with text: not more than read well."""
    return max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))


def styled(text: str, style: str) -> str:
    """Return a text in a style, for :func:`print_styled`.

    Args:
        text: to show; what commands a terminal was replaced by :func:`shown`.
        style: :data:`BOLD`, :data:`QUIET` or :data:`BEST`; empty for none.
    """
    return f"{style}{text}{_PLAIN}" if style and text else text


def print_styled(text: str) -> None:
    """Print a text with styles on standard output; nothing else in it commands the terminal.

    Args:
        text: with words in styles, as :func:`styled` returns them.
    """
    parts = _STYLES.split(text)  # every other one is a style
    safe = (part if at % 2 else shown(part) for at, part in enumerate(parts))
    _wrapped_by(sys.stdout).write(f"{''.join(safe)}\n")


def _wrapped_by(stream: IO[str]) -> IO[str]:
    return stream.stream if isinstance(stream, SafeStream) else stream
