"""What lines look like side by side: prose that was wrapped, or facts of a line each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.text.abbreviations import BEFORE_ORDINALS, MONTHS
from qa.text.labels import is_label
from qa.text.language import FUNCTION_WORDS, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

# Editors and mail programs wrap at 72 to 120 characters; a longer line is a whole paragraph.
_WRAP_LIMIT = 120
_NARROWEST = 40  # characters to which prose is wrapped, if a line goes on with a capital
_NEAR = 0.6  # share of the width that a wrapped line fills at least, its next word counted
_LONG_ENOUGH = 45  # characters of a line that goes on in lower case, whatever the width

_MOST = 0.6  # share of lines of one shape from which all lines of a block are facts of their own
_NEARLY_ALL = 0.8
_MANY = 0.5
_SHORT = 70  # characters, on average, of lines that are facts
_FEW = 3  # lines that show a shape; two may be alike by chance

_ARTICLES = word_set("a an the der die das ein eine le la les un une el los las il lo")
_LEADING_ON = _ARTICLES | word_set(
    """
    of to for with by from and or at in on und oder mit von für zu zum zur im am auf den dem des du
    de et ou y di del della het een van
    this these those its their his her our your my as than into upon during against between such
    every which whose dieser diese dieses diesem diesen durch als dass ce cette ces dans
    """
)

_ENDS_SENTENCE = re.compile("[.!?…。！？][\"'”’»)\\]*_]*$")
_ENDS_CLAUSE = re.compile("[.!?…。！？:;][\"'”’»)\\]*_]*$")
_WITHIN = re.compile("[^\\W\\d_]{2}[.!?…。！？][\"'”’»)]?\\s")
_KEY = re.compile(r"[^\W_][\w ./()&'’-]{0,39}:\s+\S")
_STAMP = re.compile(r"[\[(]?(?:\d{4}-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d\d)")
_COLUMNS = re.compile(r"\S(?: {2,}|\t)\S")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_AMOUNT = re.compile(r"[§€$£]?\d(?!\d?(?:\.\d{1,3}){1,4}\s[^\W\d_a-z])")  # "2.3 RENT" has none
_DATE = re.compile(r"\d{1,2}\. ([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a block of lines.

    Attributes:
        width: characters to which its lines may be wrapped.
        is_parallel: whether each line is a fact of its own.
        is_keyed: whether lines begin with a key or a speaker: "Opening hours: nine to five".
        is_stamped: whether lines begin with a date or a time.
        is_numbered: whether many lines begin with a number: "2 eggs".
    """

    width: int
    is_parallel: bool
    is_keyed: bool
    is_stamped: bool
    is_numbered: bool

    def begins(self, line: str) -> bool:
        """Return whether a line begins something new, whatever stands before it.

        Args:
            line: without white space around.
        """
        keyed = self.is_keyed and _KEY.match(line) is not None
        return keyed or (self.is_stamped and _STAMP.match(line) is not None)

    def goes_on(self, before: str, after: str) -> bool:
        """Return whether prose that was wrapped goes on from one line to the next.

        Args:
            before: a line, without white space around.
            after: the next line, likewise.
        """
        if self.is_parallel or self.begins(after) or before.endswith(":"):
            return False
        needed = len(before) + 1 + len(after.split(maxsplit=1)[0])
        open_ended = _is_open(before)
        if _leads_on(before) or (open_ended and not after[0].isupper()):
            return True
        if after[0].islower() and not _ENDS_CLAUSE.search(before):
            return self._fills(needed) or _opens_phrase(after)
        if _AMOUNT.match(after) and not _ENDS_CLAUSE.search(before) and self._fills(needed):
            return self.width >= _NARROWEST and not self.is_numbered
        wraps = self.width <= _WRAP_LIMIT and needed > self.width
        return wraps and (open_ended or self.width >= _NARROWEST)

    def _fills(self, needed: int) -> bool:
        return needed >= min(_NEAR * self.width, _LONG_ENOUGH)


def ends_sentence(line: str) -> bool:
    """Return whether a line ends with a full stop or the like.

    Args:
        line: without white space around.
    """
    return _ENDS_SENTENCE.search(line[-20:]) is not None


