"""Verdicts as the plain values that ``qa check --json`` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qa.manuscripts.wording import message, where

if TYPE_CHECKING:
    from qa.manuscripts.records import CheckedManuscript, Judged


def to_plain(checked: CheckedManuscript) -> list[dict[str, Any]]:
    """Return the quotations of a manuscript as plain values, in order.

    Args:
        checked: the manuscript.
    """
    return [_plain(checked.name, one) for one in checked.judged]


def _plain(name: str, judged: Judged) -> dict[str, Any]:
    quotation, place = judged.quotation, where(judged)
    found = (
        asdict(judged.finding)
        if judged.finding
        else {"claim": quotation.text, "problem": " ".join(judged.remarks)}
    )
    return {
        "where": f"{name}, {place}" if place else name,
        **found,
        "claim": quotation.text,
        "verdict": judged.verdict,
        "message": message(judged),
        "sources": [{"words": source.words, "pages": source.pages} for source in quotation.sources],
        "documents": judged.documents,
        "region": asdict(quotation.region) if quotation.region else None,
    }
