"""The server knows the names and addresses of its machine."""

from __future__ import annotations

import pytest

from qa.web.network.hosts import is_any_address, known_hosts


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
