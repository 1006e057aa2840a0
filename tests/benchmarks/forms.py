"""How well are security questionnaires filled from policies?

    python -m tests.benchmarks.forms ../shared/train

The policies, terms and retention schedules of eleven organisations, from the question sets
own_words_law, own_words_statutes and own_words_office, are built into one index. For each
organisation, ``forms_questions.tsv`` has the questions of a questionnaire in other words than the
policies', with the words that answer them; some are not answered there. They are laid out like a
CAIQ, filled by :func:`qa.fill` from that organisation's policies only, and the cells of the filled
files are read.

Prints JSON: how often the first quote has the words that answer, how often "not found" is right,
how often an answer that is called likely is right, in how many of the answered questions that were
called not found the closest quote has the words that answer, and what was wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

import qa
from qa.evaluation.question_sets import CORPUS, read_corpus
from qa.forms.certainty import Certainty
from qa.forms.filling import fill
from qa.forms.wording import closest_quotes
from qa.progress import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.forms.filling import FilledItem
    from qa.index.search import Index
    from qa.records import Quote

_QUESTIONS = Path(__file__).with_name("forms_questions.tsv")
_POLICIES = {
    "tailscale": ("own_words_statutes/ts_access", "own_words_statutes/ts_retention"),
    "datica": (
        "own_words_statutes/dt_media",
        "own_words_statutes/dt_people",
        "own_words_statutes/dt_dr",
    ),
    "brightwater": ("own_words_statutes/own_security",),
    "tarn": ("own_words_office/security_policy_tarn",),
    "northgate": ("own_words_statutes/ju_people", "own_words_statutes/ju_building"),
    "login": (
        "own_words_law/login_rules",
        "own_words_law/login_inperson_delete",
        "own_words_law/login_partner_faq",
    ),
    "tts": (
        "own_words_law/security_incidents",
        "own_words_law/passwords",
        "own_words_law/tts_equipment",
        "own_words_law/leaving_tts",
    ),
    "mozilla": ("own_words_law/moz_subscriptions", "own_words_law/common_voice"),
    "medium": ("own_words_law/medium_rules",),
    "clef": ("own_words_law/clef_policies",),
    "fairmead": ("own_words_office/retention_schedule",),
}
_NAMES = (
    "Question ID",
    "Question",
    "CSP CAIQ Answer",
    "SSRM Control Ownership",
    "CSP Implementation Description (Optional/Recommended)",
)
_FIRST_ROW = 4


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("sets", type=Path, help="folder of the question sets")
    parser.add_argument("--wrong", action="store_true", help="list what was wrong")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = _built(options.sets, Path(folder))
        judged = [one for name in _POLICIES for one in _judged(name, index, Path(folder))]
    print(json.dumps(_report(judged, wrong=options.wrong), indent=1, ensure_ascii=False))


def _built(sets: Path, folder: Path) -> Index:
    """Return an index of the policies, a folder for each organisation."""
    named = {doc_id.partition("/")[0] for some in _POLICIES.values() for doc_id in some}
    texts = {one.doc_id: one.text for name in named for one in read_corpus(sets / name / CORPUS)}
    for name, doc_ids in _POLICIES.items():
        for doc_id in doc_ids:
            path = folder / "policies" / name / f"{doc_id.partition('/')[2]}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[doc_id], encoding="utf-8")
    return qa.build(folder / "policies", into=folder / "index")


def _judged(name: str, index: Index, folder: Path) -> list[dict[str, Any]]:
    """Fill the questionnaire of an organisation, and compare each cell with the known answer."""
    with _QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["organisation"] == name]
    form = folder / f"{name}.xlsx"
    _lay_out([row["question"] for row in rows], form)
    with ProgressBar() as bar:
        filled = fill(form, index=index, documents=[f"{name}/*"], progress=bar)
    return [
        _compared(item, [words for words in row["answered by"].split(" || ") if words], index)
        for item, row in zip(filled.items, rows, strict=True)
    ]


def _lay_out(questions: Sequence[str], path: Path) -> None:
    """Write questions as a CAIQ has them: below titles, with Yes, No and NA to choose."""
    book = Workbook()
    sheet = book.active
    sheet.title = "CAIQ"
    sheet["A1"] = "CONSENSUS ASSESSMENTS INITIATIVE QUESTIONNAIRE"
    sheet.merge_cells("A1:E1")
    for column, title in enumerate(_NAMES, start=1):
        sheet.cell(_FIRST_ROW - 1, column, title)
    for row, question in enumerate(questions, start=_FIRST_ROW):
        sheet.cell(row, 1, f"Q-{row:02}.1")
        sheet.cell(row, 2, question)
    choice = DataValidation(type="list", formula1='"Yes,No,NA"')
    choice.add(f"C{_FIRST_ROW}:C{_FIRST_ROW + len(questions)}")
    sheet.add_data_validation(choice)
    book.save(path)


def _compared(item: FilledItem, known: list[str], index: Index) -> dict[str, Any]:
    answer = item.answer
    quote = answer.quotes[0] if answer is not None and answer.quotes else None
    found = item.certainty in {Certainty.LIKELY, Certainty.UNCERTAIN}
    is_right = not known and not found
    if quote is not None and found and known:
        is_right = _answers(quote, known, index)
    near = closest_quotes(answer) if answer is not None else []
    return {
        "question": item.item.question,
        "answerable": bool(known),
        "certainty": item.certainty.value if item.certainty else item.left,
        "right": is_right,
        "quote": quote.text if quote is not None and found else "",
        "closest": near[0].text if near else "",
        "closest answers": bool(near) and _answers(near[0], known, index),
        "known": known,
    }


def _answers(quote: Quote, known: list[str], index: Index) -> bool:
    """Return whether a quote has any of the words that answer."""
    text = index.document(quote.citation.doc_id).text
    spans = [(text.find(words), len(words)) for words in known]
    begin, end = quote.citation.start, quote.citation.end
    return any(at >= 0 and at < end and at + long > begin for at, long in spans)


def _report(judged: list[dict[str, Any]], *, wrong: bool) -> dict[str, Any]:
    answerable = [one for one in judged if one["answerable"]]
    others = [one for one in judged if not one["answerable"]]
    report: dict[str, Any] = {
        "answerable": len(answerable),
        "first quote right": _share(answerable),
        "not answerable": len(others),
        "not found right": _share(others),
    }
    for certainty in (Certainty.LIKELY, Certainty.UNCERTAIN, Certainty.NOT_FOUND):
        called = [one for one in judged if one["certainty"] == certainty.value]
        report[certainty.value] = {"of": len(called), "right": _share(called)}
    missed = [one for one in answerable if one["certainty"] == Certainty.NOT_FOUND.value]
    closest = sum(one["closest answers"] for one in missed)
    report["answerable, not found"] = {"of": len(missed), "closest answers": closest}
    if wrong:
        report["wrong"] = [one for one in judged if not one["right"]]
    return report


def _share(judged: Sequence[dict[str, Any]]) -> float:
    return round(sum(one["right"] for one in judged) / len(judged), 3) if judged else 0.0


if __name__ == "__main__":
    main()
