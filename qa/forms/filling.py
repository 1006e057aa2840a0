"""Fills a form: asks each of its questions, and writes the answers into a copy."""

from __future__ import annotations

from collections import Counter
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answers.asker import new_asker
from qa.errors import FormError
from qa.files.atomic import atomic_write
from qa.files.hashing import sha256_of_text
from qa.forms.asking import ask_all
from qa.forms.form import ANSWERED, Choice
from qa.forms.library import Library
from qa.forms.opening import open_elsewhere, open_form
from qa.forms.saved import SavedAnswers
from qa.forms.wording import entry_of
from qa.index.search import Index
from qa.progress import silent
from qa.settings import Settings
from qa.stores.live import current_index
from qa.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qa.forms.certainty import Certainty
    from qa.forms.form import Entry, Form, Item
    from qa.forms.library import Earlier
    from qa.progress import Progress
    from qa.records import Answer

LONGEST_ENTRY = 32_767
"""Characters that a cell of Excel can have."""


@dataclass(frozen=True, slots=True)
class FilledItem:
    """A question of a form, and what was found for it.

    Attributes:
        item: the question, and where its answer is.
        certainty: of what was written: ``likely``, ``uncertain``, ``not_found``, ``closest`` or
            ``earlier``; None where the form stays as it was.
        left: why it stays as it was; empty where something was written.
        answer: from the documents; None where the question was not asked.
        earlier: an answer to a similar question of an earlier form; None for none.
    """

    item: Item
    certainty: Certainty | None = None
    left: str = ""
    answer: Answer | None = None
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form that was filled.

    Attributes:
        path: of the filled copy.
        items: its questions, in order.
        notes: for the user, such as sheets without room for answers.
    """

    path: Path
    items: tuple[FilledItem, ...]
    notes: tuple[str, ...] = ()

    def of(self, certainty: str | None) -> tuple[FilledItem, ...]:
        """Return the questions with answers of one certainty, in order.

        Args:
            certainty: ``likely``, ``uncertain``, ``not_found``, ``closest`` or ``earlier``; None
                for the questions that stay as they were.
        """
        return tuple(one for one in self.items if one.certainty == certainty)


def fill(  # noqa: PLR0913 - each is one thing a caller decides
    form: str | os.PathLike[str],
    into: str | os.PathLike[str] | None = None,
    index: Index | str | os.PathLike[str] | None = None,
    k: int = 1,
    *,
    sheet: str | None = None,
    question_column: str | None = None,
    answer_column: str | None = None,
    replace: bool = False,
    closest: bool = False,
    library: Sequence[str | os.PathLike[str]] = (),
    documents: Collection[str] | None = None,
    min_confidence: float | None = None,
    evidence_model: str | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> FilledForm:
    """Fill a copy of a form with quotes that answer its questions.

    The form is an Excel file with a column of questions, or a Word file. Only the cells or
    paragraphs of answers change. They get one of the styles *Quoth likely*, *Quoth uncertain*,
    *Quoth not found* (without text), *Quoth closest* and *Quoth earlier answer*. Yes or No is never
    chosen. A run that was stopped continues when it is called again.

    Args:
        form: path of the file: ``.xlsx``, ``.xlsm``, ``.docx`` or ``.docm``.
        into: path of the copy (default: next to the form, ``NAME.filled.xlsx``).
        index: an open index, or its folder (default: ``QA_INDEX`` or ``index``).
        k: the most quotes for a question, at least 1.
        sheet: name of the only sheet to fill (default: all with questions).
        question_column: its name, letters or number (default: found).
        answer_column: likewise.
        replace: whether to write over answers that the form has; formulas always stay.
        closest: whether to write the closest passage where nothing was found, below a line that
            says so (default: such an answer is blank).
        library: earlier forms, filled by people: the answer to a similar question is offered.
        documents: see :func:`qa.ask`.
        min_confidence: see :func:`qa.ask`.
        evidence_model: see :func:`qa.ask`.
        overwrite: whether the copy may replace an existing file.
        progress: receives how far the work is.

    Raises:
        FormError: the form cannot be filled, or the copy cannot be written.
        QuestionError: a document is unknown.
        IndexStoreError: there is no usable index in the folder.
        ModelError: the reader cannot be loaded.
        ValueError: ``k`` is less than 1, or ``min_confidence`` is not a probability.
    """
    path = Path(form)
    copy = Path(into) if into is not None else path.with_name(f"{path.stem}.filled{path.suffix}")
    _check_copy(copy, path, overwrite=overwrite)
    opened = open_form(path, Choice(sheet, question_column, answer_column, replace))
    _check_room(opened, path)
    earlier = [(Path(one).name, open_form(Path(one))) for one in library]
    folder = Path(index) if index and not isinstance(index, Index) else Settings.current().index
    leased = nullcontext(index) if isinstance(index, Index) else current_index(folder)
    with leased as used:
        asker = new_asker(used, k, min_confidence, evidence_model, threads=1)
        if documents is not None:
            documents = used.doc_ids([documents] if isinstance(documents, str) else documents)
        known = Library(earlier, used.embedder)
        made_with = f"{__version__}, {asker.evidence_model}, {k}, {min_confidence}, {documents}"
        saved = SavedAnswers(copy, used, sha256_of_text(made_with))
        continued = len(saved)
        with closing(saved):
            problems = ask_all(
                _questions(opened.items), asker, documents, saved, progress or silent
            )
            items, entries = _answered(opened.items, saved, problems, known, closest=closest)
            _write(copy, opened.filled(entries), path, overwrite=overwrite)
            saved.delete()
    notes = list(_notes(path, opened, earlier, known))
    if continued:
        notes.append(f"answers of an earlier run, which was stopped, taken over: {continued:,}")
    return FilledForm(copy, items, tuple(notes))


def _questions(items: Sequence[Item]) -> list[str]:
    """Return what is to be asked, each wording once."""
    return list(dict.fromkeys(item.question for item in items if not item.left))


def _check_copy(copy: Path, form: Path, *, overwrite: bool) -> None:
    """Refuse, before the work begins, a copy that cannot be written."""
    if copy.suffix.lower() != form.suffix.lower():
        reason = f"must end in {form.suffix}, as the form does"
        raise FormError(copy, reason)
    if not copy.parent.is_dir():
        raise FormError(copy, "is in a folder that does not exist")
    if copy.exists() and form.exists() and copy.samefile(form):
        raise FormError(
            copy, "is the form itself, which stays as it is; name another file with --into"
        )
    if copy.exists() and not (overwrite and copy.is_file()):
        reason = "exists; name another file with --into, or overwrite it with --force"
        raise FormError(copy, reason)
    if copy.exists() and (mark := open_elsewhere(copy)):
        raise FormError(copy, f"is open in another program ({mark}); close it there")


def _check_room(form: Form, path: Path) -> None:
    """Refuse a form in which nothing can be written."""
    if all(item.left for item in form.items):
        reasons = Counter(item.left for item in form.items)
        why = ", ".join(f"{reason} ({many:,})" for reason, many in reasons.most_common())
        do = ". To replace its answers, add --replace" if ANSWERED in reasons else ""
        raise FormError(path, f"has no question that can be answered: {why}{do}")


def _answered(
    items: Sequence[Item],
    saved: SavedAnswers,
    problems: Mapping[str, str],
    library: Library,
    *,
    closest: bool,
) -> tuple[tuple[FilledItem, ...], dict[int, Entry]]:
    """Return what was found for each question, and what to write for those that can be answered."""
    found: list[FilledItem] = []
    entries: dict[int, Entry] = {}
    for at, item in enumerate(items):
        answer = None if item.left else saved.get(item.question)
        if answer is None:
            found.append(FilledItem(item, left=item.left or problems[item.question]))
            continue
        earlier = library.nearest(item.question)
        entries[at] = entry_of(answer, earlier, LONGEST_ENTRY, closest=closest)
        found.append(FilledItem(item, entries[at].certainty, "", answer, earlier))
    return tuple(found), entries


def _write(copy: Path, data: bytes, form: Path, *, overwrite: bool) -> None:
    _check_copy(copy, form, overwrite=overwrite)  # the work took a while
    try:
        atomic_write(copy, data)
    except OSError as error:
        raise FormError(copy, f"cannot be written ({error.strerror})") from error


def _notes(
    path: Path, form: Form, library: Sequence[tuple[str, Form]], known: Library
) -> Iterator[str]:
    if mark := open_elsewhere(path):
        yield f"{path.name} is open in another program ({mark}); changes not saved are missing"
    yield from form.notes
    if library and not len(known):
        names = ", ".join(name for name, _ in library)
        yield f"no answers that a person has written or accepted in {names}"
