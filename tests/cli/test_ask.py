"""``qa ask``: quotes, "not found", formats, receipts, and what cannot be asked."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli.main import main
from qa.receipts import Asked, read_receipt

ROOT = Path(__file__).parents[2]
XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


def test_ask_prints_the_verdict_and_the_quote_below_its_file(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file first, then the section, the words, and how likely they answer."""
    assert main(["ask", XIAOMI, "--index", index, "-k", "1"]) == 0
    verdict, between, file, section, words, span = capsys.readouterr().out.rstrip().split("\n")
    assert (verdict, between) == ("Likely answer.", "")
    assert file == "1. china-tech-industry.txt"
    assert section.startswith("   China tech industry › Key Sectors Powering Growth › Electric")
    assert words.startswith("   “China’s EV sector also received a boost from Xiaomi")
    assert span.startswith("   characters 5746–5925 · probability ")


def test_ask_prints_json(index: str, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole answer; the offsets lead to the words."""
    assert main(["ask", XIAOMI, "--index", index, "--json"]) == 0
    (first, *_) = json.loads(capsys.readouterr().out)["quotes"]
    text = article.read_text(encoding="utf-8")
    assert text[first["citation"]["start"] : first["citation"]["end"]] == first["text"]


def test_ask_prints_other_formats(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With links where the documents have an address."""
    form = ["--format", "html", "--base-url", "https://example.org"]
    assert main(["ask", XIAOMI, "--index", index, "-k", "1", *form]) == 0
    shown = capsys.readouterr().out
    assert 'href="https://example.org/china-tech-industry.txt#:~:text=China%E2%80%99s' in shown
    assert main(["ask", XIAOMI, "--index", index, "-k", "1", "--format", "bibtex"]) == 0
    assert capsys.readouterr().out.startswith("@misc{china-tech-industry-txt-5746-")


def test_a_question_may_come_through_a_pipe(
    index: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``-`` reads standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(XIAOMI + "\n"))
    assert main(["ask", "-", "--index", index]) == 0
    assert "delivered 20,000 EVs" in capsys.readouterr().out


def test_bytes_that_are_not_utf8_come_through_a_pipe(tmp_path: Path) -> None:
    """They are read; only the index is missing here."""
    done = subprocess.run(
        [sys.executable, "-m", "qa", "ask", "-", "--index", tmp_path],
        cwd=ROOT,
        input=b"Who \xff opposed the tariffs?",
        capture_output=True,
        check=False,
    )
    assert done.stderr.startswith(b"qa: No index at ")


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "what is it, and why?",
        "Wie heißt die Hauptstadt von Frankreich?",
        "<img src=x onerror=alert(1)>",
        "hel\x00lo\x1b[31m",
    ],
)
def test_not_found_is_an_answer(
    index: str, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is the first line, and the exit status is that of success."""
    assert main(["ask", question, "--index", index]) == 0
    assert capsys.readouterr().out.startswith("Not found in these documents.\n")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "The question is empty"),
        (" \t\n", "The question is empty"),
        ("\x00\x01", "The question is empty"),
        ("?!", "no word"),
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


def test_documents_are_chosen_by_patterns(
    index: str, tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is quoted from others; a pattern without a document is an error."""
    into = str(tmp_path / "index")
    (corpus / "notes").mkdir()
    (corpus / "notes" / "a.txt").write_text("Xiaomi delivered 12 okapis in October 2024.")
    assert main(["build", str(corpus), "--into", into]) == 0
    question = ["ask", "What did Xiaomi deliver in October 2024?", "--index", into]
    capsys.readouterr()
    assert main([*question, "--in", "notes/*"]) == 0
    shown = capsys.readouterr().out
    assert "12 okapis" in shown
    assert "20,000" not in shown
    assert main([*question, "--in", "nowhere/*"]) == 1
    assert "'nowhere/*'" in capsys.readouterr().err


def test_a_receipt_records_how_it_was_asked(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the options of ``qa ask``; a replay asks with them."""
    path = tmp_path / "asked.json"
    options = ["-k", "2", "--in", "china*", "--min-confidence", "0.2", "--evidence-model", "none"]
    assert main(["ask", XIAOMI, "--index", index, *options, "--receipt", str(path)]) == 0
    asked = read_receipt(path).asked
    assert asked == Asked(2, ("china*",), 0.2, "none", leaning=(False,))
    assert main(["replay", str(path), "--index", index]) == 0


def test_a_receipt_replaces_no_file_unless_told(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file may be another answer's receipt, or no receipt."""
    path = tmp_path / "mine.json"
    path.write_text("mine", encoding="utf-8")
    command = ["ask", XIAOMI, "--index", index, "--receipt", str(path)]
    assert main(command) == 1
    said = capsys.readouterr()
    assert (said.out, path.read_text(encoding="utf-8")) == ("", "mine")
    assert f"{str(path)!r} exists. Name another file, or overwrite it with --force." in said.err
    assert main([*command, "--force"]) == 0
    assert read_receipt(path).question == XIAOMI


def test_a_receipt_that_cannot_be_written_is_an_error(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the path and the reason."""
    path = tmp_path / "none" / "receipt.json"
    path.parent.touch()
    assert main(["ask", XIAOMI, "--index", index, "--receipt", str(path)]) == 1
    assert f"{str(path)!r} cannot be written (" in capsys.readouterr().err


def test_a_receipt_is_written_through_a_link(index: str, tmp_path: Path) -> None:
    """Links such as /dev/stdout, and devices, are never replaced."""
    file, link = tmp_path / "file.json", tmp_path / "link.json"
    link.symlink_to(file)
    assert main(["ask", XIAOMI, "--index", index, "--receipt", str(link)]) == 0
    assert link.is_symlink()
    assert read_receipt(file).question == XIAOMI


def test_help_offers_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """The names are those of the renderers."""
    from qa.cli.ask import _FORMATS  # noqa: PLC0415 - it is what this test is about
    from qa.rendering.citation_formats import FORMATS  # noqa: PLC0415

    assert set(_FORMATS) == set(FORMATS)


def test_asking_without_an_index_says_how_to_build_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error has the path of the index."""
    nowhere = str(tmp_path / "nowhere")
    assert main(["ask", "Who?", "--index", nowhere]) == 1
    error = capsys.readouterr().err
    assert nowhere in error
    assert "qa build" in error


def test_without_a_question_in_a_pipe_it_is_said_how_to_read_it_from_there(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing waits for words that nobody types."""
    with pytest.raises(SystemExit) as caught:
        main(["ask", "--index", index])
    assert caught.value.code == 2
    assert "the question is missing; to read it from a pipe: qa ask -" in capsys.readouterr().err
