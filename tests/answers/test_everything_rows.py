"""Rows of tables that answer are among everything that does, each by the state in its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.everything import candidates_of
from qa.answers.everything_rows import answering_rows
from qa.answers.features import extract_features
from qa.indexing.build import build_with_report
from qa.pipeline import ask_all

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

QUESTION = "Which vendors have not been paid?"
VENDORS = """\
Vendor,Amount,Paid
Brill Ltd,1200,yes
Hansen AS,300,no
Kuroda KK,4500,no
Moreau SARL,80,yes
Petrov OOD,990,no
Singh & Co,2100,yes
"""
MEMO = """\
# Memo

The canteen opens at eight.

The vendor Osei has not been paid either.

| Order | Buyer | State |
|---|---|---|
| A-17 | Brill | waiting |
| A-18 | Zander | shipped |
| A-19 | Hecht | waiting |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Index:
    """A file of data, and a memo with a sentence and a table."""
    folder = tmp_path_factory.mktemp("rows")
    (folder / "docs").mkdir()
    (folder / "docs/vendors.csv").write_text(VENDORS, encoding="utf-8")
    (folder / "docs/memo.md").write_text(MEMO, encoding="utf-8")
    return build_with_report([folder / "docs"], into=folder / "index", embedder=real_embedder).index


def first_cells(index: Index, question: str, doc_id: str = "vendors.csv") -> list[str]:
    """Return the first cells of the rows of a document that are quoted."""
    return [
        quote.text.strip("| ").split(",")[0].split(" |")[0]
        for one in ask_all(question, index).documents
        if one.doc_id == doc_id
        for quote in one.quotes
    ]


@pytest.mark.parametrize(
    ("question", "doc_id", "rows"),
    [
        (QUESTION, "vendors.csv", ["Hansen AS", "Kuroda KK", "Petrov OOD"]),
        ("List all unpaid vendors", "vendors.csv", ["Hansen AS", "Kuroda KK", "Petrov OOD"]),
        (
            "Which vendors have been paid?",
            "vendors.csv",
            ["Brill Ltd", "Moreau SARL", "Singh & Co"],
        ),
        ("Which orders are waiting?", "memo.md", ["A-17", "A-19"]),
    ],
)
def test_each_row_in_the_state_is_an_answer(
    index: Index, question: str, doc_id: str, rows: list[str]
) -> None:
    """By a column of yes and no, or a status; the rows in another state are none."""
    assert first_cells(index, question, doc_id) == rows


def test_all_rows_that_the_best_answer_compares_are_listed(index: Index) -> None:
    """The largest of them too, though the best answer quotes all of them as one."""
    question = "Which is the largest amount?"
    (best,) = ask(question, index).quotes
    assert "\n".join(q.text for q in ask_all(question, index).documents[0].quotes) == best.text


def test_sentences_elsewhere_answer_too(index: Index) -> None:
    """The rows are all of their table, not all of the documents. The others are not missed."""
    found = ask_all(QUESTION, index)
    assert [one.doc_id for one in found.documents] == ["vendors.csv", "memo.md"]
    assert found.documents[1].quotes[0].text == "The vendor Osei has not been paid either."
    assert found.missed < 0.5


def test_rows_are_as_probable_as_in_the_best_answer(index: Index) -> None:
    """Where a higher probability is wanted, they are left out, and counted as missed."""
    (score,) = {quote.score for quote in ask(QUESTION, index).quotes}
    found = ask_all(QUESTION, index)
    assert {quote.score for quote in found.documents[0].quotes} == {score}
    sure = ask_all(QUESTION, index, min_score=min(1.0, score + 0.01))
    assert "vendors.csv" not in {one.doc_id for one in sure.documents}
    assert sure.missed > found.missed + 2 * score


def test_rows_that_the_search_does_not_find_are_listed(index: Index) -> None:
    """Of a long table, it finds some rows only."""
    query, _ = candidates_of(index, QUESTION, None)
    hits = [hit for hit in index.search(query, 8) if hit.passage.doc_id == "vendors.csv"]
    hits = sorted(hits, key=lambda hit: hit.number)[:2]
    vectors = index.generation.sentence_vectors([hit.number for hit in hits])
    some = extract_features(query, hits, vectors, index.document)
    found = answering_rows(index, QUESTION, query, some)
    assert len(found.answering) == 3
    assert len(found.settled) <= len(some.evidence) < 6
    assert found.unread == 0
