"""``qa docs``: the documents as a list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main
from tests.support.terminals import on_terminal

if TYPE_CHECKING:
    from tests.support.indexes import Library


@pytest.fixture
def mixed(library: Library) -> str:
    """An index with a folder, a guessed encoding, an empty document and a skipped file."""
    library.build(a="An apple.")
    (library.corpus / "leases").mkdir()
    (library.corpus / "leases" / "mill.txt").write_text("A bird.")
    (library.corpus / "bridge.txt").write_bytes("Мост открыли в мае.".encode("cp1251"))
    (library.corpus / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    library.build_as_it_is()
    return str(library.root)


def test_a_pipe_gets_a_line_for_each_document(
    mixed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Name, title, pages, passages and state, separated by tabs; skipped files come last."""
    assert main(["docs", "--index", mixed]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert rows[:3] == [
        ["a.txt", "A", "", "1", "ready"],
        ["bridge.txt", "Bridge", "", "1", "1 note"],
        ["leases/mill.txt", "Mill", "", "1", "ready"],
    ]
    assert rows[3][0] == "broken.pdf"
    assert rows[3][4].startswith(
        "skipped: is damaged (it is incomplete, or not a .pdf file); open it"
    )
    assert len(rows) == 4


def test_numbers_in_a_pipe_are_plain(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    """A program reads them; a person reads them better in groups."""
    rows = "\n".join(f"{number},red" for number in range(1_234))
    library.corpus.mkdir(exist_ok=True)
    (library.corpus / "apples.csv").write_text(f"Apple,Colour\n{rows}\n")
    library.build_as_it_is()
    assert main(["docs", "--index", str(library.root)]) == 0
    passages = capsys.readouterr().out.split("\t")[3]
    assert int(passages) > 1_000
    assert f"{int(passages):,}" in on_terminal("docs", "--index", str(library.root)).text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("leases", ["leases/mill.txt"]),
        ("*.txt", ["a.txt", "bridge.txt", "leases/mill.txt"]),
        ("a.txt", ["a.txt"]),
        ("MILL", ["leases/mill.txt"]),
        ("ridg", ["bridge.txt"]),
    ],
)
def test_a_filter_is_a_name_a_folder_a_pattern_or_letters(
    mixed: str, wanted: str, found: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Letters of the name or title, in whatever case."""
    assert main(["docs", wanted, "--index", mixed, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["doc_id"] for one in listed["documents"]] == found
    assert listed["skipped"] == []


def test_a_filter_finds_skipped_files_too(mixed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reason; one that finds nothing is an error."""
    assert main(["docs", "broken", "--index", mixed, "--json"]) == 0
    (skipped,) = json.loads(capsys.readouterr().out)["skipped"]
    assert skipped["name"] == "broken.pdf"
    assert Path(skipped["path"]).is_absolute()
    assert ".pdf" in skipped["reason"]
    assert main(["docs", "zebra", "--index", mixed]) == 1
    assert "No document matches 'zebra'. 'qa docs' lists all documents." in capsys.readouterr().err


def test_json_has_all_that_is_known(mixed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Under the names of the records, with the state and the notes."""
    assert main(["docs", "bridge.txt", "--index", mixed, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == [
        {
            "doc_id": "bridge.txt",
            "title": "Bridge",
            "media_type": "text/plain",
            "characters": 19,
            "pages": 0,
            "passages": 1,
            "state": "1 note",
            "notes": ["decoded as cp1251 by guess"],
            "places": [],
        }
    ]


@pytest.mark.parametrize("width", [60, 140])
def test_a_terminal_gets_a_table_that_fits(library: Library, width: int) -> None:
    """Long names lose their middle; what was skipped and the number come below."""
    pytest.importorskip("pty")
    library.build(**{f"{'long ' * 30}name": "An apple.", "b": "A bird."})
    seen = on_terminal("docs", "--index", str(library.root), width=width)
    head, first, second, count = seen.plain.strip().split("\n")
    assert head.split() == ["Name", "Title", "Pages", "Passages", "State"]
    assert first.startswith("b.txt ")
    assert second.startswith("long ")
    assert "…" in second
    assert count == "2 documents"
    assert max(map(len, (head, first, second))) <= width


def test_a_terminal_shows_skipped_files_below_the_table(mixed: str) -> None:
    """Each by its name, with the reason in lines that fit."""
    pytest.importorskip("pty")
    seen = on_terminal("docs", "--index", mixed, width=60)
    _, below = seen.plain.strip().split("Skipped by the last build:")
    name, *reason, empty, count = below.strip().split("\n")
    assert name.strip() == "broken.pdf"
    assert " ".join(line.strip() for line in reason).startswith("is damaged (it is incomplete")
    assert max(map(len, reason)) <= 60
    assert (empty.strip(), count.strip()) == ("", "3 documents, 1 skipped")
