"""Each quotation of a manuscript is judged with the source that it claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError, QuestionError
from qa.manuscripts.checking import check_manuscript

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa.index.search import Index
    from qa.manuscripts.records import CheckedManuscript


@pytest.mark.parametrize(
    ("text", "verdict", "remark"),
    [
        ('"the rent of 450 guilders" [@smith2020, p. 101]', "exact", ""),
        ('"the rent of 450 guilders" [@smith2020, p. 1]', "exact", ""),
        ('"the rent of 450 guilders" [@smith2020]', "exact", ""),
        (
            '"the rent of 450 guilders" [@smith2020, p. 103]',
            "other_page",
            "On page 101, page 1 of the file, not on page 103.",
        ),
        ('"the rent of 450 guilders" [@jones2019, p. 1]', "elsewhere", "not in jones-2019.pdf"),
        ('"the rent of 540 guilders" [@smith2020, p. 1]', "altered", ""),
        ('"must enter the mill without written notice" (Smith 2020: 1)', "altered", ""),
        (
            '"the river belongs to all who fish along it" (Smith 2020)',
            "altered",
            "not of smith_2020_lease",
        ),
        ('"purple whales sang of thunder nightly" (Jones 2019)', "absent", ""),
        ('"purple whales sang of thunder" [@ghost1999]', "source_missing", "“@ghost1999” is not"),
        ('"the rent of 450 guilders" [@ghost1999]', "source_missing", "The same words are in"),
        (
            '"The rent of 450 guilders … Disputes were heard on the first Monday" (Smith 2020)',
            "stitched",
            "",
        ),
        ('"the rent of 450 guilders"', "exact", ""),
        ('"the rent of 450 guilders" (p. 1)', "exact", ""),
        ('"the rent of 450 guilders" (p. 2)', "other_page", "On page 1, not on page 2."),
        ('"the rent of 450 guilders" (Smith 2020: 871)', "other_page", "not on page 871"),
        ('"river belongs to all" (Jones 2019: 437)', "exact", "may be numbered otherwise in print"),
        ('"two days a week" (Handbook, p. 3)', "exact", "handbook.md has no pages"),
        ('"two days a week" [the handbook](../sources/handbook.md)', "exact", ""),
        (
            '"two days a week" [the lease](../sources/deposit.txt)',
            "elsewhere",
            "not in deposit.txt",
        ),
        ('"two days a week" [a site](https://example.org/page.html)', "exact", ""),
    ],
)
def test_a_verdict_is_about_words_source_and_page(
    check: Callable[[str, str], CheckedManuscript], text: str, verdict: str, remark: str
) -> None:
    """The claimed page may be counted in the file or printed; what nobody can know is said."""
    (judged,) = check("paper.md", f"They say {text} there.\n").judged
    assert judged.verdict == verdict
    assert remark in " ".join(judged.remarks)


def test_a_source_that_may_be_several_documents_is_said(mills: Index, tmp_path: Path) -> None:
    """The words count if they are in one of them."""
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{both, title = {Smith 2020 lease}, file = {jones-2019.pdf;handbook.md}}")
    path = tmp_path / "paper.md"
    path.write_text('Here: "two days a week" [@both].')
    (judged,) = check_manuscript(path, mills.generation).judged
    assert (judged.verdict, len(judged.documents)) == ("exact", 2)
    assert "“@both” may be 2 documents: handbook.md or jones-2019.pdf." in judged.remarks


def test_a_bibliography_with_errors_is_used_as_far_as_it_goes(mills: Index, tmp_path: Path) -> None:
    """What is left out is named by its line; a file that is missing, too."""
    bib = tmp_path / "my.bib"
    bib.write_text("@misc{broken, title = {x\n@book{a1, author={Jones, Mary}, year=2019}\n")
    path = tmp_path / "paper.md"
    path.write_text('---\nbibliography: [my.bib, none.bib]\n---\n\n"Water rights run" [@a1].\n')
    checked = check_manuscript(path, mills.generation)
    assert [one.documents for one in checked.judged] == [("jones-2019.pdf",)]
    assert checked.remarks == (
        "There is no bibliography 'none.bib'; name it with --bibliography.",
        "my.bib, line 1: the entry is not closed and is left out.",
    )
    with pytest.raises(DocumentError, match="cannot be read"):
        check_manuscript(path, mills.generation, bibliographies=[tmp_path / "none.bib"])


def test_quotations_without_a_source_can_be_left_out(mills: Index, tmp_path: Path) -> None:
    """They are counted."""
    path = tmp_path / "paper.md"
    path.write_text('One "says nothing of a source" here.\n\n"two days a week" (Handbook, p. 1).\n')
    checked = check_manuscript(path, mills.generation, only_cited=True)
    assert [one.verdict for one in checked.judged] == ["exact"]
    assert checked.remarks == ("Quotations that name no source, not checked: 1.",)


def test_the_usual_documents_are_for_quotations_without_a_source(
    mills: Index, tmp_path: Path
) -> None:
    """A quotation that names its source is from there."""
    path = tmp_path / "paper.md"
    path.write_text('"two days a week" and, says the lease, "Pets are not allowed in".\n')
    checked = check_manuscript(path, mills.generation, documents=["deposit.txt"])
    assert [one.verdict for one in checked.judged] == ["elsewhere", "exact"]
    with pytest.raises(QuestionError):
        check_manuscript(path, mills.generation, documents=["none.txt"])


def test_a_quotation_that_cannot_be_checked_says_why(
    check: Callable[[str, str], CheckedManuscript],
) -> None:
    """And ends no check of the others."""
    checked = check("paper.md", f"> {'word ' * 5_000}\n\nBut “two days a week”.\n")
    assert [one.verdict for one in checked.judged] == ["not_checked", "exact"]
    assert "more than 20,000 characters" in checked.judged[0].remarks[0]
    assert not checked.holds
