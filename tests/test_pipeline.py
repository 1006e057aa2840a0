"""Build, load, ask: what a program sees."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

import qa
from qa.errors import (
    CorpusError,
    EmptyCorpusError,
    IndexNotFoundError,
    IndexStoreError,
    ModelError,
    QuestionError,
)
from qa.indexing.removal import plan_removal
from qa.pipeline import ask, remove

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index
    from tests.support.indexes import Library


def test_ask_without_an_index_asks_the_one_in_the_environment(
    article_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``QA_INDEX`` names it; the answer carries its fingerprint."""
    monkeypatch.setenv("QA_INDEX", str(article_index.generation.path.parent.parent))
    answer = qa.ask("How many EVs did Xiaomi deliver in October 2024?")
    assert answer.quotes[0].text.startswith("China’s EV sector also received a boost from Xiaomi")
    assert answer.index == article_index.fingerprint


def test_ask_without_any_index_says_how_to_build_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default place is ``index`` in the current folder."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IndexNotFoundError, match=r"No index at 'index'.*qa build FOLDER"):
        qa.ask("Who?")


@pytest.mark.parametrize("k", [0, -1])
def test_k_is_at_least_one(library: Library, k: int) -> None:
    """Asking for no quote is a mistake, and says so."""
    with pytest.raises(ValueError, match="at least 1"):
        qa.ask("A bird?", library.build(a="A bird sings."), k=k)


@pytest.mark.parametrize("question", ["", "   ", "\x00\x07", "?!", "x" * 100_000, None, 7])
def test_what_is_no_question_is_refused(library: Library, question: str) -> None:
    """The error is a QuestionError and a ValueError."""
    index = library.build(a="A bird sings.")
    with pytest.raises(QuestionError) as caught:
        qa.ask(question, index)
    assert isinstance(caught.value, ValueError)


def test_control_characters_do_not_count(library: Library) -> None:
    """A question means the same with and without them; only half a pair is repeated as a sign."""
    index = library.build(a="A bird sings.", b="An apple falls.")
    plain, odd = qa.ask("apple falls", index), qa.ask("apple\x00\x1bfalls\ud800", index)
    assert odd.question == "apple\x00\x1bfalls\ufffd"
    assert (odd.quotes, odd.nearest) == (plain.quotes, plain.nearest)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message has the path."""
    with pytest.raises(CorpusError, match="nowhere"):
        qa.build(tmp_path / "nowhere", into=tmp_path / "index")


def test_build_logs_what_it_skips(
    library: Library,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    real_embedder: Embedder,
) -> None:
    """``qa.build`` returns an index that can be asked, and warns of files left out."""
    monkeypatch.setattr("qa.indexing.model_choice.embedder_for", lambda *_: real_embedder)
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: real_embedder)
    library.write(good="The bird sings at dawn.", empty="")
    with caplog.at_level(logging.WARNING):
        index = qa.build(library.corpus, into=library.root)
    assert qa.ask("When does the bird sing?", index).quotes[0].text == "The bird sings at dawn."
    assert "empty.txt" in caplog.text


def test_an_unknown_model_is_named_and_the_old_index_stays(library: Library) -> None:
    """Nothing of the index changes."""
    before = library.build(a="A bird sings.").fingerprint
    with pytest.raises(ModelError, match="no-such-model"):
        qa.build(library.corpus, into=library.root, model="no-such-model")
    assert library.load().fingerprint == before


def test_an_index_is_named_by_its_folder_too(article_index: Index) -> None:
    """And one document is as good as a list of one."""
    root = article_index.generation.path.parent.parent
    answer = qa.ask("Who made 20,000 EVs?", root, documents="china-tech-industry.txt")
    everywhere = qa.ask("Who made 20,000 EVs?", article_index)
    assert (answer.quotes, answer.confidence) == (everywhere.quotes, everywhere.confidence)


def test_what_is_no_answer_is_refused_as_the_one_before(article_index: Index) -> None:
    """With the type that was given."""
    with pytest.raises(TypeError, match="not str"):
        qa.ask("and NIO?", article_index, after="How many?")  # type: ignore[arg-type]


def test_the_same_bytes_are_kept_once_and_cited_with_all_places(library: Library) -> None:
    """Asked for by whichever name; when one copy goes, so does its place."""
    same = "An apple is red."
    index = library.build(b=same, a=same, c=same, other="A bird sings.")
    assert index.generation.manifest.counts["documents"] == 2
    answer = ask("apple red", index, documents=["c.txt"], min_confidence=0, evidence_model="none")
    (citation,) = [quote.citation for quote in answer.quotes]
    assert (citation.doc_id, citation.places) == ("a.txt", ("b.txt", "c.txt"))
    assert index.document("b.txt").doc_id == "a.txt"
    again = library.build(b=same, a=same, other="A bird sings.")
    assert again.fingerprint != index.fingerprint
    assert again.document("a.txt").places == ("b.txt",)


def test_documents_are_named_by_patterns_too(library: Library) -> None:
    """As in a shell; one that matches nothing is refused."""
    index = library.build(a1="An apple.", a2="An apple here.", b="An apple there.")
    answer = ask("apple", index, documents="?2*", min_confidence=0, evidence_model="none")
    assert {quote.citation.doc_id for quote in answer.quotes} == {"a2.txt"}
    assert index.doc_ids(["[ab]?.txt", "b.txt"]) == ["a1.txt", "a2.txt", "b.txt"]
    with pytest.raises(QuestionError, match=r"no document 'c\*' in the index"):
        index.doc_ids(["c*"])


def test_what_is_removed_is_nowhere_in_the_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its text nor its words, in no generation; the rest is as if built without it."""
    library.build(a="An apple is red.", b="A xylophone is loud.")
    monkeypatch.setattr("qa.indexing.removal.embedder_of", lambda *_: library.embedder)
    report = remove("b.*", index=library.root)
    held = b"".join(path.read_bytes() for path in library.root.rglob("*") if path.is_file())
    assert b"xyloph" not in held
    assert report.embedded == 0
    assert [document.doc_id for document in library.load().documents()] == ["a.txt"]
    assert report.index.fingerprint == library.build(a="An apple is red.").fingerprint
    with pytest.raises(EmptyCorpusError, match="Nothing would be left"):
        plan_removal(library.root, ["a.txt"])  # a plan promises nothing that is refused then
    with pytest.raises(EmptyCorpusError, match="Nothing would be left"):
        remove("a.txt", index=library.root)
    with pytest.raises(QuestionError, match="no document 'z' in the index"):
        remove("z", index=library.root)


AWAY = "milvus://127.0.0.1:9"
"""A cluster that nobody runs: to ask it for anything fails."""


def test_a_removal_changes_only_a_cluster_that_it_names(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note names the one where questions go, until the document is removed there too."""
    monkeypatch.setenv("QA_STORE", AWAY)
    library.build(a="A bird sings.", b="An apple falls.")
    _, planned = plan_removal(library.root, ["a.txt"])
    assert "It may also be on milvus://127.0.0.1:9, index 'quoth'." in planned
    for notes in (library.remove("a.txt").notes, library.build_as_it_is().notes):
        (note,) = [note for note in notes if note.startswith("What was removed may still be on")]
        assert "qa remove DOC --store ADDRESS" in note
    monkeypatch.setattr("qa.stores.milvus.client.WAIT_S", 0)
    library.store = AWAY
    pytest.importorskip("pymilvus", reason="make test-cluster installs it")
    with pytest.raises(IndexStoreError, match="does not answer"):
        library.remove("b.txt")
