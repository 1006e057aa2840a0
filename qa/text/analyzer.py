"""The words of a text as the lexical index counts them.

A term is a word without case, accents and inflection: ``deliveries`` and ``Delivered``
become ``deliveri`` and ``deliv``, ``20,000`` becomes ``20000``. Text in Chinese, Japanese
and Korean, which has no spaces, becomes overlapping pairs of characters, the common
choice for it (Lucene's CJKBigramFilter does the same). A date becomes its day, month and year,
in whatever form it is written: ``2024-05-02`` and ``May 2nd, 2024`` are ``2``, ``may``, ``2024``.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer

from qa.text.dates import MONTHS, dates
from qa.text.normalization import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.text.dates import Date

# English stop words of the Snowball project (snowballstem.org/algorithms/english/stop.txt,
# BSD licence); contractions stand without their apostrophe, and those that are then spelt
# like another word ("we'll", "I'd", "she'll") are left out.
STOP_WORDS = frozenset(
    """
    i me my myself we us our ours ourselves you your yours yourself yourselves he him his
    himself she her hers herself it its itself they them their theirs themselves what which
    who whom whose this that these those am is are was were be been being have has had having
    do does did doing will would shall should can could may might must ought a an the and but
    if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once
    here there when where why how all any both each few more most other some such no nor not
    only own same so than too very cannot
    im youre hes shes theyre ive youve weve theyve youd  theyd
    youll  theyll isnt arent wasnt werent hasnt havent hadnt doesnt dont didnt
    wont wouldnt shant shouldnt cant couldnt mustnt lets thats whos whats heres theres whens
    wheres whys hows
    """.split()  # noqa: SIM905 - a list of words reads best as words
)

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LETTER = rf"[^\W\d_{_CJK}]"
_TOKEN = re.compile(
    rf"""\d+(?:[.,]\d+)*(?:{_LETTER}|\d)*            # 20,000  3.5  5G  1990s
       | (?:{_LETTER}\.){{2,}}                       # U.S.  e.g.
       | {_LETTER}(?:{_LETTER}|\d|['’](?={_LETTER}))*  # Xiaomi  H2O  China’s
       | [{_CJK}]+
    """,
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_IS_CJK = re.compile(rf"[{_CJK}]")
_LONGEST_CACHED = 64  # characters; longer ones rarely occur twice
_stemmer = snowballstemmer.stemmer("english")
_MONTH_TERMS = tuple(_stemmer.stemWord(month) for month in MONTHS)
_stemming = threading.Lock()  # a Snowball stemmer keeps the word it works on as state


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order, folded as terms are but not stemmed.

    Numbers and text without spaces are left out.

    Args:
        text: any text.
    """
    tokens = _TOKEN.findall(composed(text))
    folded = (_folded(token).removesuffix("'s") for token in tokens)
    return [word for word in folded if word.isalpha() and not _IS_CJK.match(word)]


def terms(text: str) -> list[str]:
    """Return the terms of ``text`` in order, as often as they occur, without stop words.

    ``US`` and ``IT`` in a text of mixed case are names, ``us`` and ``it`` are stop words.

    Args:
        text: any text.
    """
    shouted = text.isupper()
    text = composed(text)  # an accent of its own would end the word
    found: list[str] = []
    ahead = iter(dates(text))
    date = next(ahead, None)
    for match in _TOKEN.finditer(text):
        while date and match.start() >= date.end:
            date = next(ahead, None)
        if date is None or match.end() <= date.start:
            token = match[0]
            found.extend(_terms_of(token.casefold() if shouted else token))
        elif match.start() <= date.start:  # the first of its tokens
            found.extend(_terms_of_date(date))
    return found


def _terms_of_date(date: Date) -> Iterator[str]:
    if date.day is not None:
        yield str(date.day)
    yield _MONTH_TERMS[date.month - 1]
    if date.year is not None:
        yield str(date.year)


def _terms_of(token: str) -> tuple[str, ...]:
    return (_cached_terms if len(token) <= _LONGEST_CACHED else _found_terms)(token)


def _found_terms(token: str) -> tuple[str, ...]:
    folded = _folded(token)
    if _IS_CJK.match(folded):
        return tuple(folded[i : i + 2] for i in range(max(1, len(folded) - 1)))
    if folded[:1].isdigit():
        return (folded.replace(",", "") if _THOUSANDS.fullmatch(folded) else folded,)
    word = folded.removesuffix("'s").replace("'", "").replace(".", "")
    is_acronym = len(token) > 1 and (token.isupper() or "." in token)
    if not word or (word in STOP_WORDS and not is_acronym):
        return ()
    with _stemming:
        return (str(_stemmer.stemWord(word)),)


def _folded(token: str) -> str:
    return (_cached_fold if len(token) <= _LONGEST_CACHED else _fold)(token)


def _fold(token: str) -> str:
    decomposed = unicodedata.normalize("NFKD", token.replace("’", "'").casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


_cached_terms = lru_cache(maxsize=200_000)(_found_terms)
_cached_fold = lru_cache(maxsize=200_000)(_fold)
