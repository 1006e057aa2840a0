"""A message before the replies that quote it, where both say the same words.

Every reply repeats what it answers. The words are those of the first message, and it is cited.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates, Evidence
    from qa.records import Document

BEHIND = 0.5
"""Log odds, at least, by which words that are quoted stand behind the original: the next sentence
of another message may come between."""

_FROM = re.compile(r"(?:[^\n]{0,1000}\n){0,3}?From: (?P<sender>[^\n]{0,1000})")
_LEAST_WORDS = 4
_LONGEST_LINE = 2_000  # characters before a sentence in which its line begins


def originals_first(
    candidates: Candidates, scores: NDArray[np.float64], document: Callable[[str], Document]
) -> NDArray[np.float64]:
    """Return the scores of sentences, those that a message quotes behind their original.

    Args:
        candidates: the sentences.
        scores: log odds of each, float64 ``(sentences,)``.
        document: returns the document with a ``doc_id``.
    """
    alike: dict[str, list[int]] = {}
    for number, item in enumerate(candidates.evidence):
        text = document(item.hit.passage.doc_id).text
        words = text[item.span.start : item.span.end].casefold().split()
        if len(words) >= _LEAST_WORDS:
            alike.setdefault(" ".join(word for word in words if word != ">"), []).append(number)
    ordered: NDArray[np.float64] = scores.copy()
    for numbers in alike.values():
        quoted = [number for number in numbers if _is_quoted(candidates.evidence[number], document)]
        own = [number for number in numbers if number not in quoted]
        if quoted and own:
            best = scores[numbers].max()
            ordered[own] = best
            ordered[quoted] = np.minimum(scores[quoted], best - BEHIND)
    return ordered


def _is_quoted(item: Evidence, document: Callable[[str], Document]) -> bool:
    """Return whether a sentence is another person's in a message, or its line begins with ">"."""
    passage = item.hit.passage
    text = document(passage.doc_id).text
    least = max(0, item.span.start - _LONGEST_LINE)
    line = text.rfind("\n", least, item.span.start) + 1
    is_known = line > 0 or least == 0
    if is_known and text[line : item.span.start + 1].lstrip().startswith(">"):
        return True
    # The sender's own words stand below the sender, others' below "On … wrote:".
    sent = _FROM.match(text)
    return sent is not None and bool(passage.headings) and passage.headings[0] != sent["sender"]
