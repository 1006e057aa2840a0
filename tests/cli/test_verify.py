"""``qa verify``: verdicts, exit statuses, errors in a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.cli.main import main
from qa.cli.verify import PARTS
from qa.receipts import read_receipt
from qa.verification.verifying import NOT_VERIFIED
from qa.web import strings

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]


def forged(receipt: Path, **changes: Any) -> Path:
    """Write a receipt anew, its first quote changed, and sealed as any is."""
    made = read_receipt(receipt)
    quotes = (replace(made.quotes[0], **changes), *made.quotes[1:])
    path = receipt.with_name("forged.json")
    path.write_text(replace(made, quotes=quotes).to_json(), encoding="utf-8")
    return path


def test_every_quote_has_a_verdict(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exact while nothing changed; then what changed, and status 1."""
    assert main(["verify", str(receipt), "--source", str(corpus)]) == 0
    shown = capsys.readouterr().out
    assert "  exact    china-tech-industry.txt 5746–5925" in shown
    assert "  not verified: the question, the words searched for, words from earlier" in shown
    file = next(corpus.iterdir())
    file.write_text(file.read_text().replace("20,000 EVs", "30,000 EVs"))
    assert main(["verify", str(receipt), "--source", str(file)]) == 1
    shown = capsys.readouterr().out
    assert "altered  china-tech-industry.txt" in shown
    assert "number: the receipt has “20,000”, the document “30,000”" in shown
    assert main(["verify", str(receipt), "--source", str(file), "--json"]) == 1
    (printed,) = json.loads(capsys.readouterr().out)
    assert printed["exact"] is False
    assert {"question", "confidence", "index"} <= set(printed["not_verified"])
    assert printed["verdicts"][0]["changes"][0]["kind"] == "number"


def test_parts_are_called_by_the_same_words_on_the_page_and_in_a_terminal() -> None:
    """Not by their names in JSON, which a reader does not know."""
    words = strings.all_words()
    for name in NOT_VERIFIED:
        called = words[f"part_{name.replace(' ', '_')}"]
        assert PARTS[name] == called, name


def test_the_last_line_sums_up(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Over all receipts."""
    assert main(["verify", str(receipt), "--source", str(corpus)]) == 0
    assert capsys.readouterr().out.endswith("\n1 receipt: 1 exact\n")
    wrong = forged(receipt, start=0, end=179, byte_start=0, byte_end=181)
    assert main(["verify", str(receipt), str(wrong), "--source", str(corpus)]) == 1
    assert capsys.readouterr().out.endswith("\n2 receipts: 1 exact, 1 moved\n")


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


def test_a_document_that_does_not_exist_is_named(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the one that has the words; a title that is not the document's fails too."""
    path = forged(receipt, doc_id="court/order.txt", places=("china-tech-industry.txt",))
    assert main(["verify", str(path), "--source", str(corpus)]) == 1
    shown = capsys.readouterr().out
    assert "moved    court/order.txt 5746–5925, now china-tech-industry.txt 5746–5925" in shown
    assert "! there is no document 'court/order.txt'" in shown
    path = forged(receipt, title="A court order")
    assert main(["verify", str(path), "--source", str(corpus)]) == 1
    assert "! the document's title is " in capsys.readouterr().out


def test_where_nothing_is_found_it_says_where_it_looked(
    receipt: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The documents may be elsewhere. Whoever names their folder knows where that is."""
    (tmp_path / "corpus").mkdir(exist_ok=True)
    (tmp_path / "corpus" / "other.txt").write_text("Something else.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for file in (tmp_path / "corpus").glob("china*"):
        file.unlink()
    assert main(["verify", str(receipt)]) == 1
    assert "--source FOLDER" in capsys.readouterr().err
    assert main(["verify", str(receipt), "--source", "corpus"]) == 1
    assert "--source FOLDER" not in capsys.readouterr().err


def test_a_notice_is_no_failure(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another version read the document: the status is 0 all the same."""
    made = read_receipt(receipt)
    path = forged(receipt, source=replace(made.quotes[0].source, versions=("quoth 0.0.1",)))
    assert main(["verify", str(path), "--source", str(corpus)]) == 0
    assert "note: the document was read by quoth 0.0.1, and is now" in capsys.readouterr().out


def test_one_bad_receipt_does_not_hide_the_others(
    receipt: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named with what is wrong, and the status is 1."""
    bad = receipt.with_name("bad.json")
    bad.write_text(receipt.read_text()[:100])
    assert main(["verify", str(bad), str(receipt), "--source", str(corpus)]) == 1
    shown = capsys.readouterr()
    assert "  exact    china-tech-industry.txt" in shown.out
    assert "bad.json': is not a receipt" in shown.err
    outside: Any = json.loads(receipt.read_text())
    outside["quotes"][0]["doc_id"] = "../secret.txt"
    bad.write_text(json.dumps(outside))
    assert main(["verify", str(bad), "--source", str(corpus)]) == 1
    assert "not a path below the folder of the documents" in capsys.readouterr().err


def test_a_file_that_is_no_receipt_is_called_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error says how receipts are made."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam", encoding="utf-8")
    assert main(["verify", str(letter), "--source", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "is not a receipt" in error
    assert "qa ask QUESTION --receipt FILE" in error
