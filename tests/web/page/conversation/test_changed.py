"""An answer whose documents have changed: nothing that was quoted vanishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.verification.findings import Place
from qa.web import strings
from qa.web.page.conversation.changed import changed_html
from qa.web.service.references import reference
from tests.support.tables import PRICES, quoted
from tests.support.webs import HOSTILE, answer, document, quote, texts

if TYPE_CHECKING:
    from qa.web.service.moved import Whereabouts

OWNER = document(f"Yes, it is. No, it is not. {HOSTILE}")
YES, NO = quote(OWNER, 0, 11), quote(OWNER, 12, 26)
ANSWER = answer((YES, NO), confidence=0.9)
QUOTED, STRUCK = r"<blockquote[^>]*>(.*?)</blockquote>", r"<del[^>]*>(.*?)</del>"


def shown(verdict: str, start: int = 0, end: int = 0) -> str:
    """Return the answer of which the second quote has become something else."""
    now = Place(OWNER.doc_id, OWNER.title, None, start, end, OWNER.text[start:end])
    found: Whereabouts = {"verdict": verdict, "was": NO.text, "place": now if end else None}
    return changed_html(ANSWER, lambda _: OWNER, {reference(NO): found})


def test_a_quote_that_changed_is_struck_through_above_what_is_there_now() -> None:
    """The other quotes stay; nothing says any more that the answer is likely."""
    markup = shown("altered", 12, 22)
    assert texts(markup, STRUCK) == [NO.text]
    assert texts(markup, QUOTED) == [YES.text, OWNER.text[12:22]]
    assert strings.NOW_READS in texts(markup, r'<div class="label">(.*?)</div>')
    assert strings.STALE in markup
    assert strings.LIKELY not in markup
    assert f'value="{ANSWER.question}"' in markup


@pytest.mark.parametrize(("end", "quoted"), [(0, [YES.text]), (11, [YES.text, OWNER.text[:11]])])
def test_a_quote_that_is_gone_is_shown_with_the_nearest_sentence_if_any(
    end: int, quoted: list[str]
) -> None:
    """Struck through in any case."""
    markup = shown("gone", 0, end)
    assert texts(markup, STRUCK) == [NO.text]
    assert texts(markup, QUOTED) == quoted
    assert (strings.NEAREST_NOW in markup) is bool(end)


def test_a_quote_that_moved_is_a_quote() -> None:
    """With its citation as it is now."""
    markup = shown("moved", 12, 26)
    assert texts(markup, STRUCK) == []
    assert texts(markup, QUOTED) == [YES.text, NO.text]
    assert strings.QUOTE_MOVED in markup


def test_words_of_documents_stay_words() -> None:
    """Also what is there now."""
    markup = shown("altered", 27, len(OWNER.text))
    assert texts(markup, QUOTED)[1] == HOSTILE
    assert "<script" not in markup
    assert "\n" not in markup


def test_a_row_that_moved_stands_below_the_names_of_its_columns_as_they_are_now() -> None:
    """Not below those of then; an index may have other offsets for each of its cells."""
    row = quoted(PRICES, "| Assam | 4.20 | |")
    now = document("New prices\n\n" + PRICES.replace("Pot", "Can"))
    start = now.text.index(row.text)
    place = Place(now.doc_id, now.title, None, start, start + len(row.text), row.text)
    found: Whereabouts = {"verdict": "moved", "was": row.text, "place": place}
    made = answer((row,), confidence=0.9)
    markup = changed_html(made, lambda _: now, {reference(row): found})
    assert texts(markup, r"<th [^>]*>(.*?)</th>") == ["Tea", "Can", "Note"]
