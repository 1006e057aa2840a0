"""Words that the lexical index leaves out, searched for in a text as they are spelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.deadlines import check_deadline
from qa.text.character_classes import DASHES
from qa.text.keys import ELLIPSIS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.text.folding import Token

MOST = 12
"""Words that are searched for; more would not make the result more exact."""

_LONGEST = 64  # characters of a word
_GAP = 40  # characters between two words that follow one another


def literals(claim: str, wanted: Sequence[Token]) -> list[str]:
    """Return the first words and signs of a claim that a text spells as the claim does.

    Dashes, ellipses and numbers have several spellings; they are left out unless there is
    nothing else.

    Args:
        claim: the claimed words.
        wanted: tokens of the claim.
    """
    spans = dict.fromkeys((token.start, token.end, token.key) for token in wanted)
    some = [(claim[start:end][:_LONGEST], key) for start, end, key in spans]
    fixed = [
        word
        for word, key in some
        if key != ELLIPSIS and word[0] not in DASHES and not key.lstrip("-")[:1].isdigit()
    ]
    return (fixed or [word for word, _ in some])[:MOST]


def follow_one_another(lowered: str, words: Sequence[str]) -> bool:
    """Return whether a text in lower case has words one after another, one character between.

    Args:
        lowered: the text, in lower case.
        words: the words, in lower case.
    """
    at = lowered.find(words[0])
    while at >= 0:
        end = at + len(words[0])
        for word in words[1:]:
            if not lowered.startswith(word, end + 1):
                break
            end += 1 + len(word)
        else:
            return True
        at = lowered.find(words[0], at + 1)
    return False


def offsets_of_rarest(text: str, words: Sequence[str]) -> Iterator[int]:
    """Yield the offsets of the rarest word that has the words next to it near by, in any case.

    Args:
        text: the text to search.
        words: the words, in the order of the claim.
    """
    lowered, sought = _lower(text), [_lower(word) for word in words]
    counts = [lowered.count(word) for word in sought]
    present = [i for i, count in enumerate(counts) if count]
    if not present:
        return
    rarest = min(present, key=lambda i: (counts[i], i))
    before = sought[rarest - 1] if rarest and counts[rarest - 1] else ""
    after = sought[rarest + 1] if rarest + 1 < len(sought) and counts[rarest + 1] else ""
    word = sought[rarest]
    at = lowered.find(word)
    while at >= 0:
        check_deadline()
        end = at + len(word)
        if (
            lowered.find(before, max(0, at - len(before) - _GAP), at) >= 0
            and lowered.find(after, end, end + len(after) + _GAP) >= 0
        ):
            yield at
        at = lowered.find(word, at + 1)


def _lower(text: str) -> str:
    """Return a text in lower case, every character at its offset."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
