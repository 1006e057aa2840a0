"""A new loader is a module and a line of the registry."""

from __future__ import annotations

import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

import qa
from qa.indexing.build import build_with_report
from qa.loaders.registry import (
    FORMATS,
    Format,
    format_names,
    media_type_of,
    versions_reading,
)
from tests.support.indexes import AxisEmbedder

CUES = Format("cues", "text/x-cues", "tests.support.subtitles")
TALK = """WEBVTT

00:01.000 --> 00:04.000
The north gate of the harbour
closes at nine.

00:05.000 --> 00:09.000
Boats pay forty euros a night.
"""

# Files are read by another process, which gets the line too.
_WORKER = """
from qa.loaders.registry import FORMATS, Format
from qa.loaders.sandbox.worker import main
FORMATS[".cues"] = Format("cues", "text/x-cues", "tests.support.subtitles")
main()
"""


@pytest.fixture
def _registered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Add the line to the registry, here and in the process that reads files."""
    monkeypatch.setitem(FORMATS, ".cues", CUES)
    interpreter, script = tmp_path / "python", tmp_path / "worker.py"
    script.write_text(_WORKER)
    interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n')
    interpreter.chmod(0o755)
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    monkeypatch.setattr("qa.loaders.sandbox.child.sys.executable", str(interpreter))


@pytest.mark.usefixtures("_registered")
def test_a_registered_format_is_indexed_and_quoted(tmp_path: Path) -> None:
    """Its media type and loader are in the citation."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "talk.CUES").write_text(TALK)
    (corpus / "wrong.cues").write_text("00:01 no header")
    report = build_with_report([corpus], into=tmp_path / "index", embedder=AxisEmbedder())
    assert [str(error.reason) for error in report.skipped] == [
        "is not WebVTT (it does not begin with WEBVTT)"
    ]
    (quote, *_) = qa.ask("When does the north gate close?", report.index).quotes
    assert quote.text == "The north gate of the harbour closes at nine."
    assert quote.citation.source
    assert (quote.citation.source.media_type, quote.citation.source.loader) == (
        "text/x-cues",
        "subtitles",
    )


@pytest.mark.usefixtures("_registered")
def test_what_lists_the_formats_lists_a_registered_one() -> None:
    """The names for people."""
    assert format_names().endswith("cues")


def test_every_format_has_its_loader() -> None:
    """The registry names modules that exist."""
    assert all(find_spec(known.module) for known in FORMATS.values())


def test_a_suffix_may_be_in_capitals() -> None:
    """As some systems write it."""
    assert media_type_of(Path("REPORT.PDF")) == media_type_of(Path("report.pdf"))


def test_a_loader_is_recorded_with_the_versions_that_decide_its_text() -> None:
    """Under the name that receipts have always had for it."""
    quoth = f"quoth {version('quoth')}"
    assert versions_reading("text/plain") == ("text", (quoth,))
    assert versions_reading("text/csv") == ("rows", (quoth,))
    assert versions_reading("application/pdf") == (
        "pdf",
        (quoth, f"pypdfium2 {version('pypdfium2')}"),
    )
    assert versions_reading("application/unknown") == ("", (quoth,))
