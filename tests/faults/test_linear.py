"""No text takes long: the time of every function grows with its length, and hardly more.

A function on text that is added to Quoth gets a line in :data:`FUNCTIONS`. Most ask for
constant work on each character; sorting and searching may add a logarithm.
"""

from __future__ import annotations

import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa import terminal
from qa.answers import answer_types, highlights, joined_sentences, units
from qa.answers.asked_kind import missing_kind
from qa.answers.citations import cite
from qa.errors import DocumentError, QuestionError, described
from qa.indexing.splitting.contexts import new_passages
from qa.indexing.splitting.passages import runs
from qa.indexing.splitting.prepared import prepared
from qa.loaders import jsonlines, markdown, rtf, tables, text, webpage
from qa.loaders.extraction import BlockText, Extract, has_text, sanitize
from qa.questions.amounts import without_supposed
from qa.questions.asked_dates import AskedDates
from qa.questions.collection import asked_of_collection
from qa.questions.followups import carrying, resolve
from qa.questions.kinds import asks_several, question_kind
from qa.questions.names import DocumentNames
from qa.questions.parsing import LONGEST_QUESTION, cleaned, parts
from qa.records import Span
from qa.rendering.text_fragments import text_fragment
from qa.text.alignment import compare
from qa.text.analyzer import terms, words
from qa.text.dates import dates
from qa.text.folding import tokens
from qa.text.lists import list_around
from qa.text.nearby import with_reply
from qa.text.paragraphs import paragraph_spans
from qa.text.question_lines import questions_of
from qa.text.sentences import sentence_spans
from qa.text.spelling import corrected
from qa.text.typography import differences
from qa.verification.quotations import quotations
from qa.web.page.escaping import escaped
from qa.web.service.starting_points import starting_points
from tests.support.growing import hostile_texts, too_fast_growth
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.long

LENGTH = 1_000_000  # characters; most functions are given texts of any length
PAIRS = 40  # of units of the texts, beside the units alone

_PATH = Path("hostile")
_EMBEDDER = AxisEmbedder()
_VOCABULARY = [(f"{a}{b}{c}word", 1) for a in "abct" for b in "hio" for c in "antx"]


def _loaded(
    extract: Callable[[bytes, Path], Iterator[Extract]], before: str, after: str, made: str
) -> list[Extract]:
    data = f"{before}{made}{after}".encode()
    try:
        return [sanitize(item) for item in extract(data, _PATH) if has_text(item)]
    except DocumentError:
        return []


def _in_json(made: str) -> list[Extract]:
    return _loaded(jsonlines.extract, "", "", json.dumps({"text": made}))


def _asked(made: str) -> object:
    try:
        return parts(cleaned(made))
    except QuestionError:
        return None


def _blocks(made: str) -> Extract:
    blocks = BlockText()
    for add in (blocks.paragraph, blocks.item, blocks.preformatted, partial(blocks.heading, 1)):
        add(made)
    blocks.row(made.split("\t"))
    return blocks.extract(made)


def _cited(made: str) -> object:
    middle = len(made) // 2
    return cite(document(made), Span(middle, min(len(made), middle + 40)), ())


def _linked(made: str) -> str:
    middle = len(made) // 2
    return text_fragment(made, middle, min(len(made), middle + 40))


def _split(made: str) -> object:
    source = document(made, headings=text.headings(made))
    return prepared(source, new_passages(source, _EMBEDDER))


def _spelt(made: str) -> str:
    return corrected(made, lambda _: [], lambda _: _VOCABULARY)


def _named(made: str) -> object:
    return DocumentNames([(f"{made[:100]}.md", made), ("Bell2020.md", "A bell")]).named(made)


def _pointed_at(made: str) -> object:
    middle = len(made) // 2
    return highlights._widened_to_list(made, middle, middle + 1)


def _headed(made: str) -> object:
    return questions_of(document(f"{made}?\n\nYes."))


