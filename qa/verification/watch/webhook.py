"""Changed answers, sent as JSON to the one address that the user named.

This is the only module of Quoth that contacts another machine, see docs/decisions/0018. It makes
one connection, to the host of the address, asks no proxy, and follows no redirect.
"""

from __future__ import annotations

import json
import socket
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from qa.errors import QAError
from qa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.verification.watch.states import WatchedAnswer

TIMEOUT_S = 10.0
"""Seconds in which the other machine must connect, and that it may be silent after that."""

LONGEST_S = 30.0
"""Seconds that a delivery may take, from the look-up of the name to the status."""

_OK = range(200, 300)
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that receives changes.

    Attributes:
        url: as the user typed it; it may be a secret, and is never printed.
        host: in it, for messages.
        longest_s: seconds that a delivery may take.
    """

    url: SplitResult
    host: str
    longest_s: float = LONGEST_S

    def send(self, answers: Sequence[WatchedAnswer], fingerprint: str) -> None:
        """Send changed answers, if there are any, in one POST request.

        Args:
            answers: that have changed.
            fingerprint: of the index.

        Raises:
            QAError: the other machine cannot be reached, takes too long, or does not accept them.
        """
        if answers:
            self._post(payload(answers, fingerprint))

    def _post(self, content: dict[str, Any]) -> None:
        delivery = _Delivery(self.url, json.dumps(content).encode())
        try:
            status = delivery.status(self.longest_s)
        except (OSError, HTTPException) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            msg = f"The webhook at {self.host} was not reached ({reason or type(error).__name__})."
            raise QAError(msg) from error
        if status is None:
            msg = (
                f"The webhook at {self.host} did not answer within {self.longest_s:g} seconds. It "
                "may have received the changes; they are sent again with the next comparison."
            )
            raise QAError(msg)
        if status not in _OK:
            msg = f"The webhook at {self.host} answered {status} and not 2xx."
            if status // 100 == 3:  # noqa: PLR2004 - the class of redirects
                msg += " Redirects are not followed: name the address that it leads to."
            raise QAError(msg)


class _Delivery:
    """One request, in a thread of its own.

    The timeout of a socket begins again with each byte, and a look-up of a name has none.
    """

    def __init__(self, url: SplitResult, content: bytes) -> None:
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        self._connection = kind(url.hostname or "", url.port, timeout=TIMEOUT_S)
        self._url, self._content = url, content
        self._is_late = False
        self._status: Future[int] = Future()

    def status(self, seconds: float) -> int | None:
        """Return the status that the other machine answers; None if it takes too long.

        Args:
            seconds: that it may take.

        Raises:
            OSError: the other machine cannot be reached.
            HTTPException: it does not answer as HTTP has it.
        """
        Thread(target=self._run, daemon=True).start()  # a daemon: Quoth ends without waiting
        if wait([self._status], seconds).done:
            return self._status.result()
        self._is_late = True
        connected = self._connection.sock  # which the thread may close at any time
        if connected is not None:
            with suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)  # the thread ends, too
        return None

    def _run(self) -> None:
        try:
            self._connection.connect()
            if not self._is_late:
                self._status.set_result(self._sent())
        except BaseException as error:  # noqa: BLE001 - raised where the status is wanted
            self._status.set_exception(error)
        finally:
            self._connection.close()

    def _sent(self) -> int:
        target = self._url._replace(scheme="", netloc="", fragment="").geturl() or "/"
        self._connection.request(
            "POST",
            target if target.startswith("/") else f"/{target}",
            self._content,
            {"Content-Type": "application/json", "User-Agent": f"quoth/{__version__}"},
        )
        return self._connection.getresponse().status


def webhook(url: str) -> Webhook:
    """Return the webhook at an address.

    Args:
        url: with ``http`` or ``https``.

    Raises:
        ValueError: it is no such address; the message says why.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        (host or "").encode("idna")  # as the connection does; "a..b" is no name of a host
    except ValueError as error:
        msg = f"is not an address ({error})"
        raise ValueError(msg) from None
    if parts.scheme not in _SCHEMES or not host:
        msg = "must be an address that begins with https:// or http://"
        raise ValueError(msg)
    if parts.username or parts.password:
        msg = "must have no user name and password; put a token into its path"
        raise ValueError(msg)
    if not url.isascii() or not url.isprintable() or " " in url:
        msg = "must be ASCII without spaces; write other characters as %20"
        raise ValueError(msg)
    return Webhook(parts, host)


def payload(answers: Sequence[WatchedAnswer], fingerprint: str) -> dict[str, Any]:
    """Return what is sent: plain data, ready for JSON.

    Args:
        answers: that have changed.
        fingerprint: of the index.
    """
    return {
        "quoth": __version__,
        "index": fingerprint,
        "answers": [one.to_dict() for one in answers],
    }
