"""Requests to a cluster: tried again while it is away, and refused in words."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from qa.errors import IndexStoreError, IndexUnavailableError
from qa.stores.milvus.address import token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.stores.milvus.address import Address

WAIT_S = 20.0
"""Seconds from its first failure after which a cluster that does not answer is given up."""

_REQUEST_S = 10.0  # that one request may take
_WRITE_S = 300.0  # flushing, building an index and loading, which wait for the server
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 2.0
_AWAY = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "Fail connecting", "failed to connect", "timeout")
_CLOSED = (  # by another thread that met these
    "CANCELLED",
    "Channel closed",
    "closed channel",
    "should create connection first",
)
_NOT_READY = (  # what a server says that comes up, or moves segments between its machines
    "service not ready",
    "not fully loaded",
    "no available shard",
    "channel not available",
)
_NOT_LOADED = 101  # Milvus' code for a collection that must be loaded before it is asked
_HANDSHAKE = ("handshake failed", "Handshake failed")
_CAUSES = 10  # errors that one error is followed back through
_REFUSED = ("UNAUTHENTICATED", "auth check failure", "PERMISSION_DENIED", "permission deny")


class Cluster:
    """One server, spoken to by any number of threads."""

    def __init__(self, address: Address) -> None:
        """Connect.

        Raises:
            IndexStoreError: pymilvus is not installed, or the server does not let us in.
        """
        self.address = address
        self._connecting = threading.Lock()
        self._connected: Any = None
        self.version = str(self.asked("get_server_version"))

    def asked(self, what: str, *given: Any, **named: Any) -> Any:
        """Return what a request gives, tried again until :data:`WAIT_S` have passed.

        Every request can be repeated: what is written carries its own key.

        Args:
            what: name of a method of pymilvus' ``MilvusClient``.
            *given: what it takes.
            **named: what it takes by name.

        Raises:
            IndexUnavailableError: the server does not answer, or does not let us in.
            IndexStoreError: it refuses.
        """
        named.setdefault("timeout", _WRITE_S if what in _SLOW else _REQUEST_S)
        until, pause = 0.0, _FIRST_PAUSE_S
        loaded = not given
        while True:
            client = None
            try:
                client = self._client()
                return getattr(client, what)(*given, **named)
            except IndexStoreError:  # pymilvus is missing, and what it raises with it
                raise
            except _errors() as error:
                if what != "load_collection" and _is_not_loaded(error) and not loaded:
                    loaded = True  # a server that was restarted has nothing loaded
                    self.asked("load_collection", given[0])
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
        if _says(whole, _REFUSED):
            return IndexUnavailableError(
                f"The cluster at {self.address} does not let us in ({reason}). Set QA_STORE_TOKEN "
                "to user:password, and see that this user may read and write the index."
            )
        if _says(whole, _HANDSHAKE):
            return IndexUnavailableError(
                f"With the cluster at {self.address} no TLS could be agreed on ({reason}). Write "
                "milvus:// where it speaks none; let GRPC_DEFAULT_SSL_ROOTS_FILE_PATH name a file "
                "with its certificate where nobody known here has signed that."
            )
        if _is_away(error):
            return IndexUnavailableError(
                f"The cluster at {self.address} does not answer ({reason}). See that it runs and "
                "that the address is right; milvuss:// where it speaks TLS."
            )
        return IndexStoreError(f"The cluster at {self.address} refused a request: {reason}")


_SLOW = {"flush", "load_collection", "create_collection"}


def _connected(address: Address) -> Any:
    try:
        from pymilvus import MilvusClient  # noqa: PLC0415 - only for a cluster
    except ModuleNotFoundError as error:
        msg = 'A store of the kind milvus:// needs pymilvus. Run: pip install "quoth[milvus]"'
        raise IndexStoreError(msg) from error
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what it says is told in words
    return MilvusClient(address.uri, token=token(), db_name=address.database, timeout=_REQUEST_S)


def _errors() -> tuple[type[Exception], ...]:
    from grpc import FutureTimeoutError, RpcError  # noqa: PLC0415
    from pymilvus.exceptions import MilvusException  # noqa: PLC0415

    return MilvusException, RpcError, FutureTimeoutError, ConnectionError, ValueError


def _is_away(error: Exception) -> bool:
    whole = _whole(error)
    return _says(whole, (*_AWAY, *_CLOSED, *_NOT_READY)) and not _says(
        whole, (*_REFUSED, *_HANDSHAKE)
    )


def _says(text: str, signs: Sequence[str]) -> bool:
    return any(sign in text for sign in signs)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from; pymilvus says "illegal connection params" of all."""
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
        if callable(details) and details():  # of the request itself, which gRPC has
            return str(details()).split("\n", 1)[0][-300:]
    text = str(getattr(error, "message", "") or error)
    return text.split("\n", 1)[0][:300]
