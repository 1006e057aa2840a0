"""Claimed words compared with the words of a text."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from qa.text.folding import tokens
from qa.text.matching import occurrences
from qa.text.pairing import Effort, paired, roughly_paired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.text.folding import Token
    from qa.text.pairing import Pairs

SAME_WORDS = 0.6
"""Share of the claimed words that a span must have, in their order, to be the one that was meant.
Short words count half, as they are everywhere."""

_RUN = 3  # tokens that follow one another on both sides; fewer do so by chance
_FEW = 8  # tokens; of a claim of fewer, two that follow one another are a run
_IN_RUNS = 0.25  # share of the claimed words that must be in runs
_WIDEST = 1.5  # times the tokens of the claim, and some: a wider span has words from anywhere
_SOME = 8  # tokens
_SHORT = 3  # letters
_CANDIDATES = 3  # ranges of the text that are compared closely
_LOOKED_BACK = 40  # characters

_NEGATIONS = frozenset(
    normalize(
        "NFKD",
        "no not never none nobody nothing nor neither nowhere without cannot hardly scarcely "
        "unless except nicht nichts nie niemals kein keine keinen keiner keinem keines ohne weder "
        "ne pas jamais rien aucun aucune sans ni nunca jamás nada ningún ninguna ninguno sin "
        "nessuno senza mai não nem sem не ни нет без никогда 不 没 沒 無 无 非 未 別 别 勿",
    ).split()
)
_NUMBERS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred thousand million billion trillion half quarter third double twice first second percent
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_ENDS_SENTENCE = frozenset(".!?…。！？:")
_OPENS_QUOTE = " \t\r\n\f\v\u00a0\"'“”‘’«»„(["


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch in which the claimed words are not the words of the text.

    Attributes:
        kind: ``negation``, ``number``, ``name``, ``word`` or ``punctuation``, the first of
            them that applies.
        claimed: what is claimed; empty where words were dropped.
        actual: the words of the text; empty where words were added.
        start: offset in the text of the first character of ``actual``, or of where words
            were added.
        end: offset after the last.
    """

    kind: str
    claimed: str
    actual: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The span of a text that is most like the claimed words.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        share: of the claimed words that are in it in their order, [0, 1].
        changes: in order; empty where the words are the same.
    """

    start: int
    end: int
    share: float
    changes: tuple[Change, ...]


def compare(claim: str, text: str) -> Comparison | None:
    """Return the span of ``text`` most like ``claim``; None where none is like it.

    Args:
        claim: the claimed words.
        text: the text to search.
    """
    return closest(claim, tokens(claim), text, tokens(text))


def closest(  # noqa: PLR0913, PLR0917 - each is needed
    claim: str,
    claimed: Sequence[Token],
    text: str,
    source: Sequence[Token],
    least: float = SAME_WORDS,
    effort: Effort | None = None,
) -> Comparison | None:
    """Return the span of a text most like a claim.

    Args:
        claim: the claimed words.
        claimed: their tokens.
        text: in which they are looked for.
        source: tokens of the text, all or some.
        least: share of the claimed words that it must have; None is returned for less.
        effort: what it may cost; shared by several comparisons.
    """
    effort = effort or Effort()
    if not claimed or not source:
        return None
    same = next(occurrences(claimed, source), None)
    if same:
        return Comparison(*same, 1.0, ())
    found = [
        _compared(claim, claimed, text, source[first:last], effort)
        for first, last in _windows(claimed, source)
        if _shared(claimed, source[first:last]) >= least
    ]
    best = max(found, key=lambda one: (one.share, -len(one.changes)), default=None)
    return best if best and best.share >= least else None


def _is_one_place(claimed: Sequence[Token], matched: Sequence[tuple[int, int]]) -> bool:
    """Return whether equal tokens are a place that was meant, and not words picked from a text.

    They are close together, and enough of them follow one another in the text as in the claim.

    Args:
        claimed: tokens of the claim.
        matched: pairs of a claimed token and an equal one of the text, in order.
    """
    if not matched:
        return False
    width = matched[-1][1] - matched[0][1] + 1
    if width > _WIDEST * len(claimed) + _SOME:
        return False
    least = _RUN if len(claimed) >= _FEW else min(2, len(claimed))
    in_runs, run = 0.0, [matched[0]]
    for pair in [*matched[1:], (-1, -1)]:
        if pair == (run[-1][0] + 1, run[-1][1] + 1):
            run.append(pair)
            continue
        if len(run) >= least:
            in_runs += sum(weight(claimed[i]) for i, _ in run)
        run = [pair]
    return in_runs >= _IN_RUNS * sum(map(weight, claimed))


def _shared(claimed: Sequence[Token], source: Sequence[Token]) -> float:
    """Return the share of the claimed words that the text has in any order, an upper bound."""
    keys = {token.key for token in source}
    total = sum(map(weight, claimed)) or 1.0
    return sum(weight(token) for token in claimed if token.key in keys) / total


def left_out(text: str, start: int, end: int) -> Change | None:
    """Return the change of leaving out ``text[start:end]``; None where no token is in it.

    Args:
        text: the original text.
        start: offset of the first character that is left out.
        end: offset after the last.
    """
    source = tokens(text, start, end)
    return _change("", (), text, source, start) if source else None


def weight(token: Token) -> float:
    """Return how much a token counts, as rarer ones say more about where words are from.

    Args:
        token: any.
    """
    if not token.is_word:
        return 0.25
    return 0.5 if token.key.isascii() and len(token.key) <= _SHORT else 1.0


def _windows(claimed: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield ranges of the text in which the rarest claimed words are in the claim's order."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for i, token in enumerate(claimed):
        wanted[token.key].append(i)
    often = Counter(token.key for token in source if token.key in wanted)
    width = max(8, len(claimed) // 2)
    votes: dict[int, float] = defaultdict(float)
    for i, token in enumerate(source):
        for j in wanted.get(token.key, ())[:4]:
            votes[(i - j) // width] += 1 / often[token.key]
    joint = {at: vote + votes.get(at + 1, 0.0) for at, vote in votes.items()}
    for at in sorted(joint, key=lambda at: (-joint[at], at))[:_CANDIDATES]:
        first = at * width - width // 2
        yield max(0, first), max(0, first + 3 * width + len(claimed))


def _compared(
    claim: str,
    claimed: Sequence[Token],
    text: str,
    source: Sequence[Token],
    effort: Effort,
) -> Comparison:
    closely = effort.affords(len(claimed) * len(source))
    pairs = paired(claimed, source) if closely else roughly_paired(claimed, source)
    matched = [(i, j) for i, j in pairs if j is not None]
    if not matched:
        return Comparison(0, 0, 0.0, ())
    total = sum(map(weight, claimed)) or 1.0
    equal = [(i, j) for i, j in matched if i is not None and claimed[i].key == source[j].key]
    if not _is_one_place(claimed, equal):
        return Comparison(0, 0, 0.0, ())
    same = sum(weight(claimed[i]) for i, _ in equal)
    first, last = matched[0][1], matched[-1][1]
    return Comparison(
        source[first].start,
        source[last].end,
        same / total,
        tuple(_changes(claim, claimed, text, source, pairs)),
    )


def _changes(
    claim: str,
    claimed: Sequence[Token],
    text: str,
    source: Sequence[Token],
    pairs: Pairs,
) -> Iterator[Change]:
    at = next(source[j].start for _, j in pairs if j is not None)  # where words were added
    group: Pairs = []
    for i, j in [*pairs, (-1, -1)]:
        closes = j == -1 or (
            i is not None and j is not None and claimed[i].key == source[j].key
        )  # fmt: skip
        if not closes:
            group.append((i, j))
            continue
        if group:
            ours = [claimed[i] for i, _ in group if i is not None]
            theirs = [source[j] for _, j in group if j is not None]
            yield _change(claim, ours, text, theirs, at)
            group = []
        if j is not None and j >= 0:
            at = source[j].end


def _change(
    claim: str, ours: Sequence[Token], text: str, theirs: Sequence[Token], at: int
) -> Change:
    start, end = (theirs[0].start, theirs[-1].end) if theirs else (at, at)
    claimed = claim[ours[0].start : ours[-1].end] if ours else ""
    return Change(_kind(claim, ours, text, theirs), claimed, text[start:end], start, end)


def _kind(claim: str, ours: Sequence[Token], text: str, theirs: Sequence[Token]) -> str:
    sides = ((claim, ours), (text, theirs))
    negations = [sorted(t.key for t in side if is_negation(t.key)) for _, side in sides]
    if negations[0] != negations[1]:
        return "negation"
    numbers = [sorted(t.key for t in side if _is_number(t.key)) for _, side in sides]
    if numbers[0] != numbers[1]:
        return "number"
    if any(_is_name(whole, token) for whole, side in sides for token in side):
        return "name"
    if any(token.is_word for _, side in sides for token in side):
        return "word"
    return "punctuation"


def is_negation(key: str) -> bool:
    """Return whether a word negates.

    Args:
        key: of its token.
    """
    return key in _NEGATIONS or key.endswith("n't")


def _is_number(key: str) -> bool:
    """Return whether a key is a number, in figures or in words."""
    return key.lstrip("-^_")[:1].isdigit() or key in _NUMBERS


def _is_name(text: str, token: Token) -> bool:
    """Return whether a token is written as names are; at the start of a sentence all words are."""
    word = text[token.start : token.end]
    if not word[:1].isupper():
        return False
    before = text[max(0, token.start - _LOOKED_BACK) : token.start]
    closed = before.rstrip(_OPENS_QUOTE)
    opens = not closed or "\n" in before[len(closed) :] or closed[-1] in _ENDS_SENTENCE
    return not opens or (len(word) > 1 and word.isupper())
