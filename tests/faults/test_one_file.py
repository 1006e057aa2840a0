"""Whatever one file does, it is skipped with a reason, and all others are indexed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qa.cli.main import main
from qa.errors import DocumentError, EmptyCorpusError, ModelError, QAError, WorkersError, described
from qa.loaders.reading import sha256_of
from qa.loaders.sandbox.process import Sandbox
from tests.support.failing import every_error, made
from tests.support.indexes import AxisEmbedder, Library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qa.embedders.protocol import Vectors
    from qa.indexing.build import BuildReport

pytestmark = pytest.mark.long

TESTS = Path(__file__).parent
ERRORS = every_error()
ENDING = (KeyboardInterrupt, SystemExit, GeneratorExit)

_WORKER = """
import sys
from tests.support import failing
sys.modules["qa.loaders.epub"] = failing
from qa.loaders.sandbox.worker import main
main()
"""


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have e-books read by a loader that fails as each says; return the interpreter for it."""
    interpreter = tmp_path / "python"
    script = tmp_path / "worker.py"
    script.write_text(_WORKER)
    interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n')
    interpreter.chmod(0o755)
    monkeypatch.syspath_prepend(str(TESTS))
    monkeypatch.setattr("qa.loaders.sandbox.child.sys.executable", str(interpreter))
    return interpreter


@pytest.fixture
def sandbox(failing: Path) -> Iterator[Sandbox]:
    """A reader of files with that loader."""
    with closing(Sandbox()) as worker:
        yield worker


def refused(sandbox: Sandbox, folder: Path, what: str) -> str:
    """Return the reason for which a file that says this is refused."""
    path = folder / "failing.epub"
    path.write_text(what)
    with pytest.raises(DocumentError) as caught:
        sandbox.extract(path)
    assert "\n" not in caught.value.reason
    return caught.value.reason


@given(st.sampled_from(sorted({kind.__qualname__ for kind in ERRORS})))
@example("SystemExit")
@example("KeyboardInterrupt")
@example("GeneratorExit")
@example("MemoryError")
@example("RecursionError")
@example("StopIteration")
@example("UnicodeEncodeError")
@example("BaseExceptionGroup")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_loader_raises_its_file_is_refused(
    sandbox: Sandbox, tmp_path: Path, kind: str
) -> None:
    """Every kind of error there is, and the next file is read by the same or another process."""
    refused(sandbox, tmp_path, kind)
    good = tmp_path / "good.txt"
    good.write_text("An apple.")
    assert sandbox.extract(good)[1][0].text == "An apple."


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("deep", "cannot be read (RecursionError: maximum recursion depth exceeded"),
        ("exit", "crashed the process that read it (exit status 0)"),
        ("crash", f"crashed the process that read it (exit status -{signal.SIGSEGV.value})"),
        ("hang", "took more than 2 s to read"),
        ("unprintable", "cannot be read (Unprintable)"),
        ("print", "cannot be read (StopIteration"),
        ("KeyboardInterrupt", "cannot be read (KeyboardInterrupt)"),
    ],
)
def test_however_a_loader_ends_its_file_is_refused(
    failing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, reason: str
) -> None:
    """It may end the process or never end; what a library prints is not an answer."""
    monkeypatch.setenv("QA_READ_TIMEOUT_S", "2")
    with closing(Sandbox()) as sandbox:
        told = refused(sandbox, tmp_path, what)
        if what == "print":
            told = refused(sandbox, tmp_path, "StopIteration")
    assert told.startswith(reason)


