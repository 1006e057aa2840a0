"""OpenDocument presentations, by hand."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from tests.support.office import read

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

CHART = (
    "<content><body><chart><chart><title><p>Full buses</p></title><plot-area/><table>"
    "<table-row><table-cell/><table-cell><p>May</p></table-cell></table-row>"
    "<table-row><table-cell><p>North</p></table-cell><table-cell><p>12.5</p></table-cell>"
    "</table-row></table></chart></chart></body></content>"
)


def deck(*pages: str, **files: str) -> Extract:
    """Return what is read of a presentation with the XML of its pages."""
    saved = io.BytesIO()
    body = "".join(f"<page>{page}</page>" for page in pages)
    with zipfile.ZipFile(saved, "w") as archive:
        content = f"<content><body><presentation>{body}</presentation></body></content>"
        for name, text in {"content.xml": content, **files}.items():
            archive.writestr(name, text)
    return read("odp", saved.getvalue())


def test_titles_lists_notes_and_comments_are_read() -> None:
    """A slide is a page; dates and page numbers are no part of it."""
    found = deck(
        "<frame><text-box><list><list-item><p>Oak</p><list><list-item><p>Cork</p></list-item>"
        "</list></list-item></list></text-box></frame>"
        '<frame class="title"><text-box><p>Trees</p></text-box></frame>'
        '<frame class="date-time"><text-box><p>May</p></text-box></frame>'
        '<notes><frame class="notes"><text-box><p>Say why.</p></text-box></frame>'
        '<frame class="page-number"><text-box><p>1</p></text-box></frame></notes>'
        "<annotation><p>Sure?</p></annotation>",
        "<frame><text-box><p>It is the end, as we know.</p></text-box></frame>",
    )
    assert found.text == (
        "Trees\n\n- Oak\n  - Cork\n\nSpeaker notes\n\nSay why.\n\nComments\n\nSure?\n\n"
        "Slide 2\n\nIt is the end, as we know."
    )
    assert [(h.level, h.title) for h in found.headings] == [
        *((1, "Trees"), (2, "Speaker notes"), (2, "Comments"), (1, "Slide 2"))
    ]
    assert [found.text[start : start + 5] for start in found.pages] == ["Trees", "\n\nSli"]


def test_charts_and_tables_are_rows() -> None:
    """Groups too; what goes over several rows is in each of them."""
    found = deck(
        '<g><frame><object href="./Object 1"/></frame></g><frame><table>'
        '<table-row><table-cell number-rows-spanned="2"><p>North</p></table-cell>'
        "<table-cell><p>1</p></table-cell></table-row>"
        "<table-row><covered-table-cell/><table-cell><p>2</p></table-cell></table-row>"
        "</table></frame>",
        **{"Object 1/content.xml": CHART},
    )
    assert found.text == (
        "Full buses\n\n|  | May |\n| North | 12.5 |\n| North | 1 |\n| North | 2 |"
    )


def test_a_chart_without_values_is_noted() -> None:
    """There is nothing to read."""
    empty = CHART[: CHART.index("<table>")] + "</chart></chart></body></content>"
    page = '<frame><object href="./O"/></frame><frame><text-box><p>End.</p></text-box></frame>'
    assert deck(page, **{"O/content.xml": empty.replace("<p>Full buses</p>", "")}).notes == (
        "1 charts without data",
    )
