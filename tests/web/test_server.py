"""The address that is printed leads to the server, from this machine and under its names."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from qa.collection_file import Collection
from qa.errors import DocumentError, QAError
from qa.indexing.skipped import save_skipped
from qa.loaders.ocr.engines import HOW, not_recognized
from qa.web.authentication.keys import Keys
from qa.web.server import check_rights
from qa.web.strings import OCR_ASK

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
TOKEN = "0123456789abcdef-token"
KEYS = Keys({"anna": TOKEN, "ben": "0123456789abcdef-ben"}, {"ben": ["papers"]})


def has_ipv6() -> bool:
    """Return whether this machine can listen on the loopback address of IPv6."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@contextmanager
def served(index: Path, *arguments: str, token: str = TOKEN) -> Iterator[list[str]]:
    """Run ``qa serve`` and return the lines that say where it is."""
    code = "import sys; from qa.cli.main import main; sys.exit(main(sys.argv[1:]))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--index", str(index), "--port", "0", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **({"QA_TOKEN": token} if token else {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield [process.stdout.readline() for _ in range(3 if "--host" in arguments else 2)]
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("host", "printed"),
    [
        ("0.0.0.0", "127.0.0.1"),
        pytest.param("::", "::1", marks=pytest.mark.skipif(not has_ipv6(), reason="no IPv6 here")),
    ],
)
def test_the_printed_address_of_all_addresses_opens(
    tmp_path: Path, host: str, printed: str
) -> None:
    """So does the loopback address of IPv4; further lines name the machine, and how to stop."""
    with served(tmp_path, "--host", host) as (here, there, last):
        assert last == "Press Ctrl+C to stop.\n"
        address = here.split()[-1]
        assert urlsplit(address).hostname == printed
        assert httpx.get(f"{address}api/health").json() == {"status": "running"}
        port = urlsplit(address).port
        assert httpx.get(f"http://127.0.0.1:{port}/api/health").status_code == 200
        assert f"http://{socket.gethostname()}:{port}/" in there.split()


@pytest.mark.parametrize(
    ("arguments", "token", "reader"),
    [
        ((), "", "owner"),
        ((), TOKEN, "visitor"),
        (("--name", "papers.example"), "", "visitor"),
        (("--proxy", "127.0.0.1"), "", "visitor"),
    ],
)
def test_notes_fit_who_can_open_the_page(
    tmp_path: Path, arguments: tuple[str, ...], token: str, reader: str
) -> None:
    """The owner of a server that nobody else reaches reads the command; a visitor, whom to ask."""
    scan = tmp_path / "corpus" / "scan.pdf"
    scan.parent.mkdir()
    scan.write_bytes(b"%PDF-1.4")
    index = tmp_path / "index"
    index.mkdir()
    save_skipped(index, [DocumentError(scan, f"has no text ({not_recognized(HOW)})")])
    options = ("--corpus", str(scan.parent), *arguments)
    with served(index, *options, token=token) as (here, *_):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answered = httpx.get(f"{here.split()[-1]}api/documents", headers=headers)
        (row,) = answered.json()
    assert (HOW in row["reason"]) is (reader == "owner")
    assert (OCR_ASK in row["reason"]) is (reader == "visitor")


@pytest.mark.parametrize(
    ("keys", "editors", "sentence"),
    [
        (None, {"anna"}, "has no users"),
        (KEYS, {"dora"}, "'dora', who is not a user"),
        (KEYS, {"ben"}, "'ben', who may not read"),
    ],
)
def test_editors_must_be_users_who_may_read(
    tmp_path: Path, keys: Keys | None, editors: set[str], sentence: str
) -> None:
    """A typing error must neither open a collection nor close it."""
    collection = Collection("contracts", "C", tmp_path, tmp_path, frozenset(editors))
    with pytest.raises(QAError, match=sentence):
        check_rights(keys, [collection, Collection("papers", "P", tmp_path)])


def test_rights_that_can_be_meant_are_taken(tmp_path: Path) -> None:
    """A server without users may have collections without editors."""
    plain = Collection("papers", "P", tmp_path, tmp_path)
    edited = Collection("contracts", "C", tmp_path, tmp_path, frozenset({"anna"}))
    closed = Collection("old", "O", tmp_path, tmp_path, frozenset())
    check_rights(KEYS, [plain, edited, closed])
    check_rights(None, [plain])
    check_rights(None, [])
