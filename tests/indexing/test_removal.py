"""What was removed is in no file of the index's folder, and where it still may be is named."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main
from qa.errors import IndexStoreError, QuestionError
from qa.indexing.feedback import FEEDBACK
from qa.indexing.removal import plan_removal
from qa.indexing.removal_plan import SET_ASIDE
from qa.indexing.skipped import read_skipped
from qa.loaders.folders.file_cache import files_seen
from qa.pipeline import ask, load
from qa.web.service.feedback import store_feedback
from tests.support.webs import referring

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from tests.support.indexes import Library

WORDS = ("xylophone", "quagmire", "zugzwang")
"""What only the removed document says."""

LOUD = "A xylophone stands in the quagmire. " * 40 + "It is a zugzwang."


def files_with(root: Path, *words: str) -> list[str]:
    """Return the files below a folder whose bytes or names have one of these words."""
    return [
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        for word in words
        if word in path.name or (path.is_file() and word.encode() in path.read_bytes())
    ]


def say(library: Library, question: str, document: str, words: str) -> None:
    """Call words of a document right, as an answer to a question."""
    index = library.load()
    start = index.document(document).text.index(words)
    referred = referring(document, start, start + len(words), words)
    store_feedback(index, library.root, question, referred, "right")


def feedback(library: Library) -> dict[str, list[str]]:
    """Return question → documents that feedback names."""
    lines = (library.root / FEEDBACK).read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return {
        row["question"]: [item["doc_id"] for item in [*row["answers"], *row["wrong"]]]
        for row in rows
    }


@pytest.fixture
def library(library: Library) -> Library:
    """Thirty documents; one of them is quoted by feedback, and SKIPPED names one of its name."""
    library.write(**{f"f{n:02}": f"An apple {n}. " * 30 for n in range(29)}, loud=LOUD)
    (library.corpus / "old").mkdir()
    (library.corpus / "old" / "loud.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    library.build_as_it_is()
    assert "loud.txt" in (library.root / "SKIPPED").read_text()
    say(library, "What stands there?", "loud.txt", "A xylophone stands in the quagmire.")
    say(library, "Both?", "loud.txt", "It is a zugzwang.")
    say(library, "Both?", "f03.txt", "An apple 3.")
    say(library, "Which apple?", "f04.txt", "An apple 4.")
    (library.root / "feedback.new").write_text("A xylophone, half written")
    (library.root / f"{FEEDBACK}.new").write_text("A xylophone, half written too")
    (library.root / "generations" / ".embedded.passages").write_bytes(b"vectors")
    return library


def test_no_byte_of_a_removed_document_is_left_below_the_index(library: Library) -> None:
    """In no file, by content or name; feedback on other documents stays as it was."""
    assert len(files_with(library.root, *WORDS)) > 2
    report = library.remove("loud.txt")
    assert files_with(library.root, *WORDS, "loud.txt", "embedded") == []
    assert feedback(library) == {"Both?": ["f03.txt"], "Which apple?": ["f04.txt"]}
    assert any(
        note.startswith("Feedback that quoted") and "2 entries" in note for note in report.notes
    )
    assert len(library.doc_ids()) == 29


def test_what_is_out_of_reach_is_named(library: Library) -> None:
    """The original, a copy that was set aside, receipts; each with what to do."""
    aside = library.corpus / SET_ASIDE / "copy.txt"
    aside.parent.mkdir()
    shutil.copy(library.corpus / "loud.txt", aside)
    (library.corpus / SET_ASIDE / "other.txt").write_text("Another one.")
    notes = library.remove("loud.txt").notes
    original = library.corpus / "loud.txt"
    (note,) = [note for note in notes if repr(str(original)) in note]
    assert "the next build indexes it again" in note
    (note,) = [note for note in notes if SET_ASIDE in note]
    assert repr(str(aside)) in note
    assert "Delete it" in note
    assert any("receipts" in note and "'loud.txt'" in note for note in notes)
    assert original.read_text() == LOUD
    assert aside.read_text() == LOUD


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_name_that_is_no_utf8_hides_no_other_name(library: Library) -> None:
    """The lists of files are read with such a name in them, redacted, and name the originals."""
    odd = library.corpus / os.fsdecode(b"odd\xff.txt")
    odd.write_text("A bird.")
    library.build_as_it_is()
    (library.corpus / os.fsdecode(b"bad\xff.txt")).write_bytes(b"\x00" * 50)
    library.build_as_it_is()
    assert len(read_skipped(library.root)) == 2
    notes = library.remove("loud.txt").notes
    assert any(f"The file {str(library.corpus / 'loud.txt')!r}" in note for note in notes)
    assert files_with(library.root, "loud", *WORDS) == []
    assert str(odd) in files_seen(library.root / "SEEN")
    notes = library.remove("odd\\udcff.txt").notes
    assert any(f"The file {str(odd)!r}" in note for note in notes)


def test_a_list_of_files_that_cannot_be_read_keeps_no_name(library: Library) -> None:
    """The next build writes it again, so it goes when a document does."""
    for name in ("SEEN", "SKIPPED"):
        path = library.root / name
        path.write_bytes(path.read_bytes()[:-1])
    library.remove("loud.txt")
    assert files_with(library.root, "loud", *WORDS) == []
    assert len(library.build_as_it_is().index.generation.manifest.documents) == 30


def test_one_document_of_a_file_comes_back_with_the_next_build(library: Library) -> None:
    """As the note says; those that were left are in the index once, before and after."""
    rows = [{"id": name, "text": f"{name} is an apple."} for name in ("Cox", "Boskoop", "Gala")]
    library.write(plain="A bird.")
    (library.corpus / "sorts.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (library.corpus / "twin.jsonl").write_text("\n".join(map(json.dumps, rows)))
    before = library.build_as_it_is().index.fingerprint
    left = library.remove("sorts.jsonl#Boskoop").index
    assert sorted(left.generation.manifest.documents) == [
        *("plain.txt", "sorts.jsonl#Cox", "sorts.jsonl#Gala")
    ]
    assert library.remove("sorts.jsonl#Cox").index.fingerprint != left.fingerprint
    after = library.build_as_it_is().index
    assert after.fingerprint == before
    assert sorted(after.generation.manifest.duplicates) == [
        f"twin.jsonl#{name}" for name in ("Boskoop", "Cox", "Gala")
    ]
    assert library.build_as_it_is().embedded == 0


def test_the_command_prints_what_is_out_of_reach(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As notes; with ``--dry-run`` it prints them too, and changes nothing."""
    monkeypatch.setattr("qa.indexing.removal.embedder_of", lambda *_: library.embedder)
    before = {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()}
    command = ["remove", "loud*", "f00.txt", "--index", str(library.root)]
    assert main([*command, "--dry-run"]) == 0
    dry = capsys.readouterr()
    assert (
        dry.out == "would remove f00.txt\nwould remove loud.txt\n2 documents; nothing was changed\n"
    )
    after = {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()}
    assert after == before
    assert main(command) == 0
    said = capsys.readouterr().err
    for note in dry.err.splitlines():
        assert note in said
    assert f"note: The file {str(library.corpus / 'loud.txt')!r} was not changed" in said
    assert "note: Feedback that quoted the documents was deleted: 2 entries" in said


