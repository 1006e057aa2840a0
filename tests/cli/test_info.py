"""``qa info``: model, counts and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.main import main

if TYPE_CHECKING:
    import pytest

    from tests.support.indexes import Library


def test_info_shows_what_the_index_contains(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Model, counts and documents."""
    assert main(["info", "--index", index]) == 0
    shown = capsys.readouterr().out
    assert "all-MiniLM-L6-v2 (53aa51172d14)" in shown
    assert "documents    1\n" in shown
    assert "china-tech-industry.txt: China tech industry (12,196 characters)" in shown


def test_info_names_all_paths_of_a_document(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files with the same bytes are one document; its further paths are in order."""
    library.build(b="An apple.", a="An apple.", c="An apple.", d="A bird.")
    assert main(["info", "--index", str(library.root)]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "  a.txt: A (9 characters), also in b.txt, also in c.txt",
        "  d.txt: D (7 characters)",
    ]


def test_info_shows_the_notes_of_a_document(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """Below the document, and alone where only that is asked for."""
    library.build(a="An apple.")
    (library.corpus / "b.txt").write_bytes("Мост открыли в мае.".encode("cp1251"))
    library.build_as_it_is()
    shown = ["  b.txt: B (19 characters)", "    note: decoded as cp1251 by guess"]
    capsys.readouterr()
    assert main(["info", "--index", str(library.root)]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == ["  a.txt: A (9 characters)", *shown]
    assert main(["info", "b.txt", "--index", str(library.root)]) == 0
    assert capsys.readouterr().out.splitlines() == shown


def test_info_of_a_document_that_is_not_there_is_an_error(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says where to look for the name."""
    library.build(a="An apple.")
    assert main(["info", "z.txt", "--index", str(library.root)]) == 1
    assert "'z.txt' is not in the index. 'qa docs' lists" in capsys.readouterr().err


def test_info_finds_a_document_by_the_path_of_its_file(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it is completed on the command line; of a file that was left out it says why."""
    library.write(a="An apple.")
    (library.corpus / "broken.pdf").write_bytes(b"no PDF")
    library.build_as_it_is()
    assert main(["info", str(library.corpus / "a.txt"), "--index", str(library.root)]) == 0
    assert "a.txt: A (9 characters)" in capsys.readouterr().out
    broken = str(library.corpus / "broken.pdf")
    assert main(["info", broken, "--index", str(library.root)]) == 1
    shown = capsys.readouterr().err
    assert "broken.pdf" in shown
    assert "is not in the index" not in shown
