"""What the system does to a build: whatever it is, the old index serves and a sentence says why."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import CorpusError, IndexMismatchError, IndexStoreError, QAError
from qa.indexing.build import build_with_report
from qa.loaders.reading import extract_file
from qa.pipeline import ask
from qa.stores.folder import HERE, begin_removal, verify
from tests.support.indexes import AxisEmbedder, Library
from tests.support.privileges import give_up_privileges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("KILLS", "25"))
"""Builds that are killed while another process asks; hundreds take minutes."""


def unprivileged(do: Callable[[], str]) -> str:
    """Return what ``do`` returns, or the error it raises, in a process without rights."""
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        give_up_privileges()
        try:
            told = do()
        except QAError as error:
            told = str(error)
        except Exception as error:  # noqa: BLE001 - or the child would go on with the other tests
            told = repr(error)
        os.write(sending, told.encode())
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as answer:
        told = answer.read().decode()
    os.waitpid(child, 0)
    return told


def open_up(library: Library) -> None:
    """Let everyone read and write an index."""
    for path in library.root.rglob("*"):
        path.chmod(0o777)


def removed_b(library: Library) -> str:
    """Remove a document; for :func:`unprivileged`."""
    library.remove("b.txt")
    return "removed"


def built(library: Library) -> str:
    """Build, and return the notes; for :func:`unprivileged`."""
    return "\n".join(["built", *library.build_as_it_is().notes])


@pytest.fixture
def open_library() -> Iterator[Library]:
    """A library that everyone may read and write."""
    if not hasattr(os, "fork") or os.getuid() != 0:
        pytest.skip("only root can give up its rights")
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder), AxisEmbedder())
        library.build(a="An apple.")
        for path in (Path(folder), *Path(folder).rglob("*")):
            path.chmod(0o777)
        yield library


def test_files_and_folders_that_may_not_be_read_are_named(open_library: Library) -> None:
    """And the rest is indexed."""
    library = open_library
    library.write(a="An apple.", b="A bird.", secret="A cloud.")
    (library.corpus / "secret.txt").chmod(0)
    (library.corpus / "closed").mkdir(mode=0)

    def build() -> str:
        report = library.build_as_it_is()
        return "\n".join([*map(str, report.skipped), *report.index.generation.manifest.documents])

    open_up(library)
    told = unprivileged(build).splitlines()
    assert sorted(told) == sorted(
        [
            f"'{library.corpus}/closed': cannot be read (Permission denied)",
            f"'{library.corpus}/secret.txt': cannot be read (Permission denied)",
            "a.txt",
            "b.txt",
        ]
    )


def test_an_index_that_may_not_be_written_stays(open_library: Library) -> None:
    """It is named, and goes on answering."""
    library = open_library
    library.write(a="An apple.", b="A bird.")
    (library.root / "generations").chmod(0o555)

    told = unprivileged(lambda: built(library))
    assert f"cannot be written to '{library.root}'" in told
    assert told.endswith("The old one stays in use.")
    assert unprivileged(lambda: library.load().fingerprint) == library.load().fingerprint


def test_a_removal_that_may_not_clear_up_says_so_and_is_ended_by_the_next_build(
    open_library: Library,
) -> None:
    """What was removed still lies in the generation before, which is named."""
    library = open_library
    library.build(a="An apple.", b="A xylophone.")
    open_up(library)
    before = library.live
    before.chmod(0o555)

    assert f"'{before}' cannot be deleted and may contain it" in unprivileged(
        lambda: removed_b(library)
    )
    library.write(a="An apple.")
    for path in library.root.rglob("*"):
        path.chmod(0o555 if path == before else 0o777)
    assert f"'{before}' cannot be deleted and may contain it" in unprivileged(
        lambda: built(library)
    )
    before.chmod(0o777)
    library.build(a="An apple.")
    assert not before.exists()
    assert library.doc_ids() == ["a.txt"]


@pytest.mark.parametrize("noted", [[], [HERE]])
def test_what_cannot_be_cleared_up_costs_no_index(open_library: Library, noted: list[str]) -> None:
    """Whole generations that were never pointed at, left by somebody with more rights."""
    library = open_library
    begin_removal(library.root, "", noted)
    for number in (7, 8):
        shutil.copytree(library.live, library.live.with_name(f"{number:06}"))
    open_up(library)
    for number in (7, 8):
        library.live.with_name(f"{number:06}").chmod(0o555)

    def build() -> str:
        library.build_as_it_is()
        return library.live.name

    assert unprivileged(build) == "000001"
    assert library.build(a="An apple and a bird.").fingerprint == library.load().fingerprint


def test_a_removal_that_cannot_be_noted_is_not_begun(open_library: Library) -> None:
    """The document stays, and the reason is told."""
    library = open_library
    library.build(a="An apple.", b="A bird.")
    open_up(library)
    library.root.chmod(0o555)

    told = unprivileged(lambda: removed_b(library))
    assert "REMOVAL', which lists removals that have not ended, cannot be" in told
    library.root.chmod(0o777)
    assert library.doc_ids() == ["a.txt", "b.txt"]


@pytest.mark.parametrize("closed", ["store.sqlite", "passages.faiss", "manifest.json", "."])
def test_an_index_that_may_not_be_read_is_named(open_library: Library, closed: str) -> None:
    """In a sentence for who asks and for who builds."""
    library = open_library
    (library.live / closed).chmod(0)

    assert "may not read" in unprivileged(lambda: library.load().fingerprint)
    assert unprivileged(lambda: built(library)) == "built"
    assert library.live.name == "000002"

    (library.root / "generations").chmod(0)
    assert "may not read" in unprivileged(lambda: library.load().fingerprint)
    assert "may not read" in unprivileged(lambda: built(library))
    (library.root / "generations").chmod(0o777)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if (
        not shutil.which("mount")
        or subprocess.run(command, check=False, capture_output=True).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("filled", [0, 400_000, 700_000])
def test_a_full_disk_leaves_the_old_index(small_disk: Path, filled: int) -> None:
    """A real one; the next build that fits works."""
    embedder = AxisEmbedder(tuple(f"w{i}" for i in range(500)))
    library = Library(small_disk, embedder)
    library.build(text="The old apple.")
    (small_disk / "filled").write_bytes(bytes(filled))
    library.write(text="The new bird sings. " * 9, more="A cloud. " * 2_000)
    with pytest.raises(
        IndexStoreError, match=r"cannot be written to '.*index' \(.*\)\. The old one stays in"
    ):
        build_with_report([library.corpus], into=library.root, embedder=embedder)
    assert [document.text for document in library.load().documents()] == ["The old apple."]
    (small_disk / "filled").unlink()
    library.build(text="The new bird.")
    assert [document.text for document in verify(library.root).documents()] == ["The new bird."]


def test_a_file_that_changes_while_it_is_read_is_left_out(tmp_path: Path) -> None:
    """Half of one text and half of another is nobody's text."""
    path = tmp_path / "growing.txt"
    path.write_text("An apple. " * 2_000_000)
    ended = threading.Event()

    def write() -> None:
        with path.open("a") as file:
            while not ended.is_set():
                file.write("And another. ")
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(CorpusError, match="changed while it was read; build again when it is"):
            list(map(extract_file, [path] * 20))
    finally:
        ended.set()
        writer.join()


