"""A form is answered in a copy: what is found, what is not, and what is refused before any work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from qa.errors import FormError, QuestionError
from qa.forms.certainty import Certainty
from qa.forms.filling import fill
from qa.forms.form import ANSWERED
from qa.forms.wording import source_line
from qa.verification.checking import check
from tests.support.forms import caiq, hecvat
from tests.support.indexes import Library

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index

TEXT = {
    "apples": "All apples are washed twice in cold water before they are sold.",
    "birds": "The farm keeps nine birds in a house behind the barn.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two small documents."""
    return Library(tmp_path_factory.mktemp("farm")).build(**TEXT)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        caiq(["Are apples washed?", "Do you keep birds?", "Which cloud hosts the servers?"])
    )
    return path


def test_quotes_go_into_a_copy(form: Path, index: Index) -> None:
    """Each is verbatim and names its source; the form itself stays as it is."""
    before = form.read_bytes()
    filled = fill(form, index=index)
    assert form.read_bytes() == before
    assert filled.path == form.with_name("form.filled.xlsx")
    sheet = load_workbook(filled.path).active
    first, second, third = filled.items
    for cell, item in (("E4", first), ("E5", second)):
        assert item.answer is not None
        quote = item.answer.quotes[0]
        assert sheet[cell].value == f"“{quote.text}”\nSource: {source_line(quote)}"
        assert quote.citation.doc_id in sheet[cell].value
        assert check(quote.text, index).verdict == "exact"
    assert third.certainty is Certainty.NOT_FOUND
    assert sheet["E6"].value is None
    assert sheet["E6"].style == "Quoth not found"
    assert [sheet[cell].value for cell in ("C4", "C5", "C6")] == [None, None, None]


