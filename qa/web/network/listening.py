"""The listening socket, and the addresses under which others reach it."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.errors import QAError
from qa.web.authentication.keys import SHORTEST_TOKEN, VARIABLE
from qa.web.network.hosts import is_any_address, is_loopback, names_of_this_machine

if TYPE_CHECKING:
    from qa.web.authentication.keys import Keys

_FIRST_PORT, _LAST_PORT = 1024, 65_535  # those below are for root only


def check_exposure(host: str, keys: Keys | None) -> None:
    """Refuse to listen beyond this machine without a token.

    Args:
        host: address to listen on.
        keys: the tokens of the users, None if there are none.

    Raises:
        QAError: everyone on the network could read the documents.
    """
    if keys is None and not is_loopback(host):
        msg = (
            f"Listening on {host!r} opens the documents to the network and needs an access token. "
            f"Set {VARIABLE} to at least {SHORTEST_TOKEN} characters, or name a list of users: "
            "qa serve --users FILE"
        )
        raise QAError(msg)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Args:
        host: address or name to listen on.
        port: 0 takes a free one.

    Raises:
        QAError: the address or port cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # People expect "::" to mean all addresses, including those of IPv4.
    both = family == socket.AF_INET6 and is_any_address(host) and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except (OSError, OverflowError) as error:
        # Python adds the address to the system's words; this message has it already.
        reason = (getattr(error, "strerror", None) or str(error)).partition(" (while")[0]
        msg = f"Cannot listen on {host!r}, port {port} ({reason}). {_advice(error, port)}"
        raise QAError(msg) from error


def _advice(error: Exception, port: int) -> str:
    """Return what to do about a port that is in use, reserved or impossible, or an address."""
    code = getattr(error, "errno", None)
    if isinstance(error, OverflowError) or code in {errno.EADDRINUSE, errno.EACCES}:
        other = port + 1 if _FIRST_PORT <= port < _LAST_PORT else 7860
        return f"Choose another port with: qa serve --port {other}"
    return "Name an address of this machine with --host, or leave it out to use 127.0.0.1."


def reachable(host: str) -> str:
    """Return an address by which this machine reaches its own server.

    Args:
        host: address that the server listens on.
    """
    if not is_any_address(host):
        return host
    return "::1" if ":" in host else "127.0.0.1"


def further_addresses(host: str, port: int) -> list[str]:
    """Return the URLs under which other machines reach the server.

    Args:
        host: address that the server listens on; only one that means all has any.
        port: that it listens on.
    """
    if not is_any_address(host):
        return []
    names = names_of_this_machine()
    return [url(name, port) for name in names if ":" in host or ":" not in name]


def startup_message(address: str, host: str = "127.0.0.1") -> str:
    """Return what a user reads when the server has started: where the page is, and how to stop.

    Args:
        address: URL of the page.
        host: address that the server listens on.
    """
    lines = [f"Quoth is running. Open {address}"]
    others = further_addresses(host, urlsplit(address).port or 80)
    if others:
        lines.append(f"From other machines, open {' or '.join(others)}")
    return "\n".join([*lines, "Press Ctrl+C to stop."])


def url(host: str, port: int) -> str:
    """Return the URL of the page.

    Args:
        host: name or address.
        port: that the server listens on.
    """
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
