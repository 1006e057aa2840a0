"""The server listens where it is told, and says why it cannot."""

from __future__ import annotations

import pytest

from qa.errors import QAError
from qa.web.authentication.keys import Keys
from qa.web.network.listening import check_exposure, further_addresses
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
