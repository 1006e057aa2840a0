"""Are documents read whole, in order, and with their headings?

    python -m tests.benchmarks.documents FOLDER… [--formats pdf docx] [--worst 10]

A folder is a clone of ``docling-project/docling``; its files are in ``tests/data/FORMAT/sources``,
and what should be read of them is in ``groundtruth`` beside them. The files stay outside. Prints
JSON: for each format the mean of precision, recall and F1 of words over its files.

Words are runs of letters and digits, in lower case. Of a truth, which is Markdown, what only
Markdown has is no word: comments, addresses, escapes, the names of commands in formulas. Running
heads and feet are in neither text. ``order`` is the share of the words that both have once each,
that are in the same order: the longest increasing run of places. ``headings`` are those of PDFs
against the items ``title`` and ``section_header``, compared by their words without numbers.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import statistics
import sys
from bisect import bisect_left
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.errors import DocumentError
from qa.loaders.reading import extract_file
from tests.benchmarks.webpages import Match, match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qa.loaders.extraction import Extract

FORMATS = ("docx", "pptx", "html", "pdf", "odf", "xlsx", "csv", "epub")

_WORD = re.compile(r"[^\W_]+")
_COMMENT = re.compile(r"<!--[^>]*-->")
_ADDRESS = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)")
_COMMAND = re.compile(r"\\[A-Za-z]+|&?lt;|&?gt;")
_FORMULA = re.compile(r"\$\$?[^$\n]+\$\$?")


class File(NamedTuple):
    """A file, and what should be read of it."""

    path: Path
    words: list[str]
    headings: list[str] | None  # None where the truth does not say


class Score(NamedTuple):
    """How well one file was read."""

    words: Match
    order: float
    headings: tuple[int, int, int]  # in both, read, wanted


def files_of(folder: Path, name: str) -> Iterator[File]:
    """Yield the files of a format that have a truth.

    Args:
        folder: of the clone.
        name: of the format.
    """
    data = folder / "tests" / "data" / name
    for path in sorted((data / "sources").glob("*")):
        for stem in (path.name, path.stem):
            truth = data / "groundtruth" / f"{stem}.md"
            if truth.exists():
                items = truth.with_suffix(".json") if name == "pdf" else None
                yield File(path, truth_words(truth.read_text(encoding="utf-8")), _headings(items))
                break


def truth_words(markdown: str) -> list[str]:
    """Return the words that a reader sees of a text in Markdown.

    Args:
        markdown: of a truth.
    """
    text = _ADDRESS.sub("]", _COMMENT.sub(" ", markdown))
    text = _FORMULA.sub(lambda formula: _COMMAND.sub(" ", formula[0]), text)
    return words_of(html.unescape(re.sub(r"\\([^\w\s])", r"\1", text)))


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case.

    Args:
        text: that was read.
    """
    return _WORD.findall(text.casefold())


def order(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Return the share of the words that both have once each, that are in the same order.

    Args:
        found: words that were read.
        wanted: those of the truth.
    """
    once = {word for word, count in Counter(wanted).items() if count == 1}
    counts = Counter(found)
    places = {word: place for place, word in enumerate(wanted) if word in once}
    row = [places[word] for word in found if word in places and counts[word] == 1]
    ends: list[int] = []  # the least place that a run of each length ends with
    for place in row:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends) / len(row) if row else 1.0


def score(file: File) -> Score:
    """Read a file and compare it.

    Args:
        file: with its truth.
    """
    try:
        _, extracts = extract_file(file.path)
    except DocumentError:  # a file without text: nothing is read
        extracts = []
    found = [word for extract in extracts for word in words_of(_without_asides(extract))]
    both = (0, 0, 0)
    if file.headings is not None:
        titles = _keys(heading.title for extract in extracts for heading in extract.headings)
        wanted = _keys(file.headings)
        common = (Counter(titles) & Counter(wanted)).total()
        both = (common, len(titles), len(wanted))
    return Score(match(found, file.words), order(found, file.words), both)


def _without_asides(extract: Extract) -> str:
    parts, at = [], 0
    for aside in extract.asides:
        parts.append(extract.text[at : aside.start])
        at = aside.end
    return " ".join([*parts, extract.text[at:]])


def _headings(items: Path | None) -> list[str] | None:
    if items is None:
        return None
    texts = json.loads(items.read_text(encoding="utf-8"))["texts"]
    return [item["text"] for item in texts if item["label"] in ("title", "section_header")]


def _keys(titles: Iterable[str]) -> list[str]:
    return [key for key in map(_key, titles) if key]


def _key(title: str) -> str:
    return " ".join(word for word in words_of(title) if not word.isdigit())


def report(scores: dict[str, Score], worst: int) -> dict[str, Any]:
    """Return the means over files, and those that were read worst.

    Args:
        scores: by the names of the files.
        worst: how many to name.
    """
    result: dict[str, Any] = {"files": len(scores)}
    for name in ("precision", "recall", "f1"):
        result[name] = _mean([getattr(one.words, name) for one in scores.values()])
    result["order"] = _mean([one.order for one in scores.values()])
    counts = [one.headings for one in scores.values()]
    common, read, wanted = (sum(parts) for parts in zip(*counts, strict=True))
    if wanted:
        found = Match(round(common / max(1, read), 3), round(common / wanted, 3))
        result["headings"] = {"found": common, "of": wanted, **found._asdict()}
    last = sorted(scores, key=lambda name: scores[name].words.f1)[:worst]
    result["worst"] = {
        name: [round(part, 2) for part in (*scores[name].words, scores[name].order)]
        for name in last
    }
    return result


def _mean(values: Sequence[float]) -> float:
    return round(statistics.mean(values), 3)


def main() -> int:
    """Read all files and print how well they were read."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--worst", type=int, default=0, help="name so many files (0)")
    options = parser.parse_args()
    result: dict[str, dict[str, Any]] = {}
    for folder in options.folders:
        for name in options.formats:
            scores = {file.path.name: score(file) for file in files_of(folder, name)}
            if scores:
                result.setdefault(folder.name, {})[name] = report(scores, options.worst)
    json.dump(result, sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
