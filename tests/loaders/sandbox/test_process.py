"""Whatever a file does to what reads it, the next one is read."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qa.errors import DocumentError
from qa.indexing.build import build_with_report
from qa.loaders.registry import FORMATS
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Sandbox
from tests.support import hostile
from tests.support.indexes import Library
from tests.support.office import book, open_document, word
from tests.support.pdfs import numbered
from tests.support.spreadsheets import excel_rows, raw_ods

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = b"<html><title>Good</title><p>An apple.</p></html>"
SEEDS = {
    ".html": GOOD,
    ".pdf": bytes(numbered(2).output()),
    ".docx": word(),
    ".odt": open_document(),
    ".epub": book(),
    ".xlsx": excel_rows(["Depot", "Buses"], ["North", 48], ["West", 16]),
    ".ods": raw_ods(
        "<table name='S'><table-row><table-cell><p>A</p></table-cell></table-row></table>"
    ),
    ".rtf": rb"{\rtf1\ansi{\info{\title T}}\b A\b0  r\'e9d \u8364? apple.\par{\*\x y}}",
    ".csv": b'a,b\n1,"x\ny"\n',
    ".jsonl": b'{"id": "a", "text": "An apple."}\n',
    ".md": b"# A\n\nAn *apple*.\n",
    ".txt": "An apple.\r\n🎧".encode(),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One worker for many files."""
    with closing(Sandbox()) as worker:
        yield worker


def refused(sandbox: Sandbox, path: Path) -> str:
    """Return why a file is not read."""
    with pytest.raises(DocumentError) as caught:
        sandbox.extract(path)
    return caught.value.reason


def test_a_file_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one is read by another worker."""
    monkeypatch.setenv("QA_READ_TIMEOUT_S", "3")
    slow, good = tmp_path / "slow.md", tmp_path / "good.html"
    slow.write_bytes(b"- [ ] A line that takes a microsecond or two.\n" * 4_000_000)
    good.write_bytes(GOOD)
    with closing(Sandbox()) as sandbox:
        assert refused(sandbox, slow) == "took more than 3 s to read"
        assert sandbox.extract(good)[1][0].title == "Good"


def test_a_file_that_takes_too_much_memory_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes alone are more than there may be."""
    monkeypatch.setenv("QA_READ_MEMORY_MB", "64")
    large, good = tmp_path / "large.html", tmp_path / "good.html"
    large.write_bytes(b"<p>apple</p>" * (16 << 20))
    good.write_bytes(GOOD)
    with closing(Sandbox()) as sandbox:
        reason = refused(sandbox, large)
        assert any(
            said in reason for said in ("MiB to be read", "allocate memory", "made the process")
        )
        assert sandbox.extract(good)[1][0].title == "Good"


def test_a_worker_that_dies_between_two_files_is_replaced(sandbox: Sandbox, tmp_path: Path) -> None:
    """As when the system is short of memory; the file that comes next is not to blame."""
    good = tmp_path / "good.html"
    good.write_bytes(GOOD)
    sandbox.extract(good)
    assert sandbox._worker
    os.kill(sandbox._worker.process.pid, 9)
    assert sandbox.extract(good)[1][0].title == "Good"


def test_a_file_larger_than_allowed_is_not_even_read(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gigabyte of zeros, which takes no room on the disk."""
    for suffix in (".txt", ".pdf"):
        zeros = tmp_path / f"zeros{suffix}"
        with zeros.open("wb") as file:
            file.truncate(1 << 30)
        with pytest.raises(DocumentError, match="has 1,024 MiB, and at most 256 are read"):
            load_documents("a", zeros, sandbox)


def test_a_limit_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its name and what it takes."""
    monkeypatch.setenv("QA_READ_TIMEOUT_S", "soon")
    with pytest.raises(Exception, match=r"QA_READ_TIMEOUT_S is 'soon'\. Set it to a whole number"):
        Sandbox()


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a file of some format with parts cut out, doubled and overwritten."""
    suffix = draw(st.sampled_from(sorted(SEEDS)))
    data = bytearray(SEEDS[suffix])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 40))
        data[at : at + length] = draw(st.sampled_from((b"", bytes(data[at : at + length]) * 3))) + (
            draw(st.binary(max_size=8))
        )
    return draw(st.sampled_from(sorted(FORMATS))), bytes(data)


@given(broken())
@example((".pdf", b""))
@example((".rtf", rb"{\rtf1 \u-99999999999? \'zz {\*"))
@example((".rtf", b"{\\rtf1 " + b"{" * 5000))
@example((".html", b"<table><tr><td><table><tr><td><li></table><h1><pre></td></h1>"))
@example((".html", b"<meta charset=hex><p>a"))
@example((".html", b"<meta charset=idna><p>a..b"))
@example((".csv", b'"' * 999))
@example((".csv", b"\r\r\n,\n"))
@example((".csv", b'"\n' * 32_000))
@example((".jsonl", b'{"text": "a", "id": ' + b"9" * 5000 + b"}"))
@example((".epub", book(**{"OPS/book.opf": "<package/>"})))
@example((".docx", book()))
@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_broken_file_is_read_or_refused(
    sandbox: Sandbox, tmp_path: Path, file: tuple[str, bytes]
) -> None:
    """Never with another error, and what is read is sound."""
    suffix, data = file
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(data)
    try:
        documents, _ = load_documents("broken", path, sandbox)
    except DocumentError as error:
        assert not error.reason.startswith(("cannot be read (", "made the process"))  # noqa: PT017
        return
    for document in documents:
        length = len(document.text)
        document.text.encode()
        assert all(0 <= h.start < h.end <= length for h in document.headings)
        assert all(0 <= a.start < a.end <= length for a in document.asides)
        assert all(0 <= start <= length for start in (*document.pages, *document.breaks))
        assert list(document.pages) == sorted(document.pages)


@pytest.mark.long
def test_a_folder_of_hostile_files_is_built_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two thousand files more than fifty are broken, each in its own way and named with it."""
    monkeypatch.setenv("QA_READ_TIMEOUT_S", "5")
    monkeypatch.setenv("QA_MAX_PAGES", str(hostile.MOST_PAGES))
    library = Library(tmp_path)
    library.corpus.mkdir()
    bad = hostile.fill(library.corpus)
    assert len(bad) > 50
    good = 2000 - len(bad)
    for number in range(good):
        suffix, data = (".html", GOOD) if number % 10 == 0 else (".txt", b"An apple. ")
        (library.corpus / f"good{number}{suffix}").write_bytes(data + b"%d" % number)
    report = build_with_report([library.corpus], into=library.root, embedder=library.embedder)
    assert {error.path.name for error in report.skipped} == bad
    assert all(error.reason and "\n" not in str(error) for error in report.skipped)
    assert not [e.reason for e in report.skipped if e.reason.startswith("made the process")]
    assert report.index.generation.manifest.counts["documents"] == good
