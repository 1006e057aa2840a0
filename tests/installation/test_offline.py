"""No test reaches beyond this machine."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

ELSEWHERE = "192.0.2.1"  # reserved for documentation (RFC 5737)


@pytest.mark.filterwarnings("ignore:A test tried")
def test_no_connection_leaves_this_machine() -> None:
    """It is refused before a packet is sent."""
    with socket.socket() as client, pytest.raises(SocketConnectBlockedError, match=ELSEWHERE):
        client.connect((ELSEWHERE, 80))


def test_no_name_is_looked_up() -> None:
    """Not even that would be told to anyone."""
    with pytest.raises(RuntimeError, match=r"look up the host 'example\.org'"):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_can_be_talked_to() -> None:
    """The chat's own tests do."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as client:
            assert client.getpeername()[1] == port
