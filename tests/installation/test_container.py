"""The image, built and used as docs/container.md says; run by ``make test-container``."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = shlex.split(os.environ.get("QA_TEST_CONTAINER", ""))

pytestmark = pytest.mark.skipif(not ENGINE, reason="run by make test-container")

ROOT = Path(__file__).parents[2]
TOKEN = uuid.uuid4().hex
FACT = "The ferry to Lindholm leaves at seven in the morning.\n"
QUESTION = {"question": "When does the ferry to Lindholm leave?", "k": 1}
# As compose.yaml sets them.
LIMITS = [
    *("--read-only", "--tmpfs", "/tmp:size=256m", "--cpuset-cpus", "0,1"),
    *("--memory", "4g", "--memory-swap", "4g", "--pids-limit", "256"),
    *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
]
START_S = 120
BUILD_S = 120


@dataclass(frozen=True)
class Server:
    """A running container."""

    name: str
    address: str

    def send(
        self, method: str, path: str, body: bytes | None = None, token: str = TOKEN
    ) -> tuple[int, Any]:
        """Return the status of a response and what its JSON says."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(
            f"http://{self.address}{path}", body, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def build(self) -> dict[str, Any]:
        """Build the index through the server, and return how that ended."""
        assert self.send("POST", "/api/build")[0] == 202
        end = time.monotonic() + BUILD_S
        while time.monotonic() < end:
            state: dict[str, Any] = self.send("GET", "/api/build")[1]
            if not state["running"]:
                return state
            time.sleep(0.5)
        pytest.fail(f"a build of one document was not done within {BUILD_S} s")


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    tag = f"quoth-test-{uuid.uuid4().hex[:8]}"
    subprocess.run([*ENGINE, "build", "-t", tag, str(ROOT)], check=True)
    yield tag
    _engine("rmi", tag)


@pytest.fixture
def volume() -> Iterator[str]:
    name = f"quoth-test-{uuid.uuid4().hex[:8]}"
    yield name
    _engine("volume", "rm", name)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    folder.chmod(0o777)  # user 10001 may add files
    (folder / "ferry.txt").write_text(FACT)
    return folder


def test_documents_are_uploaded_and_asked_without_pytorch(
    image: str, volume: str, corpus: Path
) -> None:
    """Within the limits of compose.yaml, with an empty index, as user 10001."""
    server = _started(image, volume, f"{corpus}:/data/corpus")
    try:
        assert server.send("POST", "/api/ask", _body(), token="f" * 32)[0] == 401
        assert server.send("GET", "/api/index")[1]["error"] == "IndexNotFoundError"
        assert server.build()["error"] is None
        assert _quote(server) == FACT.strip()

        added = "The harbour is eleven metres deep."
        assert server.send("PUT", "/api/documents/harbour.txt", added.encode())[0] == 201
        assert (corpus / "harbour.txt").read_text() == added
        assert (corpus / "harbour.txt").stat().st_uid == 10001
        assert server.build()["error"] is None
        answer = _engine("exec", server.name, "qa", "ask", "How deep is the harbour?")
        assert added in answer

        packages = _engine("exec", server.name, "pip", "list", "--format", "freeze")
        assert "gradio==" in packages
        assert not [line for line in packages.splitlines() if line.startswith(("torch", "nvidia"))]
    finally:
        status = _stopped(server)
    assert status == 0


def test_a_read_only_corpus_is_asked_and_not_changed(image: str, volume: str, corpus: Path) -> None:
    """The index is built by a command, and the server refuses uploads."""
    mount = f"{corpus}:/data/corpus:ro"
    common = ["run", "--rm", *LIMITS, "-v", mount, "-v", f"{volume}:/data/index", image]
    assert "1 document" in _engine(*common, "build", "corpus")
    server = _started(image, volume, mount, "serve", "--host", "0.0.0.0", "--read-only")
    try:
        assert _quote(server) == FACT.strip()
        refused = server.send("PUT", "/api/documents/harbour.txt", b"The harbour is deep.")[0]
        assert 400 <= refused < 500
    finally:
        _stopped(server)
    assert [path.name for path in corpus.iterdir()] == ["ferry.txt"]


def _started(image: str, volume: str, mount: str, *command: str) -> Server:
    name = f"quoth-test-{uuid.uuid4().hex[:8]}"
    mounts = ["-v", mount, "-v", f"{volume}:/data/index"]
    token = ["-e", f"QA_TOKEN={TOKEN}"]
    port = ["-p", "127.0.0.1::7860"]
    _engine("run", "-d", "--name", name, *LIMITS, *port, *token, *mounts, image, *command)
    server = Server(name, _engine("port", name, "7860").strip())
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            assert server.send("GET", "/api/health") == (200, {"status": "running"})
        except OSError:  # it is not listening yet
            time.sleep(0.5)
        else:
            return server
    log = _engine("logs", name)
    _stopped(server)
    pytest.fail(f"the server does not answer after {START_S} s:\n{log}")


def _stopped(server: Server) -> int:
    """Stop and remove a container; return its exit status."""
    _engine("stop", "-t", "20", server.name)
    status = int(_engine("inspect", "--format", "{{.State.ExitCode}}", server.name))
    _engine("rm", server.name)
    return status


def _body() -> bytes:
    return json.dumps(QUESTION).encode()


def _quote(server: Server) -> str:
    status, answer = server.send("POST", "/api/ask", _body())
    assert status == 200, answer
    return str(answer["quotes"][0]["text"])


def _engine(*arguments: str) -> str:
    done = subprocess.run([*ENGINE, *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{arguments}:\n{done.stdout}{done.stderr}"
    return done.stdout
