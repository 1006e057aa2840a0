"""Requests to a cluster: repeated while it is away, and reported in words when it refuses."""

from __future__ import annotations

import logging
import threading
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qa.errors import IndexStoreError, IndexUnavailableError
from qa.stores.milvus.address import token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.stores.milvus.address import Address

WAIT_S = 20.0
"""Seconds after the first failure for which a request to a silent cluster is repeated."""

_REQUEST_S = 10.0  # that one request may take
_WRITE_S = 300.0  # flushing, building an index and loading, which wait for the server
_LOAD_S = 20.0  # after which loading is asked for again: a server restarted meanwhile forgot it
_LIMITS_S = {"flush": _WRITE_S, "create_collection": _WRITE_S, "load_collection": _LOAD_S}
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 2.0

# pymilvus has few types of errors; what happened is in their messages.
_AWAY = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "Fail connecting", "failed to connect", "timeout")
_LOADING = "wait for loading collection timeout"
_CLOSED = (  # by another thread that met one of those
    "CANCELLED",
    "Channel closed",
    "closed channel",
    "should create connection first",
)
_NOT_READY = (  # while a server starts, or moves segments between its machines
    "service not ready",
    "not fully loaded",
    "no available shard",
    "channel not available",
)
_HANDSHAKE = ("handshake failed", "Handshake failed")
_REFUSED = ("UNAUTHENTICATED", "auth check failure", "PERMISSION_DENIED", "permission deny")
_NOT_LOADED = 101  # Milvus' code for a collection that must be loaded before it is read
_CAUSES = 10  # errors that one error is followed back through


class Cluster:
    """One server, for any number of threads.

    Attributes:
        address: of the index.
        version: of the server's software.
    """

    def __init__(self, address: Address) -> None:
        """Connect.

        Args:
            address: of the index.

        Raises:
            IndexStoreError: pymilvus is not installed, or the server refuses access.
        """
        self.address = address
        self._connecting = threading.Lock()
        self._connected: Any = None
        self.version = str(self.call("get_server_version"))

    def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Send a request, again until :data:`WAIT_S` have passed, and return its result.

        Every request can be repeated: every row that is written has its own key.

        Args:
            method: of pymilvus' ``MilvusClient``.
            *args: its arguments.
            **kwargs: its keyword arguments.

        Raises:
            IndexUnavailableError: the server does not answer, or refuses access.
            IndexStoreError: it refuses.
        """
        kwargs.setdefault("timeout", _LIMITS_S.get(method, _REQUEST_S))
        begun = time.monotonic()
        until, pause = 0.0, _FIRST_PAUSE_S
        may_load = bool(args)  # the first argument is the collection
        while True:
            client = None
            try:
                client = self._client()
                return getattr(client, method)(*args, **kwargs)
            except IndexStoreError:  # pymilvus is missing, and its errors with it
                raise
            except _errors() as error:
                if method != "load_collection" and _is_not_loaded(error) and may_load:
                    may_load = False  # a server that was restarted has nothing loaded
                    self.call("load_collection", args[0])
                    continue
                if _LOADING in _whole(error) and time.monotonic() - begun < _WRITE_S:
                    continue
                until = until or time.monotonic() + WAIT_S
                if not _is_away(error) or time.monotonic() + pause > until:
                    raise self._explained(error) from error
            self._forget(client)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    def close(self) -> None:
        """End the connection."""
        self._forget(self._connected)

    def _client(self) -> Any:
        with self._connecting:
            if self._connected is None:
                self._connected = _connected(self.address)
            return self._connected

    def _forget(self, client: Any) -> None:
        """End a connection, unless another thread has done so and made a new one."""
        with self._connecting:
            if client is None or self._connected is not client:
                return
            self._connected = None
        client.close()

    def _explained(self, error: Exception) -> IndexStoreError:
        whole, reason = _whole(error), _reason(error)
        if _has_any(whole, _REFUSED):
            return IndexUnavailableError(
                f"The cluster at {self.address} refuses access ({reason}). Set QA_STORE_TOKEN "
                "to user:password, and see that this user may read and write the index."
            )
        if _has_any(whole, _HANDSHAKE):
            return IndexUnavailableError(
                f"The TLS handshake with the cluster at {self.address} failed ({reason}). Write "
                "milvus:// if it has no TLS. If its certificate is not signed by a known "
                "authority, let GRPC_DEFAULT_SSL_ROOTS_FILE_PATH name a file with the certificate."
            )
        if _is_away(error):
            return IndexUnavailableError(
                f"The cluster at {self.address} does not answer ({reason}). See that it runs and "
                "that the address is right; write milvuss:// if it has TLS."
            )
        return IndexStoreError(f"The cluster at {self.address} refused a request: {reason}")


def driver() -> Any:
    """Return the module pymilvus, imported with its first use: that takes a second.

    Raises:
        IndexStoreError: it is not installed.
    """
    try:
        return import_module("pymilvus")
    except ModuleNotFoundError as error:
        msg = 'A store of the kind milvus:// needs pymilvus. Run: pip install "quoth[milvus]"'
        raise IndexStoreError(msg) from error


def _connected(address: Address) -> Any:
    client = driver().MilvusClient
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # errors report what it would log
    return client(address.uri, token=token(), db_name=address.database, timeout=_REQUEST_S)


def _errors() -> tuple[type[Exception], ...]:
    grpc = import_module("grpc")
    of_driver = driver().MilvusException
    return of_driver, grpc.RpcError, grpc.FutureTimeoutError, ConnectionError, ValueError


def _is_away(error: Exception) -> bool:
    whole = _whole(error)
    away = _has_any(whole, (*_AWAY, *_CLOSED, *_NOT_READY))
    return away and not _has_any(whole, (*_REFUSED, *_HANDSHAKE))


def _has_any(text: str, signs: Sequence[str]) -> bool:
    return any(sign in text for sign in signs)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes; pymilvus says "illegal connection params" of them all."""
    found: BaseException | None = error
    for _ in range(_CAUSES):
        if found is None:
            return
        yield found
        found = found.__cause__ or found.__context__


def _whole(error: BaseException) -> str:
    return " ".join(f"{type(cause).__name__} {cause}" for cause in _causes(error))


def _is_not_loaded(error: Exception) -> bool:
    return getattr(error, "code", None) == _NOT_LOADED


def _reason(error: BaseException) -> str:
    for cause in _causes(error):
        details = getattr(cause, "details", None)
        if callable(details) and details():  # gRPC's, on the request itself
            return str(details()).split("\n", 1)[0][-300:]
    text = str(getattr(error, "message", "") or error)
    return text.split("\n", 1)[0][:300]
