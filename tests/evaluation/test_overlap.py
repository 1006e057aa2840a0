"""What is quoted is compared with the gold, word by word where it stands."""

from __future__ import annotations

import pytest

from qa.evaluation.overlap import Overlap, WordNumbers, overlap
from qa.records import Span

TEXT = "Bring a tent, a mat and a lamp. Bring 食物 too."


def numbers() -> WordNumbers:
    """Return the words of documents that all have the same text."""
    return WordNumbers(lambda _: TEXT)


def words(some: str) -> set[tuple[str, int]]:
    """Return words by a letter for each, which stand in one document."""
    return {("a.txt", ord(letter)) for letter in some}


def test_a_word_counts_where_it_stands() -> None:
    """The same word elsewhere is another one, and so is that of another document."""
    counted = numbers()
    first, second = counted.within("a.txt", Span(0, 5)), counted.within("a.txt", Span(32, 37))
    assert len(first) == len(second) == 1
    assert not first & second
    assert not first & counted.within("b.txt", Span(0, 5))


def test_a_span_contains_the_words_it_touches() -> None:
    """Also one that it cuts; signs and spaces are no words."""
    counted = numbers()
    assert len(counted.within("a.txt", Span(0, len(TEXT)))) == 12
    assert counted.within("a.txt", Span(10, 11)) == counted.within("a.txt", Span(8, 12))
    assert counted.within("a.txt", Span(12, 14)) == set()
    assert counted.within("a.txt", Span(5, 6)) == set()


def test_without_spaces_each_character_is_a_word() -> None:
    """Otherwise a clause of Chinese would be right or wrong as a whole."""
    assert len(numbers().within("a.txt", Span(38, 40))) == 2


def test_over_quoting_lowers_the_precision() -> None:
    """Four words are quoted, and one answers."""
    assert overlap(words("abcd"), [words("a")]) == Overlap(0.25, 1, 0.4, 0.4)


def test_a_list_that_is_cut_short_lowers_the_recall() -> None:
    """One of four words that belong together is quoted."""
    assert overlap(words("a"), [words("abcd")]) == Overlap(1, 0.25, 0.4, 0.4)


def test_one_of_several_answers_is_enough() -> None:
    """The sentence or the list around it, here or there; against all of them it is a part."""
    for quoted in ("ab", "abcd", "xy"):
        compared = overlap(words(quoted), [words("ab"), words("abcd"), words("xy")])
        assert compared is not None
        assert (compared.precision, compared.recall, compared.f1) == (1, 1, 1)
        assert compared.f1_of_all == pytest.approx(2 * len(quoted) / (len(quoted) + 6))


def test_several_parts_of_one_answer_count_together() -> None:
    """Against each alone two thirds of the quoted words would be wrong."""
    assert overlap(words("abc"), [words("a"), words("b"), words("c")]) == Overlap(1, 1, 1, 1)


def test_nothing_quoted_and_nothing_right_are_zero() -> None:
    """Neither divides by nothing."""
    assert overlap(set(), [words("a")]) == overlap(words("b"), [words("a")]) == Overlap()


def test_gold_without_a_word_is_no_gold() -> None:
    """A dash, for example; where there is no other, nothing is compared."""
    assert overlap(words("a"), [set(), words("a")]) == Overlap(1, 1, 1, 1)
    assert overlap(words("a"), [set()]) is None
