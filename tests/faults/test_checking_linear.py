"""Whatever a claim repeats, eight times as much of it takes about eight times as long."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING, cast

import pytest

from qa.errors import ClaimError
from qa.rendering.text_fragments import text_fragment
from qa.text.alignment import compare
from qa.text.folding import tokens
from qa.text.matching import longest_start, matches
from qa.text.pairing import Effort, roughly_paired
from qa.text.typography import differences
from qa.verification.checking import check
from qa.verification.quotations import quotations
from tests.support.indexes import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.index.search import Index
    from qa.text.folding import Token

pytestmark = pytest.mark.long

SHORT, LONG = 1_000, 8_000
"""Characters of the two claims; the documents have twice as many of the same."""

MOST_GROWTH = 26
"""Times as long that a text eight times as long may take: 10.4 are n log n, 64 quadratic."""

FURTHER = 2  # times that a time which is too long is taken again

LEAST_S = 0.5
"""What any text may take: below its limit, an edit distance is a table."""

UNITS = (
    "a" + " " * 60 + "b ",
    "- ",
    "-",
    ". ",
    "... ",
    "… a ",
    "q",
    "of to in by ",
    "ab cd ef gh ",
    "pear pear pear plum ",
    '"',
    "“a ",
    "[ ",
    "7",
    "1 000 ",
    "1,",
    "1.",
    "3/",
    "10-",
    "-4",
    "e\u0301\u0301",
    "7\u00ad",
    "²",
    "x^",
    "* ",
    "b*",
    "_ ",
    "? ",
    "a. ",
    "> ",
    ">\n",
    "\n— ",
)


def repeated(unit: str, length: int) -> str:
    """Return so many characters of a unit."""
    return (unit * (length // len(unit) + 1))[:length]


def seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of two runs, that others on the machine do not lengthen."""
    taken = []
    for _ in range(2):
        started = time.thread_time()
        work()
        taken.append(time.thread_time() - started)
    return min(taken)


def assert_grows_in_step(work: Callable[[int], Callable[[], object]]) -> None:
    """Run what ``work`` makes for both lengths and compare the times.

    A processor that is shared slows down for seconds, so a time that is too long is taken again;
    the least counts.
    """
    short, long = seconds(work(SHORT)), seconds(work(LONG))
    for _ in range(FURTHER):
        if long < max(LEAST_S, MOST_GROWTH * short):
            break
        long = min(long, seconds(work(LONG)))
    assert long < max(LEAST_S, MOST_GROWTH * short), f"{short:.3f} s, then {long:.3f} s"


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Index]:
    """For each length an index with a document for each unit, and one of words."""
    made = {}
    for length in (SHORT, LONG):
        number = count()
        texts = {
            f"d{next(number):02}": f"Pears. {repeated(unit, 2 * length)} An end of it was there."
            for unit in UNITS
        }
        made[length] = Library(tmp_path_factory.mktemp("repeated")).build(**texts, w="Plums it.")
    return made


def verdict(claim: str, index: Index, unit: int) -> str:
    """Return what a check says of a claim, or that it refuses it."""
    try:
        return check(claim, index, documents=[f"d{unit:02}.txt"]).verdict
    except ClaimError:
        return "refused"


@pytest.mark.parametrize("unit", range(len(UNITS)), ids=map(repr, UNITS))
def test_a_check_grows_in_step_with_claim_and_documents(
    indexes: dict[int, Index], unit: int
) -> None:
    """True claims, and claims with another word at the end, of which all but that is there."""

    def checked(length: int) -> Callable[[], object]:
        claim, index = repeated(UNITS[unit], length), indexes[length]

        def both() -> None:
            verdict(claim, index, unit)
            assert verdict(f"{claim} quokka", index, unit) != "exact"

        return both

    assert_grows_in_step(checked)


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_what_a_check_is_made_of_grows_in_step(unit: str) -> None:
    """Tokens, typography, comparison, quotations of a text."""

    def compared(length: int) -> Callable[[], object]:
        text = repeated(unit, length)

        def all_of_it() -> None:
            differences(text, text.upper())
            compare(f"pear {text} plum", f"{text} pear {text}")
            quotations(text)
            quotations(f"> {text}")

        return all_of_it

    assert_grows_in_step(compared)


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_a_link_to_a_quote_grows_in_step(unit: str) -> None:
    """Where the page repeats the quote from its beginning to its end."""

    def linked(length: int) -> Callable[[], object]:
        text = f"{repeated(unit, length)} One pear fell. {repeated(unit, length)}"
        start = text.index("One")
        return lambda: [text_fragment(text, start, start + 14), text_fragment(text, 0, length // 2)]

    assert_grows_in_step(linked)


@pytest.mark.parametrize("unit", ["pear ", "pear plum ", "pear plum pear fig "])
def test_repeated_tokens_are_matched_in_one_pass(unit: str) -> None:
    """A claim of them, one that ends otherwise, and one that is shifted."""
    for wanted in (unit * 400, f"{unit * 400}quince", f"plum {unit * 400}"):
        compared = CountingKeys()
        there = cast("list[Token]", compared.of(unit * 1_600))
        list(matches(tokens(wanted), there))
        longest_start(tokens(wanted), there)
        assert compared.times < 10 * len(there)


class CountingKeys:
    """Makes tokens whose keys count how often they are compared."""

    def __init__(self) -> None:
        self.times = 0

    def of(self, text: str) -> list[tuple[CountedKey, int, int]]:
        """Return the tokens of a text."""
        return [(CountedKey(self, key), start, end) for key, start, end in tokens(text)]


class CountedKey:
    """Compares as its key does."""

    def __init__(self, counter: CountingKeys, key: str) -> None:
        self._counter, self._key = counter, key

    def __eq__(self, other: object) -> bool:
        self._counter.times += 1
        return self._key == other

    def __hash__(self) -> int:
        return hash(self._key)


def test_a_long_comparison_costs_no_table() -> None:
    """Of 20,000 words each, one changed; the words around it keep their partners."""
    words = [f"word{i} of the" for i in range(7_000)]
    one = tokens(" ".join(words))
    other = tokens(" ".join([*words[:3_000], "quokka", *words[3_001:]]))
    effort = Effort()
    assert not effort.affords(len(one) * len(other))
    pairs = roughly_paired(one, other)
    unequal = [(i, j) for i, j in pairs if i is None or j is None or one[i].key != other[j].key]
    assert 1 <= len(unequal) <= 4
    assert [i for i, _ in pairs if i is not None] == list(range(len(one)))


def test_the_tables_of_a_check_have_a_limit_together() -> None:
    """Some parts are compared closely, and the others still."""
    effort = Effort(1_000)
    assert effort.affords(600)
    assert not effort.affords(600)
    assert effort.affords(400)


def test_a_claim_of_very_many_pieces_is_refused(indexes: dict[int, Index]) -> None:
    """In a sentence that says what to do."""
    with pytest.raises(ClaimError, match=r"has 500 parts .* Check them in several claims"):
        check("… ".join(f"pear{i} plum " for i in range(500)), indexes[SHORT])
