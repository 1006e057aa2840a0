"""The names and addresses of this machine."""

from __future__ import annotations

import ipaddress
import logging
import socket
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = logging.getLogger(__name__)

_OWN_NAMES = ("localhost", "127.0.0.1", "::1", "[::1]")


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address.

    Args:
        host: name or address to listen on.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_any_address(host: str) -> bool:
    """Return whether an address means all addresses of this machine, as ``0.0.0.0`` does.

    Args:
        host: name or address to listen on; empty is what Python's sockets take for all.
    """
    if not host:
        return True
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def known_hosts(host: str, names: Sequence[str] = ()) -> list[str]:
    """Return the values of the header ``Host`` that the server accepts.

    Any other one is refused. Otherwise a foreign site could point its own name at this machine
    and read the documents as if they were its own pages (DNS rebinding).

    Args:
        host: address that the server listens on.
        names: further names by which it is reached.
    """
    own = [*_OWN_NAMES, host, *names]
    if is_any_address(host):
        own += names_of_this_machine()
    # URLs write IPv6 addresses in brackets (RFC 3986, 3.2.2), and so does Host.
    in_brackets = [f"[{name}]" for name in own if ":" in name and not name.startswith("[")]
    return list(dict.fromkeys([*own, *in_brackets]))


@cache
def names_of_this_machine() -> list[str]:
    """Return the name of this machine, and the addresses by which others reach it.

    The name is looked up once, because that may query the network.
    """
    name = socket.gethostname()
    try:
        found = [str(item[4][0]) for item in socket.getaddrinfo(name, None)]
    except OSError as error:
        _log.warning("Cannot look up the addresses of this machine (%r): %s", name, error)
        found = []
    # Link-local addresses need the name of an interface, which browsers do not accept.
    others = [one for one in found if not is_loopback(one) and "%" not in one]
    return list(dict.fromkeys([name, *others]))
