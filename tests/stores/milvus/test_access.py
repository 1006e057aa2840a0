"""Passwords and TLS, on a real Milvus server of 2.3; run by ``make test-milvus``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexStoreError
from qa.stores.milvus.address import parse_address
from qa.stores.milvus.client import Cluster
from tests.support.clusters import Server, old_server

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
_PROGRAM = os.environ.get("QA_TEST_MILVUS", "")
_READY = "Ctrl+C to exit"

pytestmark = [pytest.mark.long, pytest.mark.skipif(not _PROGRAM, reason="run by make test-milvus")]


def version(address: str) -> str:
    """Connect, and return the version of the server."""
    return Cluster(parse_address(address)).version


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Server]:
    """A server that asks for a password."""
    server = old_server(tmp_path, _PROGRAM, "--authorization-enabled", "true")
    server.start(_READY)
    yield server
    server.kill()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine that nobody has signed; its key is next to it."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl makes the certificate")
    made = tmp_path / "own.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(tmp_path / "key.pem"), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made


@pytest.fixture
def secret(tmp_path: Path, certificate: Path) -> Iterator[Server]:
    """A server that speaks TLS."""
    options = ["--tls-mode", "1", "--server-pem-path", str(certificate)]
    options += ["--server-key-path", str(tmp_path / "key.pem"), "--ca-pem-path", str(certificate)]
    server = old_server(tmp_path, _PROGRAM, *options)
    server.start(_READY)
    yield server
    server.kill()


def test_a_wrong_password_is_refused_at_once(
    locked: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And none; the right one opens, from the environment and from a file; it is never shown."""
    pauses: list[float] = []  # before another try
    monkeypatch.setattr("qa.stores.milvus.client.time.sleep", pauses.append)
    for given in ("", "root:secret-and-wrong"):
        monkeypatch.setenv("QA_STORE_TOKEN", given)
        with pytest.raises(IndexStoreError, match="refuses access") as refused:
            version(locked.address)
        assert pauses == []
        assert "secret-and-wrong" not in str(refused.value)
    with pytest.raises(IndexStoreError, match="TLS handshake"):
        version(locked.address.replace("milvus://", "milvuss://"))
    monkeypatch.setenv("QA_STORE_TOKEN", "root:Milvus")
    assert version(locked.address) == "v2.3.5-lite"
    monkeypatch.delenv("QA_STORE_TOKEN")
    (tmp_path / "token").write_text("root:Milvus\n")
    monkeypatch.setenv("QA_STORE_TOKEN_FILE", str(tmp_path / "token"))
    assert version(locked.address) == "v2.3.5-lite"


def test_tls_needs_a_known_certificate(secret: Server, certificate: Path) -> None:
    """One that is not known is refused in a sentence, as is asking without TLS."""
    address = f"milvuss://localhost:{secret.port}"
    with pytest.raises(IndexStoreError, match="GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"):
        version(address)
    with pytest.raises(IndexStoreError, match="milvuss:// if it has TLS"):
        version(secret.address)
    asking = (
        "import sys; from qa.stores.milvus.address import parse_address; "
        "from qa.stores.milvus.client import Cluster; "
        "print(Cluster(parse_address(sys.argv[1])).version)"
    )
    trusting = {"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": str(certificate), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # in a process of its own, for gRPC reads what to trust once
        [sys.executable, "-c", asking, address],
        env=os.environ | trusting,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "v2.3.5-lite"
