"""``qa eval``: figures, JSON, the picture, and a calibration that the next question uses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from qa.cli.main import main
from qa.index.calibration import FILE

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

pytestmark = pytest.mark.long

DOC = "china-tech-industry.txt"
ANSWERED = {
    "How many EVs did Xiaomi deliver in October 2024?": "delivered 20,000 EVs in October 2024",
    "Who opposed the tariffs?": "Germany",
    "When was the AI Development Plan introduced?": "2017",
}
ELSEWHERE = (
    "Who won the world cup?",
    "How deep is Lake Baikal?",
    "What do pandas eat in winter?",
    "When did the Titanic sink?",
)


@pytest.fixture(autouse=True)
def _loaded(monkeypatch: pytest.MonkeyPatch, real_embedder: Embedder) -> None:
    """The real model, without loading it again for each command."""
    monkeypatch.setattr("qa.indexing.model_choice.embedder_for", lambda *_: real_embedder)
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: real_embedder)
    monkeypatch.setattr("qa.cli.question_sets.embedder_for", lambda *_: real_embedder)


@pytest.fixture
def index(article_index: Index, tmp_path: Path) -> Path:
    """A copy of the article's index."""
    return shutil.copytree(article_index.generation.path.parent.parent, tmp_path / "index")


@pytest.fixture
def questions(article: Path, tmp_path: Path) -> Path:
    """Questions to the article, and some that are not."""
    text = article.read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = []
    for question, words in ANSWERED.items():
        start = text.index(words)
        answer = {"doc_id": DOC, "start": start, "end": start + len(words), "text": words}
        rows.append({"question": question, "answers": [answer]})
    rows += [{"question": question, "answers": []} for question in ELSEWHERE]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_it_tells_how_good_the_answers_are(
    questions: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, each figure with its interval."""
    assert main(["eval", str(questions), "--index", str(index)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("mine: 3 here, 4 far; threshold 0.")
    lines = {line[2:38].strip(): line[38:].split() for line in shown.split("\n")[2:] if line}
    assert lines["quotes exact to the character"] == ["1.000", "1.000", "to", "1.000"]
    assert lines["AUROC, here against far"][0] == "1.000"
    assert lines["answered, of far"][0] == "0.000"
    assert float(lines["answering sentence in the first 3"][0]) >= 0.66


def test_forty_questions_to_the_article(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ours, answerable, nearly so and from elsewhere: what a user's first minutes are like."""
    own = Path(__file__).parents[1] / "evaluation" / "article_questions.jsonl"
    assert main(["eval", str(own), "--index", str(index), "--json"]) == 0
    (evaluated,) = json.loads(capsys.readouterr().out)
    assert evaluated["questions"] == {"here": 24, "near": 8, "far": 8}
    measured = {name: measure["value"] for name, measure in evaluated["measures"].items()}
    assert measured["quote_exactness"] == 1
    assert measured["sentence_at_1"] >= 0.85
    assert measured["answered_here"] >= 0.9
    assert measured["answered_far"] == 0
    assert measured["answered_near"] <= 0.5


def test_documents_of_a_folder_are_asked(
    questions: Path, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a second document every question is asked without the first, too; indexes are kept."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(article, corpus)
    (corpus / "birds.txt").write_text("Birds sing in spring. They nest in trees.\n")
    command = ["eval", str(questions), "--corpus", str(corpus), "--keep", str(tmp_path / "kept")]
    assert main([*command, "--json", "--evidence-model", "none"]) == 0
    (evaluated,) = json.loads(capsys.readouterr().out)
    assert evaluated["questions"] == {"here": 3, "near": 0, "far": 7}
    assert evaluated["measures"]["recall_at_1"]["value"] == 1
    assert evaluated["measures"]["quote_exactness"]["value"] == 1
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_folder_brings_its_own_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``corpus.jsonl`` beside ``questions.jsonl``; more questions from elsewhere; a sample."""
    folder = tmp_path / "birds"
    folder.mkdir()
    text = "Herons eat fish. Finches eat seeds. Owls eat mice."
    (folder / "corpus.jsonl").write_text(json.dumps({"doc_id": "b", "text": text}))
    rows = [
        {"question": f"What do {bird} eat?", "answers": [{"doc_id": "b", "start": a, "end": b}]}
        for bird, a, b in (("herons", 0, 16), ("finches", 17, 35), ("owls", 36, 50))
    ]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "far.jsonl").write_text(json.dumps({"question": "Who sank the Titanic?"}))
    command = ["eval", str(folder), "--far", str(tmp_path / "far.jsonl"), "--sample", "2"]
    assert main([*command, "--json"]) == 0
    (evaluated,) = json.loads(capsys.readouterr().out)
    assert evaluated["name"] == "birds"
    assert evaluated["questions"] == {"here": 2, "near": 0, "far": 1}
    assert evaluated["measures"]["sentence_at_1"]["value"] == 1


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_it_draws_a_picture(questions: Path, index: Path, tmp_path: Path, suffix: str) -> None:
    """Reliability and risk side by side, the labels below them."""
    target = tmp_path / f"eval{suffix}"
    assert main(["eval", str(questions), "--index", str(index), "--plot", str(target)]) == 0
    if suffix == ".svg":
        drawn = target.read_text(encoding="utf-8")
        assert "Reliability: is the confidence right?" in drawn or "<path" in drawn
        return
    with Image.open(target) as picture:
        assert 1 < picture.width / picture.height < 2
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
        assert (0, 114, 178) in colours


def test_a_calibration_is_used_by_the_next_question(
    questions: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It needs enough questions, says what it changed, and can be deleted."""
    cheap = ["--index", str(index), "--evidence-model", "none"]
    command = ["eval", str(questions), *cheap, "--calibrate"]
    assert main(command) == 1
    assert "at least 20 questions to the documents" in capsys.readouterr().err
    lines = questions.read_text(encoding="utf-8").split("\n")
    questions.write_text("\n".join(lines[:3] * 7 + lines[3:] * 5), encoding="utf-8")
    assert main(command) == 0
    shown = capsys.readouterr().out
    assert "calibration error " in shown
    assert "Delete it to undo." in shown
    assert json.loads((index / FILE).read_text())["evidence_model"] == "none"
    assert main(["ask", next(iter(ANSWERED)), *cheap]) == 0
    assert "delivered 20,000 EVs" in capsys.readouterr().out


def test_what_is_wrong_is_named(
    questions: Path, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong line, no such documents, no such format, options that exclude each other."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"question": "Who?", "answers": [{"doc_id": "x", "start": 0, "end": 1}]}')
    at = ["--index", str(index)]
    for arguments, says in (
        ([str(bad), *at], f"qa: {str(bad)!r}, line 1: there is no document 'x'"),
        ([str(tmp_path / "none"), *at], "cannot be read"),
        ([str(questions), "--corpus", str(tmp_path / "none")], "no such documents"),
        ([str(questions), "--corpus", str(tmp_path), "--calibrate"], "leave out --corpus"),
        ([str(questions), *at, "--evidence-model", "no/where"], "No CrossEncoder 'no/where'"),
    ):
        assert main(["eval", *arguments]) == 1, says
        error = capsys.readouterr().err
        assert says in error
        assert "Traceback" not in error


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--sample", "0"], "must be at least 1, not 0"),
        (["--plot", "a.xyz"], "must end in .png .svg .pdf, not '.xyz'"),
        (["--plot", "no/where/a.png"], "is in the folder 'no/where', which does not exist"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_asked(
    option: list[str], says: str, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody waits for figures that cannot be written."""
    with pytest.raises(SystemExit) as caught:
        main(["eval", str(questions), *option])
    assert caught.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "options", "says"),
    [
        ("milvus://127.0.0.1:9", [], "Name the cluster: --store milvus://127.0.0.1:9"),
        ("milvus://127.0.0.1:9", ["--store", "milvus://127.0.0.1:8"], "127.0.0.1:8, index 'quoth'"),
        ("", ["--store", "milvus://127.0.0.1:9"], "questions go to the folder of the index"),
    ],
)
def test_a_calibration_is_published_only_where_that_is_named(
    asked: str,
    options: list[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And only to the cluster where questions are asked; that is said before any is."""
    monkeypatch.setenv("QA_STORE", asked)
    assert main(["eval", "none.jsonl", "--calibrate", *options]) == 1
    assert says in capsys.readouterr().err
