"""A question set is read whole, or refused with the line that is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qa.errors import QuestionSetError
from qa.evaluation.question_sets import Gold, LabelledQuestion, read_corpus, read_questions
from qa.records import Span

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {"a.txt": "Alice fell. Bob 🎉 rose."}
FINE = {"question": "Who fell?", "answers": [{"doc_id": "a.txt", "start": 0, "end": 5}]}


def written(path: Path, *lines: Any) -> Path:
    """Write lines; what is not text is written as JSON."""
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def answered(**changes: Any) -> dict[str, Any]:
    """Return the fine question with another answer."""
    answer = {"doc_id": "a.txt", "start": 0, "end": 5} | changes
    return {"question": "Who fell?", "answers": [answer]}


def test_questions_are_read(tmp_path: Path) -> None:
    """Gold spans, sources, scopes; a source that is not among the documents is none."""
    path = written(
        tmp_path / "q.jsonl",
        FINE,
        "",
        {"question": "Why?", "answers": [], "source_doc": "a.txt"},
        {"question": "Why?", "source_doc": "gone.txt", "answerable": False},
        answered(text="Alice") | {"scope": "a.txt", "gold_is_section": True},
        FINE | {"kind": " yes\nno ", "unanswerable": None},
        {"question": "Why?", "kind": None, "unanswerable": "near"},
        {"question": "Why?", "source_doc": "a.txt", "unanswerable": "plausible"},
    )
    gold = (Gold("a.txt", Span(0, 5)),)
    assert read_questions(path, TEXTS) == [
        LabelledQuestion("Who fell?", gold, None, None, section=False),
        LabelledQuestion("Why?", (), "a.txt", None, section=False),
        LabelledQuestion("Why?", (), None, None, section=False),
        LabelledQuestion("Who fell?", gold, None, "a.txt", section=True),
        LabelledQuestion("Who fell?", gold, None, None, section=False, kind="yes no"),
        LabelledQuestion("Why?", (), None, None, section=False, unanswerable="near"),
        LabelledQuestion("Why?", (), "a.txt", None, section=False, unanswerable="plausible"),
    ]


def test_the_origin_of_a_question_follows_from_what_is_known() -> None:
    """Its gold, or else what it was made from, what it may search, or how near it comes."""
    gold = (Gold("a.txt", Span(0, 5)),)
    for question, origin in (
        (LabelledQuestion("Why?", gold, "a.txt", None, section=False), "here"),
        (LabelledQuestion("Why?", (), "a.txt", None, section=False), "near"),
        (LabelledQuestion("Why?", (), None, "a.txt", section=False), "near"),
        (LabelledQuestion("Why?", (), None, None, section=False, unanswerable="near"), "near"),
        (LabelledQuestion("Why?", (), None, None, section=False), "far"),
    ):
        assert question.origin == origin


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"question": "Who?", "question": "Why?"}', "is not JSON (the key 'question' is repeated"),
        ('{"question": "Who?", "score": NaN}', "is not JSON (NaN is not a finite number)"),
        ('{"question": "Who \\ud800?"}', "is not JSON"),
        ({"answers": []}, "'question' is missing"),
        ({"question": 3}, "'question' is missing or not text"),
        ({"question": "?!"}, "contains no word"),
        ({"question": "Who?", "answers": {}}, "'answers' is not a list"),
        ({"question": "Who?", "answers": ["Alice"]}, "'answers' is not a list of objects"),
        (FINE | {"answerable": False}, "'answerable' is False, but it has 1 answers"),
        ({"question": "Who?", "answerable": True}, "but it has no answers"),
        (answered(doc_id="b.txt"), "there is no document 'b.txt'"),
        (answered(doc_id=None), "there is no document None"),
        (FINE | {"kind": 3}, "'kind' is missing or not text"),
        (FINE | {"kind": " "}, "'kind' is missing or not text"),
        (FINE | {"kind": "list" * 11}, "'kind' is longer than 40 characters"),
        ({"question": "Who?", "unanswerable": True}, "'unanswerable' is True, not 'near' or"),
        ({"question": "Who?", "unanswerable": ["near"]}, "'unanswerable' is ['near'], not 'near'"),
        (FINE | {"unanswerable": "near"}, "'unanswerable' is 'near', but it has 1 answers"),
        (FINE | {"scope": "b.txt"}, "there is no document 'b.txt' ('scope')"),
        (answered(end=99), "0:99 is not a span of 'a.txt', which has 23 characters"),
        (answered(start=-1), "-1:5 is not a span"),
        (answered(start=5), "5:5 is not a span"),
        (answered(start="0"), "'0':5 is not a span"),
        (answered(start=True), "True:5 is not a span"),
        (answered(text="Bob"), "'a.txt' has 'Alice' at 0:5, not 'Bob'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: Any, says: str) -> None:
    """File, line and what is wrong there."""
    path = written(tmp_path / "q.jsonl", FINE, line)
    with pytest.raises(QuestionSetError) as caught:
        read_questions(path, TEXTS)
    assert caught.value.line == 2
    assert str(caught.value).startswith(f"{str(path)!r}, line 2: ")
    assert says in str(caught.value)


def test_a_line_ends_only_where_json_lines_end(tmp_path: Path) -> None:
    """What Unicode calls a line separator may stand in a question as it is."""
    path = tmp_path / "q.jsonl"
    asked = [f"Who{sign}fell?" for sign in "\u2028\u2029\x85"]
    rows = [json.dumps({"question": question}, ensure_ascii=False) for question in asked]
    path.write_bytes("\r\n".join(rows).encode())
    assert [row.question for row in read_questions(path, TEXTS)] == asked


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, a folder, empty, not UTF-8."""
    (tmp_path / "latin.jsonl").write_bytes(b'{"question": "Gr\xfc\xdfe?"}')
    empty = written(tmp_path / "empty.jsonl", "", " ")
    for path, says in (
        (tmp_path / "none.jsonl", "cannot be read"),
        (tmp_path, "cannot be read"),
        (empty, "contains no question"),
        (tmp_path / "latin.jsonl", "is not UTF-8"),
    ):
        with pytest.raises(QuestionSetError, match=says):
            read_questions(path, TEXTS)


def test_a_corpus_is_read_in_order(tmp_path: Path) -> None:
    """Two documents of one name are refused."""
    two = {"doc_id": "b", "title": "B", "text": "Bee."}
    path = written(tmp_path / "c.jsonl", two, {"doc_id": "a", "text": "Ay."})
    assert [(d.doc_id, d.title, d.text) for d in read_corpus(path)] == [
        ("a", "a", "Ay."),
        ("b", "B", "Bee."),
    ]
    with pytest.raises(QuestionSetError, match="line 2: a second document is called 'b'"):
        read_corpus(written(path, two, two))
    with pytest.raises(QuestionSetError, match="'text' is missing"):
        read_corpus(written(path, {"doc_id": "a"}))
    with pytest.raises(QuestionSetError, match="contains no document"):
        read_corpus(written(path))
