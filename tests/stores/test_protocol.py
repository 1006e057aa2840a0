"""Every store has the operations of the protocol; mypy checks their types here too."""

from __future__ import annotations

import inspect
from pkgutil import resolve_name
from typing import TYPE_CHECKING

import pytest

from qa.stores.folder.store import FolderStore
from qa.stores.milvus.store import MilvusStore
from qa.stores.protocol import RemoteStore, Store
from qa.stores.registry import STORES

if TYPE_CHECKING:
    from pathlib import Path


def operations(protocol: type) -> list[str]:
    """Return the names of what a protocol asks for."""
    return [name for name in dir(protocol) if not name.startswith("_")]


def test_the_folder_is_a_store(tmp_path: Path) -> None:
    """It needs no index for that."""
    store: Store = FolderStore(tmp_path)
    assert all(hasattr(FolderStore, name) for name in operations(Store))
    assert store.read_calibration() is None


def test_a_cluster_is_a_remote_store() -> None:
    """It has an address besides."""
    store: RemoteStore = MilvusStore("milvus://host")
    assert all(hasattr(MilvusStore, name) for name in operations(RemoteStore))
    assert store.url == "milvus://host:19530?index=quoth"


@pytest.mark.parametrize("store", sorted(set(STORES.values())))
@pytest.mark.parametrize("name", operations(RemoteStore))
def test_arguments_have_the_names_of_the_protocol(name: str, store: str) -> None:
    """A caller may use any of them, whichever store is registered."""
    expected, found = getattr(RemoteStore, name), getattr(resolve_name(store), name)
    if callable(expected):
        assert (
            inspect.signature(found).parameters.keys()
            == inspect.signature(expected).parameters.keys()
        )
