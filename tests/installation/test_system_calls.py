"""Nothing leaves the machine, and nothing is written but the index and the cache: by the kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from fpdf import FPDF

from qa.telemetry import OWN_PROCESS
from tests.support.system_calls import ROOT, Watched, require_strace, watch, watching

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

QUESTION = "When does the north gate close?"
SENTENCE = "The harbour master closes the north gate at nine in the evening."
QA = [sys.executable, "-m", "qa"]
INDEX = ["--index", "index"]


@pytest.fixture(scope="module", autouse=True)
def _traced() -> None:
    require_strace()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Documents of two formats in ``work/corpus``; nothing else, and nobody's home."""
    # Its path is short: Ray's sockets lie below it, and their paths may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="quoth-") as name:
        folder = Path(name)
        corpus = folder / "work" / "corpus"
        corpus.mkdir(parents=True)
        (corpus / "harbour.md").write_text(f"# Harbour rules\n\n{SENTENCE}\n")
        pdf = FPDF()
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        pdf.multi_cell(0, 8, "Boats longer than twelve metres pay forty euros a night.")
        pdf.output(str(corpus / "fees.pdf"))
        yield folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Watched:
    """What the first build did, which exports the encoder."""
    return watch([*QA, "build", "corpus", "--into", "index"], folder)


def assert_quiet(watched: Watched, folder: Path) -> None:
    """Nobody was contacted; files were made only where the documentation says."""
    assert watched.contacts == []
    cache = folder / "home" / ".cache" / "quoth"
    work = folder / "work"
    outside = watched.made_outside(work, cache, folder / "tmp")
    assert [path for path in outside if path not in cache.parents] == []
    assert {path.name for path in work.iterdir()} <= {"corpus", "index", "receipt.json"}
    assert all(path == cache or cache in path.parents for path in left_in(folder / "home"))


def left_in(home: Path) -> Iterator[Path]:
    """Yield the files that lie in a home, and the folders that hold none."""
    for path in home.rglob("*"):
        if not path.is_dir() or not any(path.iterdir()):
            yield path


def test_a_build_is_quiet(built: Watched, folder: Path) -> None:
    """PyTorch, the export of the encoder, the worker that reads a PDF, and the index itself."""
    assert (built.status, built.errors.count("skipped")) == (0, 0)
    assert_quiet(built, folder)


def test_a_build_by_workers_is_quiet(built: Watched, folder: Path) -> None:
    """Ray asks no cloud where it runs, and leaves its token nowhere."""
    pytest.importorskip("ray")
    watched = watch([*QA, "build", "corpus", "--into", "index", "--workers", "ray"], folder)
    assert (watched.status, "2 documents" in watched.output) == (0, True), watched.errors
    assert_quiet(watched, folder)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["ask", QUESTION, *INDEX, "--receipt", "receipt.json"], SENTENCE),
        (["check", "closes the north gate at ten", *INDEX], "altered"),
        (["verify", "receipt.json", "--source", "corpus"], "exact"),
        (["replay", "receipt.json", *INDEX], "receipt.json"),
        (["verify-index", *INDEX], "is sound"),
    ],
    ids=["ask", "check", "verify", "replay", "verify-index"],
)
def test_a_command_is_quiet(built: Watched, folder: Path, command: list[str], said: str) -> None:
    """Each says what it should, so that it did its work and did not end early."""
    receipt = folder / "work" / "receipt.json"
    if not receipt.exists() and "receipt.json" in command and command[0] != "ask":
        watch([*QA, "ask", QUESTION, *INDEX, "--receipt", "receipt.json"], folder)
    watched = watch([*QA, *command], folder)
    assert said.lower() in watched.output.lower()
    assert_quiet(watched, folder)


def test_an_evaluation_with_a_picture_is_quiet(built: Watched, folder: Path) -> None:
    """Matplotlib looks for fonts, and writes down in the cache which there are."""
    questions = folder / "questions.jsonl"
    questions.write_text(json.dumps({"question": "Who wrote the harbour song?", "answers": []}))
    picture = folder / "tmp" / "picture.png"
    picture.parent.mkdir(exist_ok=True)
    watched = watch([*QA, "eval", str(questions), *INDEX, "--plot", str(picture)], folder)
    assert (watched.status, picture.exists()) == (0, True)
    assert_quiet(watched, folder)


def test_a_server_that_is_asked_is_quiet(built: Watched, folder: Path) -> None:
    """The page, a question, a quotation to check and the picture of a page."""
    with watching([*QA, "serve", "--port", "0", *INDEX, "--corpus", "corpus"], folder) as (
        process,
        watched,
    ):
        assert process.stdout
        address = process.stdout.readline().split()[-1]
        assert b"<html" in fetched(address)
        answer = json.loads(fetched(f"{address}api/ask", {"question": QUESTION}))
        checked = json.loads(fetched(f"{address}api/check", {"claim": "forty euros a night"}))
        reference = quote(checked["references"][0])
        picture = fetched(f"{address}api/page?reference={reference}")
    assert [found["text"] for found in answer["quotes"]] == [SENTENCE]
    assert picture.startswith(b"\x89PNG")
    assert_quiet(watched, folder)


