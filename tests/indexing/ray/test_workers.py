"""A build by Ray's workers is the build of this machine, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fpdf import FPDF

from qa.errors import WorkersError
from qa.indexing.build import build_with_report
from qa.indexing.ray.shipping import versions
from qa.indexing.ray.workers import ray_workers
from qa.pipeline import ask, load
from qa.telemetry import OWN_PROCESS, disable_reports
from tests.support.indexes import AxisEmbedder, Library, contents

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long


ROOT = Path(__file__).parents[3]
PYTHONPATH = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"

LARGE = {
    f"t{part}": "\n\n".join(f"Apples and a cloud {n}. A bird." for n in range(part, 20_000, 20))
    for part in range(20)
}
"""Texts of several blocks of passages."""


class DyingEmbedder(AxisEmbedder):
    """Kills its process once, in the middle; what is left in ``mark`` shows that it did."""

    def __init__(self, mark: Path) -> None:
        super().__init__()
        self.mark = mark

    def embed_passages(self, texts: Any) -> Any:
        """Return what an :class:`AxisEmbedder` does, unless it dies of the word cloud."""
        if any("cloud 9000." in text for text in texts) and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_passages(texts)


@pytest.fixture(scope="module")
def running() -> Iterator[None]:
    """Ray, started once for the builds of this file."""
    pytest.importorskip("ray")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", PYTHONPATH)
        patch.delenv("ORT_DISABLE_TELEMETRY")  # as on another machine of a cluster
        with ray_workers("ray"):
            disable_reports()
            yield


@pytest.fixture
def corpus(tmp_path: Path, article: Path) -> Path:
    """Text, Markdown, a PDF, the same bytes twice, a damaged file and an empty one."""
    corpus = tmp_path / "corpus"
    (corpus / "more").mkdir(parents=True)
    (corpus / "article.txt").write_bytes(article.read_bytes())
    (corpus / "notes.md").write_text(
        "# Herons\n\nThe heron fishes at dawn.\n\n## Night\n\nIt rests."
    )
    (corpus / "more" / "same.md").write_bytes((corpus / "notes.md").read_bytes())
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (corpus / "empty.txt").write_bytes(b"\n")
    (corpus / "un\udcffreadable.txt").write_bytes(b"A name that is not UTF-8.")
    pdf = FPDF()
    for page in ("The stork nests on roofs.", "The crane dances in spring."):
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        pdf.multi_cell(0, 8, page)
    pdf.output(str(corpus / "birds.pdf"))
    return corpus


def test_a_build_by_workers_is_the_build_of_this_machine(
    running: None, corpus: Path, tmp_path: Path
) -> None:
    """Every text and vector, every file refused and why, and so every answer."""
    reports: list[tuple[str, int, int]] = []
    here = build_with_report([corpus], into=tmp_path / "here")
    there = build_with_report(
        [corpus],
        into=tmp_path / "there",
        workers="ray",
        progress=lambda *step: reports.append(step),
    )
    assert contents(there.index) == contents(here.index)
    assert [str(error) for error in there.skipped] == [str(error) for error in here.skipped]
    assert len(there.skipped) == 2
    assert (there.notes, there.embedded) == (here.notes, here.embedded)
    question = "Where does the stork nest?"
    first, second = (ask(question, load(tmp_path / name)) for name in ("here", "there"))
    assert first.to_dict() == second.to_dict()
    assert first.quotes[0].citation.page == 1
    assert [step for step in reports if step[0] == "Embedding"][-1][1:] == (here.embedded,) * 2
    assert len(list((tmp_path / "there" / "generations").iterdir())) == 1


def test_nobody_else_reaches_the_workers_of_this_machine(running: None) -> None:
    """Every socket that Ray listens on is a loopback one."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("only Linux reports this")
    ours = {os.getpid()}
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    while new := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= new
    sockets = set()
    for process in ours:
        with suppress(OSError):
            sockets |= {str(fd.readlink()) for fd in Path(f"/proc/{process}/fd").iterdir()}
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    listening = "0A"
    heard = {
        row[1].split(":")[0]
        for row in rows
        if row[3] == listening and f"socket:[{row[9]}]" in sockets
    }
    assert heard
    assert heard <= {"0100007F", "0000000000000000FFFF00000100007F", "0" * 24 + "01000000"}