def test_a_document_that_only_traces_are_left_of_is_removed_too(library: Library) -> None:
    """As after it was removed in the page: a generation before, and feedback, still have it."""
    (library.corpus / "loud.txt").unlink()
    library.build_as_it_is()
    assert "loud.txt" not in library.doc_ids()
    assert files_with(library.root, *WORDS)
    library.remove("loud.txt")
    assert files_with(library.root, *WORDS, "loud.txt") == []
    assert len(library.doc_ids()) == 29
    with pytest.raises(QuestionError, match=r"no document 'loud\.txt'"):
        library.remove("loud.txt")
    with pytest.raises(QuestionError, match=r"no document 'loud\.txt'"):
        plan_removal(library.root, ["loud.txt"])


def test_lines_of_feedback_that_cannot_be_read_stay_and_are_named(library: Library) -> None:
    """And a line separator within words ends no line."""
    path = library.root / FEEDBACK
    odd = '{"question": "a\u2028b", "answers": [{"doc_id": "f05.txt", "text": "x\u2028y"}]}'
    path.write_text(f"{path.read_text()}{{broken\n[1]\n{odd}\n")
    notes = library.remove("loud.txt").notes
    assert any("cannot be read (2)" in note for note in notes)
    assert path.read_text().split("\n")[-4:] == ["{broken", "[1]", odd, ""]


def test_feedback_that_cannot_be_written_is_said_after_the_rest_is_done(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents are out of every generation; the next removal ends it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("qa.indexing.feedback.atomic_write", full)
        with pytest.raises(IndexStoreError, match=r"feedback in .* may still quote them"):
            library.remove("loud.txt")
    assert "loud.txt" not in library.doc_ids()
    assert files_with(library.root / "generations", *WORDS) == []
    library.remove("loud.txt")
    assert files_with(library.root, *WORDS) == []


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.support.indexes import Library
import qa.indexing.removal
qa.indexing.removal.redact = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Library(Path(sys.argv[1])).remove("loud.txt")
"""


def kill_a_removal(library: Library) -> None:
    """Remove a document in a process that is killed when it is about to redact."""
    folder = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", KILLED, library.root.parent, folder],
        env={**os.environ, "PYTHONPATH": str(folder.parent)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert "loud.txt" not in library.doc_ids()
    assert FEEDBACK in files_with(library.root, *WORDS)


def test_what_hinders_the_end_of_a_killed_removal_is_reported(library: Library) -> None:
    """By the next build: after it, nothing else says that feedback still quotes the document."""
    kill_a_removal(library)
    (library.corpus / "loud.txt").unlink()
    path = library.root / FEEDBACK
    path.rename(library.root / "aside")
    path.mkdir()  # what no user can read
    notes = library.build_as_it_is().notes
    assert any("may still quote them" in note and repr(str(path)) in note for note in notes)


def test_a_removal_killed_before_it_redacts_is_ended_by_the_next_build(library: Library) -> None:
    """Once the document is out of the index in use, it is nowhere after that build."""
    kill_a_removal(library)
    (library.corpus / "loud.txt").unlink()
    shutil.rmtree(library.corpus / "old")
    library.build_as_it_is()
    assert files_with(library.root, *WORDS, "loud.txt") == []


def test_nothing_is_left_where_the_model_was_exported_next_to_the_index(
    tmp_path: Path, article: Path, real_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in its encoder nor in what a build and a question leave."""
    monkeypatch.setattr("qa.indexing.model_choice.embedder_for", lambda *_: real_embedder)
    corpus, root = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    shutil.copy(article, corpus)
    (corpus / "loud.txt").write_text(LOUD)
    assert main(["build", str(corpus), "--into", str(root)]) == 0
    assert ask("What stands in the quagmire?", load(root)).index
    assert (root / "encoders").is_dir() or any("encoder" in path.name for path in root.iterdir())
    assert main(["remove", "loud.txt", "--index", str(root)]) == 0
    assert files_with(root, *WORDS, "loud.txt") == []
