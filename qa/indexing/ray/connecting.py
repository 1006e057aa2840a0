"""Ray is started on this machine, or a cluster is joined, and left again."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qa.errors import WorkersError
from qa.processors import cores
from qa.settings import variables
from qa.telemetry import OWN_PROCESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCAL, CLUSTER = "ray", "ray://"
"""The name of this machine's workers, and the prefix of a cluster's address."""

_JOINED = "auto"  # in place of an address: the cluster that this machine has joined
_PORT = 6379  # of a cluster's head if the address has none, as in `ray start`
_CONNECT_S = 10
_TOKEN = "RAY_AUTH_TOKEN"  # noqa: S105 - the name of a variable
_STORE = 512 << 20  # bytes of Ray's object store on this machine, at most
_STARTS = 2  # attempts to start Ray here: its node was seen not to come up


@contextmanager
def connected(where: str, processors: int | None = None) -> Iterator[Any]:
    """Start Ray on this machine or join a cluster, and yield Ray's module; leave it in the end.

    If Ray runs in this process already, it is used and left running. Ray's usage statistics,
    dashboard, logs and progress bars are off; started here, it listens on the loopback only.

    Args:
        where: :data:`LOCAL`; or :data:`CLUSTER` and the head's HOST[:PORT], or ``auto`` for
            the cluster this machine has joined.
        processors: number that Ray uses of this machine (default: all).

    Raises:
        WorkersError: Ray is not installed, or there is no such cluster.
    """
    address = _address(where)
    ray = _imported(where)
    started = not ray.is_initialized()
    if started:
        _start(ray, where, address, processors or cores())
    try:
        yield ray
    finally:
        if started:
            ray.shutdown()
            if address is None:  # its token was for that Ray alone
                ray._raylet.AuthenticationTokenLoader.instance().reset_cache()  # noqa: SLF001


def _imported(where: str) -> Any:
    """Return Ray's module, which reads its log level and the like when it is imported."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        import ray  # noqa: PLC0415 - an extra that most installations do without
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        msg = f'Workers {where!r} need Ray, which is not installed. Run: pip install "quoth[ray]"'
        raise WorkersError(msg) from error
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


def _address(where: str) -> str | None:
    """Return a cluster's address as Ray takes it, None for this machine alone."""
    if where == LOCAL:
        return None
    address = where.removeprefix(CLUSTER)
    if not where.startswith(CLUSTER) or not address:
        msg = (
            f"No workers {where!r}. There are {LOCAL!r}, on this machine, and "
            f"'{CLUSTER}HOST:PORT', a cluster that this machine has joined."
        )
        raise WorkersError(msg)
    if address == _JOINED or ":" in address:
        return address
    return f"{address}:{_PORT}"


def _start(ray: Any, where: str, address: str | None, processors: int) -> None:
    environment = variables() | OWN_PROCESS
    options = {
        "log_to_driver": False,
        "logging_level": logging.ERROR,
        "configure_logging": False,
        "runtime_env": {"env_vars": environment},
    }
    try:
        if address is None:
            _start_here(ray, processors, options)
        else:
            _join(ray, address, options)
    except Exception as error:  # Ray raises many kinds, also from below
        reason = " ".join(str(error).split())
        if address is None:
            msg = f"Ray cannot be started on this machine: {reason}"
        else:
            msg = (
                f"The Ray cluster {where!r} cannot be used: {reason} Give the address of its head, "
                "HOST:PORT as in `ray start`, on a machine that has joined it: ray start "
                f"--address HOST:{_PORT}"
            )
        raise WorkersError(msg) from error


def _start_here(ray: Any, processors: int, options: Mapping[str, Any]) -> None:
    # Otherwise Ray listens on an address that others reach, even if 127.0.0.1 is passed.
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    ray._private.ray_constants.ENABLE_RAY_CLUSTER = False  # noqa: SLF001 - read from there
    with _closed(ray):
        for left in reversed(range(_STARTS)):
            try:
                with _silence():
                    ray.init(
                        num_cpus=processors,
                        object_store_memory=_STORE,
                        include_dashboard=False,
                        **options,
                    )
            except Exception:
                if not left:
                    raise
                ray.shutdown()
            else:
                return


@contextmanager
def _closed(ray: Any) -> Iterator[None]:
    """Let Ray start without contacting a cloud's services and without writing into the home.

    Even with the dashboard off, Ray starts its process. To find out where it runs, that process
    contacts the metadata services of three clouds, before it reads whether reports are on. The
    replacement returns what Ray's function returns when it cannot start that process.

    Ray saves the token that its processes share in ``~/.ray``, unless the environment has one.
    """
    services = ray._private.services  # noqa: SLF001 - no setting leaves that process out
    start = services.start_api_server
    services.start_api_server = lambda *_, **__: (None, None)
    owned = _TOKEN not in os.environ
    os.environ.setdefault(_TOKEN, secrets.token_hex())
    try:
        yield
    finally:
        services.start_api_server = start
        if owned:
            del os.environ[_TOKEN]


def _join(ray: Any, address: str, options: Mapping[str, Any]) -> None:
    if address != _JOINED:
        host, _, port = address.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_S):
            pass
    with _silence():
        ray.init(address, **options)


@contextmanager
def _silence() -> Iterator[None]:
    """Hide what Ray's C++ code prints on stderr whatever the log level; errors are raised."""
    sys.stderr.flush()
    stderr = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)
