"""The structure of a document outweighs the fitted scores where it says what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.answers.identified import identified
from qa.answers.ranking import collect_candidates
from qa.answers.same_question import SURE
from qa.answers.structure_rules import with_structure

if TYPE_CHECKING:
    from qa.answers.structure_rules import Structured
    from tests.support.indexes import Library

TABLE = (
    "# Repairs of 2021\n\n| | 2021 | 2020 |\n|---|---|---|\n| Brill | 300 | 200 |\n"
    "| Zander | 500 | 100 |\n"
)
FAQ = "**Where is the key?**\n\nBelow the mat.\n\n**Where is the lamp?**\n\nIn the shed.\n"
PROSE = "The mill burns oil. It stands at the river."


def applied(library: Library, text: str, question: str) -> tuple[str, Structured]:
    """Return the best sentence if the fitted scores are all the same, and what the rules say."""
    index = library.build(mill=text)
    candidates = collect_candidates(index, index.query(question))
    named = identified(question, candidates.evidence, index.document)
    scores = np.zeros(len(candidates.evidence))
    found = with_structure(index, question, candidates, scores, named)
    span = candidates.evidence[int(np.argmax(found.scores))].span
    return index.document("mill.txt").text[span.start : span.end], found


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        (TABLE, "How much did Zander pay for repairs in 2021?", "| Zander | 500 | 100 |"),
        (FAQ, "Where is the lamp?", "In the shed."),
    ],
)
def test_a_row_or_a_question_that_is_named_comes_first_and_is_sure(
    library: Library, text: str, question: str, words: str
) -> None:
    """Whatever the scores of its few words are."""
    best, found = applied(library, text, question)
    assert words in best
    assert found.sure == SURE


FAULTS = (
    "# Faults\n\n| Sign | Meaning | Remedy |\n|---|---|---|\n| F31 | Belt torn | Replace it |\n"
    "| F32 | Lid open | Close it |\n"
)


def test_a_code_alone_asks_for_its_row(library: Library) -> None:
    """There is nothing else in the question, and one row begins with it."""
    best, found = applied(library, FAULTS, "F32")
    assert "Lid open" in best
    assert found.sure == SURE
    _, found = applied(library, FAULTS, "Who may repair F32?")
    assert found.sure == 0.0
    _, found = applied(
        library, f"{FAULTS}\n# Spares\n\n| Sign | Part |\n|---|---|\n| F32 | Lid |\n", "F32"
    )
    assert found.sure == 0.0  # which of the two?


def test_other_sentences_keep_their_scores(library: Library) -> None:
    """No rule applies, so that nothing is sure."""
    _, found = applied(library, PROSE, "How old is the miller?")
    assert not found.scores.any()
    assert (found.sure, found.is_found) == (0.0, False)