def test_reports_are_off_in_every_worker(running: None) -> None:
    """Before it imports anything of ours, and on every machine."""
    ray = pytest.importorskip("ray")
    names = sorted(OWN_PROCESS)
    values = ray.get([ray.remote(os.getenv).remote(name) for name in names])
    assert dict(zip(names, values, strict=True)) == OWN_PROCESS


@pytest.mark.cluster
def test_what_did_not_change_is_not_sent(running: None, library: Library) -> None:
    """Only new texts are embedded, and a build that finds nothing new starts no stream."""
    library.build(a="Apple. Bird.", b="Cloud.")
    library.write(a="Apple. Bird.", b="Cloud. Another.")
    report = build_with_report(
        [library.corpus], into=library.root, embedder=library.embedder, workers="ray"
    )
    assert report.embedded == 2
    same = build_with_report(
        [library.corpus], into=library.root, embedder=library.embedder, workers="ray"
    )
    assert same.embedded == 0
    assert same.index.fingerprint == report.index.fingerprint


@pytest.mark.cluster
def test_a_lost_worker_changes_nothing(running: None, library: Library, tmp_path: Path) -> None:
    """Its process is killed in the middle; another one does what it had begun."""
    here = contents(library.build(**LARGE))
    mark = tmp_path / "mark"
    report = build_with_report(
        [library.corpus], into=tmp_path / "there", embedder=DyingEmbedder(mark), workers="ray"
    )
    assert mark.exists()
    assert contents(report.index) == here


