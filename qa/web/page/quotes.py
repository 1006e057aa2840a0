"""One quote as HTML: its words, where they stand, why they were chosen, what to do with them."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.records import Answer
from qa.rendering.text import ALSO_IN, citation_line, to_markdown
from qa.text.analyzer import terms
from qa.web import strings
from qa.web.page.escaping import escaped
from qa.web.service.source import reference

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa.records import Document, Quote, Span

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

_VERDICTS = "".join(
    f'<button class="verdict-of-user" value="{verdict}" title="{hint}">{label}</button>'
    for verdict, label, hint in strings.VERDICTS
)
_FEEDBACK = (
    f'<details class="feedback"><summary>{strings.FEEDBACK}</summary>'
    f'<div class="row">{_VERDICTS}<span class="thanks"></span></div></details>'
)


def quote_html(quote: Quote, document: Document, said: Span | None, most: float) -> str:
    """Return a quote as HTML.

    Args:
        quote: what is shown.
        document: it stands in.
        said: where in its text the answering words stand.
        most: the highest lexical score among the quotes shown, to draw this one's beside.
    """
    score = escaped(strings.SCORE.format(share=quote.score))
    return (
        f'<div class="quote{_paged(document)}"><blockquote class="words" title="{score}">'
        f"{_marked(quote.text, said)}</blockquote>"
        f'<div class="place">{_chip(quote)}<div class="more">{_passage(quote, document, said)}'
        f"{_why(quote, most)}{_copies(quote)}{_FEEDBACK}</div></div></div>"
    )


def _paged(document: Document) -> str:
    """Return the class of what stands on pages, whose lines end where the page did."""
    return " paged" if document.media_type == "application/pdf" else ""


def citation_text(quote: Quote) -> str:
    """Return where a quote stands, as it is cited."""
    citation = quote.citation
    place = f"{citation.doc_id}, {citation.start}–{citation.end}"
    return f"{citation_line(citation)} ({place})"


def _marked(text: str, said: Span | None) -> str:
    if said is None:
        return escaped(text)
    return (
        f'{escaped(text[: said.start])}<strong class="said">'
        f"{escaped(text[said.start : said.end])}</strong>{escaped(text[said.end :])}"
    )


def _chip(quote: Quote) -> str:
    """Return the citation as a button; the document's path stands in it on hover."""
    citation = quote.citation
    work = escaped(citation_line(replace(citation, headings=())))
    path = escaped(" › ".join(citation.headings))
    section = f'<span class="section">{path}</span>' if path else ""
    hover = citation_line(replace(citation, title=citation.doc_id))
    places = escaped(", ".join(citation.places))
    also = f'<div class="also">{ALSO_IN} {places}</div>' if places else ""
    return (
        f'<button class="chip" value="{escaped(reference(quote))}" title="{escaped(hover)}">'
        f'<span class="work"><span class="unseen">{strings.OPEN_SOURCE} </span>{work}</span> '
        f"{section}</button>{also}"
    )


def _passage(quote: Quote, document: Document, said: Span | None) -> str:
    """Return the passage around a quote, folded; nothing where the quote is all of it."""
    start, end, context = quote.citation.start, quote.citation.end, quote.context
    before, after = document.text[context.start : start], document.text[end : context.end]
    if not (before + after).strip():
        return ""
    within = f"<strong>{_marked(quote.text, said)}</strong>"
    return (
        f'<details class="passage"><summary title="{strings.UNFOLD_HINT}">{strings.UNFOLD}'
        f'</summary><div class="words">{escaped(before)}{within}{escaped(after)}</div></details>'
    )


def _why(quote: Quote, most: float) -> str:
    """Return what speaks for a quote: bars for the scores, and the words it shares."""
    why = quote.why
    bars = "".join(
        f'<div class="bar" title="{escaped(hint)}"><span>{escaped(name)}</span>'
        f'<span class="track"><span class="fill" style="width: {max(0.0, min(1.0, share)):.0%}">'
        f"</span></span><span>{value}</span></div>"
        for name, hint, share, value in (
            (strings.DENSE, strings.DENSE_HINT, why.dense, f"{why.dense:.2f}"),
            (
                strings.LEXICAL,
                strings.LEXICAL_HINT,
                why.lexical / most if most > 0 and math.isfinite(why.lexical) else 0.0,
                f"{why.lexical:.1f}",
            ),
            (strings.EVIDENCE, strings.EVIDENCE_HINT, why.evidence, f"{why.evidence:.2f}"),
            (strings.COVERAGE, strings.COVERAGE_HINT, why.coverage, f"{why.coverage:.0%}"),
        )
    )
    shared = "".join(f"<span>{escaped(word)}</span>" for word in _words_of(quote.text, why.terms))
    words = f'<div class="terms">{strings.TERMS} {shared}</div>' if shared else ""
    return (
        f'<details class="why"><summary>{strings.WHY}</summary>'
        f'<div class="bars">{bars}{words}</div></details>'
    )


def _words_of(text: str, stems: Collection[str]) -> list[str]:
    """Return the words of a text that have one of these stems, each stem's first."""
    first: dict[str, str] = {}
    for word in _WORD.findall(text):
        for stem in terms(word):
            first.setdefault(stem, word)
    return list(dict.fromkeys(first[stem] for stem in stems if stem in first))


def _copies(quote: Quote) -> str:
    """Return what copies a quote: each button carries what it copies."""
    cited = f"“{quote.text}”\n— {citation_text(quote)}"
    markdown = to_markdown(Answer("", (quote,), found=True, confidence=1, nearest=(), index=""))
    buttons = "".join(
        f'<button class="copy" value="{escaped(value)}">{label}</button>'
        for label, value in (
            (strings.COPY_TEXT, cited),
            (strings.COPY_MARKDOWN, markdown),
            (strings.COPY_CITATION, citation_text(quote)),
            (strings.COPY_RECORD, json.dumps(quote.citation.selectors(quote.text))),
        )
    )
    referred = escaped(reference(quote))
    link = f'<button class="copy copy-link" value="{referred}">{strings.COPY_LINK}</button>'
    return (
        f'<details class="copies"><summary>{strings.COPY}</summary>'
        f'<div class="row">{buttons}{link}</div></details>'
    )
