"""Files of older office programs, converted by LibreOffice where it is installed.

It runs in a process group of its own, with a new profile that runs no macros and follows no links,
and is bounded in time and memory as the process that reads files is. What it makes is then read
there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.content import suffix_of_bytes
from qa.loaders.reading import read_bytes
from qa.loaders.refusals import EMPTY, unreadable
from qa.loaders.sandbox.starting import command, environment
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from qa.loaders.registry import Format

_TICK_S = 0.02  # between two looks at the process; to start it takes a second
_BOUNDED = "qa.loaders.sandbox.bounded"
_COMMANDS = ("soffice", "libreoffice")
_SECURITY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


@contextmanager
def converted(path: Path, known: Format, stopped: Event) -> Iterator[tuple[str, Path]]:
    """Provide a file in the newer format, while the context is open.

    Args:
        path: of the file.
        known: its format.
        stopped: set by another thread to end LibreOffice; the file then counts as damaged.

    Yields:
        The sha256 of the file's own bytes, in hex, and the path of the new file.

    Raises:
        DocumentError: LibreOffice is not installed, or cannot convert it within the bounds.
    """
    data = read_bytes(path)
    if not data:
        raise DocumentError(path, EMPTY)
    program = next(filter(None, map(shutil.which, _COMMANDS)), None)
    if program is None:
        if not suffix_of_bytes(data):  # of nothing known: an older format would be a guess
            raise unreadable(path, data)
        reason = (
            f"is in an older format of {known.name}; save it as {known.converted}, or install "
            "LibreOffice, with which Quoth reads it, and build again"
        )
        raise DocumentError(path, reason)
    with tempfile.TemporaryDirectory(prefix="quoth-", ignore_cleanup_errors=True) as folder:
        made = _convert(program, data, path, Path(folder), known.converted, stopped)
        yield hashlib.sha256(data).hexdigest(), made


def _convert(  # noqa: PLR0913, PLR0917 - a program and what it works on
    program: str, data: bytes, path: Path, folder: Path, suffix: str, stopped: Event
) -> Path:
    source = folder / f"document{path.suffix.lower() or '.doc'}"
    source.write_bytes(data)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SECURITY, encoding="utf-8")
    timeout_s = Settings.current().read_timeout_s
    arguments = [
        *(program, "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--convert-to", suffix.removeprefix("."), "--outdir", str(folder / "made"), str(source)),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 - a program of the user, on their PATH
            command(_BOUNDED, *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
    except OSError as error:
        reason = f"cannot be converted (LibreOffice does not start: {error.strerror or error})"
        raise DocumentError(path, reason) from error
    until = time.monotonic() + timeout_s
    try:
        while process.poll() is None and not stopped.wait(_TICK_S):
            if time.monotonic() > until:
                reason = f"took LibreOffice more than {timeout_s:,} s to read"
                raise DocumentError(path, reason)
    finally:
        _end(process)
    made = folder / "made" / f"document{suffix}"
    if not made.is_file():
        reason = (
            "is damaged or encrypted (LibreOffice cannot read it); open it and save it as "
            f"{suffix}, without a password"
        )
        raise DocumentError(path, reason)
    return made


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started, which may outlive it."""
    with suppress(OSError, AttributeError):  # Windows has no groups of processes
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
