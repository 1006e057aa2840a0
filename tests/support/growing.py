"""Texts made to take long, of any length, and how the time that a function takes grows with it."""

from __future__ import annotations

import math
import random
import signal
import time
from contextlib import contextmanager
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_CHARACTERS = (
    "aAéßΩж1²½٣ \t\n\x0b\x85\u00a0\u2028.,;:!?…¿-–—‐/\\'’`´\"“”„«»‹(){}[]<>&#*_~|=+^$%@§©€"
    "\u0301\u0323\u200b\u200d\u00ad\u202e\ufeff中。「가กم🎧"
)
_UNITS = (
    # words and sentences
    *("a ", "a b ", "A ", "A b ", "a. ", "A. ", "a.", ". ", "a.\n", "a\n", "A\n\n"),
    *("a\n\n", "a, ", "Dr. ", "e.g. ", "U.S. ", "1. ", "1.1.", "1,", "1,000", "1990s "),
    *("x²", "10⁻", "a'", "a’b ", "I'd ", "R&D ", "A-b", "a-", "- - ", "…a", "?! "),
    *("a@b.c ", "http://a.b/c?d=e&", "ab" * 60),
    # questions
    *("and who ", "what ", "who is it ", "that ", "the ", "The ", "is the ", "thanks "),
    *("please ", "can you tell me ", "in 2020 ", "January ", "A, ", "A and ", "A of "),
    *("Why? ", "because "),
    # quotations
    *("“a ", "“a b c” ", "” “", '"a b c" ', '"\n\n', "„a ", "«a ", "> a\n", ">\n", "> > "),
    *("\u2014a\n",),
    # accents, scripts and signs that nobody sees
    *("e\u0301", "\u0301\u0323", "e\u0323\u0301\u0323", "a\u200b", "\u00ad-", "中。", "「中"),
    *("中 ", "\u202ea", "👩\u200d👧"),
    *("한글 ", "\ufb01", "\ufdfa", "Ⅷ", "①"),
    # Markdown
    *("# ", "# a\n", "#\n", "a\n=\n", "a\n-\n", "- ", "- a\n", "  - a\n", "1) a\n", "* * "),
    *("***\n", "```\n", "~~~ a\n", "    a\n", "\t", "[a](", "[a]", "[a]: b\n", "![", "]("),
    *("**a", "_a_", "__", "``", "`a", "|a", "| a |\n", "|-", "|-|-|\n", "<a ", "<!-- "),
    *("<?a ", "\\[", "&amp;", "&#x1;"),
    # HTML
    *("<div>", "<p>", "</p>", "<b>", "<b><p>", "<font>", "<a href=a>b</a> ", "<a href=a>"),
    *("<li>a", "<ul><li>", "<table>", "<table><tr><td>", "<td>", "<br>", "<script>"),
    *("<!--a-->", "<svg>", "<select><option>", "<h1>", "<form>", "</b>", "<i></b>", "<x/>"),
    *("<title>", "<template>"),
    # RTF
    *("{", "{\\b ", "\\f0 ", "\\f0\\fcharset2 ", "{\\fonttbl"),
    *("{\\field{\\*\\fldinst{HYPERLINK ", "\\u-10240 ", "\\u8364?", "\\'e9", "\\par "),
    *("\\pict\\bin1 ", "{\\title ", "\\uc", "\\* "),
    # tables and JSON
    *("a,b\n", 'a,"', '"\n', '""', ",\n", ";", "a;b,c\n", "\t\n", '{"a":', '[{"'),
    *("\\u00e9", '\\"'),
)
_FRAMES = (
    ("a", " ", "b"),
    ("a", "\n", "b"),
    ("", " ", "a"),
    ("", "\t", "a"),
    ("a\n", "=", "x"),
    ("a\n", "- ", "x"),
    ("a\n", "-", "\nb"),
    ("# ", "[", "]"),
    ("# ", "a ", "#"),
    ("## ", "#", " a"),
    ("“", "a ", ""),
    ("“", "a\n", "”"),
    ("“", "„", "”"),
    ('"', "a,", ""),
    ('"', '""', "a"),
    ("> ", "a ", "\n\n\n"),
    (">", ">", "a"),
    (">\n", "> \n", "> — a"),
    ("What ", "is A, ", "and B?"),
    ("is ", "that ", ", or this"),
    ("thanks", "!", "a"),
    ("A", ", A", " or B"),
    ("A", " A", ", B"),
    ("1", ".1", " a"),
    ("1", "1", "\ufffe"),
    ("a", ".)", "x"),
    ("a.", ")", "x"),
    ("<div ", "a=b ", ">"),
    ("<div ", "a", ""),
    ("<div", " ", "x"),
    ("<!--", "-", "x"),
    ("<script>", "<", ""),
    ("<a href='", "a", ""),
    ("<p>", "&", ";"),
    ("<meta", " ", "charset"),
    ("{\\fonttbl", "\\f0", ""),
    ("{\\fonttbl", "\\f0\\fcharset1", ""),
    ("{\\field{\\*\\fldinst{HYPERLINK ", '"', ""),
    ("{\\title ", "a", ""),
    ("{\\b", " ", "\\fonttbl"),
    ("[", "[", "1"),
    ("[a", "](", "b"),
    ("`", "` ", "a"),
    ("<a ", "a ", ">"),
    ("<a ", "b='", ">"),
    ("| a |\n|-|\n", "| ", "\n"),
    ("|", "-|", "\n"),
    ("e", "\u0301\u0323", "a"),
    ("x", "\u0323", "\u0301"),
)
_SEED = 17

