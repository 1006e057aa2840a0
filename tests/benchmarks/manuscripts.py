"""Are altered quotations of a manuscript caught, and true ones left alone?

    python -m tests.benchmarks.manuscripts [../shared/eval/own_words/corpus.jsonl]

Sentences of the documents are quoted with their source: 400 of them changed in eight ways that
make a quotation untrue, and 400 untouched or changed in ways that leave it true. They are written
as Markdown, LaTeX and Word, and checked as `qa check --file` does. Prints a table for each, and
what was judged wrongly as JSON. The exit status is 1 when an untrue quotation was called exact.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.evaluation.question_sets import read_corpus
from qa.indexing.build import build_with_report
from qa.manuscripts.checking import check_manuscript
from qa.manuscripts.records import ALTERED as ALTERED_VERDICT
from qa.manuscripts.records import ELSEWHERE, EXACT, STITCHED
from tests.support.indexes import AxisEmbedder
from tests.support.manuscripts import (
    ALLOWED,
    ALTERED,
    Planted,
    Source,
    as_markdown,
    as_tex,
    as_word,
    bibliography,
    planted,
)

if TYPE_CHECKING:
    from qa.index.search import Index

_EACH_ALTERED = 50
_UNTOUCHED, _EACH_ALLOWED = 160, 40
_MOST_DOCUMENTS = 120
_RIGHT = {
    "moved to another source": {ELSEWHERE},
    "two sentences joined": {STITCHED, ALTERED_VERDICT},
}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    default = Path("../shared/eval/own_words/corpus.jsonl")
    parser.add_argument("corpus", nargs="?", type=Path, default=default)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sources = [
        Source(f"key{i}", _bare(document.title), document.text)
        for i, document in enumerate(read_corpus(options.corpus)[:_MOST_DOCUMENTS])
    ]
    allowed = {way: _UNTOUCHED if way == "untouched" else _EACH_ALLOWED for way in ALLOWED}
    each = {**dict.fromkeys(ALTERED, _EACH_ALTERED), **allowed}
    quotations = planted(sources, each, options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = _built(folder, sources)
        files = {
            "paper.md": as_markdown(quotations).encode(),
            "paper.tex": as_tex(quotations).encode(),
            "paper.docx": as_word(quotations),
        }
        (folder / "refs.bib").write_text(bibliography(sources), encoding="utf-8")
        wrong: list[dict[str, Any]] = []
        missed = 0
        for file, data in files.items():
            (folder / file).write_bytes(data)
            missed += _measured(folder / file, index, quotations, wrong)
    print(json.dumps({"wrong": wrong}, indent=1, ensure_ascii=False))
    return 1 if missed else 0


def _bare(title: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in title).split())


def _built(folder: Path, sources: list[Source]) -> Index:
    corpus = folder / "corpus"
    corpus.mkdir()
    for source in sources:
        (corpus / f"{source.title.replace(' ', '-')}.txt").write_text(source.text, encoding="utf-8")
    return build_with_report([corpus], into=folder / "index", embedder=AxisEmbedder()).index


def _measured(
    path: Path, index: Index, quotations: list[Planted], wrong: list[dict[str, Any]]
) -> int:
    """Print the table of one file, and return how many untrue quotations it calls exact."""
    checked = check_manuscript(path, index.generation)
    left = list(checked.judged)
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in quotations:
        judged = None
        if left and " ".join(left[0].quotation.text.split()) == " ".join(one.words.split()):
            judged = left.pop(0)
        verdict = judged.verdict if judged else "not seen"
        verdicts[one.way][verdict] += 1
        right = _RIGHT.get(one.way, {ALTERED_VERDICT} if one.way in ALTERED else {EXACT})
        if verdict not in right:
            said = judged.remarks if judged else ()
            wrong.append(
                {"file": path.name, "way": one.way, "verdict": verdict, "words": one.words,
                 "source": one.source.title, "remarks": said}
            )  # fmt: skip
    print(f"\n{path.name}: {len(checked.judged)} quotations found of {len(quotations)}")
    print(f"{'way':28}{'n':>5}{'not exact':>11}  verdicts")
    caught = total = alarms = true = 0
    for way, counts in verdicts.items():
        others = counts.total() - counts[EXACT]
        named = ", ".join(f"{verdict} {count}" for verdict, count in counts.most_common())
        print(f"{way:28}{counts.total():>5}{others:>11}  {named}")
        if way in ALTERED:
            caught, total = caught + others, total + counts.total()
        else:
            alarms, true = alarms + others, true + counts.total()
    print(f"recall of altered: {caught}/{total}; false alarms on true ones: {alarms}/{true}")
    return total - caught


if __name__ == "__main__":
    sys.exit(main())
