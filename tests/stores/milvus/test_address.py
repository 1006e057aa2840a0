"""Where a cluster is, who asks it, and what is said where that cannot be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexStoreError
from qa.stores.milvus.address import Address, parse_address, token
from qa.stores.milvus.client import Cluster

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("milvus://host", Address("http://host:19530", "", "quoth")),
        ("milvuss://host:1", Address("https://host:1", "", "quoth")),
        ("milvus://host:1/data?index=mine", Address("http://host:1", "data", "mine")),
        ("milvus://[::1]:7", Address("http://[::1]:7", "", "quoth")),
    ],
)
def test_an_address_names_server_database_and_index(text: str, address: Address) -> None:
    """With the usual port and index where none is named."""
    assert parse_address(text) == parse_address(address.url) == address


@pytest.mark.parametrize(
    "text",
    [
        "host:19530",
        "http://host",
        "milvus://",
        "milvus://host:port",
        "milvus://host:0",
        "milvus://host/a/b",
        "milvus://host?index=a-b",
        "milvus://host?index=",
        "milvus://host?other=1",
    ],
)
def test_what_is_no_address_is_named(text: str) -> None:
    """With one that is."""
    with pytest.raises(
        IndexStoreError, match=r"is not the address of a store.*milvus://host:19530"
    ):
        parse_address(text)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    """For everybody who lists processes would see it."""
    with pytest.raises(IndexStoreError, match="QA_STORE_TOKEN") as refused:
        parse_address("milvus://root:secret@host")
    assert "secret" not in str(refused.value)


def test_a_token_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file wins; one that cannot be read is named."""
    monkeypatch.delenv("QA_STORE_TOKEN_FILE", raising=False)
    monkeypatch.delenv("QA_STORE_TOKEN", raising=False)
    assert not token()
    monkeypatch.setenv("QA_STORE_TOKEN", "of:environment")
    assert token() == "of:environment"
    (tmp_path / "token").write_text("of:file\n")
    monkeypatch.setenv("QA_STORE_TOKEN_FILE", str(tmp_path / "token"))
    assert token() == "of:file"
    monkeypatch.setenv("QA_STORE_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(IndexStoreError, match="QA_STORE_TOKEN_FILE cannot be read"):
        token()


def test_a_client_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the extra that brings it."""
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(IndexStoreError, match=r"pip install \"quoth\[milvus\]\""):
        Cluster(parse_address("milvus://127.0.0.1:9"))