def fetched(address: str, content: object = None) -> bytes:
    """Return what the server answers."""
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        return bytes(response.read())


def test_a_server_of_tools_is_quiet(built: Watched, folder: Path) -> None:
    """A program greets it, asks, and closes the pipe."""
    pytest.importorskip("mcp")
    client = {"name": "test", "version": "1"}
    version = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
    call = {"name": "ask", "arguments": {"question": QUESTION}}
    with watching([*QA, "mcp", *INDEX], folder) as (process, watched):
        said(process, {"id": 1, "method": "initialize", "params": version})
        assert answered(process)["serverInfo"]["name"] == "quoth"
        said(process, {"method": "notifications/initialized"})
        said(process, {"id": 2, "method": "tools/call", "params": call})
        answer = answered(process)["structuredContent"]
    assert [found["text"] for found in answer["quotes"]] == [SENTENCE]
    assert_quiet(watched, folder)


def said(process: subprocess.Popen[str], message: dict[str, Any]) -> None:
    """Send a message of JSON-RPC."""
    assert process.stdin
    process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    process.stdin.flush()


def answered(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return the result of the next answer."""
    assert process.stdout
    result: dict[str, Any] = json.loads(process.stdout.readline())["result"]
    return result


_REACHING = {
    "connect": "s.connect(('192.0.2.1', 80))",
    "sendto": "s.sendto(b'x', ('192.0.2.1', 80))",
    "sendmsg": "s.sendmsg([b'x'], [], 0, ('192.0.2.1', 80))",
    "a name, from a resolver on this machine": "s.sendto(b'x', ('127.0.0.1', 53))",
    "IPv6": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).connect(('2001:db8::1', 80))",
    "in a child": "import os; os.fork() or s.connect(('192.0.2.1', 80))",
    "native": "import ctypes; ctypes.CDLL(None).connect("
    "s.fileno(), b'\\x02\\x00\\x00\\x50\\xc0\\x00\\x02\\x01' + bytes(8), 16)",
}


@pytest.mark.parametrize("code", _REACHING.values(), ids=_REACHING)
def test_whoever_reaches_out_is_seen(tmp_path: Path, code: str) -> None:
    """Also without Python's sockets, in a child, and where there is no network to reach.

    192.0.2.1 and 2001:db8::1 are reserved for documentation.
    """
    begin = "import contextlib, socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    command = f"{begin}with contextlib.suppress(OSError):\n    {code}"
    watched = watch([sys.executable, "-c", command], tmp_path)
    assert len(watched.contacts) == 1


def test_talk_within_the_machine_is_none_of_it(tmp_path: Path) -> None:
    """Over the loopback, and over a pair of Unix sockets."""
    code = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); "
        "socket.create_connection(s.getsockname()); a, b = socket.socketpair(); a.send(b'x')"
    )
    watched = watch([sys.executable, "-c", code], tmp_path)
    assert (watched.status, watched.contacts) == (0, [])


def test_a_file_that_was_made_is_seen(tmp_path: Path) -> None:
    """By its absolute path, whatever its name, and also when it is gone again."""
    code = (
        "import os; os.mkdir('größe'); open('größe/a', 'w').close(); os.rename('größe/a', 'b'); "
        "os.remove('b'); os.symlink('x', os.environ['HOME'] + '/l'); open('/dev/null', 'w').close()"
    )
    watched = watch([sys.executable, "-c", code], tmp_path)
    work, home = (tmp_path / name for name in ("work", "home"))
    made = {work / "größe", work / "größe" / "a", work / "b", home / "l"}
    assert set(watched.made_outside()) == made
    assert watched.made_outside(work) == [home / "l"]


@pytest.mark.parametrize(
    "start",
    [
        [sys.executable, "-c", "import qa; {}"],
        [sys.executable, "-c", "from qa.loaders.sandbox import worker; {}"],
        [sys.executable, "-c", "import sys; sys.path.insert(0, '.'); import app; {}"],
    ],
    ids=["library", "worker", "app.py"],
)
def test_reports_are_off_in_every_process(start: list[str]) -> None:
    """Even where the environment would have them on, as a package or a platform may."""
    shown = "import os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    done = subprocess.run(
        [part.replace("{}", shown) for part in start],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ORT_DISABLE_TELEMETRY": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == OWN_PROCESS["ORT_DISABLE_TELEMETRY"]
