"""Under which names and addresses the server is reached."""

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
    """Return whether an address can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_everywhere(host: str) -> bool:
    """Return whether an address stands for all of this machine's, as ``0.0.0.0`` does."""
    try:
        return ipaddress.ip_address(host or "0.0.0.0").is_unspecified  # noqa: S104 - compared
    except ValueError:
        return False


def known_hosts(host: str, names: Sequence[str] = ()) -> list[str]:
    """Return the values of ``Host`` that lead to a server that listens on ``host``.

    Args:
        host: the address.
        names: further names that it is reached by.
    """
    own = [*_OWN_NAMES, host, *names]
    if is_everywhere(host):
        own += names_of_this_machine()
    in_brackets = [f"[{name}]" for name in own if ":" in name and not name.startswith("[")]
    return list(dict.fromkeys([*own, *in_brackets]))


@cache
def names_of_this_machine() -> list[str]:
    """Return the name of this machine, and the addresses by which others reach it.

    The system is asked for them once, which may look the name up in the network.
    """
    name = socket.gethostname()
    try:
        found = [str(item[4][0]) for item in socket.getaddrinfo(name, None)]
    except OSError as error:
        _log.warning("The addresses of %r are not known: %s", name, error)
        found = []
    # Link-local addresses need the name of an interface, which no browser takes.
    others = [one for one in found if not is_loopback(one) and "%" not in one]
    return list(dict.fromkeys([name, *others]))
