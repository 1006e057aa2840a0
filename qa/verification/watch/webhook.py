"""Changed answers, sent as JSON to the one address that the user named.

This is the only module of Quoth that contacts another machine, see docs/decisions/0018. It makes
one connection, to the host of the address, asks no proxy, and follows no redirect.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from qa.errors import QAError
from qa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.verification.watch.states import WatchedAnswer

TIMEOUT_S = 10.0
"""Seconds in which the other machine must connect, and then answer."""

_OK = range(200, 300)
_SCHEMES = ("http", "https")
_READ = 1_024  # bytes of the reply; the rest is left


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that receives changes.

    Attributes:
        url: as the user typed it; it may be a secret, and is never printed.
        host: in it, for messages.
    """

    url: SplitResult
    host: str

    def send(self, answers: Sequence[WatchedAnswer], fingerprint: str) -> None:
        """Send changed answers, if there are any, in one POST request.

        Args:
            answers: that have changed.
            fingerprint: of the index.

        Raises:
            QAError: the other machine cannot be reached, or does not accept them.
        """
        if answers:
            self._post(payload(answers, fingerprint))

    def _post(self, content: dict[str, Any]) -> None:
        kind = HTTPSConnection if self.url.scheme == "https" else HTTPConnection
        connection = kind(self.url.hostname or "", self.url.port, timeout=TIMEOUT_S)
        target = self.url._replace(scheme="", netloc="", fragment="").geturl() or "/"
        try:
            connection.request(
                "POST",
                target if target.startswith("/") else f"/{target}",
                json.dumps(content).encode(),
                {"Content-Type": "application/json", "User-Agent": f"quoth/{__version__}"},
            )
            response = connection.getresponse()
            response.read(_READ)
        except (OSError, HTTPException) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            msg = f"The webhook at {self.host} was not reached ({reason or type(error).__name__})."
            raise QAError(msg) from error
        finally:
            connection.close()
        if response.status not in _OK:
            msg = f"The webhook at {self.host} answered {response.status} and not 2xx."
            if response.status // 100 == 3:  # noqa: PLR2004 - the class of redirects
                msg += " Redirects are not followed: name the address that it leads to."
            raise QAError(msg)


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
