"""The server knows the names and addresses of its machine."""

from __future__ import annotations

import socket

import pytest

from qa.web.network.hosts import is_any_address, is_loopback, known_hosts


@pytest.mark.parametrize(
    ("host", "everywhere"),
    [("0.0.0.0", True), ("::", True), ("0:0::0", True), ("", True), ("::1", False), ("x", False)],
)
def test_all_addresses_are_known_in_each_spelling(host: str, *, everywhere: bool) -> None:
    """The empty one is what Python's sockets take for all."""
    assert is_any_address(host) is everywhere


def test_an_address_of_ipv6_is_known_in_brackets() -> None:
    """As browsers send it."""
    assert "[2001:db8::7]" in known_hosts("2001:db8::7")
    assert "[2001:db8::8]" in known_hosts("127.0.0.1", ["2001:db8::8", "[2001:db8::9]"])
    assert "[2001:db8::9]" in known_hosts("127.0.0.1", ["[2001:db8::9]"])


def test_only_loopback_addresses_are_this_machine_s_alone() -> None:
    """In every spelling; a name other than ``localhost`` could lead anywhere."""
    for host in ("localhost", "127.0.0.1", "127.255.255.254", "::1", "0:0::1"):
        assert is_loopback(host), host
    for host in ("0.0.0.0", "::", "10.0.0.1", "myhost", "localhost.example", ""):
        assert not is_loopback(host), host


def test_on_one_address_the_names_of_the_machine_are_unknown() -> None:
    """They are needed only where the server listens on all addresses."""
    assert socket.gethostname() not in known_hosts("192.0.2.7")
    assert known_hosts("192.0.2.7", ["quoth.example"])[-2:] == ["192.0.2.7", "quoth.example"]
