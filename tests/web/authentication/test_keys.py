"""Tokens come from the environment or a private file, and belong to users."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import QAError
from qa.web.authentication.keys import read_keys
from tests.support.webs import (
    TOKEN,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_list_of_users_gives_each_a_token(tmp_path: Path) -> None:
    """Each line is a name and a token, which identifies the user."""
    users = tmp_path / "users"
    users.write_text(f"# ours\nanna {TOKEN}\nben  another-token-of-ben\n")
    users.chmod(0o600)
    keys = read_keys(users)
    assert keys is not None
    assert keys.owner(TOKEN) == "anna"
    assert keys.owner("another-token-of-ben") == "ben"
    assert keys.token("ben") == "another-token-of-ben"
    assert keys.owner("") is None
    assert keys.token("nobody") is None


@pytest.mark.parametrize(
    ("text", "mode", "sentence"),
    [
        ("anna short\n", 0o600, "has 5 characters"),
        ("anna\n", 0o600, "Line 1 of"),
        (f"anna {TOKEN}\nanna {TOKEN}\n", 0o600, "Line 2 of .* repeats the name 'anna'"),
        (f"anna {TOKEN}\n", 0o644, "chmod 600"),
        (f"anna {TOKEN} contracts papers\n", 0o600, "Line 1 of .* with collections"),
        (f"anna {TOKEN} ../contracts\n", 0o600, "Line 1 of"),
    ],
)
def test_a_list_of_users_that_is_wrong_is_refused(
    tmp_path: Path, text: str, mode: int, sentence: str
) -> None:
    """The message contains no token."""
    users = tmp_path / "users"
    users.write_text(text)
    users.chmod(mode)
    with pytest.raises(QAError, match=sentence) as refused:
        read_keys(users)
    assert TOKEN not in str(refused.value)


def test_a_token_from_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one there are no keys."""
    assert read_keys(None) is None
    monkeypatch.setenv("QA_TOKEN", TOKEN)
    keys = read_keys(None)
    assert keys is not None
    assert keys.owner(TOKEN) == "QA_TOKEN"


def test_a_user_may_read_the_collections_on_the_line(tmp_path: Path) -> None:
    """All of them where there are none, as in lists of before; nobody may read none."""
    users = tmp_path / "users"
    users.write_text(f"anna {TOKEN}\nben another-token-of-ben  contracts,papers\n")
    users.chmod(0o600)
    keys = read_keys(users)
    assert keys is not None
    names = ("contracts", "papers", "letters")
    assert [keys.may_read("anna", name) for name in names] == [True, True, True]
    assert [keys.may_read("ben", name) for name in names] == [True, True, False]
    assert not keys.may_read(None, "contracts")
    keys.check_collections(names)
    with pytest.raises(QAError, match=r"lets 'ben' read the collection 'papers', .* It has: con"):
        keys.check_collections(["contracts"])
    with pytest.raises(QAError, match="It has none"):
        keys.check_collections([])
