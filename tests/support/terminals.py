"""A real terminal for a command: a pseudo-terminal of a chosen width, with a person who types."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]
STYLES = re.compile("\x1b\\[[0-9;]*m")
_PATIENCE_S = 120
_ENDS = b"\x04"  # what Ctrl-D sends


class Seen(NamedTuple):
    """What a person saw.

    Attributes:
        text: on the terminal, with the escape sequences of styles.
        status: exit status of the command.
    """

    text: str
    status: int

    @property
    def plain(self) -> str:
        """The text without styles, its lines as they are."""
        return STYLES.sub("", self.text).replace("\r\n", "\n")


def on_terminal(
    *arguments: str,
    width: int = 80,
    typed: Sequence[str] = (),
    prompt: str = "qa> ",
    environment: Mapping[str, str] | None = None,
) -> Seen:
    """Run ``qa`` on a terminal, and return what a person sees there.

    Args:
        arguments: after ``qa``.
        width: columns of the terminal.
        typed: a line for each prompt; after the last one, Ctrl-D.
        prompt: at which a line is typed.
        environment: variables to set.
    """
    import fcntl  # noqa: PLC0415 - no system but Unix has these
    import pty  # noqa: PLC0415 - as above
    import termios  # noqa: PLC0415 - as above

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **(environment or {})}
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        if name not in (environment or {}):
            variables.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=variables,
        start_new_session=True,
    )
    os.close(theirs)
    lines = iter([line.encode() + b"\r" for line in typed] + [_ENDS])
    written, answered = b"", 0
    try:
        while chunk := _read(ours):
            written += chunk
            # A line is typed when its prompt is there, so that nothing is typed ahead.
            if written.count(prompt.encode()) > answered and written.endswith(prompt.encode()):
                answered += 1
                os.write(ours, next(lines, _ENDS))
    finally:
        os.close(ours)
        status = process.wait(_PATIENCE_S)
    return Seen(written.decode(), status)


def _read(descriptor: int) -> bytes:
    ready, _, _ = select.select([descriptor], [], [], _PATIENCE_S)
    if not ready:
        return b""
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # how Linux reports the end of a terminal
        return b""