_LENGTHS = (16, 64, 256, 1024, 4096, 16384, 65536)  # characters
_STEP = 4  # each length is so many times the one before
_TELLING = 4096  # characters from which on it may be said that the time grows as it may
_LONG = 1_000_000  # characters; a text of which nobody would be surprised
_BORNE_S = 10  # that such a text may take even if the time grew with the square of its length
_MEASURABLE_S = 5e-4
_SURELY_FINE = 1.25  # exponent; n log n has less than 1.15 at these lengths
_TOO_MUCH = 1.5  # exponent that is surely above n log n; that of a square is 2
_HOPELESS_S = 3
_PLAIN_S = 0.3  # of a processor, from which on it is plain how the time grows


def hostile_texts(pairs: int) -> dict[str, Callable[[int], str]]:
    """Return texts by their description; each is made at about the length that is asked for.

    Args:
        pairs: of units that are mixed at random, the same at every call.
    """
    units = [*_CHARACTERS, *_UNITS]
    found: dict[str, Callable[[int], str]] = {}
    for unit in units:
        found[f"{unit!r} repeated"] = _framed("", unit, "")
    for before, unit, after in _FRAMES:
        found[f"{before!r}, {unit!r} repeated, {after!r}"] = _framed(before, unit, after)
    rng = random.Random(_SEED)
    mixed = rng.sample(list(combinations(units, 2)), pairs)
    for number, (one, other) in enumerate(mixed):
        if number % 2:
            found[f"{one!r} repeated, then {other!r}"] = _halves(one, other)
        else:
            found[f"{one + other!r} repeated"] = _framed("", one + other, "")
    found["lists in lists"] = _nested("- a\n")
    found["lists in quotations in lists"] = _nested("> - a\n")
    found["units at random"] = _at_random(units)
    return found


def _framed(before: str, unit: str, after: str) -> Callable[[int], str]:
    return lambda length: before + unit * max(1, length // len(unit)) + after


def _halves(one: str, other: str) -> Callable[[int], str]:
    half = max(len(one), len(other))
    return lambda length: "".join(
        unit * (max(half, length // 2) // len(unit)) for unit in (one, other)
    )


def _nested(unit: str) -> Callable[[int], str]:
    return lambda length: "".join(f"{'  ' * i}{unit}" for i in range(math.isqrt(length)))


def _at_random(units: list[str]) -> Callable[[int], str]:
    return lambda length: "".join(random.Random(_SEED).choices(units, k=length // 3))


def too_fast_growth(work: Callable[[str], object], text: Callable[[int], str], most: int) -> str:
    """Return how the time grows that some work takes, empty where it grows as it may.

    Time is that of the processor, so that other processes count little. What looks wrong is
    measured again, and counts only if it looks so each time. Lengths grow until it is plain that
    a long text takes no time worth mentioning, or how the time grows.

    Args:
        work: is done on a text.
        text: makes one.
        most: the greatest length, in characters.
    """
    told = ""
    for repeats in (1, 2, 3):
        told = _measured(work, text, most, repeats)
        if not told:
            return ""
    return told


def _measured(
    work: Callable[[str], object], text: Callable[[int], str], most: int, repeats: int
) -> str:
    before = 0.0
    for length in (*(length for length in _LENGTHS if length < most), min(most, _LENGTHS[-1])):
        made = text(length)
        seconds = _seconds(work, made)
        if seconds < _HOPELESS_S:
            seconds = min(seconds, *(_seconds(work, made) for _ in range(repeats)))
        else:
            return f"takes more than {_HOPELESS_S} s at {length:,} characters"
        exponent = math.log(max(seconds, 1e-9) / max(before, 1e-9)) / math.log(_STEP)
        is_fast = seconds * (min(most, _LONG) / length) ** 2 < _BORNE_S
        if length >= _TELLING and (is_fast or (before > _MEASURABLE_S and exponent < _SURELY_FINE)):
            return ""
        if before > _MEASURABLE_S and seconds > _PLAIN_S and exponent > _TOO_MUCH:
            break
        last, before = before, seconds
    else:
        if exponent < _TOO_MUCH or is_fast:
            return ""
        before = last
    return f"grows with the power {exponent:.1f}: {before:.3f} s, {seconds:.3f} s at {length:,}"


def _seconds(work: Callable[[str], object], text: str) -> float:
    with _ended_after(_HOPELESS_S):
        began = time.process_time()
        try:
            work(text)
        except TimeoutError:
            return float(_HOPELESS_S)
        return time.process_time() - began


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """Raise a TimeoutError in what takes longer; regular expressions look for signals too."""

    def end(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
