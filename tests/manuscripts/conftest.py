"""A small collection of sources, and a function that checks a manuscript against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF

from qa.manuscripts.checking import check_manuscript
from tests.support.indexes import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa.index.search import Index
    from qa.manuscripts.records import CheckedManuscript

LEASE = (
    """The Lease of Mills
John Smith

The tenant shall pay the rent of 450 guilders on the first day of May. The landlord must not
enter the mill without written notice of two weeks.""",
    """The wheel was repaired twice in the winter of 1821, and the miller kept a ledger of every
sack that was ground. Nobody but the warden could open the sluice.""",
    """In the end, the court held that a lease of a mill includes the water that drives it.""",
)
LAW = (
    """Mary Jones
A Water Law Reader

Water rights run with the land in most villages of the valley. The upper mill may not withhold
water from the lower mill for more than six hours.""",
    """The council of 1804 decided that the river belongs to all who live along it. Disputes were
heard on the first Monday of the month.""",
)
HANDBOOK = """\
# Staff Handbook

Employees may work from home two days a week. Requests are made in writing to the head of office.
"""
DEPOSIT = """\
The deposit is 1,200 euros and is paid back within thirty days after the keys are returned.

Pets are not allowed in the common rooms.
"""
BIBLIOGRAPHY = """\
@book{smith2020,
  author = {Smith, John},
  title = {The {Lease} of Mills},
  year = 2020,
  pages = {101--103}
}
@book{jones2019, author = {Jones, Mary}, title = {A Water Law Reader}, date = {2019-03}}
@book{ghost1999, author = {Ghost, Ann}, title = {Unseen Things}, year = {1999}}
"""


def _pdf(path: Path, pages: Sequence[str], title: str) -> None:
    pdf = FPDF()
    pdf.set_title(title)
    for text in pages:
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        pdf.multi_cell(0, 7, text)
    pdf.output(str(path))


@pytest.fixture(scope="session")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two books as PDFs, a handbook and a lease."""
    library = Library(tmp_path_factory.mktemp("mills"))
    library.write(deposit=DEPOSIT)
    (library.corpus / "handbook.md").write_text(HANDBOOK, encoding="utf-8")
    _pdf(library.corpus / "smith_2020_lease.pdf", LEASE, "The Lease of Mills")
    _pdf(library.corpus / "jones-2019.pdf", LAW, "A Water Law Reader")
    return library.build_as_it_is().index


@pytest.fixture
def check(mills: Index, tmp_path: Path) -> Callable[[str, str | bytes], CheckedManuscript]:
    """Check a manuscript of this name and content; a bibliography lies next to it."""
    (tmp_path / "refs.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")

    def checked(name: str, content: str | bytes) -> CheckedManuscript:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return check_manuscript(path, mills.generation)

    return checked
