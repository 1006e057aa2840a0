"""Where nothing was found, the closest passage is written on request, and says what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docx import Document
from openpyxl import load_workbook

from qa.forms.certainty import Certainty
from qa.forms.filling import fill
from qa.forms.form import Existing
from qa.forms.library import Earlier
from qa.forms.wording import CLOSEST, SEVERAL_CLOSEST, entry_of, source_line
from qa.records import Answer, Quote
from qa.verification.checking import check
from tests.support.forms import caiq
from tests.support.indexes import Library
from tests.support.webs import document, quote

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index

CLOUD = "Which cloud hosts the servers?"
OWNER = document("Apples are washed. Birds are fed.")
APPLES, BIRDS = quote(OWNER, 0, 18), quote(OWNER, 19, 33)
SOURCE = f"Source: {source_line(APPLES)}"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A small document that does not mention servers."""
    farm = Library(tmp_path_factory.mktemp("farm"))
    return farm.build(apples="All apples are washed twice in cold water before they are sold.")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    path.write_bytes(caiq([CLOUD, "Are apples washed?"]))
    return path


def missing(*nearest: Quote, k: int = 1) -> Answer:
    """Return an answer that found nothing."""
    answer = Answer(CLOUD, (), found=False, confidence=0.0, nearest=nearest, index="0" * 16)
    return replace(answer, asked=replace(answer.asked, k=k))


def test_the_closest_passage_is_below_what_it_is(form: Path, index: Index) -> None:
    """It has a style of its own and its source; what was found is as without it."""
    usual = load_workbook(fill(form, form.with_name("usual.xlsx"), index).path).active
    filled = fill(form, index=index, closest=True)
    sheet = load_workbook(filled.path).active
    missed = filled.items[0]
    assert missed.certainty is Certainty.CLOSEST
    assert missed.answer is not None
    near = missed.answer.nearest[0]
    assert sheet["E4"].value == f"{CLOSEST}\n“{near.text}”\nSource: {source_line(near)}"
    assert sheet["E4"].style == "Quoth closest"
    assert check(near.text, index).verdict == "exact"
    assert usual["E4"].value is None
    assert usual["E5"].value == sheet["E5"].value != ""


def test_a_word_file_has_it_in_a_paragraph_of_that_style(tmp_path: Path, index: Index) -> None:
    """Its line breaks are those of a cell."""
    path = tmp_path / "form.docx"
    asked = Document()
    asked.add_paragraph(CLOUD)
    asked.add_paragraph()
    asked.save(path)
    written = Document(fill(path, index=index, closest=True).path).paragraphs[1]
    assert written.text.startswith(f"{CLOSEST}\n“All apples")
    assert written.style.name == "Quoth closest"


def test_a_stopped_run_continues_with_the_closest_passages(form: Path, index: Index) -> None:
    """Its answers have them already; one whose words were edited is asked again."""

    def stop(stage: str, done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    part = form.with_name("form.filled.xlsx.part")
    for edited, note in ((b"twice", ["answers of an earlier run, which"]), (b"never", [])):
        with pytest.raises(KeyboardInterrupt):
            fill(form, index=index, progress=stop, overwrite=True)
        part.write_bytes(part.read_bytes().replace(b"washed twice", b"washed " + edited))
        filled = fill(form, index=index, closest=True, overwrite=True)
        assert [one[:32] for one in filled.notes] == note
        assert "washed twice" in load_workbook(filled.path).active["E4"].value


def test_nobody_has_accepted_a_closest_passage(form: Path, index: Index) -> None:
    """Even in another style it is in no library while the line above it says what it is."""
    filled = fill(form, index=index, closest=True).path
    book = load_workbook(filled)
    for cell in ("E4", "E5"):
        book.active[cell].style = "Normal"
    book.save(filled)
    again = fill(form, form.with_name("again.xlsx"), index, library=[filled])
    assert [one.earlier is None for one in again.items] == [True, False]


def test_an_earlier_answer_comes_first() -> None:
    """A person has written it; the passage may confirm it or not."""
    earlier = Earlier(CLOUD, (Existing("E4", "Ours."),), "2023.xlsx, sheet S, cell E4", 1.0)
    text, certainty = entry_of(missing(APPLES), earlier, 1000, closest=True)
    first, then = text.split("\n\n")
    assert first.startswith("Earlier answer to this question: “Ours.”")
    assert then == f"{CLOSEST}\n“Apples are washed.”\n{SOURCE}"
    assert certainty is Certainty.EARLIER
    assert entry_of(missing(APPLES), earlier, 1000).text == first


def test_there_are_as_many_as_there_would_be_quotes() -> None:
    """Each of several questions in one has its own, none twice."""
    one = f"“Apples are washed.”\n{SOURCE}"
    both = f"{SEVERAL_CLOSEST}\n{one}\n\n“Birds are fed.”\n{SOURCE}"
    assert entry_of(missing(APPLES, BIRDS), None, 1000, closest=True).text == f"{CLOSEST}\n{one}"
    assert entry_of(missing(APPLES, BIRDS, k=3), None, 1000, closest=True).text == both
    parts = (missing(APPLES, k=2), missing(BIRDS, APPLES, k=2))
    several = replace(missing(APPLES, k=2), parts=parts)
    assert entry_of(several, None, 1000, closest=True).text == both


def test_without_room_or_passage_an_answer_is_blank() -> None:
    """A passage that does not fit is left out whole, with the line above it."""
    for answer, longest in ((missing(APPLES), 100), (missing(), 1000)):
        assert entry_of(answer, None, longest, closest=True) == ("", Certainty.NOT_FOUND)
