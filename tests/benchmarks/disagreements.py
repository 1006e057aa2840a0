"""Does Quoth see that two sources disagree, and only then?

    python -m tests.benchmarks.disagreements [../shared/train] [--documents 40]

Of documents with questions whose answers are known, the paragraph of an answer becomes a second
document in which one thing is changed: an amount, a date, a name, or a "not" (planted). In others
nothing is changed (copy), amounts are written otherwise (rewritten), or the paragraph is about
another thing: another year and amount, another person and amount, another unit, or another
document of the same sort with its own names (different). Each question is asked once. Prints JSON:
how many of each were called disagreements, with precision and recall, and each wrong one.

Recall is of the planted contradictions whose sentence the answer quotes, from either document; of
all planted ones it is printed too. The exit status is 1 if precision is below .9 or recall below
.6.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.embedders.selection import embedder_for
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.files.hashing import sha256_of_text
from qa.indexing.build import index_documents
from qa.pipeline import ask
from qa.progress import ProgressBar
from qa.settings import DEFAULT_MODEL
from qa.stores.folder import building

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.evaluation.question_sets import LabelledQuestion
    from qa.index.search import Index
    from qa.records import Answer, Disagreement, Document

_SETS = ("own_words_law", "own_words_office", "own_words_statutes", "own_words_world")
_SEED = 7
_PRECISION, _RECALL = 0.9, 0.6
_LENGTHS = range(40, 320)  # characters of an answer that is planted
_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
_MONTH = re.compile(rf"\b(?:{_MONTHS})\b")
_NUMBER = re.compile(  # not of an item, nor of a day
    rf"(?<=\w )[1-9]\d{{0,2}}(?:,\d{{3}})*(?![\w%/-]|[.,]\d| (?:{_MONTHS}|May)\b)"
)
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w-]|[.,]\d)")
_NAME = re.compile(
    rf"(?<=[a-z,] )(?!(?:{_MONTHS}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
    r"[A-Z][a-z]{3,}\b"
)
_NAMES = ("Okafor", "Lindqvist", "Tampere", "Halvorsen", "Marseille", "Ndiaye", "Brecknock")
_VERB = re.compile(r" (?:is|was|are|were|has|can|will|must|may|shall) (?!not |no )")
_NOT = re.compile(r" not ")
_UNIT = re.compile(
    r"(?<=\d )(?:days?|weeks?|months?|years?|hours?|minutes?|metres?|miles?|kilometres?"
    r"|employees)\b"
)
_OTHER_UNITS = ("days", "weeks", "months", "hours", "minutes", "miles", "pages")
_SMALL = dict(enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven")))


def _number(text: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    found = [one for one in _NUMBER.finditer(text) if not _YEAR.fullmatch(one[0])]
    if not found:
        return None
    one = drawn.choice(found)
    amount = int(one[0].replace(",", ""))
    other = amount + drawn.choice([1, 2, 3, 5]) * max(1, 10 ** (len(str(amount)) - 1) // 2)
    written = f"{other:,}" if "," in one[0] else str(other)
    return text[: one.start()] + written + text[one.end() :]


def _date(text: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    found = [*_YEAR.finditer(text), *_MONTH.finditer(text)]
    if not found:
        return None
    one = drawn.choice(found)
    other = (
        str(int(one[0]) + drawn.choice([-3, -1, 1, 2]))
        if one[0].isdigit()
        else drawn.choice(["May", "November"])
    )
    return text[: one.start()] + other + text[one.end() :]


def _name(text: str, drawn: random.Random, names: Sequence[str]) -> str | None:
    found = list(_NAME.finditer(text))
    if not found:
        return None
    one = drawn.choice(found)
    other = drawn.choice([name for name in names if name not in text])
    return text[: one.start()] + other + text[one.end() :]


def _negation(text: str, _: random.Random, __: Sequence[str]) -> str | None:
    denied = _NOT.search(text)
    if denied:
        return text[: denied.start()] + text[denied.end() - 1 :]
    verb = _VERB.search(text)
    return f"{text[: verb.end()]}not {text[verb.end() :]}" if verb else None


def _copied(text: str, _: random.Random, __: Sequence[str]) -> str | None:
    return " ".join(text.split())


def _rewritten(text: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    found = [one for one in _NUMBER.finditer(text) if not _YEAR.fullmatch(one[0])]
    if not found:
        return None
    one = drawn.choice(found)
    amount = int(one[0].replace(",", ""))
    if amount in _SMALL:
        written = _SMALL[amount]
    elif "," in one[0]:
        written = drawn.choice([str(amount), f"{amount:,}".replace(",", " ")])
    else:
        written = f"{amount}.0" if amount > 31 else one[0]
    return text[: one.start()] + written + text[one.end() :]


def _other_year(text: str, drawn: random.Random, names: Sequence[str]) -> str | None:
    changed = _date(text, drawn, names)
    return _number(changed, drawn, names) if changed else None


def _other_person(text: str, drawn: random.Random, names: Sequence[str]) -> str | None:
    changed = _name(text, drawn, names)
    return (_number(changed, drawn, names) or _date(changed, drawn, names)) if changed else None


def _other_unit(text: str, drawn: random.Random, names: Sequence[str]) -> str | None:
    found = _UNIT.search(text)
    if not found:
        return None
    other = drawn.choice([unit for unit in _OTHER_UNITS if unit[:3] != found[0][:3]])
    changed = text[: found.start()] + other + text[found.end() :]
    return drawn.choice([changed, _number(changed, drawn, names) or changed])


_WAYS: dict[str, tuple[str, Any]] = {
    "number": ("planted", _number),
    "date": ("planted", _date),
    "name": ("planted", _name),
    "negation": ("planted", _negation),
    "copy": ("copy", _copied),
    "rewritten": ("copy", _rewritten),
    "other year": ("different", _other_year),
    "other person": ("different", _other_person),
    "other unit": ("different", _other_unit),
    "sibling": ("different", None),
}
"""Way of changing an answer → what it makes of the second document, and the function."""


@dataclass(frozen=True)
class Case:
    """A question, and the second document.

    Attributes:
        question: with its answer.
        way: in which the second document was changed.
        second: the document; None where there is none.
    """

    question: LabelledQuestion
    way: str
    second: Document | None


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", nargs="?", type=Path, default=Path("../shared/train"))
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--seed", type=int, default=_SEED)
    options = parser.parse_args()
    drawn = random.Random(options.seed)
    documents, questions = _read(options.sets)
    if not documents:
        parser.error(f"there is no {_SETS[0]}/{CORPUS} in {str(options.sets)!r}")
    documents = drawn.sample(documents, min(options.documents, len(documents)))
    held_ids = {document.doc_id for document in documents}
    questions = [one for one in questions if {gold.doc_id for gold in one.gold} <= held_ids]
    cases = list(_cases(documents, questions, drawn, options.questions))
    first = {case.question.gold[0].doc_id for case in cases}
    held = [document for document in documents if document.doc_id in first]
    seconds = [case.second for case in cases if case.second]
    with tempfile.TemporaryDirectory() as folder:
        embedder = embedder_for(DEFAULT_MODEL, Path(folder))
        with building(Path(folder)), ProgressBar() as bar:
            index, _ = index_documents([*held, *seconds], Path(folder), embedder, bar)
        result = _measured(index, cases)
    print(json.dumps(result, indent=1, ensure_ascii=False))
    return 0 if result["precision"] >= _PRECISION and result["recall"] >= _RECALL else 1


def _read(sets: Path) -> tuple[list[Document], list[LabelledQuestion]]:
    documents: list[Document] = []
    questions: list[LabelledQuestion] = []
    for name in _SETS:
        if (sets / name / CORPUS).is_file():
            read = read_corpus(sets / name / CORPUS)
            documents += read
            texts = {document.doc_id: document.text for document in read}
            questions += read_questions(sets / name / QUESTIONS, texts)
    return documents, questions


def _cases(
    documents: Sequence[Document],
    questions: Sequence[LabelledQuestion],
    drawn: random.Random,
    most: int,
) -> Iterator[Case]:
    """Yield questions, each with its second document; one for each paragraph."""
    by_id = {document.doc_id: document for document in documents}
    used: set[tuple[str, int]] = set()
    ways = [*_WAYS, "number", "date", "negation", "name", "none"]
    drawn.shuffle(shuffled := list(questions))
    made = 0
    for question in shuffled:
        if made >= most:
            return
        if len(question.gold) != 1:
            continue
        gold = question.gold[0]
        document = by_id[gold.doc_id]
        start, end = _paragraph(document.text, gold.span.start, gold.span.end)
        text = document.text[gold.span.start : gold.span.end]
        if len(text) not in _LENGTHS or "|" in text or (document.doc_id, start) in used:
            continue
        way = ways[made % len(ways)]
        second = _second(
            document, (start, end), (gold.span.start, gold.span.end), way, drawn, _NAMES, made
        )
        if second is None and way != "none":
            way = "none"
            if drawn.random() < 0.8:
                continue
        used.add((document.doc_id, start))
        made += 1
        yield Case(question, way, second)


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind("\n\n", 0, start)
    last = text.find("\n\n", end)
    return (first + 2 if first >= 0 else 0), (last if last >= 0 else len(text))


def _second(  # noqa: PLR0913, PLR0917
    document: Document,
    paragraph: tuple[int, int],
    gold: tuple[int, int],
    way: str,
    drawn: random.Random,
    names: Sequence[str],
    number: int,
) -> Document | None:
    """Return the second document; None if this way changes nothing in the answer."""
    if way == "none":
        return None
    before = document.text[paragraph[0] : gold[0]]
    answer = document.text[gold[0] : gold[1]]
    after = document.text[gold[1] : paragraph[1]]
    title = drawn.choice([document.title, f"Overview: {document.title}", "Notes for new staff"])
    if way == "sibling":
        own = sorted(set(re.findall(r"\b[A-Z][a-z]{3,}\b", document.title)))
        changed = _number(answer, drawn, names) or _date(answer, drawn, names)
        if not own or changed is None:
            return None
        body = f"{before}{changed}{after}"
        title = document.title
        for name in own:
            other = drawn.choice([one for one in names if one not in document.text])
            title, body = (re.sub(rf"\b{name}\b", other, one) for one in (title, body))
    else:
        changed = _WAYS[way][1](answer, drawn, names)
        if changed is None or (changed == answer and way != "copy"):
            return None
        body = f"{before}{changed}{after}"
    text = f"{title}\n\n{body}\n"
    sha256 = sha256_of_text(text)
    return replace(
        document,
        doc_id=f"second/{number}.txt",
        title=title,
        text=text,
        source_sha256=sha256,
        text_sha256=sha256,
        media_type="text/plain",
        pages=(),
        headings=(),
        breaks=(),
        asides=(),
    )


def _measured(index: Index, cases: Sequence[Case]) -> dict[str, Any]:
    table: dict[str, Counter[str]] = {}
    wrong: list[dict[str, Any]] = []
    right = planted = quoted = quoted_right = false = 0
    planted_in = {
        case.second.doc_id for case in cases if case.second and _WAYS[case.way][0] == "planted"
    }
    for case in cases:
        answer = ask(case.question.question, index)
        kind = _WAYS[case.way][0] if case.way in _WAYS else "none"
        about = [
            one
            for one in answer.disagreements
            if case.second and case.second.doc_id in {s.citation.doc_id for s in one.statements}
        ]
        is_quoted = _quotes_it(answer, case)
        counted = table.setdefault(f"{kind}: {case.way}", Counter())
        counted["questions"] += 1
        counted["quoted"] += is_quoted
        counted["disagreements"] += bool(answer.disagreements)
        if kind == "planted":
            planted += 1
            quoted += is_quoted
            right += bool(about)
            quoted_right += bool(about) and is_quoted
        # Any question may come upon what was planted for another one.
        others = [one for one in answer.disagreements if not _is_planted(one, planted_in)]
        false += bool(others)
        if others or (kind == "planted" and is_quoted and not about):
            wrong.append(
                {
                    "way": case.way,
                    "question": case.question.question,
                    "found": [[s.text for s in d.statements] + [d.kind] for d in others],
                    "titles": [
                        [s.citation.title for s in d.statements] for d in answer.disagreements
                    ],
                    "answer": _gold_text(index, case) if not others else "",
                    "second": case.second.text if case.second and not others else "",
                    "quotes": [q.text for q in answer.quotes[:2]] if not others else [],
                }
            )
    return {
        "precision": round(right / (right + false), 3) if right else 0.0,
        "recall": round(quoted_right / quoted, 3) if quoted else 0.0,
        "recall_of_all": round(right / planted, 3) if planted else 0.0,
        "table": {name: dict(counted) for name, counted in sorted(table.items())},
        "wrong": wrong,
    }


def _is_planted(found: Disagreement, planted: set[str]) -> bool:
    return not planted.isdisjoint(one.citation.doc_id for one in found.statements)


def _gold_text(index: Index, case: Case) -> str:
    gold = case.question.gold[0]
    return index.document(gold.doc_id).text[gold.span.start : gold.span.end]


def _quotes_it(answer: Answer, case: Case) -> bool:
    """Return whether the answer quotes the sentence of the known answer, in either document."""
    gold = case.question.gold[0]
    return any(
        (
            quote.citation.doc_id == gold.doc_id
            and quote.citation.start < gold.span.end
            and gold.span.start < quote.citation.end
        )
        or (case.second is not None and quote.citation.doc_id == case.second.doc_id)
        for quote in answer.quotes
    )


if __name__ == "__main__":
    sys.exit(main())
