"""A command run under strace: whom it contacts, and which files it makes.

Python's own hooks see only what Python does. Here the kernel reports, for every thread and every
process that the command starts, so that native libraries are seen too.
"""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    Process = subprocess.Popen[str]

ROOT = Path(__file__).parents[2]

_STRACE = ("strace", "--seccomp-bpf")  # the calls that are not asked for stop no process
_SENDING = ("connect", "sendto", "sendmsg", "sendmmsg")
_MAKING = (  # noqa: SIM905 - a list of words
    "open openat openat2 creat mkdir mkdirat mknod mknodat bind link linkat symlink symlinkat "
    "rename renameat renameat2"
).split()
_UNSEEN = "io_uring_setup"  # sends and opens without a system call of its own
_DNS = 53

_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_FAMILY = re.compile(r"\{sa_family=(\w+)(?:, (.*?))?\}")
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
_ADDRESS = re.compile(r'inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"')
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_RESOLVERS = ("io.systemd.Resolve", "avahi", "dnsmasq", r"\0hosts")  # the last is nscd's request
_NO_DISK = (Path("/dev"), Path("/proc"))


@dataclass
class Watched:
    """What a command did.

    Attributes:
        contacts: the calls that reach, or try to reach, beyond this machine; also those that look
            up a name, wherever they go.
        made: absolute paths of what it made, whether or not it is still there.
        output: what it wrote to standard output; of a server, after its first line.
        errors: what it wrote to standard error.
        status: its exit status.
    """

    contacts: list[str] = field(default_factory=list)
    made: set[Path] = field(default_factory=set)
    output: str = ""
    errors: str = ""
    status: int | None = None

    def made_outside(self, *folders: Path) -> list[Path]:
        """Return what it made in none of these folders, and on a disk."""
        allowed = [folder.resolve() for folder in folders] + list(_NO_DISK)
        return sorted(
            path for path in self.made if not any(path.is_relative_to(root) for root in allowed)
        )


def require_strace() -> None:
    """Skip the test where no process can be traced; fail where QA_REQUIRE_STRACE is set."""
    reason = _unusable()
    if reason and os.environ.get("QA_REQUIRE_STRACE"):
        pytest.fail(f"QA_REQUIRE_STRACE is set, but {reason}")
    if reason:
        pytest.skip(reason)


@cache
def _unusable() -> str:
    if not sys.platform.startswith("linux") or not shutil.which("strace"):
        return "there is no strace here"
    tried = subprocess.run(
        [*_STRACE, "-f", "-o", os.devnull, "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"strace may not trace: {tried.stderr.strip()}" if tried.returncode else ""


@contextmanager
def watching(command: list[str], folder: Path) -> Iterator[tuple[Process, Watched]]:
    """Start a command under strace; what it did is known when the block ends, and so does it.

    It sees an empty home, ``folder/home``, an empty temporary folder, ``folder/tmp``, and none
    of the variables of this process that could hide something. It runs in ``folder/work``.
    """
    home, temporary, work, trace = (folder / name for name in ("home", "tmp", "work", "trace"))
    for path in (home, temporary, work):
        path.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(trace, ignore_errors=True)
    trace.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
    }
    calls = ",".join((*_SENDING, *_MAKING, _UNSEEN))
    # One file a thread, so that no call is split; descriptors with their paths.
    form = ("-ff", "-y", "-q", "-s", "32")
    watched = Watched()
    process = subprocess.Popen(
        [*_STRACE, *form, "-e", f"trace={calls}", "-o", str(trace / "of"), *command],
        cwd=work,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process, watched
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)  # strace itself takes no notice of it
        try:
            output, watched.errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, watched.errors = process.communicate()
        watched.output = output
        watched.status = process.returncode
        for file in sorted(trace.iterdir()):
            for line in file.read_text(errors="surrogateescape").splitlines():
                _note(line, work, watched)


def watch(command: list[str], folder: Path, given: str = "") -> Watched:
    """Run a command to its end under strace; see :func:`watching`."""
    with watching(command, folder) as (process, watched):
        process.communicate(given, timeout=300)
    return watched


def _note(line: str, work: Path, watched: Watched) -> None:
    call = _CALL.match(line)
    if not call:
        return
    name, arguments, result = call[1], call[2], int(call[3])
    if name == _UNSEEN or (name in _SENDING and _leaves(arguments)):
        watched.contacts.append(line)
    elif name in _MAKING and result >= 0:
        if name == "bind" and "AF_UNIX" not in arguments:
            return
        if name.startswith("open") and "O_CREAT" not in arguments:
            return
        for base, path in _PATH.findall(arguments)[-1:]:  # of two, the second is the new name
            made = Path(base or work, os.fsdecode(_unescaped(path)))
            watched.made.add(Path(os.path.normpath(made)))


def _leaves(arguments: str) -> bool:
    """Return whether a call sends beyond this machine, or asks anyone for a name's address."""
    if any(resolver in arguments for resolver in _RESOLVERS):
        return True
    for family, rest in _FAMILY.findall(arguments):
        if family in {"AF_UNIX", "AF_NETLINK", "AF_UNSPEC"}:
            continue
        address, port = _ADDRESS.search(rest), _PORT.search(rest)
        if not address or not port or int(port[1]) == _DNS:
            return True
        number = ipaddress.ip_address(address[1])
        mapped = getattr(number, "ipv4_mapped", None)
        if not (mapped or number).is_loopback:
            return True
    return False


def _unescaped(text: str) -> bytes:
    return text.encode().decode("unicode_escape").encode("latin-1")
