"""Grids as the routes answer with them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from fastapi import HTTPException

from qa.errors import QAError
from qa.grids.outputs.entries import Entry
from qa.web import strings
from qa.web.api.grid_schemas import (
    FilledCell,
    GridColumn,
    GridDescription,
    GridQuestion,
    GridRowCell,
    GridSummary,
)
from qa.web.service.grid_job import Owner
from qa.web.service.references import reference
from qa.web.service.rights import owner_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from qa.grids.records import GridCell
    from qa.records import Quote
    from qa.web.service.grid_job import GridJob
    from qa.web.service.service import Service


def owner(service: Service, request: Request) -> Owner:
    """Return whose the grids of a request are.

    Args:
        service: of the collection.
        request: with the user.
    """
    return Owner(service.name, owner_of(request.scope))


def found(service: Service, grid_id: str, request: Request) -> GridJob:
    """Return a grid of the user of a request.

    Args:
        service: of the collection.
        grid_id: of the grid; anything.
        request: with the user.

    Raises:
        HTTPException: the user has no such grid.
    """
    job = service.grids.find(grid_id, owner(service, request))
    if job is None:
        raise HTTPException(404, strings.NO_GRID)
    return job


def fingerprint(service: Service) -> str:
    """Return that of the live index; empty if there is no usable one.

    Args:
        service: of the collection.
    """
    with suppress(QAError), service.live.generation() as generation:
        return str(generation.manifest.fingerprint)
    return ""


def summary(job: GridJob, live: str) -> GridSummary:
    """Return how far a grid is.

    Args:
        job: the grid.
        live: fingerprint of the live index.
    """
    return GridSummary(
        id=job.id,
        name=job.name,
        index=job.planned.index,
        is_outdated=job.planned.index != live,
        **asdict(job.progress()),
    )


def description(job: GridJob, live: str) -> GridDescription:
    """Return a grid with its questions and documents.

    Args:
        job: the grid.
        live: fingerprint of the live index.
    """
    planned = job.planned
    return GridDescription(
        **summary(job, live).model_dump(),
        questions=[GridQuestion.model_validate(one) for one in planned.questions],
        columns=[GridColumn.model_validate(one) for one in planned.columns],
        notes=job.notes,
    )


def shown(job: GridJob, cells: Sequence[GridCell]) -> list[FilledCell]:
    """Return cells with references to their quotes.

    Args:
        job: the grid.
        cells: of it.
    """
    planned = job.planned
    columns = {column.doc_id: column for column in planned.columns}
    return [
        _cell(Entry(planned.questions[cell.question], columns[cell.doc_id], cell))
        for cell in cells
        if cell.doc_id in columns  # not where it was planned anew in this moment
    ]


def row_cells(quote: Quote) -> list[list[GridRowCell]]:
    """Return the cells of a quote that is rows of a table; empty for any other.

    Args:
        quote: of a cell, or one that it could have.
    """
    table = quote.table
    if table is None:
        return []
    names = table.names()
    return [
        [
            GridRowCell(name=name, words=words.strip())
            for name, words in zip_longest(names[: len(row)], row, fillvalue="")
        ]
        for row in table.words(quote.text, quote.citation.start)
    ]


def _cell(entry: Entry) -> FilledCell:
    cell, quote = entry.cell, entry.cell.quote
    citation = quote.citation if quote else None
    return FilledCell(
        question=cell.question,
        column=cell.doc_id,
        label=cell.label,
        probability=round(cell.probability, 4),
        text=quote.text if quote else "",
        lead_in=quote.lead_in() if quote else "",
        rows=row_cells(quote) if quote else [],
        doc_id=citation.doc_id if citation else "",
        title=citation.title if citation else "",
        where=citation.where() if citation else "",
        reference=reference(quote) if quote else "",
        remarks=entry.remarks,
    )
