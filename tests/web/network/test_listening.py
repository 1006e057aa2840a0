"""The server listens where the user says, or says why it cannot."""

from __future__ import annotations

import pytest

from qa.errors import QAError
from qa.web.authentication.keys import Keys
from qa.web.network.listening import (
    check_exposure,
    further_addresses,
    listen,
    reachable,
    startup_message,
    url,
)
from tests.support.webs import (
    TOKEN,
)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "myhost"])
def test_beyond_this_machine_a_token_is_needed(host: str) -> None:
    """The sentence says how to set one; with one, it is let through."""
    with pytest.raises(QAError, match="QA_TOKEN"):
        check_exposure(host, None)
    check_exposure(host, Keys({"anna": TOKEN}))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_on_this_machine_no_token_is_needed(host: str) -> None:
    """Loopback addresses cannot be reached from elsewhere."""
    check_exposure(host, None)


def test_one_address_stands_for_itself() -> None:
    """Nobody else reaches it, so no other is named."""
    assert further_addresses("127.0.0.1", 80) == []
    assert further_addresses("192.0.2.7", 80) == []


def test_a_port_in_use_is_named_with_another_one_to_try() -> None:
    """The next one; whether it is free, nobody can promise."""
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(QAError, match=r"\(Address already in use\)\. ") as refused:
            listen("127.0.0.1", port)
    assert f"'127.0.0.1', port {port} " in str(refused.value)
    assert f"qa serve --port {port + 1 if port < 65535 else 7860}" in str(refused.value)


@pytest.mark.parametrize("port", [65_536, -1])
def test_an_impossible_port_is_refused(port: int) -> None:
    """Python calls it an overflow."""
    with pytest.raises(QAError, match="Choose another port with: qa serve --port 7860"):
        listen("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    """Another port would not help."""
    with pytest.raises(QAError, match="Name an address of this machine with --host"):
        listen("192.0.2.7", 0)


def test_an_address_of_ipv6_has_brackets_in_a_url() -> None:
    """RFC 3986 asks for them."""
    assert url("::1", 80) == "http://[::1]:80/"
    assert url("127.0.0.1", 80) == "http://127.0.0.1:80/"
    assert (reachable("::"), reachable("0.0.0.0")) == ("::1", "127.0.0.1")


def test_the_first_lines_say_where_the_page_is_and_how_to_stop() -> None:
    """Addresses for other machines stand between them, see ``test_server.py``."""
    here = "http://127.0.0.1:7860/"
    assert startup_message(here).splitlines() == [
        f"Quoth is running. Open {here}",
        "Press Ctrl+C to stop.",
    ]
