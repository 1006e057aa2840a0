"""Sources that a text names in words: "(Smith 2020: 4)", "Smith (2020, p. 4)", "Ibid., p. 5"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.manuscripts.records import ClaimedSource, SourceMark
from qa.text.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = re.compile(r"(?<![\w/.-])(1[5-9]\d\d|20\d\d)([a-z])?(?![\w/-])")
_RANGE = r"(\d{1,5})(?:\s?[-–—]{1,2}\s?(\d{1,5}))?"
_PAGE = re.compile(
    rf"(?<!\w)(?:pp?\.|pgs?\.|pages?|S\.|Seiten?|at|pág\.|págs\.|blz\.)\s?{_RANGE}(?!\w)",
    re.IGNORECASE,
)
_AFTER_YEAR = re.compile(
    rf"\s?[,:]\s?(?:(?:pp?\.|pgs?\.|pages?|S\.|Seiten?|at)\s?)?{_RANGE}(?![\w.]\w)"
)
_LAST = re.compile(r"[\s,)](\d{1,5})(?:[-–—](\d{1,5}))?\.?\s*\Z")
_SAME = re.compile(r"\W{0,3}(?:ibid(?:em)?|id|ebd|ebenda|op\. cit|loc\. cit)\b", re.IGNORECASE)
_WORD = re.compile(r"&|[^\W\d_][^\s,;:()\[\]“”\"]{0,60}")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_JOINING = frozenset({"and", "und", "et", "y", "e", "en", "&", "al", "al.", "u.a", "others"})
_PARTICLES = frozenset({"von", "van", "de", "der", "den", "del", "della", "di", "da", "la", "le"})
_LEADS = frozenset(
    """
    see also cf compare e.g eg i.e in as the a an quoted cited after from according to by per
    siehe vgl nach zitiert voir chapter chap part section world war figure table fig
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_BETWEEN_NAMES = re.compile(r"[\s,]{0,4}")
_LONGEST_NAMES = 120  # characters before the year
_LONGEST_BRACKET = 300
_MOST_SOURCES = 10  # of a note


def pages_of(text: str) -> tuple[int, int] | None:
    """Return the first and the last page that a locator names; None for none.

    Args:
        text: such as ``p. 4`` or ``pp. 33–35, ch. 2``.
    """
    found = _PAGE.search(text)
    return _pages(found) if found else None


def bare_pages_of(text: str) -> tuple[int, int] | None:
    """Return the pages of a locator, which may be nothing but numbers.

    Args:
        text: such as ``4`` or ``pp. 33-35``.
    """
    found = re.fullmatch(rf"\s*{_RANGE}\s*\.?\s*", text)
    return _pages(found) if found else pages_of(text)


def _pages(found: re.Match[str]) -> tuple[int, int]:
    first = int(found[1])
    last = int(found[2]) if found[2] else first
    if last < first and found[2]:  # 433–7 and 433–37 are short for 433–437
        last = int(found[1][: len(found[1]) - len(found[2])] + found[2])
    return first, max(first, last)


def named_in_text(text: str) -> Iterator[SourceMark]:
    """Yield where a text names sources by author and year, or by a page in brackets.

    Args:
        text: of a manuscript.
    """
    last = -1
    for year in _YEAR.finditer(text):
        opened = _opened_before(text, year.start())
        if opened is None:
            continue
        begin = max(opened + 1, text.rfind(";", opened, year.start()) + 1)
        before = text[begin : year.start()]
        names = _surnames(before)
        after = _AFTER_YEAR.match(text, year.end())
        pages = _pages(after) if after else pages_of(_rest_of_bracket(text, year.end()))
        if names:
            words = before.strip() + " " + text[year.start() : after.end() if after else year.end()]
            source = ClaimedSource(words.strip(), authors=names, year=year[0], pages=pages)
            yield SourceMark(opened, (source,))
            last = opened
        elif not before.strip() and opened != last:
            narrated = _surnames_at_end(text[max(0, opened - _LONGEST_NAMES) : opened])
            if narrated:
                words = f"{' and '.join(narrated)} {year[0]}"
                yield SourceMark(
                    opened,
                    (
                        ClaimedSource(
                            words, authors=narrated, year=year[0], pages=pages, is_narrative=True
                        ),
                    ),
                )
    yield from _by_page(text)


