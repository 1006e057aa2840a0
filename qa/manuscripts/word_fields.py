"""Citations that Zotero, Mendeley and Word itself leave in the fields of a document."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qa.manuscripts.citations import bare_pages_of
from qa.manuscripts.records import ClaimedSource

if TYPE_CHECKING:
    from collections.abc import Iterator

_JSON = "CSL_CITATION"
_OWN = re.compile(r"\s*CITATION\s+(\S{1,100})")  # Word's own: CITATION Smi20 \p 4 \l 1033
_OWN_PAGE = re.compile(r"\\p\s+\"?([^\\\"]{1,40})")
_LONGEST = 500_000  # characters
_MOST = 20  # sources of a citation


def sources_in_field(code: str) -> tuple[ClaimedSource, ...]:
    """Return the sources that a field cites; none for any other field.

    Args:
        code: of the field.
    """
    own = _OWN.match(code)
    if own:
        page = _OWN_PAGE.search(code)
        pages = bare_pages_of(page[1]) if page else None
        return (ClaimedSource(own[1], key=own[1], pages=pages, is_certain=False),)
    if _JSON not in code or len(code) > _LONGEST:
        return ()
    found: list[ClaimedSource] = []
    decoder = json.JSONDecoder()
    at = code.find(_JSON)
    while at >= 0 and len(found) < _MOST:
        begin = code.find("{", at)
        try:
            citation, _ = decoder.raw_decode(code, begin) if begin >= 0 else ({}, 0)
        except (ValueError, RecursionError):
            citation = {}
        found.extend(_cited(citation))
        at = code.find(_JSON, at + 1)
    return tuple(found[:_MOST])


def _cited(citation: Any) -> Iterator[ClaimedSource]:
    items = citation.get("citationItems") if isinstance(citation, dict) else None
    for item in items if isinstance(items, list) else ():
        data = item.get("itemData") if isinstance(item, dict) else None
        if not isinstance(data, dict):
            continue
        people = data.get("author") or data.get("editor") or []
        authors = tuple(
            str(person.get("family") or person.get("literal") or "")
            for person in (people if isinstance(people, list) else ())
            if isinstance(person, dict)
        )
        title, locator = str(data.get("title") or ""), str(item.get("locator") or "")
        year = _year(data.get("issued"))
        words = ", ".join(filter(None, (*authors[:2], year, title, locator and f"p. {locator}")))
        if title or authors:
            yield ClaimedSource(
                words,
                authors=tuple(filter(None, authors)),
                year=year,
                title=title,
                pages=bare_pages_of(locator),
            )


def _year(issued: Any) -> str:
    try:
        return str(issued["date-parts"][0][0])
    except (TypeError, KeyError, IndexError):
        return ""
