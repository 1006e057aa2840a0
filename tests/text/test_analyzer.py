"""Terms are words without case, accents and inflection."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from qa.text.analyzer import terms, words
from tests.support.nasty import nasty_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deliveries Delivered", ["deliveri", "deliv"]),
        ("EVs EV’s EV", ["ev", "ev", "ev"]),
        ("China’s China's", ["china", "china"]),
        ("U.S. e.g.", ["us", "eg"]),
        ("café CAFÉ cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("Straße STRASSE", ["strass", "strass"]),
        ("Ｆｕｌｌ ﬁrst", ["full", "first"]),
        ("H2O 5G 1990s", ["h2o", "5g", "1990s"]),
        ("state-of-the-art @xpeng#ASMR", ["state", "art", "xpeng", "asmr"]),
    ],
)
def test_words_that_mean_the_same_are_one_term(text: str, expected: list[str]) -> None:
    """Case, accents, width, possessives and endings make no difference."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20,000 20000 1,000,000.50", ["20000", "20000", "1000000.50"]),
        ("2.5% 35%", ["2.5", "35"]),
        ("3,5 192.168.0.1", ["3,5", "192.168.0.1"]),
        ("October 2024.", ["octob", "2024"]),
    ],
)
def test_a_number_is_one_term(text: str, expected: list[str]) -> None:
    """Commas between thousands are dropped, decimal points and commas kept."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    "text", ["2021-05-09", "May 9th, 2021", "MAY 9, 2021", "09.05.2021", "9/5/2021", "9. Mai 2021"]
)
def test_a_date_is_its_day_month_and_year(text: str) -> None:
    """Also in May, which is a stop word elsewhere; the words around it stay."""
    assert terms(f"Sold on {text}, twice") == ["sold", "9", "may", "2021", "twice"]
    assert terms("It may be sold in May 2021.") == ["sold", "may", "2021"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人工智能", ["人工", "工智", "智能"]),
        ("車", ["車"]),
        ("ひらがな", ["ひら", "らか", "かな"]),
        ("한국어", ["한국", "국어"]),
        ("XPENG 原聲", ["xpeng", "原聲"]),
    ],
)
def test_text_without_spaces_becomes_pairs(text: str, expected: list[str]) -> None:
    """Chinese, Japanese and Korean are counted in overlapping pairs of characters."""
    assert terms(text) == expected


def test_stop_words_are_dropped() -> None:
    """Words that stand everywhere say nothing, with their contractions."""
    assert terms("What is it that the others don’t have? Aren't they there?") == ["other"]


def test_capitals_tell_a_name_from_a_stop_word() -> None:
    """``US`` and ``IT`` are names, unless everything is in capitals."""
    assert terms("Give it to us: the US and IT") == ["give", "us", "it"]
    assert terms("WHO GIVES IT TO US?") == ["give"]


def test_terms_come_in_order_and_as_often_as_they_occur() -> None:
    """BM25 counts them and pairs of neighbours are compared."""
    assert terms("Bird, cloud, birds") == ["bird", "cloud", "bird"]


@given(nasty_texts)
def test_a_term_can_be_put_between_quotation_marks(text: str) -> None:
    """No term is empty or holds what would end it in a query to SQLite."""
    for term in terms(text):
        assert term
        assert '"' not in term
        assert "\x00" not in term


@given(nasty_texts)
def test_terms_do_not_depend_on_composition(text: str) -> None:
    """Composed and decomposed accents make the same terms."""
    assert terms(unicodedata.normalize("NFC", text)) == terms(text)


def test_threads_do_not_disturb_one_another() -> None:
    """A stemmer keeps state; many threads get what one gets."""
    texts = [f"running{chr(97 + i % 26)}s delivered{chr(97 + i % 7)}ing" for i in range(400)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(terms, texts))
    assert together == [terms(text) for text in texts]
    assert terms("deliveries running") == ["deliveri", "run"]


def test_words_are_folded_and_not_stemmed() -> None:
    """Numbers, and text without spaces between its words, are left out."""
    assert words("Deliveries to China’s Café, 20,000 of them: 斑马 5G") == [
        "deliveries",
        "to",
        "china",
        "cafe",
        "of",
        "them",
    ]