def _around(made: str) -> object:
    middle = Span(len(made) // 2, len(made) // 2 + 1)
    whole = Span(0, len(made))
    return list_around(made, middle, whole), with_reply(made, middle, whole)


def _lacked(made: str) -> object:
    return [missing_kind(asks, made, made, "") for asks in ("Who?", "Which town?", "How many?")]


def _seen(made: str) -> object:
    patterns = (
        *(answer_types.NUMBER, answer_types._TIME, answer_types._REASON),
        *(answer_types._NAME, answer_types._NAME_OR_NUMBER),
        *answer_types._ASKS_FOR.values(),
        *(units._OPEN_REFERENCE, joined_sentences._CLAUSE, joined_sentences._REFERS_BACK),
    )
    return [sum(1 for _ in pattern.finditer(made)) for pattern in patterns]


FUNCTIONS: list[tuple[str, Callable[[str], object], int]] = [
    ("sentences", sentence_spans, LENGTH),
    ("paragraphs", paragraph_spans, LENGTH),
    ("runs without a space", runs, LENGTH),
    ("passages, with their terms and words", _split, LENGTH),
    ("questions that head answers", _headed, LENGTH),
    ("the list around a unit", _around, LENGTH),
    ("terms", terms, LENGTH),
    ("words", words, LENGTH),
    ("dates", dates, LENGTH),
    ("headings of plain text", text.headings, LENGTH),
    ("plain text", partial(_loaded, text.extract, "", ""), LENGTH),
    ("Markdown", partial(_loaded, markdown.extract, "", ""), LENGTH),
    ("JSON Lines", partial(_loaded, jsonlines.extract, "", ""), LENGTH),
    ("a text in JSON", _in_json, LENGTH),
    ("rows", partial(_loaded, tables.extract, "", ""), LENGTH),
    ("rows below a header", partial(_loaded, tables.extract, "A;B\n1;2\n", ""), LENGTH),
    ("HTML", partial(_loaded, webpage.extract, "", ""), LENGTH),
    (
        "an article",
        partial(_loaded, webpage.extract, "<article><p>A", "</article>"),
        LENGTH,
    ),
    ("RTF", partial(_loaded, rtf.extract, "{\\rtf1 ", "}"), LENGTH),
    ("RTF in a table of fonts", partial(_loaded, rtf.extract, "{\\rtf1{\\fonttbl", "}}"), LENGTH),
    ("blocks of a page", _blocks, LENGTH),
    ("questions", _asked, LONGEST_QUESTION),
    ("follow-ups", lambda made: resolve(made, "Who is Ada Bell?", "Ada"), LONGEST_QUESTION),
    ("what follow-ups lean on", lambda made: resolve("and NIO?", made, made), LONGEST_QUESTION),
    ("words carried on", lambda made: carrying(made, (made,)), LONGEST_QUESTION),
    ("questions on the collection", asked_of_collection, LONGEST_QUESTION),
    ("documents named", _named, LONGEST_QUESTION),
    ("kinds of questions", lambda made: (question_kind(made), asks_several(made)), LENGTH),
    ("dates asked about", lambda made: AskedDates(made).contradicted_by(made), LONGEST_QUESTION),
    ("spelling", _spelt, LONGEST_QUESTION),
    ("names", answer_types.names_by_term, LONGEST_QUESTION),
    ("what a sentence tells", _seen, LENGTH),
    ("what a quote lacks", _lacked, LENGTH),
    ("supposed values", lambda made: without_supposed(f"Is {made}"), LONGEST_QUESTION),
    ("the answering words", _pointed_at, LENGTH),
    ("quotations", quotations, LENGTH),
    ("prefix and suffix", _cited, LENGTH),
    ("text for a terminal", terminal.shown, LENGTH),
    ("text for a page", escaped, LENGTH),
    ("starting points", lambda made: list(starting_points(document(made))), LENGTH),
    ("an error's line", lambda made: described(ValueError(made)), LENGTH),
    ("tokens", tokens, LENGTH),
    ("typography", lambda made: differences(made, f"{made}."), LENGTH),
    ("comparing", lambda made: compare(made[:200], made), LENGTH),
    ("text fragments", _linked, LENGTH),
]
"""Name, work, and the most characters that it is given where Quoth limits them."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs the timers of Unix")
@pytest.mark.parametrize(
    ("work", "most"), [row[1:] for row in FUNCTIONS], ids=[row[0] for row in FUNCTIONS]
)
def test_time_grows_with_the_length(work: Callable[[str], object], most: int) -> None:
    """Over texts of all kinds of characters, signs and mark-up, and pairs of them."""
    wrong = {
        name: told
        for name, made in hostile_texts(PAIRS).items()
        if (told := too_fast_growth(work, made, most))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "work",
    [
        lambda made: [made.count(char) for char in made * 8],
        re.compile("(a+)+b").search,
        lambda made: [re.findall("a+b", made) for _ in range(8)],
    ],
    ids=["loop", "exponential expression", "square expression"],
)
def test_what_grows_faster_is_found(work: Callable[[str], object]) -> None:
    """Otherwise the test above would prove nothing."""
    assert too_fast_growth(work, lambda length: "a" * length, LENGTH)