def _by_page(text: str) -> Iterator[SourceMark]:
    """Yield the brackets that name a page and no year: "(p. 4)", "(Lease, p. 4)"."""
    for page in _PAGE.finditer(text):
        opened = _opened_before(text, page.start())
        if opened is None or _YEAR.search(text, opened, page.end()):
            continue
        inside = text[opened + 1 : page.start()].strip(" ,;:\n")
        words = text[opened + 1 : page.end()].strip()
        if not inside:
            yield SourceMark(opened, (ClaimedSource(words, pages=_pages(page), is_page=True),))
        elif _SAME.match(inside):
            same = ClaimedSource(words, pages=_pages(page), is_same=True)
            yield SourceMark(opened, (same,))
        elif "(" not in inside and inside.casefold() not in _LEADS:
            yield SourceMark(opened, (ClaimedSource(words, title=inside, pages=_pages(page)),))


def _opened_before(text: str, at: int) -> int | None:
    """Return where the bracket around an offset opens; None outside of brackets."""
    begin = max(0, at - _LONGEST_BRACKET)
    opened = text.rfind("(", begin, at)
    closed = text.rfind(")", begin, at)
    return opened if opened > closed and "\n\n" not in text[opened:at] else None


def _rest_of_bracket(text: str, at: int) -> str:
    ends = [text.find(mark, at, at + _LONGEST_BRACKET) for mark in ");"]
    return text[at : min((end for end in ends if end >= 0), default=at)]


def _surnames(text: str) -> tuple[str, ...]:
    """Return the surnames of a bracket before its year."""
    if len(text) > _LONGEST_NAMES:
        return ()
    found = [
        word[0].rstrip(".’'")
        for word in _WORD.finditer(text)
        if word[0][0].isupper() and _CAPITALS.match(word[0])
    ]
    return tuple(name for name in found if not _is_no_name(name))


def _surnames_at_end(text: str) -> tuple[str, ...]:
    """Return the names that a text ends with: "as Smith and Jones" → Smith, Jones."""
    names: list[str] = []
    begin = len(text)
    for word in reversed(list(_WORD.finditer(text))):
        between = text[word.end() : begin]
        begin = word.start()
        bare = word[0].rstrip(".").removesuffix("’s").removesuffix("'s")
        if _BETWEEN_NAMES.fullmatch(between) is None:
            break
        if bare.casefold() in _JOINING | _PARTICLES:
            continue
        ends_sentence = word[0].endswith(".") and len(bare) > 1
        if ends_sentence or not bare[:1].isupper() or _is_no_name(bare):
            break
        if _CAPITALS.match(bare):  # an initial is no surname
            names.append(bare)
    return tuple(reversed(names))


def _is_no_name(word: str) -> bool:
    folded = word.casefold().rstrip(".")
    return folded in _LEADS or folded in MONTHS


def sources_of_note(note: str) -> tuple[ClaimedSource, ...]:
    """Return the sources that a footnote names; empty where it only explains.

    Args:
        note: its words.
    """
    parts = note.split(";")[:_MOST_SOURCES]
    found = [source for part in parts if (source := _source_of(part))]
    if not found and len(parts) > 1:
        return tuple(filter(None, [_source_of(note)]))
    return tuple(found)


def _source_of(part: str) -> ClaimedSource | None:
    words = " ".join(part.split())
    if not words:
        return None
    years = list(_YEAR.finditer(words))
    pages = pages_of(words)
    if pages is None and (last := _LAST.search(words)) and not _YEAR.fullmatch(last[1]):
        pages = _pages(last)
    if _SAME.match(words):
        return ClaimedSource(words, pages=pages, is_same=True)
    has_name = any(_CAPITALS.match(word) and word[0].isupper() for word in _WORD.findall(words))
    is_certain = has_name and (bool(years) or pages_of(words) is not None)
    year = years[-1][0] if years else ""
    return ClaimedSource(words, year=year, pages=pages, is_certain=is_certain)
