"""Claims that are joined from several passages: with ellipses, or without a sign of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qa.errors import ClaimError
from qa.text.alignment import left_out
from qa.text.folding import tokens
from qa.text.keys import ELLIPSIS
from qa.verification.findings import STITCHED, Finding
from qa.verification.placing import LONGEST_GAP, is_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.text.alignment import Change
    from qa.verification.finder import Finder
    from qa.verification.findings import Place

MOST_PARTS = 400
"""Parts of a claim, around ellipses or sentences, that are checked one by one."""

_MOST_PIECES = 4  # joined without a sign of it; more are no quotation
_OPENING, _ENDING = frozenset("[("), frozenset("])")  # around an ellipsis


def parts_of(claim: str) -> list[str]:
    """Return the words between the ellipses of a claim, without brackets around these.

    Args:
        claim: the words of the quotation.

    Raises:
        ClaimError: there are too many parts.
    """
    claimed = tokens(claim)
    parts: list[str] = []
    first = 0
    for i, token in enumerate(claimed):
        if token.key != ELLIPSIS or token.end <= first:
            continue
        start, end, after = token.start, token.end, i + 1
        if i and claimed[i - 1].key in _OPENING and claimed[i - 1].start >= first:
            start = claimed[i - 1].start
        if after < len(claimed) and claimed[after].key == "." and claimed[after].start <= end + 1:
            end, after = claimed[after].end, after + 1  # a fourth point
        if after < len(claimed) and claimed[after].key in _ENDING:
            end = claimed[after].end
        parts.append(claim[first:start].strip())
        first = end
    parts = [part for part in (*parts, claim[first:].strip()) if tokens(part)]
    if len(parts) > MOST_PARTS:
        msg = (
            f"The claim has {len(parts):,} parts between ellipses; at most {MOST_PARTS} are "
            "checked at once. Check them in several claims."
        )
        raise ClaimError(msg)
    return parts


def joined_pieces(claim: str, finder: Finder) -> list[Place]:
    """Return the places of the pieces that a claim was joined from without a sign of it.

    Args:
        claim: the words of the quotation.
        finder: of the documents.

    Returns:
        In the order of the claim; empty if it was not joined from a few long pieces.
    """
    claimed = tokens(claim)
    pieces = finder.pieces(claim, claimed, _MOST_PIECES)
    is_joined = len(pieces) > 1 and all(is_run(claimed[one.first : one.last]) for one in pieces)
    return [piece.place for piece in pieces] if is_joined else []


def stitched(claim: str, places: Sequence[Place], finder: Finder) -> Finding:
    """Return the finding *stitched*, with the little that was left out between two pieces.

    Args:
        claim: the words of the quotation.
        places: of its pieces, in order.
        finder: of the documents.
    """
    changes = [
        change
        for before, after in pairwise(places)
        for change in left_out_between(before, after, finder)
    ]
    return Finding(claim, STITCHED, tuple(places), tuple(changes))


def left_out_between(before: Place, after: Place, finder: Finder) -> list[Change]:
    """Return the words between two places of one document, if they are few.

    Args:
        before: the first place.
        after: the next one in the claim.
        finder: of the documents.
    """
    if before.doc_id != after.doc_id or not 0 < after.start - before.end <= LONGEST_GAP:
        return []
    between = left_out(finder.text(before.doc_id), before.end, after.start)
    return [between] if between else []
