"""Which engine is used, and which files it makes outdated."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING

import pytest

from qa.loaders.ocr import engines
from qa.loaders.ocr.engines import (
    HOW,
    Engine,
    NoEngine,
    find_engine,
    is_outdated,
    not_recognized,
    ocr_parameter,
    recognized_note,
)
from tests.support.scans import fake_tesseract

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTHING = NoEngine(HOW)
SCAN = (recognized_note("pages 1–2", "tesseract 5.2.9 (eng)", 0.934, forced=False),)
FORCED = (recognized_note("pages 1–2", "tesseract 5.2.9 (eng)", 0.934, forced=True),)
UNREAD = ("page 1 has no text (scanned?)", not_recognized(HOW))


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    engines._found.cache_clear()
    yield
    engines._found.cache_clear()


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    fake_tesseract(tmp_path / "bin", [])
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return str(tmp_path / "bin" / "tesseract")


def without(name: str) -> str:
    """Stand in for the versions of packages of which none is installed."""
    raise PackageNotFoundError(name)


def test_tesseract_is_used_where_it_is_installed(
    tesseract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In English, or in the languages of the setting."""
    assert find_engine() == Engine("tesseract", "5.3.0", "eng", tesseract)
    monkeypatch.setenv("QA_OCR_LANGUAGES", "deu+eng")
    assert str(find_engine()) == "tesseract 5.3.0 (deu+eng)"


@pytest.mark.usefixtures("tesseract")
def test_a_language_without_data_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With those that there are."""
    monkeypatch.setenv("QA_OCR_LANGUAGES", "fra+eng")
    found = find_engine()
    assert isinstance(found, NoEngine)
    assert found.reason.startswith("tesseract has no data for fra; it has deu, eng. ")


def test_the_extra_is_used_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """But not for a script that its models cannot read."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(engines, "version", {"rapidocr": "3.10.0"}.__getitem__)
    assert str(find_engine()) == "rapidocr 3.10.0"
    monkeypatch.setenv("QA_OCR_LANGUAGES", "eng+rus")
    assert find_engine() == NoEngine("rapidocr cannot read rus; install tesseract for that")


def test_without_an_engine_a_user_learns_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both that there are."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(engines, "version", without)
    assert find_engine() == NOTHING
    assert "tesseract" in HOW
    assert "quoth[ocr]" in HOW


ENG, DEU = Engine("tesseract", "5.3.0", "eng"), Engine("tesseract", "5.3.0", "deu")
RAPID = Engine("rapidocr", "3.10.0")


@pytest.mark.parametrize(
    ("mode", "engine", "notes", "outdated"),
    [
        ("auto", ENG, SCAN, False),  # another version alone is no reason to read all scans again
        ("auto", DEU, SCAN, True),
        ("auto", RAPID, SCAN, True),
        ("auto", NOTHING, SCAN, False),
        ("auto", ENG, UNREAD, True),
        ("auto", NOTHING, UNREAD, False),
        ("auto", ENG, (), False),
        ("auto", ENG, FORCED, True),
        ("force", ENG, FORCED, False),
        ("force", ENG, SCAN, True),
        ("force", ENG, (), True),
        ("off", ENG, SCAN, True),
        ("off", ENG, UNREAD, False),
    ],
)
def test_a_file_is_read_again_when_it_would_be_read_otherwise(
    mode: str,
    engine: Engine | NoEngine,
    notes: tuple[str, ...],
    outdated: bool,  # noqa: FBT001 - a value of the table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the setting, or by an engine that is there now; never a file that has no pages."""
    monkeypatch.setenv("QA_OCR", mode)
    monkeypatch.setattr(engines, "find_engine", lambda: engine)
    assert is_outdated(notes, is_pdf=True) is outdated
    assert not is_outdated(notes, is_pdf=False)


def test_the_fingerprint_tells_engines_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """And an index without recognized pages has none."""
    assert ocr_parameter([]) == {}
    auto = ocr_parameter(["tesseract 5.3.0 (eng)"])
    assert auto != ocr_parameter(["tesseract 5.3.0 (deu)"])
    monkeypatch.setenv("QA_OCR", "force")
    assert auto != ocr_parameter(["tesseract 5.3.0 (eng)"])
