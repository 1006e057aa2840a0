"""The stores by the scheme of their addresses.

A store is imported when an address of its scheme is used, and not before: its client may be large,
or not installed.
"""

from __future__ import annotations

from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from qa.errors import IndexStoreError
from qa.settings import Settings
from qa.stores.folder.store import FolderStore

if TYPE_CHECKING:
    from pathlib import Path

    from qa.stores.protocol import RemoteStore, Store

STORES = {
    "milvus": "qa.stores.milvus.store:MilvusStore",
    "milvuss": "qa.stores.milvus.store:MilvusStore",
}
"""Scheme → class of a store, which takes an address."""


def current_store(root: Path) -> Store:
    """Return the store that questions go to: that of ``QA_STORE``, or a folder.

    Args:
        root: folder of the index, used if ``QA_STORE`` is empty.

    Raises:
        IndexStoreError: ``QA_STORE`` is not an address of a store.
    """
    address = Settings.current().store
    return remote_store(address) if address else FolderStore(root)


@cache
def remote_store(address: str) -> RemoteStore:
    """Return the store at an address: one object, and so one connection, for each address.

    Args:
        address: such as ``milvus://host:19530``.

    Raises:
        IndexStoreError: it is not an address of a store, or has a password in it.
    """
    scheme = address.partition("://")[0].lower()
    if scheme not in STORES:
        schemes = " or ".join(f"{known}://" for known in STORES)
        msg = (
            f"{address!r} is not the address of a store. An address begins with {schemes}, for "
            f"example {next(iter(STORES))}://host:19530."
        )
        raise IndexStoreError(msg)
    store: RemoteStore = resolve_name(STORES[scheme])(address)
    return store