def ends_clause(line: str) -> bool:
    """Return whether a line ends with a full stop, a colon, a semicolon or the like.

    Args:
        line: without white space around.
    """
    return _ENDS_CLAUSE.search(line[-20:]) is not None


def shape_of(lines: Sequence[str], width: int, *, are_wrapped: bool = False) -> Shape:
    """Return the shape of a block.

    Args:
        lines: its lines that are no list items or the like, without white space around.
        width: of the longest line of the section, which counts where the block has few lines.
        are_wrapped: whether items among the lines go on in the line below.
    """
    count = len(lines)
    keyed = sum(_KEY.match(line) is not None for line in lines)
    stamped = sum(_STAMP.match(line) is not None for line in lines)
    numbered = sum(_AMOUNT.match(line) is not None for line in lines)
    return Shape(
        width=max(map(len, lines)) if count >= _FEW else width,
        is_parallel=count > 1 and _is_parallel(lines, keyed, stamped, are_wrapped=are_wrapped),
        is_keyed=keyed > 1,
        is_stamped=stamped > 1,
        is_numbered=numbered > 1 and numbered >= _MANY * count,
    )


def interrupts(before: str, line: str) -> bool:
    """Return whether a line that looks like a numbered item is one, and no wrapped date.

    Args:
        before: the line above, without white space around; empty if missing.
        line: that begins with a number and a full stop or bracket.
    """
    if not before or _ENDS_CLAUSE.search(before):
        return True
    date = _DATE.match(line)
    last = _LAST_WORD.search(before[-20:])
    dated = date is not None and date[1].lower() in MONTHS
    return not dated and (last is None or last[1].lower() not in BEFORE_ORDINALS)


def _is_parallel(lines: Sequence[str], keyed: int, stamped: int, *, are_wrapped: bool) -> bool:
    count = len(lines)
    columns = sum(_COLUMNS.search(line) is not None for line in lines)
    if max(keyed, stamped, columns) >= max(2, _MOST * count):
        return True
    if count >= _FEW:
        firsts = Counter(line.split(maxsplit=1)[0] for line in lines)
        word, most = firsts.most_common(1)[0]
        alike = most >= _MOST * count and word.lower() not in FUNCTION_WORDS
        sentences = sum(_ENDS_SENTENCE.search(line) is not None for line in lines)
        clauses = sum(line.endswith((",", ";")) for line in lines[:-1])
        if (
            alike
            or (sentences >= _NEARLY_ALL * count and not are_wrapped)
            or clauses >= _NEARLY_ALL * (count - 1)
        ):
            return True
    return not are_wrapped and not _is_prose(lines)


def _is_prose(lines: Sequence[str]) -> bool:
    """Return whether some line has what only prose has: a sentence's end, or words cut apart."""
    if sum(map(len, lines)) > _SHORT * len(lines):
        return True
    if any(_ENDS_SENTENCE.search(line) or _WITHIN.search(line) for line in lines):
        return True
    if any(_is_open(line) for line in lines[:-1]):
        return True
    begins_low = [line[0].islower() for line in lines]
    if begins_low[0]:
        return False
    return any(
        low and _opens_phrase(line) for low, line in zip(begins_low, lines, strict=True)
    ) or (len(lines) < _FEW and begins_low[-1])


def _is_open(line: str) -> bool:
    """Return whether a line ends where no sentence ends: with "the", a comma or a hyphen."""
    if line.endswith((",", "-", "–", "(", "&")):
        return True
    last = _LAST_WORD.search(line[-20:])
    return last is not None and last[1] in FUNCTION_WORDS and not is_label(line)


def _leads_on(line: str) -> bool:
    """Return whether a line ends with a word that another must follow, such as "of"."""
    last = _LAST_WORD.search(line[-20:])
    return last is not None and last[1] in _LEADING_ON


def _opens_phrase(line: str) -> bool:
    """Return whether a line begins with a word in lower case that leans on words before it."""
    first = _FIRST_WORD.match(line)
    return first is not None and first[0] in _LEADING_ON - _ARTICLES
