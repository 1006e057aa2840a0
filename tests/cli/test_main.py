"""What a shell sees: output, errors in a sentence, exit statuses."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main

if TYPE_CHECKING:
    from qa.embedders.sentence_transformer import Embedder
    from qa.index.search import Index
    from tests.support.library import Library

ROOT = Path(__file__).parents[2]
XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.fixture
def _loaded(monkeypatch: pytest.MonkeyPatch, real_embedder: Embedder) -> None:
    """The real model, without loading it again for each command."""
    monkeypatch.setattr("qa.indexing.build.embedder_for", lambda *_: real_embedder)
    monkeypatch.setattr("qa.asking.embedder_of", lambda *_: real_embedder)


@pytest.fixture
def index(article_index: Index) -> str:
    """The folder of the article's index."""
    return str(article_index.generation.path.parent.parent)


@pytest.mark.usefixtures("_loaded")
def test_build_sums_up(tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts, seconds and fingerprint; the second time nothing is embedded."""
    into = str(tmp_path / "index")
    assert main(["build", str(article), "--into", into]) == 0
    first = capsys.readouterr().out
    assert first.startswith("1 document, 23 passages, 65 sentences; 88 texts embedded; ")
    assert main(["build", str(article), "--into", into]) == 0
    second = capsys.readouterr().out
    assert "; 0 texts embedded; " in second
    assert first.split("\n")[1] == second.split("\n")[1]
    assert first.split("\n")[1].startswith("fingerprint ")


@pytest.mark.usefixtures("_loaded")
def test_build_names_and_counts_what_it_skips(
    tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit status tells too."""
    shutil.copy(article, tmp_path / "article.txt")
    (tmp_path / "empty.md").touch()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    assert main(["build", str(tmp_path), "--into", str(tmp_path / ".index")]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("1 document, ")
    assert "empty.md': holds no text" in shown.err
    assert "scan.pdf': is no PDF that can be read" in shown.err
    assert shown.err.rstrip().endswith("2 skipped")


@pytest.mark.usefixtures("_loaded")
def test_ask_prints_the_quote_and_its_citation(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words, where they stand, and how sure it is."""
    assert main(["ask", XIAOMI, "--index", index, "-k", "1"]) == 0
    words, where, place = capsys.readouterr().out.rstrip().split("\n")
    assert words.startswith("“China’s EV sector also received a boost from Xiaomi")
    assert where.startswith("  — China tech industry › Key Sectors Powering Growth › Electric")
    assert place.startswith("    china-tech-industry.txt 5746–5925 · probability ")


@pytest.mark.usefixtures("_loaded")
def test_ask_prints_json(index: str, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole answer; the offsets lead to the words."""
    assert main(["ask", XIAOMI, "--index", index, "--json"]) == 0
    (first, *_) = json.loads(capsys.readouterr().out)["quotes"]
    text = article.read_text(encoding="utf-8")
    assert text[first["citation"]["start"] : first["citation"]["end"]] == first["text"]


@pytest.mark.usefixtures("_loaded")
def test_a_question_may_come_through_a_pipe(
    index: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``-`` reads standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(XIAOMI + "\n"))
    assert main(["ask", "-", "--index", index]) == 0
    assert "delivered 20,000 EVs" in capsys.readouterr().out


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "hello",
        "what is it, and why?",
        "Wie heißt die Hauptstadt von Frankreich?",
        "<img src=x onerror=alert(1)>",
        "hel\x00lo\x1b[31m",
    ],
)
def test_not_found_is_an_answer(
    index: str, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said plainly, and the exit status is that of success."""
    assert main(["ask", question, "--index", index]) == 0
    assert capsys.readouterr().out.startswith("Not found in these documents.\n")


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "The question is empty"),
        (" \t\n", "The question is empty"),
        ("\x00\x01", "The question is empty"),
        ("?!", "holds no word"),
        ("why " * 25_000, "100,000 characters"),
    ],
)
def test_what_cannot_be_asked_is_an_error_in_a_sentence(
    index: str, question: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on standard error, exit status 1."""
    assert main(["ask", question, "--index", index]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("qa: ")
    assert says in shown.err
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "Who?", "--index", "{nowhere}"], "Build it with: qa build corpus"),
        (["info", "--index", "{nowhere}"], "Build it with: qa build corpus"),
        (["build", "{nowhere}", "--into", "{nowhere}-index"], "No file or folder at"),
    ],
)
def test_what_is_not_there_is_named(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message has the path and says what to do."""
    nowhere = str(tmp_path / "nowhere")
    assert main([argument.format(nowhere=nowhere) for argument in arguments]) == 1
    error = capsys.readouterr().err
    assert nowhere in error
    assert says in error


def test_info_tells_what_is_in_the_index(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Model, counts and documents."""
    assert main(["info", "--index", index]) == 0
    shown = capsys.readouterr().out
    assert "all-MiniLM-L6-v2 (53aa51172d14)" in shown
    assert "china-tech-industry.txt: China tech industry (12,196 characters)" in shown


def test_info_tells_where_else_a_document_stands(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of the places."""
    library.build(b="An apple.", a="An apple.", c="An apple.", d="A bird.")
    assert main(["info", "--index", str(library.root)]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "  a.txt: A (9 characters), also in b.txt, also in c.txt",
        "  d.txt: D (7 characters)",
    ]


@pytest.mark.usefixtures("_loaded")
def test_documents_are_chosen_and_removed(
    tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By patterns; the index that is left is sound."""
    corpus, into = tmp_path / "corpus", str(tmp_path / "index")
    (corpus / "notes").mkdir(parents=True)
    shutil.copy(article, corpus / "article.txt")
    (corpus / "notes" / "a.txt").write_text("Xiaomi delivered 12 okapis in October 2024.")
    assert main(["build", str(corpus), "--into", into]) == 0
    question = ["ask", "What did Xiaomi deliver in October 2024?", "--index", into]
    assert main([*question, "--in", "notes/*"]) == 0
    shown = capsys.readouterr().out
    assert "12 okapis" in shown
    assert "20,000" not in shown
    assert main([*question, "--in", "nowhere/*"]) == 1
    assert "no document 'nowhere/*' in the index" in capsys.readouterr().err
    assert main(["remove", "notes/*", "--index", into]) == 0
    assert "1 document, 23 passages" in capsys.readouterr().out
    assert main(["verify-index", "--index", into]) == 0
    assert "is sound: 1 document, " in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["ask"], ["ask", "x", "-k", "0"], ["nonsense"]])
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As every command line does."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: qa" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["build", "ask", "eval", "serve", "remove", "verify-index", "info"]
)
def test_help_teaches(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The overview names every command with an example; each tells what it does."""
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert f"    {command}" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([command, "--help"])
    shown = capsys.readouterr().out
    assert f"usage: qa {command}" in shown
    assert "INDEX" in shown


def test_serve_tells_where_the_page_is(index: str) -> None:
    """The address is printed once the page can be opened; Ctrl-C ends it."""
    command = [sys.executable, "-m", "qa", "serve", "--port", "0", "--index", index]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            address = line.removeprefix("Quoth is at ").strip()
            with urllib.request.urlopen(address, timeout=30) as page:
                assert page.status == 200
                assert b"Quoth" in page.read()
        finally:
            process.send_signal(signal.SIGINT)
    assert line.startswith("Quoth is at http://127.0.0.1:")