def test_sources_that_disagree_are_all_in_the_copy(
    form: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One quote alone would hide that another document has another number."""
    texts = {"old": "All logs are kept for 30 days.", "new": "All logs are kept for 90 days."}
    form.write_bytes(caiq(["How long are logs kept?"]))
    filled = fill(form, index=Library(tmp_path_factory.mktemp("logs")).build(**texts))
    written = load_workbook(filled.path).active["E4"].value
    assert "Sources disagree on a number: “" in written
    assert all(f"“{text}”" in written and f"{name}.txt" in written for name, text in texts.items())
    assert filled.items[0].certainty is Certainty.UNCERTAIN


def test_the_same_form_gives_the_same_bytes(form: Path, index: Index) -> None:
    """No time and no number of a run is in the copy."""
    first, second = form.with_name("first.xlsx"), form.with_name("second.xlsx")
    fill(form, first, index)
    fill(form, second, index)
    assert first.read_bytes() == second.read_bytes()


def test_a_file_that_is_there_is_never_written_over(form: Path, index: Index) -> None:
    """Unless that is demanded; and the form itself not even then."""
    copy = form.with_name("copy.xlsx")
    copy.write_bytes(b"mine")
    with pytest.raises(
        FormError, match="exists; name another file with --into, or overwrite it with --force"
    ):
        fill(form, copy, index)
    assert copy.read_bytes() == b"mine"
    fill(form, copy, index, overwrite=True)
    assert load_workbook(copy).active["E4"].value
    with pytest.raises(FormError, match="is the form itself"):
        fill(form, form, index, overwrite=True)
    with pytest.raises(FormError, match=r"must end in \.xlsx"):
        fill(form, form.with_name("copy.docx"), index)
    with pytest.raises(FormError, match="folder that does not exist"):
        fill(form, form.parent / "none" / "copy.xlsx", index)


def stopped(form: Path, index: Index, **options: Any) -> Path:
    """Stop a run after two answers, and return the file that it leaves."""

    def stop(stage: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(form, index=index, progress=stop, **options)
    part = form.with_name("form.filled.xlsx.part")
    assert set(form.parent.iterdir()) == {form, part}  # no half-filled copy
    return part


def test_a_stopped_run_continues(form: Path, index: Index) -> None:
    """It asks what it has not asked, and writes what one run would; also behind half a line."""
    whole = fill(form, form.with_name("whole.xlsx"), index)
    whole.path.rename(form.parent.with_suffix(".xlsx"))
    part = stopped(form, index)
    part.write_bytes(part.read_bytes() + b'{"question": "ab')
    filled = fill(form, index=index)
    assert "answers of an earlier run, which was stopped, taken over: 2" in filled.notes
    assert filled.path.read_bytes() == form.parent.with_suffix(".xlsx").read_bytes()
    assert filled.items == whole.items
    assert not part.exists()


def test_a_stopped_run_with_other_settings_begins_anew(form: Path, index: Index) -> None:
    """So does one whose saved words are no longer in the documents."""
    part = stopped(form, index)
    assert not fill(form, index=index, documents=["*"], k=2, overwrite=True).notes
    form.with_name("form.filled.xlsx").unlink()
    part = stopped(form, index)
    part.write_bytes(part.read_bytes().replace(b"washed twice", b"washed never"))
    assert fill(form, index=index).notes == (
        "answers of an earlier run, which was stopped, taken over: 1",
    )


def test_two_runs_do_not_fill_one_copy(form: Path, index: Index) -> None:
    """The second is refused while the first asks, which then ends as if alone."""
    refused: list[str] = []

    def again(stage: str, done: int, total: int) -> None:
        if done == 1:
            with pytest.raises(FormError) as raised:
                fill(form, index=index)
            refused.append(str(raised.value))

    filled = fill(form, index=index, progress=again)
    assert refused
    assert "form.filled.xlsx" in refused[0]
    assert "is being filled by another qa fill; wait until it has ended" in refused[0]
    assert set(form.parent.iterdir()) == {form, filled.path}


def test_a_file_of_the_user_is_no_earlier_run(form: Path, index: Index) -> None:
    """It is not written over, whatever its name."""
    part = form.with_name("form.filled.xlsx.part")
    for content in (b"mine", b'{"a": 1}\n', b""):
        part.write_bytes(content)
        with pytest.raises(FormError, match="no file of an earlier run"):
            fill(form, index=index)
        assert part.read_bytes() == content


def test_answers_that_are_there_stay_as_they_are(tmp_path: Path, index: Index) -> None:
    """They are counted; a form that has nothing but answers is refused."""
    form = tmp_path / "hecvat.xlsx"
    form.write_bytes(hecvat())
    filled = fill(form, index=index)
    assert [one.left for one in filled.of(None)] == [ANSWERED]
    assert load_workbook(filled.path)["HECVAT - Full"]["D6"].value == "Two of them."
    full = fill(form, tmp_path / "full.xlsx", index, min_confidence=0).path
    with pytest.raises(FormError, match=r"already answered \(\d\).*--replace"):
        fill(full, index=index)


def test_questions_that_cannot_be_asked_are_named(form: Path, index: Index) -> None:
    """The others are answered."""
    form.write_bytes(caiq(["Are apples washed?", "apples " * 2000]))
    filled = fill(form, index=index)
    assert filled.items[0].certainty is not None
    assert "has 13,999 characters; the limit is 10,000" in filled.items[1].left


def test_an_earlier_form_is_a_library(form: Path, tmp_path: Path, index: Index) -> None:
    """Its answer is offered as such, with its cells; it is never part of a quote."""
    earlier = tmp_path / "2023.xlsx"
    earlier.write_bytes(hecvat())
    book = load_workbook(earlier)
    book["HECVAT - Full"]["D8"] = "By the board."
    book.save(earlier)
    form.write_bytes(caiq(["Do you keep birds?", "Is the cloud policy reviewed?"]))
    sheet = load_workbook(fill(form, index=index, library=[earlier]).path).active
    quoted, _, offered = sheet["E4"].value.partition("\n\n")
    assert quoted.startswith("“The farm keeps nine birds")
    assert offered == (
        "Earlier answer to this question: “Yes” “Two of them.”\n"
        "[2023.xlsx, sheet HECVAT - Full, cells C6 and D6]"
    )
    assert sheet["E5"].value.startswith("Earlier answer to this question: “By the board.”")
    assert sheet["E5"].style == "Quoth earlier answer"


def test_nobody_has_accepted_what_still_has_a_style_of_quoth(form: Path, index: Index) -> None:
    """Such an answer is in no library, and the user is told."""
    once = fill(form, index=index).path
    again = fill(form, form.with_name("again.xlsx"), index, library=[once])
    assert all(one.earlier is None for one in again.items)
    assert any("no answers that a person has written" in note for note in again.notes)


def test_an_open_form_is_filled_as_it_was_saved(form: Path, index: Index) -> None:
    """A note says so; a copy that is open is not written over."""
    form.with_name("~$form.xlsx").touch()
    (note,) = (one for one in fill(form, index=index).notes if "open in another" in one)
    assert "~$form.xlsx" in note
    form.with_name(".~lock.form.filled.xlsx#").touch()
    with pytest.raises(FormError, match="open in another program"):
        fill(form, index=index, overwrite=True)


def test_only_some_documents_are_searched(form: Path, index: Index) -> None:
    """A pattern that fits none is refused before any work."""
    filled = fill(form, index=index, documents=["apples*"])
    quotes = [q for one in filled.items if one.answer for q in one.answer.quotes]
    assert {quote.citation.doc_id for quote in quotes} <= {"apples.txt"}
    with pytest.raises(QuestionError):
        fill(form, form.with_name("b.xlsx"), index, documents=["pears*"])


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xls", b"x", r"not supported \(\.xls\); save it as \.xlsx"),
        ("a.pdf", b"x", "Excel .* or Word"),
        ("a.xlsx", b"", "is empty"),
        ("a.xlsx", b"PK\x03\x04", "damaged"),
        ("a.docx", caiq(), "is not a Word file"),
        ("a.xlsx", None, "does not exist"),
    ],
)
def test_what_cannot_be_filled_is_refused(
    tmp_path: Path, index: Index, name: str, data: bytes | None, reason: str
) -> None:
    """The error says why, and what to do."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FormError, match=reason):
        fill(path, index=index)
