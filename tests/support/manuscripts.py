"""Manuscripts whose quotations were changed in known ways, as Markdown, LaTeX and Word."""

from __future__ import annotations

import io
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import docx

from qa.text.alignment import _NEGATIONS
from qa.text.folding import tokens
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LENGTHS = range(70, 260)  # characters of the sentences that are quoted
_LEAST_WORDS = 10
_DIGIT = re.compile(r"(?<!\w)[1-9]\d{0,5}(?!\w)")
_UNFIT = re.compile(r"[…\"“”„«»‘’'`\[\]{}\\$%&#_*^~<>|@=]|\.\.\.|https?:|\(|\)|--|’|;")
_VERB = re.compile(r" (?:is|was|are|were|can|will|may|must|should) (?!not )")


@dataclass(frozen=True)
class Source:
    """A document that a manuscript quotes."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Planted:
    """A quotation as it was written into a manuscript."""

    words: str
    source: Source
    way: str


def sentences_of(source: Source) -> list[str]:
    """Return the sentences of a document that can be quoted in every format without escapes."""
    text = source.text
    return [
        sentence
        for paragraph in paragraph_spans(text)
        for span in sentence_spans(text, paragraph.start, paragraph.end)
        if len(sentence := text[span.start : span.end]) in _LENGTHS
        and len(sentence.split()) >= _LEAST_WORDS
        and sentence[0].isupper()
        and sentence.endswith(".")
        and "\n" not in sentence
        and not _UNFIT.search(sentence)
    ]


def _swapped(words: str, rng: random.Random, _: str) -> str | None:
    parts = words.split(" ")
    at = rng.randrange(1, len(parts) - 2)
    one, other = parts[at], parts[at + 1]
    if one.casefold() == other.casefold() or not (one + other).isalpha():
        return None
    return " ".join([*parts[:at], other, one, *parts[at + 2 :]])


def _dropped(words: str, rng: random.Random, _: str) -> str | None:
    parts = words.split(" ")
    at = rng.randrange(1, len(parts) - 1)
    return " ".join(parts[:at] + parts[at + 1 :]) if parts[at].isalpha() else None


def _replaced(words: str, rng: random.Random, other: str) -> str | None:
    parts, others = words.split(" "), [word for word in other.split(" ") if word.isalpha()]
    at = rng.randrange(1, len(parts) - 1)
    new = rng.choice(others) if others else ""
    if not new or not parts[at].isalpha() or new.casefold() == parts[at].casefold():
        return None
    return " ".join([*parts[:at], new, *parts[at + 1 :]])


def _number(words: str, rng: random.Random, _: str) -> str | None:
    found = _DIGIT.search(words)
    return words[: found.start()] + str(int(found[0]) + rng.randrange(1, 9)) + words[
        found.end() :
    ] if found else None  # fmt: skip


def _negation(words: str, _: random.Random, __: str) -> str | None:
    """Remove a negation, or add one where there is none."""
    parts = words.split(" ")
    at = next((i for i, word in enumerate(parts) if word.casefold() in _NEGATIONS), None)
    if at is not None and 0 < at < len(parts) - 1:
        return " ".join(parts[:at] + parts[at + 1 :])
    verb = _VERB.search(words)
    return f"{words[: verb.end()]}not {words[verb.end() :]}" if verb else None


def _comma(words: str, _: random.Random, __: str) -> str | None:
    at = words.find(", ")
    return words[:at] + words[at + 1 :] if at > 0 else None


def _joined(words: str, _: random.Random, other: str) -> str | None:
    one, two = words.split(" "), other.split(" ")
    return " ".join(one[: len(one) // 2] + two[len(two) // 2 :])


def _same(words: str, _: random.Random, __: str) -> str | None:
    return words


def _case(words: str, _: random.Random, __: str) -> str | None:
    return words[:1].lower() + words[1:]


def _closing(words: str, rng: random.Random, _: str) -> str | None:
    return words.removesuffix(".") + rng.choice(["", ","])


def _ligature(words: str, _: random.Random, __: str) -> str | None:
    changed = words.replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ")
    return changed if changed != words else None


def _hyphenated(words: str, _: random.Random, __: str) -> str | None:
    long = next((word for word in words.split(" ")[1:] if len(word) > 8 and word.isalpha()), None)
    return words.replace(long, f"{long[:4]}\u00ad{long[4:]}", 1) if long else None


def _omission(words: str, rng: random.Random, _: str) -> str | None:
    parts = words.split(" ")
    first = rng.randrange(4, len(parts) - 5)
    mark = rng.choice(["…", "[…]", "..."])
    return " ".join([*parts[:first], mark, *parts[first + 1 :]])


def _insertion(words: str, rng: random.Random, _: str) -> str | None:
    if rng.random() < 0.5:
        return f"[{words[0].lower()}]{words[1:]}"
    parts = words.split(" ")
    first = rng.randrange(4, len(parts) - 4)
    return " ".join([*parts[:first], "[as they say]", *parts[first:]])


ALTERED: dict[str, Callable[[str, random.Random, str], str | None]] = {
    "words swapped": _swapped,
    "word dropped": _dropped,
    "word replaced": _replaced,
    "number changed": _number,
    "negation removed or added": _negation,
    "comma removed": _comma,
    "two sentences joined": _joined,
    "moved to another source": _same,
}
"""Way of changing a quotation so that it is no longer true → the function that does it."""

ALLOWED: dict[str, Callable[[str, random.Random, str], str | None]] = {
    "untouched": _same,
    "case of the first letter": _case,
    "closing punctuation": _closing,
    "ligatures": _ligature,
    "soft hyphen": _hyphenated,
    "marked omission": _omission,
    "marked insertion": _insertion,
}
"""Way of changing a quotation that leaves it true → the function that does it."""


def planted(sources: Sequence[Source], each: dict[str, int], seed: int = 0) -> list[Planted]:
    """Return quotations, so many of each way, in random order; no sentence twice a way."""
    rng = random.Random(seed)
    pool = [(source, sentence) for source in sources for sentence in sentences_of(source)]
    everything = [[token.key for token in tokens(source.text)] for source in sources]
    found: list[Planted] = []
    for way, count in each.items():
        change = ALTERED.get(way) or ALLOWED[way]
        order = rng.sample(pool, len(pool))
        done = 0
        for source, sentence in order:
            if done == count:
                break
            other_source, other = rng.choice(pool)
            words = change(sentence, rng, other)
            if words is None or (way in ALTERED and words == sentence and "moved" not in way):
                continue
            if way == "two sentences joined" and other == sentence:
                continue
            if way == "moved to another source":
                if other_source == source or sentence in other_source.text:
                    continue
                found.append(Planted(words, other_source, way))
            elif way in ALTERED and _occurs(words, everything):
                continue
            else:
                found.append(Planted(words, source, way))
            done += 1
    rng.shuffle(found)
    return found


def _occurs(words: str, everything: list[list[str]]) -> bool:
    """Return whether changed words are in a document all the same."""
    wanted = [token.key for token in tokens(words)]
    return any(
        keys[at : at + len(wanted)] == wanted
        for keys in everything
        for at in range(len(keys) - len(wanted) + 1)
        if keys[at] == wanted[0]
    )


def bibliography(sources: Sequence[Source]) -> str:
    """Return the sources as BibTeX."""
    return "\n".join(
        f"@misc{{{one.key},\n  title = {{{one.title}}},\n  year = 2024\n}}" for one in sources
    )


_LEADS = ("The text has {}.", "It says {} in so many words.", "We read {}.", "They write {} there.")


def as_markdown(quotations: Sequence[Planted]) -> str:
    """Return Markdown that cites by key, by footnote and in brackets, in turn."""
    parts: list[str] = []
    notes: list[str] = []
    for i, one in enumerate(quotations):
        marks = ("“{}”", '"{}"', "«{}»", "„{}“")[i % 4].format(one.words)
        if i % 3 == 0:
            marks += f" [@{one.source.key}]"
        elif i % 3 == 1:
            notes.append(f"[^{i}]: {one.source.title}, p. 1.")
            marks += f"[^{i}]"
        else:
            marks += f" ({one.source.title}, p. 1)"
        block = f"> {one.words}\n>\n> — {one.source.title}, p. 1"
        parts.append(_LEADS[i % 4].format(marks) if i % 7 else block)
    return "---\nbibliography: refs.bib\n---\n\n" + "\n\n".join([*parts, *notes])


def as_tex(quotations: Sequence[Planted]) -> str:
    """Return LaTeX that cites by key and by footnote, in turn."""
    parts: list[str] = []
    for i, one in enumerate(quotations):
        cite, note = (
            f"\\cite{{{one.source.key}}}",
            f"\\footnote{{\\emph{{{one.source.title}}}, p.~1.}}",
        )
        if i % 7 == 0:
            parts.append(f"\\begin{{quote}}\n{one.words} {cite}\n\\end{{quote}}")
            continue
        marks = ("``{}''", "\\enquote{{{}}}", "“{}”")[i % 3].format(one.words)
        parts.append(_LEADS[i % 4].format(marks + (f" {cite}" if i % 2 else note)))
    body = "\n\n".join(parts)
    return (
        f"\\documentclass{{article}}\n\\bibliography{{refs}}\n\\begin{{document}}\n{body}\n"
        "\\end{document}\n"
    )


def as_word(quotations: Sequence[Planted]) -> bytes:
    """Return a Word file that cites in brackets; every seventh quotation has the style Quote."""
    document = docx.Document()
    for i, one in enumerate(quotations):
        cite = f" ({one.source.title}, p. 1)"
        if i % 7 == 0:
            document.add_paragraph(one.words + cite, style="Quote")
            continue
        lead, _, after = _LEADS[i % 4].partition("{}")
        paragraph = document.add_paragraph(f"{lead}“{one.words[:20]}")
        paragraph.add_run(one.words[20:]).italic = True
        paragraph.add_run(f"”{cite}{after}")
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()
