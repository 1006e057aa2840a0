"""The verb: many questions, each put to many documents."""

from __future__ import annotations

from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answers.reader import load_reader
from qa.grids.cells import CellAsker
from qa.grids.filling import fill, plan
from qa.grids.questionnaire.reading import as_questions, read_questionnaire
from qa.grids.questionnaire.records import Questionnaire
from qa.grids.saving import check_outputs, check_room, save
from qa.grids.state import SUFFIX, State
from qa.index.search import Index
from qa.progress import silent
from qa.settings import Settings
from qa.stores.live import current_index
from qa.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Generator, Sequence

    from qa.grids.filling import Plan
    from qa.grids.records import Grid, GridCell
    from qa.grids.state import Saved
    from qa.progress import Progress


def grid(  # noqa: PLR0913 - each is one thing a caller decides
    questions: str | os.PathLike[str] | Sequence[str],
    index: Index | str | os.PathLike[str] | None = None,
    over: str | Collection[str] | None = None,
    *,
    into: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    question_column: str | None = None,
    evidence_model: str | None = None,
    progress: Progress | None = None,
) -> Grid:
    """Put many questions to many documents: a cell for each of both, a quote or nothing.

    Args:
        questions: a file of them (CSV, TSV, XLSX, JSON Lines or lines), or the questions.
        index: an open index, or its folder (default: ``QA_INDEX`` or ``index``).
        over: the documents, each a ``doc_id``, a folder, or a pattern such as ``2024/*.pdf``
            (default: one column, answered from all documents).
        into: a file to write the grid into: .xlsx, .docx, .pdf, .csv, .jsonl or .html. A run that
            was stopped then continues where it was (default: none).
        overwrite: whether ``into`` may replace an existing file, and whether cells of a run that
            was stopped may be deleted if they have no place in this grid.
        question_column: of a file, the column or key of the questions (default: found
            automatically).
        evidence_model: the reader, see :func:`qa.ask`.
        progress: receives how far it is.

    Raises:
        QuestionnaireError: the file of questions cannot be read, or has none.
        QuestionError: a document is unknown, or there are too many cells.
        QAError: ``into`` is there already, has another suffix, or would have too many pages; or a
            run that was stopped has saved cells without a place in this grid.
        IndexStoreError: there is no usable index in the folder.
        ModelError: the reader cannot be loaded.
    """
    read: list[Path] = []
    if isinstance(questions, str) or not isinstance(questions, (list, tuple)):
        read = [Path(questions)]  # type: ignore[arg-type]
        questionnaire = read_questionnaire(read[0], question_column)
    else:
        questionnaire = Questionnaire(as_questions(questions))
    output = Path(into) if into is not None else None
    if output is not None:
        check_outputs([output], read, overwrite=overwrite)
    if isinstance(over, str):
        over = [over]
    folder = Settings.current().index if index is None or isinstance(index, Index) else Path(index)
    leased = nullcontext(index) if isinstance(index, Index) else current_index(folder)
    with leased as opened:
        run = Run.of(opened, questionnaire, over, evidence_model)
        planned = run.planned
        check_room([output] if output else [], planned.questions, len(planned.columns))
        state = output.with_name(f"{output.name}{SUFFIX}") if output else None
        filled = run.filled(state, progress or silent, overwrite=overwrite)
        if output is not None:
            save(filled, output)
            run.forget(state)
    return filled


@dataclass(slots=True)
class Run:
    """One filling of a grid: the page and the command drive it cell by cell.

    Attributes:
        index: to ask.
        planned: the grid.
        asker: answers its cells.
        made_with: version and reader, by which saved cells are recognised.
        notes: for the user.
        saved: what an earlier run left; None before it was looked for.
    """

    index: Index
    planned: Plan
    asker: CellAsker
    made_with: str
    notes: list[str] = field(default_factory=list)
    saved: Saved | None = None

    @classmethod
    def of(
        cls,
        index: Index,
        questionnaire: Questionnaire,
        over: Collection[str] | None = None,
        evidence_model: str | None = None,
    ) -> Run:
        """Return a run that has not begun.

        Args:
            index: to ask.
            questionnaire: the questions.
            over: the documents, see :func:`grid`.
            evidence_model: the reader, see :func:`qa.ask`.

        Raises:
            QuestionError: a document is unknown, or there are too many cells.
            ModelError: the reader cannot be loaded.
        """
        planned = plan(index, questionnaire.questions, over)
        name = evidence_model or Settings.current().evidence_model
        asker = CellAsker(index, load_reader(name, threads=1), name)
        return cls(index, planned, asker, f"{__version__}, {name}", list(questionnaire.notes))

    def cells(
        self,
        state: Path | None = None,
        progress: Progress = silent,
        threads: int | None = None,
        *,
        overwrite: bool = False,
    ) -> Generator[GridCell, None, None]:
        """Yield every cell: first those that an earlier run saved, then new ones as they are done.

        Closing the iterator, or an interrupt, stops the work; what was yielded is saved.

        Args:
            state: file in which cells are saved (default: none).
            progress: receives how far it is.
            threads: that answer at a time (default: one for each processor).
            overwrite: whether saved cells without a place in this grid may be deleted.

        Raises:
            QAError: the file of saved cells cannot be read, another run is writing it, or it has
                cells without a place in this grid.
            OSError: it cannot be written.
            IndexCorruptError: the stored text of a document has changed.
        """
        if state is None:
            yield from fill(self.planned, self.asker, {}, progress, threads)
            return
        saving = State(state, self.planned, self.made_with)
        try:
            self.saved = saving.read(self.index)
            if not overwrite:
                saving.refuse_loss(self.saved)
            saving.begin(self.saved)
            yield from self.saved.cells.values()
            filling = fill(self.planned, self.asker, self.saved.cells, progress, threads)
            with closing(filling):
                for cell in filling:
                    saving.add(cell)
                    yield cell
        finally:
            saving.close()

    def filled(
        self, state: Path | None = None, progress: Progress = silent, *, overwrite: bool = False
    ) -> Grid:
        """Return the grid, filled.

        Args:
            state: file in which cells are saved (default: none).
            progress: receives how far it is.
            overwrite: whether saved cells without a place in this grid may be deleted.

        Raises:
            QAError: the file of saved cells cannot be read, another run is writing it, or it has
                cells without a place in this grid.
            OSError: it cannot be written.
            IndexCorruptError: the stored text of a document has changed.
        """
        cells = self.cells(state, progress, overwrite=overwrite)
        return self.planned.grid(cells, self.notes)

    @staticmethod
    def forget(state: Path | None) -> None:
        """Delete the file of saved cells, once the output has them.

        Args:
            state: the file; None for none.
        """
        if state is not None:
            state.unlink(missing_ok=True)
