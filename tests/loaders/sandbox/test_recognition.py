"""Pages that need it are recognized, each in a process of its own, and within bounds."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.ocr import engines
from qa.loaders.ocr.engines import HOW, NoEngine
from qa.loaders.sandbox import recognition
from qa.loaders.sandbox.process import Sandbox
from tests.support.scans import fake_tesseract, scanned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

LINES = ["The keeper of the light writes down the weather."]


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    engines._found.cache_clear()
    yield
    engines._found.cache_clear()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return what installs a stand-in for tesseract."""

    def install(lines: list[str], **more: float) -> Path:
        log = fake_tesseract(tmp_path / "bin", lines, **more)  # type: ignore[arg-type]
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        return log

    return install


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "find_engine", lambda: NoEngine(HOW))


def read(folder: Path, texts: list[str | None]) -> Extract:
    """Return the document of a scan."""
    path = folder / "scan.pdf"
    path.write_bytes(scanned(texts))
    with closing(Sandbox()) as sandbox:
        _, (found,) = sandbox.extract(path)
    return found


def test_only_pages_that_need_it_are_recognized(
    tmp_path: Path, installed: Callable[..., Path]
) -> None:
    """The others have words."""
    log = installed(LINES)
    found = read(tmp_path, [None, "Words of its own.", None])
    assert found.text.splitlines() == [*LINES, "Words of its own.", *LINES]
    assert [page.number for page in found.recognized] == [1, 3]
    assert len(list(log.iterdir())) == 2
    assert {path.name.partition("+")[0] for path in log.iterdir()} == {"eng"}


def test_all_pages_are_if_that_is_forced(
    tmp_path: Path, installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file's own words are wrong, for example; in the languages that are chosen."""
    monkeypatch.setenv("QA_OCR", "force")
    monkeypatch.setenv("QA_OCR_LANGUAGES", "deu")
    log = installed(LINES)
    found = read(tmp_path, ["Wrong words of its own."])
    assert found.text.splitlines() == LINES
    assert [path.name.partition("+")[0] for path in log.iterdir()] == ["deu"]


def test_none_is_if_that_is_off(
    tmp_path: Path, installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note says so."""
    monkeypatch.setenv("QA_OCR", "off")
    log = installed(LINES)
    found = read(tmp_path, [None, "Words of its own."])
    assert found.text.strip() == "Words of its own."
    assert found.notes[0] == "page 1 has no text (scanned?)"
    assert found.notes[1].endswith("were not recognized: --ocr off asks for that")
    assert not list(log.iterdir())


@pytest.mark.usefixtures("without_engine")
def test_without_an_engine_a_note_says_how_to_have_pages_read(tmp_path: Path) -> None:
    """A file that has other pages is read all the same; any other is refused with the reason."""
    found = read(tmp_path, [None, "Words of its own."])
    assert found.text.strip() == "Words of its own."
    assert found.notes == (
        "page 1 has no text (scanned?)",
        f"words in pictures of pages were not recognized: {HOW}",
    )
    with pytest.raises(DocumentError, match=r"has no text, only pictures .*install tesseract"):
        read(tmp_path, [None])
    assert read(tmp_path, ["Words of its own."]).notes == ()


def test_a_file_of_pictures_only_is_read(tmp_path: Path, installed: Callable[..., Path]) -> None:
    """Without an engine it would have no text."""
    installed(LINES)
    assert read(tmp_path, [None]).text.splitlines() == LINES


def test_pages_that_fail_are_named_and_no_more_are_tried(
    tmp_path: Path, installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After three in a row: a hostile file of a thousand pages costs no hours."""
    monkeypatch.setattr(recognition, "cores", lambda: 1)
    log = installed(LINES, fails=True)
    found = read(tmp_path, ["Words of its own.", *([None] * 6)])
    assert found.text.strip() == "Words of its own."
    failed = "could not be recognized (OSError: Error, no such thing)"
    assert [note for note in found.notes if failed in note] == [
        f"page {number} {failed}" for number in (2, 3, 4)
    ]
    assert "3 more pages were not tried" in found.notes[-1]
    assert len(list(log.iterdir())) == 3


def test_a_page_that_takes_too_long_is_left_out(
    tmp_path: Path, installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is that of reading a file."""
    monkeypatch.setenv("QA_READ_TIMEOUT_S", "3")
    installed(LINES, seconds=60)
    found = read(tmp_path, [None, "Words of its own."])
    assert found.text.strip() == "Words of its own."
    assert found.notes[-1] == "page 1 could not be recognized (took more than 3 s)"


def test_a_process_that_dies_is_an_answer_too(
    tmp_path: Path, installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the system is short of memory."""
    installed(LINES)
    monkeypatch.setattr(recognition, "_RECOGNIZER", "tests.support.dying")
    found = read(tmp_path, [None, "Words of its own."])
    assert "page 1 could not be recognized (the process ended" in found.notes[-1]
