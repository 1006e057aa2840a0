"""Changes are sent to the address that was named, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.errors import QAError
from qa.verification.watch.webhook import webhook
from tests.support.receiving import dripping, receiver
from tests.support.watched import changed


def test_changes_are_one_post_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path and query are those of the address; a proxy of the environment is not asked."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with receiver() as (address, received):
        hook = webhook(f"{address}/hooks/1?key=2#part")
        hook.send([], "0" * 16)
        hook.send([changed()], "0" * 16)
    ((path, content),) = received
    assert path == "/hooks/1?key=2"
    assert content["index"] == "0" * 16
    (answer,) = content["answers"]
    assert (answer["state"], answer["alarm"]) == ("changed", True)
    assert {"kind": "new", "text": "60"} in answer["quotes"][0]["pieces"]


def test_a_redirect_is_not_followed() -> None:
    """Not even to the same host: the user named another address."""
    with receiver() as (other, received), receiver(307, f"{other}/elsewhere") as (address, _):
        with pytest.raises(QAError, match=r"answered 307 .* Redirects are not followed"):
            webhook(address).send([changed()], "")
        assert received == []


def test_an_error_says_the_host_and_not_the_address() -> None:
    """The path of an address is often a secret."""
    with (
        receiver(500) as (address, _),
        pytest.raises(QAError, match=r"127\.0\.0\.1 answered 500") as raised,
    ):
        webhook(f"{address}/secret").send([changed()], "")
    assert "secret" not in str(raised.value)
    with pytest.raises(QAError, match="was not reached"):
        webhook(f"{address}/secret").send([changed()], "")


def test_a_server_that_never_ends_its_answer_does_not_hold_the_run() -> None:
    """It sends a byte now and then, so that it is never silent for long."""
    with (
        dripping() as address,
        pytest.raises(QAError, match=r"did not answer within 0\.3 seconds.* sent again"),
    ):
        replace(webhook(address), longest_s=0.3).send([changed()], "")


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "file:///etc/passwd", "ftp://a", "https://", "http://a:b@c", "http://a b",
     "http://a:99999", "http://[", "http://ä.example", "http://a..b/", f"http://{'a' * 64}.org"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    """Before anything is contacted."""
    with pytest.raises(ValueError, match=r"is not|must"):
        webhook(url)
