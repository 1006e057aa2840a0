"""Keywords that title and section account for are answered from that section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask, build

if TYPE_CHECKING:
    from qa.index.search import Index

HALL = (
    "# Hire of 9 Orrin Hall\n\n## 1. Rooms\n\n"
    "The owner hires out 9 Orrin Hall and its kitchen.\n\n"
    "## 2. Fee\n\nThe hirer pays 340 euros a day to the owner.\n\n"
    "## 3. Noise\n\nMusic ends at ten.\n"
)
BARN = "# Hire of 4 Brill Barn\n\n## 1. Fee\n\nThe hirer pays 120 euros a day to the owner.\n"


@pytest.fixture(scope="module")
def hires(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return the index of two contracts."""
    root = tmp_path_factory.mktemp("hires")
    (root / "docs").mkdir()
    (root / "docs" / "a.md").write_text(HALL)
    (root / "docs" / "b.md").write_text(BARN)
    return build(root / "docs", into=root / "index")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("fee for 9 Orrin Hall?", "340 euros"),
        ("fee 9 orrin hall", "340 euros"),
        ("Brill Barn fee", "120 euros"),
        ("music Orrin Hall", "Music ends"),
    ],
)
def test_the_section_of_the_named_document_answers(hires: Index, question: str, words: str) -> None:
    """Its title has the other half of the words."""
    answer = ask(question, hires)
    assert answer.found
    assert words in answer.quotes[0].text


@pytest.mark.parametrize("question", ["dogs Orrin Hall", "insurance for 4 Brill Barn?"])
def test_a_word_that_neither_has_is_not_found(hires: Index, question: str) -> None:
    """The title alone answers nothing."""
    assert not ask(question, hires).found
