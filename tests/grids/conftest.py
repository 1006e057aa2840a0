"""What the tests of grids share: three documents, an index of them, and a grid that is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.grids.asking import grid
from qa.indexing.build import build_with_report

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.grids.records import Grid
    from qa.index.search import Index

DOCUMENTS = {
    "harbour.md": "# Lease of the harbour office\n\n## Payment\n\nMonthly rent is 2,450 euros plus "
    "heating. A deposit of three monthly rents is paid before the keys are handed over.\n\n"
    "=SUM(A1:A9) is the formula by which the heating is charged.\n",
    "mill.txt": "LEASE OF THE MILL\n\n1. Rent\n\nThe tenant pays a rent of 900 euros a month, due "
    "on the first day of each month.\n\n2. Animals\n\nThe tenant may keep one cat. Dogs are not "
    "allowed.\n",
    "policies/security.txt": "Information security policy\n\nEncryption\n\nBackups are encrypted "
    "before they leave the building.\n\nIncidents\n\nIncidents are reported to the security team "
    "within one hour.\n",
}
QUESTIONS = (
    "How much is the rent?",
    "Are backups encrypted?",
    "Which formula is used to charge the heating?",
    "Who won the world cup in 1998?",
)


@pytest.fixture(scope="session")
def leases(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Index:
    """An index of three documents."""
    folder = tmp_path_factory.mktemp("grids")
    return built(folder, real_embedder)


@pytest.fixture(scope="session")
def filled(leases: Index) -> Grid:
    """Four questions to the three documents."""
    return grid(list(QUESTIONS), leases, "*")


def built(folder: Path, embedder: Embedder, changed: str = "", without: str = "") -> Index:
    """Return an index of the documents but one; to one of them, words are added."""
    for name, text in DOCUMENTS.items():
        file = folder / "corpus" / name
        if name == without:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n{changed}\n" if name == "mill.txt" else text, encoding="utf-8")
    return build_with_report([folder / "corpus"], into=folder / "index", embedder=embedder).index