def test_a_build_goes_on_after_every_kind_of_end(
    failing: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is named with its reason; text before, between and after is indexed."""
    monkeypatch.setenv("QA_READ_TIMEOUT_S", "2")
    ends = ["exit", "crash", "hang", "deep", "SystemExit", "KeyboardInterrupt", "MemoryError"]
    library.write(**{f"t{number}": f"An apple {number}." for number in range(len(ends) + 1)})
    for number, what in enumerate(ends):
        (library.corpus / f"t{number}-{what}.epub").write_text(what)
    report = library.build_as_it_is()
    assert report.index.generation.manifest.counts["documents"] == len(ends) + 1
    names = {error.path.name for error in report.skipped}
    assert names == {f"t{number}-{what}.epub" for number, what in enumerate(ends)}


@pytest.mark.parametrize("kind", sorted({kind.__name__ for kind in ERRORS} - {"DocumentError"}))
def test_whatever_is_raised_while_a_file_is_hashed_its_file_is_skipped(
    library: Library, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A build compares files with those before in its own process; there too, one costs itself."""
    error = made(next(error for error in ERRORS if error.__name__ == kind))
    if not isinstance(error, Exception):
        pytest.skip("it is meant to end a process")

    def hashed(path: Path) -> str:
        if path.stem == "bad":
            raise error
        return sha256_of(path)

    monkeypatch.setattr("qa.loaders.folders.file_cache.sha256_of", hashed)
    library.write(bad="A bird.", good="An apple.")
    report = library.build_as_it_is()
    assert list(report.index.generation.manifest.documents) == ["good.txt"]
    assert [skipped.path.stem for skipped in report.skipped] == ["bad"]


@pytest.mark.parametrize("before", [[], ["1.jsonl#x.txt"], ["1.jsonl"], ["2.jsonl#x.txt"]])
def test_a_document_with_the_name_of_another_costs_its_file(
    library: Library, before: list[str]
) -> None:
    """A line of JSON Lines can be called as a file is: read, taken over, or the same bytes twice.

    Whatever was indexed before, every name stands for one text.
    """
    texts = {
        "1.jsonl": '{"id": "x.txt", "text": "An apple."}',
        "1.jsonl#x.txt": "A bird.",
        "2.jsonl": '{"id": "x.txt", "text": "An apple."}',
        "2.jsonl#x.txt": "A cloud.",
        "3.txt": "A good apple.",
    }

    def report(names: Iterable[str]) -> BuildReport:
        library.write()
        for name in names:
            (library.corpus / name).write_text(texts[name])
        return library.build_as_it_is()

    if before:
        report(before)
    found = report(texts)
    manifest = found.index.generation.manifest
    assert manifest.documents.keys() == {"1.jsonl#x.txt", "3.txt"}
    assert manifest.duplicates == {"2.jsonl#x.txt": "1.jsonl#x.txt"}
    assert found.index.document("2.jsonl#x.txt").text == "An apple."
    assert [error.path.name for error in found.skipped] == ["1.jsonl#x.txt", "2.jsonl#x.txt"]


def test_a_process_that_cannot_be_started_is_no_files_doing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build ends with a sentence, and the index stays, rather than lose every file."""
    before = library.build(a="An apple.").fingerprint
    library.write(a="Another apple.")
    for executable, reason in (("/nowhere/python", "No process can"), ("false", "did not start")):
        monkeypatch.setattr("qa.loaders.sandbox.child.sys.executable", executable)
        with pytest.raises(WorkersError, match=reason):
            library.build_as_it_is()
    assert library.load().fingerprint == before


class Strange(AxisEmbedder):
    """Fails over a word, when it counts or when it embeds."""

    def __init__(self, error: BaseException, *, embeds: bool = False) -> None:
        super().__init__()
        self.error = error
        self.embeds = embeds
        self.is_lost = False

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return what an :class:`AxisEmbedder` does, or raise the error."""
        if self.is_lost or (not self.embeds and any("strange" in text for text in texts)):
            raise self.error
        return super().count_tokens(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return what an :class:`AxisEmbedder` does, or raise the error."""
        if self.is_lost or (self.embeds and any("strange" in text for text in texts)):
            raise self.error
        return super().embed_passages(texts)


OTHERS = [kind for kind in ERRORS if not issubclass(kind, (*ENDING, QAError))]


@given(st.sampled_from(OTHERS))
@example(RecursionError)
@example(MemoryError)
@example(UnicodeEncodeError)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_raised_while_a_text_is_split_its_file_is_skipped(
    library: Library, kind: type[BaseException]
) -> None:
    """In this process, where libraries in Rust raise errors that are not an ``Exception``."""
    library.embedder = Strange(made(kind))
    report = library.report(a="An apple.", b="A strange bird.", c="A cloud.")
    assert library.doc_ids() == ["a.txt", "c.txt"]
    (skipped,) = report.skipped
    assert skipped.path.name == "b.txt"
    assert "split into passages" in skipped.reason


@pytest.mark.parametrize("kind", [RuntimeError, MemoryError, BaseException])
def test_a_text_that_cannot_be_embedded_costs_its_file_only(
    library: Library, kind: type[BaseException]
) -> None:
    """The others are not embedded anew; what is in the index is what it would be without it."""
    embedder = Strange(kind("why"), embeds=True)
    library.embedder = embedder
    texts = {f"t{number:03}": f"An apple {number}.\n\nA bird." for number in range(700)}
    texts |= {"strange": "Good.\n\nA strange bird.", "t650": "strange\n\nstrange"}
    report = library.report(**texts)
    assert sorted(error.path.name for error in report.skipped) == ["strange.txt", "t650.txt"]
    assert {error.reason for error in report.skipped} == {
        f"cannot be embedded ({kind.__name__}: why)"
    }
    assert len(library.doc_ids()) == 699
    assert max(embedder.embedded.count(f"An apple {number}.") for number in range(512)) == 1
    library.embedder = AxisEmbedder()
    without = Library(library.root.parent / "other")
    del texts["t650"], texts["strange"]
    assert without.build(**texts).fingerprint == report.index.fingerprint


class NoNumbers(AxisEmbedder):
    """Gives no numbers for a word."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return what an :class:`AxisEmbedder` does, or no numbers."""
        vectors = super().embed_passages(texts)
        vectors[["strange" in text for text in texts]] = float("nan")
        return vectors


def test_a_text_for_which_the_model_gives_no_numbers_costs_its_file_only(library: Library) -> None:
    """No search would ever find it, and some would find nothing else."""
    library.embedder = NoNumbers()
    report = library.report(a="An apple.", b="A strange bird.")
    (skipped,) = report.skipped
    assert (skipped.path.name, library.doc_ids()) == ("b.txt", ["a.txt"])
    assert (
        skipped.reason
        == "cannot be embedded (ValueError: the model returns numbers that are not finite)"
    )


@pytest.mark.parametrize("embeds", [False, True])
def test_a_lost_embedder_ends_the_build_in_a_sentence(library: Library, *, embeds: bool) -> None:
    """It fails over every text, so that no file is to blame; the index stays."""
    before = library.build(a="An apple.").fingerprint
    embedder = Strange(OSError("the device is gone"), embeds=embeds)
    library.embedder = embedder
    library.write(a="An apple.", b="A strange bird.")
    embedder.is_lost = True
    with pytest.raises(ModelError, match=r"'axes' fails \(OSError: the device is gone\)"):
        library.build_as_it_is()
    embedder.is_lost = False
    assert library.load().fingerprint == before


@pytest.mark.parametrize("embeds", [False, True])
@pytest.mark.parametrize("kind", ENDING)
def test_who_ends_a_build_ends_it(
    library: Library, kind: type[BaseException], *, embeds: bool
) -> None:
    """Ctrl-C is not the doing of a file; the index stays, and no process is left."""
    before = library.build(a="An apple.").fingerprint
    library.embedder = Strange(kind(), embeds=embeds)
    library.write(a="An apple.", b="A strange bird.")
    with pytest.raises(kind):
        library.build_as_it_is()
    assert library.load().fingerprint == before


def test_ctrl_c_is_left_to_the_build() -> None:
    """It reaches every process of a terminal; the one that reads files leaves it to the other."""
    with closing(Sandbox()) as sandbox:
        sandbox.extract(Path(__file__).parents[2] / "corpus" / "china-tech-industry.txt")
        assert sandbox._worker
        process = sandbox._worker.process
        os.kill(process.pid, signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)


def test_documents_of_headings_only_end_in_a_sentence(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Alone they make no index, and the one before stays; among others they are noted."""
    before = library.build(a="An apple.").fingerprint
    outline = "# The plan\n\n## The storm\n\n## The verdict\n"
    library.write()
    (library.corpus / "plan.md").write_text(outline)
    with pytest.raises(EmptyCorpusError, match="have headings only and no text"):
        library.build_as_it_is()
    assert library.load().fingerprint == before
    assert main(["build", str(library.corpus), "--into", str(tmp_path / "real")]) == 1
    assert "qa: The documents have headings only" in capsys.readouterr().err
    (library.corpus / "a.txt").write_text("An apple.")
    report = library.build_as_it_is()
    assert library.doc_ids() == ["a.txt", "plan.md"]
    assert next(note for note in report.notes if "plan.md" in note).endswith(
        "has headings only and no text to quote"
    )


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.jsonl", rb'{"text": "Open \ud83d at six \udd11 daily."}', "Open � at six � daily."),
        ("a.rtf", rb"{\rtf1\ansi Open \u-10179? at six \u-8943? daily.}", "Open � at six � daily."),
        ("b.rtf", rb"{\rtf1\ansi Open \u-10179?\u-8943? daily.}", "Open \U0001f511 daily."),
        ("a.html", b"<p>Open &#xD83D; at six &#xDD11; daily.</p>", "Open � at six � daily."),
        ("b.html", b"<meta charset=utf-7><p>Open +2D0- daily.</p>", "Open +2D0- daily."),
        ("c.html", rb"<meta charset=unicode_escape><p>A \ud83d b.</p>", r"A \ud83d b."),
    ],
)
def test_half_of_a_surrogate_pair_never_gets_into_a_text(
    tmp_path: Path, name: str, data: bytes, text: str
) -> None:
    """U+FFFD takes its place, so that the words around it can be quoted; a pair is whole."""
    path = tmp_path / name
    path.write_bytes(data)
    with closing(Sandbox()) as sandbox:
        (found,) = sandbox.extract(path)[1]
    assert found.text == text
    has_note = name in {"a.jsonl", "a.rtf"}
    assert [note.partition(",")[0] for note in found.notes] == (
        ["2 characters are half of a surrogate pair"] if has_note else []
    )


def test_a_name_that_is_no_utf8_is_indexed_and_written_as_it_can_be(library: Library) -> None:
    """The title too; and what half a pair alone makes of a file is not text."""
    library.write()
    (library.corpus / "caf\udce9.txt").write_bytes(b"An apple.")
    (library.corpus / "half.jsonl").write_bytes(rb'{"text": "\ud800 \udfff"}')
    report = library.build_as_it_is()
    (document,) = report.index.documents()
    assert (document.doc_id, document.title) == ("caf\\udce9.txt", "Caf\\udce9")
    assert [error.reason for error in report.skipped] == [
        "has no text (2 characters are half of a surrogate pair, from 0 on; replaced by U+FFFD)"
    ]


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_is_described_in_one_short_line(kind: type[BaseException]) -> None:
    """Whatever its message holds, and if it has none that can be printed."""
    error: Any = made(kind)
    if not hasattr(error, "exceptions"):  # a group shows its own
        error.args = ("a\nb\ud800" + "x" * 10_000,)
    line = described(error)
    line.encode()
    assert line.isprintable()
    assert len(line) < 500
