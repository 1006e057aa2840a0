"""Who is logged in: sessions with random ids, which end with a log-out or with the owner's token.

The browser's cookie holds the id. The server stores a hash of it, so that nobody can log in with
what the file holds, and a proof made of id and token, so that a session ends when the token of
its owner is changed or removed. Sessions outlive a restart in the file ``SESSIONS`` of the index;
deleting that file logs everyone out at once, in a running server too.
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

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_log = logging.getLogger(__name__)

FILE = "SESSIONS"
"""Name of the file in the folder of the index."""

AGE_S = 30 * 24 * 3600
"""Seconds after which a session ends by itself."""

_MOST = 10_000  # sessions; the oldest end when more begin
_ID_BYTES = 32
_ID_CHARACTERS = 43  # that many bytes, in base64
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class _Session:
    """What is stored of a session.

    Attributes:
        owner: the name of the user.
        proof: made of the session's id and the user's token, in hex.
        ends: seconds since 1970.
    """

    owner: str
    proof: str
    ends: int


_Stamp = tuple[int, int, int]


class Sessions:
    """The sessions of one server; safe to share between threads."""

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        """Read the sessions that are stored at ``path``; None stores them in memory only."""
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}
        self._stamp: _Stamp | None = None

    def begin(self, owner: str, token: str) -> str:
        """Begin a session and return its id, which is for the cookie only."""
        session = secrets.token_urlsafe(_ID_BYTES)
        with self._lock:
            self._read()
            now = int(self._clock())
            going_on = {key: one for key, one in self._sessions.items() if one.ends > now}
            while len(going_on) >= _MOST:
                going_on.pop(min(going_on, key=lambda key: going_on[key].ends))
            going_on[_hashed(session)] = _Session(
                owner=owner, proof=_proof(session, token), ends=now + AGE_S
            )
            self._write(going_on)
        return session

    def owner(self, session: str, token_of: Callable[[str], str | None]) -> str | None:
        """Return whose session this is, None where it is nobody's.

        Args:
            session: the id, as it came in a cookie; anything may.
            token_of: returns the token of a user, None where there is no such user.
        """
        if len(session) != _ID_CHARACTERS:
            return None
        with self._lock:
            self._read()
            found = self._sessions.get(_hashed(session))
        if found is None or found.ends <= self._clock():
            return None
        token = token_of(found.owner)
        if token is None or not hmac.compare_digest(_proof(session, token), found.proof):
            return None
        return found.owner

    def end(self, session: str) -> None:
        """End a session; nothing happens where there is none of this id."""
        with self._lock:
            self._read()
            if self._sessions.pop(_hashed(session), None):
                self._write(self._sessions)

    def _read(self) -> None:
        """Take over what the file holds, if it has changed since it was read."""
        if self._path is None:
            return
        try:
            stamp = _stamp(self._path)
            if stamp != self._stamp:
                self._sessions = typed_json.read(self._path, dict[str, _Session])
                self._stamp = stamp
        except FileNotFoundError:
            self._sessions, self._stamp = {}, None
        except (OSError, JsonError) as error:
            # Whoever cannot be recognised has to log in again; nobody gets in by a damaged file.
            _log.warning("The sessions at %r cannot be read (%s).", str(self._path), type(error))
            self._sessions, self._stamp = {}, None

    def _write(self, sessions: dict[str, _Session]) -> None:
        self._sessions = sessions
        if self._path is None:
            return
        content = json.dumps({key: asdict(one) for key, one in sessions.items()})
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(self._path, content, _OWNER_ONLY)
            self._stamp = _stamp(self._path)
        except OSError as error:
            _log.warning(
                "The sessions cannot be written to %r (%s). They end when the server stops.",
                str(self._path),
                error.strerror,
            )
            self._path = None


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _hashed(session: str) -> str:
    return sha256(session.encode(errors="replace")).hexdigest()


def _proof(session: str, token: str) -> str:
    """Return what only who has both can make; a stolen file does not help to guess a token."""
    key = token.encode(errors="replace")
    return hmac.new(key, session.encode(errors="replace"), sha256).hexdigest()
