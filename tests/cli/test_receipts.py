"""What a shell sees of receipts: verdicts, exit statuses, errors in a sentence."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qa.cli.main import main
from qa.receipts import Asked, read_receipt

if TYPE_CHECKING:
    from qa.embedders.sentence_transformer import Embedder
    from qa.index.search import Index

ROOT = Path(__file__).parents[2]
XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"
TRUE = "which delivered 20,000 EVs in October 2024, mere months after launching its first car"


@pytest.fixture
def index(
    article_index: Index,
    real_embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The folder of the article's index, whose model is not loaded again."""
    monkeypatch.setattr("qa.indexing.build.embedder_for", lambda *_: real_embedder)
    monkeypatch.setattr("qa.asking.embedder_of", lambda *_: real_embedder)
    return str(article_index.generation.path.parent.parent)


@pytest.fixture
def receipt(index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The receipt of an answer from the article."""
    path = tmp_path / "receipt.json"
    assert main(["ask", XIAOMI, "--index", index, "-k", "1", "--receipt", str(path)]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def corpus(article: Path, tmp_path: Path) -> Path:
    """A copy of the article's folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(article, folder)
    return folder


def test_verify_tells_of_every_quote(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exact while nothing changed; then what changed, and status 1."""
    assert main(["verify", str(receipt), "--source", str(corpus)]) == 0
    shown = capsys.readouterr().out
    assert "  exact    china-tech-industry.txt 5746–5925" in shown
    assert "  not verified: question, searched, carried, found, confidence, asked," in shown
    file = next(corpus.iterdir())
    file.write_text(file.read_text().replace("20,000 EVs", "30,000 EVs"))
    assert main(["verify", str(receipt), "--source", str(file)]) == 1
    shown = capsys.readouterr().out
    assert "altered  china-tech-industry.txt" in shown
    assert "number: the receipt has “20,000”, the document “30,000”" in shown
    assert main(["verify", str(receipt), "--source", str(file), "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["exact"] is False
    assert {"question", "confidence", "index"} <= set(told["not_verified"])
    assert told["verdicts"][0]["changes"][0]["kind"] == "number"


def test_verify_imports_no_model(receipt: Path, corpus: Path) -> None:
    """In a process of its own, from its start to its end."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "qa", "verify", receipt, "--source", corpus],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.split("\n")}
    assert "qa.verification.verifying" in imported
    assert not imported & {"numpy", "sqlite3", "torch", "onnxruntime", "faiss", "sentencex"}


def forged(receipt: Path, **changes: Any) -> Path:
    """Write a receipt anew, its first quote changed, and sealed as any is."""
    made = read_receipt(receipt)
    quotes = (replace(made.quotes[0], **changes), *made.quotes[1:])
    path = receipt.with_name("forged.json")
    path.write_text(replace(made, quotes=quotes).to_json(), encoding="utf-8")
    return path


def test_verify_names_a_document_that_is_not_there(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the one in which the words stand; a title that is not the document's fails too."""
    path = forged(receipt, doc_id="court/order.txt", places=("china-tech-industry.txt",))
    assert main(["verify", str(path), "--source", str(corpus)]) == 1
    shown = capsys.readouterr().out
    assert "moved    court/order.txt 5746–5925, now china-tech-industry.txt 5746–5925" in shown
    assert "! there is no document 'court/order.txt'" in shown
    path = forged(receipt, title="A court order")
    assert main(["verify", str(path), "--source", str(corpus)]) == 1
    assert "! the document's title is " in capsys.readouterr().out


def test_verify_shows_notices(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another version read the document: the status is 0 all the same."""
    made = read_receipt(receipt)
    path = forged(receipt, source=replace(made.quotes[0].source, versions=("quoth 0.0.1",)))
    assert main(["verify", str(path), "--source", str(corpus)]) == 0
    assert "note: the document was read by quoth 0.0.1, and is now" in capsys.readouterr().out


def test_replay_shows_what_was_edited(
    receipt: Path, index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What no document shows, such as the confidence, the index does."""
    made = read_receipt(receipt)
    path = receipt.with_name("forged.json")
    path.write_text(replace(made, confidence=0.5).to_json(), encoding="utf-8")
    assert main(["replay", str(path), "--index", index]) == 1
    assert "! confidence is 0.5 in the receipt, and " in capsys.readouterr().out
    path.write_text(replace(made, index="0" * 16, found=False).to_json(), encoding="utf-8")
    assert main(["replay", str(path), "--index", index]) == 1
    assert "note: the receipt was made with another index" in capsys.readouterr().out


def test_a_receipt_records_how_it_was_asked(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The options of qa ask; a replay asks with them."""
    path = tmp_path / "asked.json"
    options = ["-k", "2", "--in", "china*", "--min-confidence", "0.2", "--evidence-model", "none"]
    assert main(["ask", XIAOMI, "--index", index, *options, "--receipt", str(path)]) == 0
    asked = read_receipt(path).asked
    assert asked == Asked(2, ("china*",), 0.2, "none", leaning=(False,))
    assert main(["replay", str(path), "--index", index]) == 0


def test_one_bad_receipt_does_not_hide_the_others(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named with what is wrong, and the status is 1."""
    bad = receipt.with_name("bad.json")
    bad.write_text(receipt.read_text()[:100])
    assert main(["verify", str(bad), str(receipt), "--source", str(corpus)]) == 1
    shown = capsys.readouterr()
    assert "  exact    china-tech-industry.txt" in shown.out
    assert "bad.json': is no receipt that can be read" in shown.err
    outside: Any = json.loads(receipt.read_text())
    outside["quotes"][0]["doc_id"] = "../secret.txt"
    bad.write_text(json.dumps(outside))
    assert main(["verify", str(bad), "--source", str(corpus)]) == 1
    assert "no path below the folder of the documents" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("claim", "status", "verdict"),
    [
        (TRUE, 0, "exact"),
        (TRUE.upper(), 0, "exact"),
        (TRUE.replace("20", "30"), 1, "altered"),
        (TRUE.replace("in October 2024, mere", "…"), 1, "stitched"),
        ("Whales are bought by the dozen.", 1, "absent"),
    ],
)
def test_check_gives_a_verdict_and_a_status(
    index: str, claim: str, status: int, verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 for exact alone."""
    assert main(["check", claim, "--index", index]) == status
    assert capsys.readouterr().out.startswith(f"{verdict} “")
    assert main(["check", claim, "--index", index, "--json"]) == status
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["claim"], told["verdict"]) == (claim, verdict)


def test_check_reads_a_whole_file(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every quotation in it, each with its line; without one it says so."""
    essay = tmp_path / "essay.md"
    essay.write_text(f"It says “{TRUE}”.\n\n> {TRUE.replace('mere', 'many')}\n", encoding="utf-8")
    assert main(["check", "--file", str(essay), "--index", index]) == 1
    shown = capsys.readouterr().out
    assert "essay.md, line 1: exact “which" in shown
    assert "essay.md, line 3: altered “which" in shown
    assert "word: the claim has “many”, the document “mere”" in shown
    essay.write_text("Nothing.")
    assert main(["check", "--file", str(essay), "--index", index]) == 1
    assert "There is no quotation in" in capsys.readouterr().err


def test_check_refuses_what_is_no_claim(
    index: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty one, one of 50 MB, and none at all, which is wrong usage."""
    assert main(["check", " ", "--index", index]) == 1
    assert "The claim is empty." in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("word " * 10_000_000))
    assert main(["check", "-", "--index", index]) == 1
    assert "more than 20,000 characters" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["check"])


def test_replay_tells_which_answers_hold(
    receipt: Path, index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With JUnit XML beside it; a receipt that cannot be read does not hold."""
    junit = tmp_path / "replay.xml"
    assert main(["replay", str(receipt), "--index", index, "--junit", str(junit)]) == 0
    assert capsys.readouterr().out.endswith("1 of 1 answers still hold\n")
    assert '<testsuite name="' in junit.read_text(encoding="utf-8")
    none = str(tmp_path / "none.json")
    assert main(["replay", str(receipt), none, "--index", index]) == 1
    shown = capsys.readouterr()
    assert "1 of 2 answers still hold" in shown.out
    assert "cannot be read (No such file" in shown.err


def test_a_file_that_is_no_receipt_is_called_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where it is no receipt that can be read; it says how receipts are made."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam", encoding="utf-8")
    assert main(["verify", str(letter), "--source", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "is no receipt" in said
    assert "qa ask QUESTION --receipt FILE" in said


def test_ask_prints_other_formats(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With links where the documents have an address."""
    form = ["--format", "html", "--base-url", "https://example.org"]
    assert main(["ask", XIAOMI, "--index", index, "-k", "1", *form]) == 0
    shown = capsys.readouterr().out
    assert 'href="https://example.org/china-tech-industry.txt#:~:text=China%E2%80%99s' in shown
    assert main(["ask", XIAOMI, "--index", index, "-k", "1", "--format", "bibtex"]) == 0
    assert capsys.readouterr().out.startswith("@misc{china-tech-industry-txt-5746-")