def test_a_file_that_goes_during_a_build_is_named(library: Library) -> None:
    """It was there when the folder was looked through, and is not when it is to be read."""
    # Many: files are read before their turn comes, but not all of them.
    library.write(a="An apple.", **{f"b{number:03}": "A bird." for number in range(300)}, c="C.")

    def remove(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("Reading", 1):
            (library.corpus / "c.txt").unlink()

    report = build_with_report(
        [library.corpus], into=library.root, embedder=library.embedder, progress=remove
    )
    assert [error.reason for error in report.skipped] == [
        "cannot be read (No such file or directory)"
    ]
    assert list(report.index.generation.manifest.documents) == ["a.txt", "b000.txt"]


def test_an_index_of_another_model_says_what_to_run(library: Library) -> None:
    """And is not asked."""
    library.build(a="An apple.")
    library.embedder = AxisEmbedder(("other",))
    with pytest.raises(IndexMismatchError, match=r"Build it again with: qa build FOLDER --model"):
        library.load()


_ASKING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.support.indexes import AxisEmbedder
import qa.pipeline, qa.stores.attachments
qa.stores.attachments.embedder_of = lambda *_: AxisEmbedder()
for line in sys.stdin:
    answer = qa.pipeline.ask("Which bird sings?", sys.argv[1], evidence_model="none")
    print((answer.quotes or answer.nearest)[0].text, flush=True)
"""


def test_another_process_answers_during_builds_and_takes_up_what_is_new(library: Library) -> None:
    """No question is dropped, and the first one after a build is answered from its index."""
    library.build(text="Bird 0 sings.")
    with subprocess.Popen(
        [sys.executable, "-c", _ASKING, library.root, Path(__file__).parent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdin
        assert process.stdout
        answers: list[str] = []
        built = threading.Event()
        answered = threading.Semaphore(0)

        def build() -> None:
            for number in range(1, 8):
                answered.acquire()
                library.build(text=f"Bird {number} sings.")
            built.set()

        builder = threading.Thread(target=build)
        builder.start()
        last = False
        while not last:
            last = built.is_set()
            process.stdin.write("\n")
            process.stdin.flush()
            answers.append(process.stdout.readline().strip())
            answered.release()
        builder.join()
        process.stdin.close()
    numbers = [int(answer.split()[1]) for answer in answers]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 7
    assert len(set(numbers)) > 2
    assert ask("bird", library.load()).index == library.load().fingerprint


_ASKING_ON = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.support.indexes import AxisEmbedder
import qa.pipeline, qa.stores.attachments
qa.stores.attachments.embedder_of = lambda *_: AxisEmbedder()
while True:
    answer = qa.pipeline.ask("Which bird sings?", sys.argv[1], evidence_model="none")
    print((answer.quotes or answer.nearest)[0].text, flush=True)
"""


def test_another_process_answers_while_builds_are_killed(library: Library) -> None:
    """Every answer is that of the index before the build or of the one after it; none fails."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    root = Path(__file__).parents[2]
    victim = root / "tests" / "support" / "victim.py"
    environment = {**os.environ, "PYTHONPATH": str(root)}
    library.build(text="Bird 0 sings.", more="A cloud. " * 200)
    asking = [sys.executable, "-c", _ASKING_ON, str(library.root), str(root)]
    building = [sys.executable, str(victim), str(library.root.parent)]
    chance = random.Random(23)
    killed = number = 0
    with (
        tempfile.TemporaryFile("w+") as printed,
        subprocess.Popen(asking, stdout=printed, stderr=subprocess.PIPE, env=environment) as asker,
        subprocess.Popen(
            building, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as builder,
    ):
        assert builder.stdin
        assert builder.stdout
        assert asker.stderr
        while killed < KILLS:
            number += 1
            library.write(text=f"Bird {number} sings.", more="A cloud. " * 200)
            builder.stdin.write(f"-{chance.randrange(500, 400_000)}\n")
            builder.stdin.flush()
            status = builder.stdout.readline()
            assert status, "the builder has ended"
            killed += status == "-9\n"
        builder.stdin.close()
        ended = asker.poll()
        asker.kill()
        assert (ended, asker.stderr.read()) == (None, b"")
        printed.seek(0)
        answers = printed.read().split("\n")[:-1]
    numbers = [int(answer.split()[1]) for answer in answers]
    assert answers == [f"Bird {n} sings." for n in numbers]
    assert numbers == sorted(numbers)
    assert len(numbers) > killed / 10
    assert len(set(numbers)) > 1 or number == killed
    verify(library.root)
