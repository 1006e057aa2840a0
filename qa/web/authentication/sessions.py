"""Log-in sessions: random ids that end by log-out, by age, or with the token of their user.

The browser's cookie contains the id. The server stores a hash of it, so that a copy of the file
lets nobody in, and a proof made from id and token, so that a session ends when the token of its
user is changed or removed. The file ``SESSIONS`` in the index folder lets sessions outlive a
restart. Deleting the file logs everyone out at once, even while the server runs.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import threading
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from qa.errors import JsonError
from qa.files import typed_json
from qa.files.atomic import atomic_write
from qa.web import strings
from qa.web.errors import SessionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_log = logging.getLogger(__name__)

FILE = "SESSIONS"
"""Name of the file in the index folder."""

AGE_S = 30 * 24 * 3600
"""Seconds after which a session ends by itself."""

_MOST = 10_000  # sessions; beyond that, each new one ends the oldest
_ID_BYTES = 32  # OWASP asks for 128 bits at least; these are 256
_ID_CHARACTERS = 43  # of that many bytes in base64
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class _Session:
    """A session as it is stored.

    Attributes:
        owner: name of the user.
        proof: HMAC of the id, keyed with the user's token, in hex.
        ends: seconds since 1970.
    """

    owner: str
    proof: str
    ends: int


_Stamp = tuple[int, int, int]


class Sessions:
    """The sessions of one server; safe to share between threads.

    The file is the truth as long as it can be read. Whenever it has changed since this object
    last read or wrote it, its content replaces what is in memory.
    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        """Create the sessions; the file is read when the first one is needed.

        Args:
            path: of the file; None keeps the sessions in memory only.
            clock: returns seconds since 1970; a test may set it.
        """
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}
        self._stamp: _Stamp | None = None  # of the file at the last read or write
        self._warned = False

    def begin(self, owner: str, token: str) -> str:
        """Begin a session and return its id, which only the user's cookie may contain.

        Where the file cannot be written, the session ends when the server stops.

        Args:
            owner: name of the user.
            token: the user's token.
        """
        session = secrets.token_urlsafe(_ID_BYTES)
        with self._lock:
            self._read()
            now = int(self._clock())
            current = {key: one for key, one in self._sessions.items() if one.ends > now}
            while len(current) >= _MOST:
                current.pop(min(current, key=lambda key: current[key].ends))
            current[_hash(session)] = _Session(
                owner=owner, proof=_proof(session, token), ends=now + AGE_S
            )
            self._sessions = current
            try:
                self._write()
            except OSError as error:
                self._warn(error)
        return session

    def owner(self, session: str, token_of: Callable[[str], str | None]) -> str | None:
        """Return the user of a session, or None if it is not valid.

        Args:
            session: the id from a cookie; any text.
            token_of: returns the token of a user, None if there is no such user.
        """
        if len(session) != _ID_CHARACTERS:
            return None
        with self._lock:
            self._read()
            found = self._sessions.get(_hash(session))
        if found is None or found.ends <= self._clock():
            return None
        token = token_of(found.owner)
        if token is None or not hmac.compare_digest(_proof(session, token), found.proof):
            return None
        return found.owner

    def end(self, session: str) -> None:
        """End a session for good. An unknown id is ignored.

        Where the file cannot be written, it is deleted instead: a file that still lists the
        session would bring it back at the next start. Everyone else then logs in again after a
        restart.

        Args:
            session: the id from a cookie; any text.

        Raises:
            SessionError: the file can be neither written nor deleted. The session has ended in
                this process, but the next one would find it in the file.
        """
        with self._lock:
            self._read()
            if self._sessions.pop(_hash(session), None) is None:
                return
            try:
                self._write()
            except OSError as error:
                self._warn(error)
                self._delete()

    def _read(self) -> None:
        """Take over the file if it has changed since it was last read or written."""
        if self._path is None:
            return
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        # Set before reading: if the file changes meanwhile, the next call reads it again.
        self._stamp, self._sessions = stamp, {}
        if stamp is None:
            return
        try:
            self._sessions = typed_json.read(self._path, dict[str, _Session])
        except (OSError, JsonError) as error:
            # A damaged file lets nobody in: users log in again, and that replaces it.
            _log.warning(
                "Cannot read the sessions at %r (%s). Users must log in again.",
                str(self._path),
                error,
            )

    def _write(self) -> None:
        if self._path is None:
            return
        content = json.dumps({key: asdict(one) for key, one in self._sessions.items()})
        self._path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(self._path, content, _OWNER_ONLY)
        self._stamp = _stamp(self._path)
        self._warned = False

    def _delete(self) -> None:
        if self._path is None or _stamp(self._path) is None:
            return  # no file that could bring a session back
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            message = strings.LOGOUT_NOT_SAVED.format(path=str(self._path), why=error.strerror)
            raise SessionError(message) from error
        self._stamp = None

    def _warn(self, error: OSError) -> None:
        if self._warned:  # once, not at every log-in
            return
        self._warned = True
        _log.warning(
            "Cannot write the sessions to %r (%s). They end when the server stops.",
            str(self._path),
            error.strerror,
        )


def _stamp(path: Path) -> _Stamp | None:
    """Return what changes with the content of a file; None if it cannot be reached."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _hash(session: str) -> str:
    # No salt and no slow hash are needed: an id has 256 random bits, unlike a password.
    return sha256(session.encode(errors="replace")).hexdigest()


def _proof(session: str, token: str) -> str:
    """Return what only someone with both can make; a stolen file does not help to guess a token."""
    key = token.encode(errors="replace")
    return hmac.new(key, session.encode(errors="replace"), sha256).hexdigest()
