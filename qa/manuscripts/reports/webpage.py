"""Verdicts as a web page: one file, with no script and nothing to load."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from qa.manuscripts.records import ABSENT, EXACT, SOURCE_MISSING, WORDS
from qa.manuscripts.wording import at, change_sentence, claimed, where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.manuscripts.records import CheckedManuscript, Judged
    from qa.text.alignment import Change
    from qa.verification.findings import Place

_STYLE = """\
:root { color-scheme: light dark; --good: #1f5c4d; --bad: #a3271d; --open: #8a6d1a; }
@media (prefers-color-scheme: dark) { :root { --good: #7fc7b2; --bad: #f0948a; --open: #d9b95c; } }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1.25rem; font: 1rem/1.55 Georgia, serif; }
h1 { font-size: 1.75rem; font-weight: 400; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 0.25rem; font-size: 1.25rem; overflow-wrap: anywhere; }
.sum, .facts, summary, li { font: 0.875rem/1.5 system-ui, sans-serif; }
article { margin: 1rem 0; padding: 0.1rem 0 0.1rem 1rem; border-left: 4px solid var(--bad); break-inside: avoid; }
article.exact { border-left-color: var(--good); }
article.source_missing, article.not_checked { border-left-color: var(--open); }
h3 { margin: 0.25rem 0; font: 600 0.9375rem/1.4 system-ui, sans-serif; }
blockquote { margin: 0.35rem 0; white-space: pre-line; overflow-wrap: anywhere; }
blockquote.source { white-space: normal; padding-left: 1rem; border-left: 2px solid #8a857a66; }
mark { background: #f4c20d66; color: inherit; }
.facts { margin: 0.2rem 0; opacity: 0.85; overflow-wrap: anywhere; }
"""  # noqa: E501 - a rule of CSS a line


_MOST_PLACES = 3  # of one quotation that are shown


def to_webpage(checked: Sequence[CheckedManuscript], errors: Sequence[tuple[str, str]] = ()) -> str:
    """Return HTML: a section for each manuscript, what is not exact first.

    Args:
        checked: the manuscripts.
        errors: name of each file that could not be checked, and why.
    """
    sections = "\n".join(map(_section, checked))
    failed = "\n".join(
        f"<section>\n<h2>{escape(name)}</h2>\n<p>{escape(reason)}</p>\n</section>"
        for name, reason in errors
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>Quotations checked</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>Quotations checked</h1>\n{sections}\n{failed}\n</body>\n</html>\n"
    )


def _section(checked: CheckedManuscript) -> str:
    wrong = [one for one in checked.judged if one.verdict != EXACT]
    right = [one for one in checked.judged if one.verdict == EXACT]
    parts = [f"<h2>{escape(checked.name)}</h2>", f'<p class="sum">{escape(summary(checked))}</p>']
    parts += [f'<p class="facts">{escape(remark)}</p>' for remark in checked.remarks]
    parts += map(_article, wrong)
    if right:
        inside = "\n".join(map(_article, right))
        parts.append(f"<details>\n<summary>{len(right):,} exact</summary>\n{inside}\n</details>")
    if checked.terms:
        items = "\n".join(
            f"<li>{escape(place)}: “{escape(words)}”</li>" for place, words in checked.terms
        )
        parts.append(
            f"<details>\n<summary>Terms and titles in quotation marks, not checked: "
            f"{len(checked.terms):,}</summary>\n<ul>\n{items}\n</ul>\n</details>"
        )
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def summary(checked: CheckedManuscript) -> str:
    """Return how many quotations have which verdict: ``12 quotations: 10 exact, 2 altered``.

    Args:
        checked: the manuscript.
    """
    counts = Counter(WORDS[one.verdict] for one in checked.judged)
    named = ", ".join(f"{number:,} {verdict}" for verdict, number in counts.most_common())
    total = f"{counts.total():,} quotation{'' if counts.total() == 1 else 's'}"
    return f"{total}: {named}" if named else total


def _article(judged: Judged) -> str:
    finding = judged.finding
    places = finding.places if finding else ()
    changes = finding.changes if finding else ()
    source = claimed(judged)
    head = " · ".join(filter(None, (WORDS[judged.verdict], where(judged))))
    parts = [
        f'<article class="{judged.verdict}">',
        f"<h3>{escape(head)}</h3>",
        f"<blockquote>{escape(judged.quotation.text)}</blockquote>",
    ]
    if source:
        parts.append(f'<p class="facts">Claimed source: {escape(source)}</p>')
    parts += [f'<p class="facts">{escape(change_sentence(one))}</p>' for one in changes]
    parts += [f'<p class="facts">{escape(remark)}</p>' for remark in judged.remarks]
    is_unknown = judged.verdict == SOURCE_MISSING and finding and finding.verdict != EXACT
    for place in () if is_unknown else dict.fromkeys(places[:_MOST_PLACES]):
        closest = "The closest sentence: " if judged.verdict == ABSENT else ""
        parts.append(
            f'<blockquote class="source">{_marked(place, changes)}</blockquote>\n'
            f'<p class="facts">{closest}{escape(at(place))}</p>'
        )
    return "\n".join((*parts, "</article>"))


def _marked(place: Place, changes: Sequence[Change]) -> str:
    return "".join(_pieces(place, changes))


def _pieces(place: Place, changes: Sequence[Change]) -> Iterator[str]:
    """Yield the words of a place, those that the manuscript has otherwise marked."""
    last = 0
    for change in changes:
        start, end = change.start - place.start, change.end - place.start
        if last <= start < end <= len(place.text):
            yield escape(place.text[last:start])
            yield f"<mark>{escape(place.text[start:end])}</mark>"
            last = end
    yield escape(place.text[last:])