class DeadlyEmbedder(AxisEmbedder):
    """Kills its process whenever it meets one word, or counts another."""

    def count_tokens(self, texts: Any) -> Any:
        """Return what an :class:`AxisEmbedder` does, or die."""
        if any("poison" in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().count_tokens(texts)

    def embed_passages(self, texts: Any) -> Any:
        """Return what an :class:`AxisEmbedder` does, or die."""
        if any("deadly" in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_passages(texts)


@pytest.mark.cluster
def test_a_text_of_which_every_worker_dies_ends_the_build(running: None, library: Library) -> None:
    """In a sentence, after some tries; the index before stays."""
    before = library.build(a="An apple.").fingerprint
    library.write(a="An apple.", b="A deadly bird.")
    with pytest.raises(WorkersError, match="4 workers died while embedding the passages 0 to 1"):
        build_with_report(
            [library.corpus], into=library.root, embedder=DeadlyEmbedder(), workers="ray"
        )
    assert library.load().fingerprint == before


@pytest.mark.cluster
def test_a_file_of_which_every_worker_dies_is_left_out(running: None, library: Library) -> None:
    """And named, with its reason; the others are indexed."""
    library.write(a="An apple.", b="A poison bird.")
    report = build_with_report(
        [library.corpus], into=library.root, embedder=DeadlyEmbedder(), workers="ray"
    )
    assert [document.doc_id for document in report.index.documents()] == ["a.txt"]
    (left_out,) = report.skipped
    assert left_out.path.name == "b.txt"
    assert "4 workers died while splitting it" in left_out.reason


@pytest.mark.cluster
def test_a_file_that_changes_or_goes_meanwhile_is_what_it_is_when_it_is_read(
    running: None, library: Library
) -> None:
    """Files are compared first, and read later."""
    library.write(a="An apple.", b="A bird.", c="A cloud.")

    def change(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("Comparing", total):
            (library.corpus / "a.txt").write_text("Another apple.")
            (library.corpus / "b.txt").unlink()

    report = build_with_report(
        [library.corpus],
        into=library.root,
        embedder=library.embedder,
        progress=change,
        workers="ray",
    )
    assert [document.text for document in report.index.documents()] == [
        "Another apple.",
        "A cloud.",
    ]
    assert [error.reason for error in report.skipped] == [
        "cannot be read (No such file or directory)"
    ]


_STOPPED = """
import os, signal, sys
from pathlib import Path
from tests.support.indexes import AxisEmbedder
from qa.indexing.build import build_with_report

def stop(stage, done, total):
    if stage == "Embedding" and done >= total // 2:
        os.kill(os.getpid(), signal.SIGKILL)

build_with_report(
    [sys.argv[1]], into=sys.argv[2], embedder=AxisEmbedder(), progress=stop, workers="ray"
)
"""


@pytest.mark.cluster
def test_a_build_that_was_killed_goes_on_where_it_was(library: Library) -> None:
    """Its vectors are taken over, its Ray goes with it, and the next build may be a local one."""
    pytest.importorskip("ray")
    library.write(**LARGE)
    command = [sys.executable, "-c", _STOPPED, str(library.corpus), str(library.root)]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": PYTHONPATH}) as process:
        assert process.wait() == -signal.SIGKILL
    deadline = time.monotonic() + 60
    while _children_of_ray(process.pid):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    report = build_with_report([library.corpus], into=library.root, embedder=library.embedder)
    assert (
        0
        < report.embedded
        < 0.7
        * sum(report.index.generation.manifest.counts[kind] for kind in ("passages", "sentences"))
    )


def _children_of_ray(driver: int) -> list[str]:
    """Return the processes that belong to the Ray of a process that is gone."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_text().replace("\0", " ")
        except OSError:
            continue
        if "raylet" in command and f"_{driver}/" in command:
            found.append(command)
    return found


def test_a_refusal_by_a_worker_is_reported_and_the_index_stays(
    running: None, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the worker's own sentence."""
    old = library.build(a="An apple.").fingerprint
    library.write(a="Another apple.")
    monkeypatch.setattr(
        "qa.indexing.ray.shipping.versions", lambda: versions() | {"sentencex": "0.1"}
    )
    with pytest.raises(WorkersError, match=r"^The worker on '.*' has sentencex .*, not 0\.1\. In"):
        build_with_report(
            [library.corpus], into=library.root, embedder=library.embedder, workers="ray"
        )
    assert library.load().fingerprint == old


class BrokenEmbedder(AxisEmbedder):
    """Cannot embed."""

    def embed_passages(self, texts: Any) -> Any:
        """Raise an error that nobody expects."""
        raise ZeroDivisionError(len(texts))


@pytest.mark.cluster
def test_an_unexpected_failure_of_a_worker_is_reported_in_a_sentence(
    running: None, library: Library
) -> None:
    """With what Ray knows of it."""
    library.write(a="An apple.")
    with pytest.raises(WorkersError, match=r"model 'axes' fails \(ZeroDivisionError: 1\)\."):
        build_with_report(
            [library.corpus], into=library.root, embedder=BrokenEmbedder(), workers="ray"
        )


def run(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    code = f"import sys\n{before}\nfrom qa.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_without_ray_it_is_said_what_to_install(library: Library) -> None:
    """A sentence, and nothing is built."""
    library.write(a="An apple.")
    build = ["build", str(library.corpus), "--into", str(library.root), "--workers", "ray"]
    done = run(*build, before="sys.modules['ray'] = None")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "qa: Workers 'ray' need Ray, which is not installed. Run: pip install \"quoth[ray]\""
    )


@pytest.mark.cluster
def test_a_quiet_build_by_workers_says_nothing(library: Library) -> None:
    """Neither does Ray."""
    pytest.importorskip("ray")
    library.write(a="An apple.")
    build = ["build", str(library.corpus), "--into", str(library.root), "--workers", "ray"]
    done = run(*build, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_cluster_that_is_not_there_is_named(library: Library) -> None:
    """At once, with what to do."""
    pytest.importorskip("ray")
    library.write(a="An apple.")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    where = f"ray://127.0.0.1:{port}"
    build = ["build", str(library.corpus), "--into", str(library.root), "--workers", where]
    done = run(*build, "--quiet")
    assert done.returncode == 1
    assert done.stderr.startswith(f"qa: The Ray cluster '{where}' cannot be used: ")
    assert "ray start --address HOST:6379" in done.stderr
    assert "Traceback" not in done.stderr
