"""Is the article of a web page read, all of it and nothing else?

    python -m tests.benchmarks.webpages FOLDER… [--against trafilatura] [--worst 10]

A folder is a clone of ``mozilla/readability`` (its pages are in ``test/test-pages``) or of
``scrapinghub/article-extraction-benchmark``. The files stay outside. Prints JSON: for each folder
the mean of precision, recall and F1 of words over its pages. Words are counted, their order is
not. ``by_runs`` is the measure that the second of them has of its own: runs of four words, and
the F1 of the mean precision and the mean recall.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from qa.loaders.webpage import extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_WORD = re.compile(r"\w+")
_RUN = 4  # words


class Page(NamedTuple):
    """A page, and the words that its article has."""

    name: str
    data: bytes
    words: list[str]


class Match(NamedTuple):
    """How the words that were read match those of an article."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pages_of(folder: Path) -> Iterator[Page]:
    """Yield the pages of a clone of one of the two repositories.

    Args:
        folder: of the clone.
    """
    truths = folder / "ground-truth.json"
    if truths.exists():
        for name, truth in json.loads(truths.read_text(encoding="utf-8")).items():
            data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
            yield Page(name, data, _WORD.findall(truth["articleBody"]))
        return
    for page in sorted((folder / "test" / "test-pages").iterdir()):
        expected = LexborHTMLParser((page / "expected.html").read_text(encoding="utf-8"))
        words = _WORD.findall(_seen(expected))
        yield Page(page.name, (page / "source.html").read_bytes(), words)


def match(found: Sequence[Any], wanted: Sequence[Any]) -> Match:
    """Compare two texts as bags of words, or of runs.

    Args:
        found: those that were read.
        wanted: those of the article.
    """
    if not found and not wanted:
        return Match(1.0, 1.0)
    both = (Counter(found) & Counter(wanted)).total()
    return Match(both / max(1, len(found)), both / max(1, len(wanted)))


def _seen(tree: LexborHTMLParser) -> str:
    """Return the text of a page, with each element's apart from its neighbours' unless inline."""
    for node in tree.css("style, script, math annotation"):
        node.decompose()
    for node in tree.css("p, div, li, td, th, h1, h2, h3, h4, h5, h6, br, pre, dt, dd, figcaption"):
        node.insert_after(" ")
        node.insert_before(" ")
    return tree.body.text() if tree.body is not None else ""


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)) if words]


def _read(data: bytes) -> str:
    return next(extract(data, Path("page.html"))).text


def _trafilatura(data: bytes) -> str:
    found = import_module("trafilatura").extract(data, include_comments=False)
    return str(found or "")


_READERS: dict[str, Callable[[bytes], str]] = {"quoth": _read, "trafilatura": _trafilatura}


def main() -> int:
    """Read all pages and print how well they were read."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--against", choices=["trafilatura"], help="which has to be installed")
    parser.add_argument("--worst", type=int, default=0, help="name so many pages (0)")
    options = parser.parse_args()
    report: dict[str, dict[str, Any]] = {}
    for folder in options.folders:
        pages = list(pages_of(folder))
        for name in filter(None, ("quoth", options.against)):
            by_words: dict[str, Match] = {}
            by_runs: list[Match] = []
            for page in pages:
                words = _WORD.findall(_READERS[name](page.data))
                by_words[page.name] = match(words, page.words)
                by_runs.append(match(_runs(words), _runs(page.words)))
            runs = Match(*(statistics.mean(part) for part in zip(*by_runs, strict=True)))
            worst = sorted(by_words, key=lambda name: by_words[name].f1)[: options.worst]
            report.setdefault(folder.name, {})[name] = {
                "pages": len(pages),
                "f1": _mean(found.f1 for found in by_words.values()),
                "precision": _mean(found.precision for found in by_words.values()),
                "recall": _mean(found.recall for found in by_words.values()),
                "by_runs": round(runs.f1, 3),
                "worst": {page: [round(part, 2) for part in by_words[page]] for page in worst},
            }
    json.dump(report, sys.stdout, indent=2)
    print()
    return 0


def _mean(values: Iterator[float]) -> float:
    return round(statistics.mean(values), 3)


if __name__ == "__main__":
    raise SystemExit(main())
