"""Where the quotes of the last answer are is remembered, and nothing else of it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa.cli.last_answer import last_answer, remember
from qa.errors import QAError
from qa.records import Answer, Citation, Quote, Span, Why

if TYPE_CHECKING:
    from pathlib import Path

QUOTE = Quote(
    "The rent is 40 euros.",
    Citation("leases/mill.pdf", "Lease", ("Rent",), 3, 5, 26, "before ", " after"),
    0.9,
    Span(0, 40),
    Why(0.5, 2.5, 0.75, 1.0, ()),
)
ANSWER = Answer("How high is the rent?", (QUOTE,), found=True, confidence=0.9, nearest=(), index="")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that remembers; it does not exist yet."""
    folder = tmp_path / "home" / "state"
    monkeypatch.setenv("QA_STATE", str(folder))
    return folder


def test_it_is_read_as_it_was_written(state: Path, tmp_path: Path) -> None:
    """With the absolute path of the index, and the quotes as they were numbered."""
    remember(ANSWER, tmp_path / "index")
    last = last_answer()
    assert last.index == str(tmp_path / "index")
    (place,) = last.places
    assert (place.doc_id, place.start, place.end, place.page) == ("leases/mill.pdf", 5, 26, 3)


def test_no_word_of_question_or_quote_is_saved(state: Path, tmp_path: Path) -> None:
    """The file has the names of documents, numbers and checksums."""
    remember(ANSWER, tmp_path)
    (file,) = state.iterdir()
    text = file.read_text()
    assert "euros" not in text
    assert "rent" not in text.casefold()
    assert set(json.loads(text)["places"][0]) == {
        *("doc_id", "start", "end", "sha256", "page", "line")
    }


@pytest.mark.skipif(sys.platform == "win32", reason="has other permissions")
def test_only_its_user_may_read_it(state: Path, tmp_path: Path) -> None:
    """The file, and the folder that is made for it."""
    remember(ANSWER, tmp_path)
    (file,) = state.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700


def test_an_answer_without_quotes_leaves_the_one_before(state: Path, tmp_path: Path) -> None:
    """As a greeting does; the closest passages are quotes to open."""
    remember(ANSWER, tmp_path)
    remember(replace(ANSWER, quotes=(), note="Hello."), tmp_path)
    assert last_answer().places[0].page == 3
    near = replace(QUOTE, citation=replace(QUOTE.citation, page=4))
    remember(replace(ANSWER, quotes=(), found=False, nearest=(near,)), tmp_path)
    assert last_answer().places[0].page == 4


def test_nothing_is_remembered_where_the_user_wants_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where the folder cannot be written: it is no error of the question."""
    monkeypatch.setenv("QA_STATE", "none")
    remember(ANSWER, tmp_path)
    with pytest.raises(QAError, match="QA_STATE is 'none'"):
        last_answer()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("QA_STATE", str(tmp_path / "file" / "state"))
    remember(ANSWER, tmp_path)
    assert not (tmp_path / "none").exists()


def test_without_an_answer_there_is_a_sentence(state: Path) -> None:
    """And for a damaged file."""
    with pytest.raises(QAError, match="no last answer to open"):
        last_answer()
    state.mkdir(parents=True)
    for damaged in ("", "[]", '{"index": 3, "places": []}', '{"index": "i", "places": [{}]}'):
        (state / "last-answer.json").write_text(damaged)
        with pytest.raises(QAError, match=r"cannot be read .* Ask again"):
            last_answer()
