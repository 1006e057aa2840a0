"""Requests and responses of the routes of grids.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from qa.grids.questionnaire.reading import MOST_QUESTIONS
from qa.grids.records import Label
from qa.web.api.schemas import QUESTION
from qa.web.service.grid_job import State

MOST_CELLS_SENT = 1_000
"""Cells in one response."""

GridFormat = Literal["xlsx", "docx", "pdf", "csv", "jsonl", "html"]
"""Names of the formats in :data:`qa.grids.saving.FORMATS`."""

GridId = Annotated[str, Path(description="`id` of a grid.")]
Since = Annotated[
    int, Query(ge=0, le=2**53, description="Only later changes: `newest` of the last response.")
]
ExportFormat = Annotated[GridFormat, Query(alias="format", description="Format of the file.")]
QuestionColumn = Annotated[
    str | None,
    Query(
        max_length=1000,
        description="Column of the questions: its name, letter or number; of JSON Lines, the key "
        "(default: found automatically).",
    ),
]
_Text = Annotated[str, Field(max_length=1000)]
_QuestionPosition = Annotated[int, Field(ge=0, description="Position of the question, from 0.")]
_Column = Annotated[
    str, Field(description="`doc_id` of the column; empty for the column of all documents.")
]


class GridQuestion(BaseModel):
    """A question of a grid, as `POST /api/grids/questions` returns it."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")

    text: str = Field(max_length=10_000, description="The question, at most 10,000 characters.")
    row: int = Field(default=0, ge=0, le=2**31, description="Row of the sheet or line of the file.")
    id: _Text = Field(default="", description="That the file gives it.")
    section: _Text = Field(default="", description="That it is in.")
    sheet: _Text = Field(default="", description="Name of its sheet.")
    problem: _Text = Field(
        default="", description="Why it cannot be asked; its cells then have no answers."
    )


class GridQuestions(BaseModel):
    """The questions of a file."""

    questions: list[GridQuestion] = Field(description="In the order of the file.")
    notes: tuple[str, ...] = Field(description="On the file, such as questions that are too long.")


class GridRequest(BaseModel):
    """Questions, and the documents to put them to."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"questions": [QUESTION], "over": ["*"]}]},
    )

    questions: list[str | GridQuestion] = Field(
        min_length=1, max_length=MOST_QUESTIONS, description="The rows."
    )
    over: Annotated[list[str], Field(max_length=20_000)] | None = Field(
        default=None,
        description="Documents, a column each: a `doc_id`, a folder, or a pattern such as "
        "`2024/*.pdf` (default: one column, answered from all documents).",
    )
    name: str = Field(default="", max_length=200, description="Of the grid, for people.")
    notes: Annotated[list[_Text], Field(max_length=20)] = Field(
        default=[], description="On the file of questions; the exports have them."
    )


class GridSummary(BaseModel):
    """A grid, and how far it is."""

    id: str = Field(description="Of the grid.")
    name: str = Field(description="Of the file of questions, or made of the first question.")
    state: State = Field(description="What the grid does now.")
    done: int = Field(description="Cells that are filled.")
    total: int = Field(description="Cells that it has.")
    seconds_left: float | None = Field(description="An estimate; null if none is possible yet.")
    error: str = Field(description="Why it failed; empty if it did not.")
    newest: int = Field(description="Number of the newest change of a cell.")
    index: str = Field(description="Fingerprint of the index that is asked.")
    is_outdated: bool = Field(
        description="Whether the documents have been indexed again since, with another result."
    )


class GridColumn(BaseModel):
    """A document of a grid."""

    model_config = ConfigDict(from_attributes=True)

    doc_id: str = Field(description="Of the document; empty for the column of all documents.")
    title: str = Field(description="Of the document.")


class GridDescription(GridSummary):
    """A grid with its questions and documents."""

    questions: list[GridQuestion] = Field(description="The rows.")
    columns: list[GridColumn] = Field(description="The documents.")
    notes: tuple[str, ...] = Field(description="On the file of questions.")


class GridRowCell(BaseModel):
    """A cell of a table row that is quoted."""

    name: str = Field(description="Of its column, which is not quoted; empty if none is known.")
    words: str = Field(description="Quoted.")


class FilledCell(BaseModel):
    """What one document answers to one question."""

    question: int = Field(description="Position of the question, from 0.")
    column: str = Field(description="`doc_id` of the column; empty for that of all documents.")
    label: Label = Field(
        description="How sure the cell is; `chosen` and `emptied` if a person has corrected it."
    )
    probability: float = Field(
        description="That the quote answers; without one, that something would have."
    )
    text: str = Field(description="The quote; empty if nothing was found.")
    lead_in: str = Field(
        description="What introduces the quote, if it is an item of a list; not quoted."
    )
    rows: list[list[GridRowCell]] = Field(
        description="The cells of a quote that is rows of a table; empty for any other."
    )
    doc_id: str = Field(description="Document of the quote; empty without one.")
    title: str = Field(description="Its title.")
    where: str = Field(description="Page of the quote, such as `p. 4`; empty without pages.")
    reference: str = Field(description="A reference to the quote; empty without one.")
    remarks: tuple[str, ...] = Field(description="What speaks against the quote.")


class GridChanges(GridSummary):
    """How far a grid is, and cells that were filled or corrected."""

    cells: list[FilledCell] = Field(
        description=f"In the order of their changes, at most {MOST_CELLS_SENT:,}."
    )
    sent: int = Field(description="Number of the last of these changes; send it as `since`.")


class CellPlace(BaseModel):
    """A cell of a grid."""

    model_config = ConfigDict(extra="forbid")

    question: _QuestionPosition
    column: _Column


class CellCandidate(BaseModel):
    """A quote that a cell could have."""

    text: str = Field(description="The words.")
    lead_in: str = Field(description="As in a filled cell.")
    rows: list[list[GridRowCell]] = Field(description="As in a filled cell.")
    doc_id: str = Field(description="The document.")
    where: str = Field(description="The page; empty without pages.")
    section: str = Field(description="Headings above it; empty without any.")
    probability: float = Field(description="That the quote answers, as in an answer.")
    reference: str = Field(description="A reference to the quote.")


class CellCorrection(CellPlace):
    """What a person has decided about a cell."""

    reference: str | None = Field(
        default=None,
        description="One of the quotes of `POST …/candidates`; null to empty the cell.",
    )
    restore: bool = Field(
        default=False, description="Put back what was there before any correction."
    )
