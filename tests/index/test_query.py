"""A question becomes a vector and weighted terms."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import qa.index
from qa.errors import QuestionError
from qa.index.query import weigh_terms

if TYPE_CHECKING:
    from tests.support.indexes import Library

BACKGROUND = Path(qa.index.__file__).parent / "background.json"
SMALL = {"one": "Apple bird.", "three": "Cloud.", "two": "Bird."}


def test_a_question_becomes_a_query(library: Library) -> None:
    """One line, a vector, and its terms with their idf in the question's order."""
    index = library.build(**SMALL)
    query = index.query(" What\nbird or zebra,   APPLE bird? ")
    assert query.text == "What bird or zebra, APPLE bird?"
    assert list(query.idf) == ["bird", "zebra", "appl"]
    common = json.loads(BACKGROUND.read_text(encoding="utf-8"))["shares"]
    assert "zebra" not in common
    frequencies = {"bird": 2 + 1000 * common["bird"], "zebra": 0, "appl": 1 + 1000 * common["appl"]}
    assert query.idf == pytest.approx(
        {term: math.log(1 + (1003 - n + 0.5) / (n + 0.5)) for term, n in frequencies.items()}
    )
    np.testing.assert_array_equal(query.vector, library.embedder.embed_question(query.text))
    with pytest.raises(QuestionError):
        index.query(" ")


def test_coverage_is_the_share_of_the_idf_mass_that_was_found(library: Library) -> None:
    """Rare terms weigh more; a question of stop words only covers nothing."""
    index = library.build(**SMALL)
    query = index.query("bird zebra")
    assert query.idf["zebra"] > query.idf["bird"]
    assert query.coverage(frozenset({"bird", "other"})) == pytest.approx(
        query.idf["bird"] / (query.idf["bird"] + query.idf["zebra"])
    )
    assert query.coverage(frozenset({"bird", "zebra"})) == pytest.approx(1)
    assert query.coverage(frozenset()) == 0
    assert index.query("the of").idf == {}
    assert index.query("the of").coverage(frozenset({"bird"})) == 0


def test_of_a_pasted_page_the_64_rarest_terms_are_searched(library: Library) -> None:
    """Those in no passage come first; equally rare ones in alphabetical order."""
    index = library.build(**SMALL)
    pasted = "bird " + " ".join(f"w{i:03}" for i in reversed(range(70)))
    assert list(index.query(pasted).idf) == [f"w{i:03}" for i in range(64)]


def test_a_word_that_is_common_in_english_weighs_less_in_a_small_index() -> None:
    """The index has each of them once, and cannot tell."""
    idf = weigh_terms({"peopl": 1, "zebra": 1}, 3)
    assert list(idf) == ["peopl", "zebra"]
    assert 0 < idf["peopl"] < idf["zebra"]
