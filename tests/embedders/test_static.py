"""The static model embeds any text, quickly, alike everywhere, and says what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import qa
import qa.files.shipped
from qa.embedders.protocol import pools_sentences
from qa.embedders.selection import EMBEDDERS, embedder_for, model_sha256
from qa.embedders.static import (
    LIMIT,
    TOKENIZER,
    VECTORS,
    StaticEmbedder,
    Table,
    read_table,
    written_table,
)
from qa.errors import IndexMismatchError, ModelError
from qa.files.shipped import shipped
from qa.stores.integrity import check_soundness

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder

KEY = "Mara keeps the key of the north gate in a tin box."
RENT = "The tenant pays the rent on the first day of each month."
UNKNOWN = ("", " \n", "\U0001f600", "\ue000\ue001", "a" * 101)


@pytest.fixture(scope="module")
def static() -> StaticEmbedder:
    return StaticEmbedder()


def test_a_question_is_nearest_to_its_answer(static: StaticEmbedder) -> None:
    """Also in other words; rows have unit norm."""
    texts = [KEY, RENT, "Bees dance to show where flowers are."]
    vectors = static.embed_passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, static.identity.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    for number, question in enumerate(
        ["Where is the key?", "When must the lessee pay?", "How do insects tell where food is?"]
    ):
        vector = static.embed_question(question)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
        assert int(np.argmax(vectors @ vector)) == number


def test_a_vector_depends_on_its_text_alone(static: StaticEmbedder) -> None:
    """To the last bit, whatever is embedded with it, and by whichever instance."""
    alone = static.embed_passages([KEY])[0]
    together = static.embed_passages([RENT, KEY, "", KEY * 50])
    assert np.array_equal(alone, together[1])
    other = StaticEmbedder()
    assert np.array_equal(alone, other.embed_passages([KEY])[0])
    assert other.identity == static.identity
    assert static.embed_passages([]).shape == (0, static.identity.dimension)


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_text_without_known_pieces_is_near_nothing(static: StaticEmbedder, text: str) -> None:
    """Its vector has unit norm, and a question is as near to it as to any unrelated text."""
    (vector,) = static.embed_passages([text])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
    table = read_table(shipped(VECTORS))
    for question in ("Where is the key?", ""):
        assert static.embed_question(question) @ vector == pytest.approx(table.shift, abs=1e-6)


def test_other_scripts_are_read_as_far_as_pieces_are_known(static: StaticEmbedder) -> None:
    """Characters of Chinese and Arabic are pieces of the vocabulary."""
    texts = ["東京 大学", "السلام عليكم", "Москва"]
    vectors = static.embed_passages(texts)
    for number, text in enumerate(texts):
        assert int(np.argmax(vectors @ static.embed_question(text))) == number


def test_what_is_beyond_the_limit_does_not_count(static: StaticEmbedder) -> None:
    """Documents are split where the default model would split them; a long line is no danger."""
    line = "key " * 100_000
    assert static.count_tokens([line, "", KEY]) == [100_000, 0, 13]
    (vector,) = static.embed_passages([line])
    assert np.array_equal(vector, static.embed_passages(["key " * LIMIT])[0])


def test_cosines_are_mapped_by_hand(
    static: StaticEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a question and a text only; a negative shift too."""
    monkeypatch.setattr(static, "_scale", 0.5)
    for shift in (0.0, 0.25, -0.25):
        monkeypatch.setattr(static, "_shift", shift)
        question = static.embed_question(KEY)
        same, other = static.embed_passages([KEY, RENT])
        assert question @ same == pytest.approx(0.5 + shift, abs=1e-6)
        plain = static._summed([KEY, RENT])
        assert question @ other == pytest.approx(0.5 * (plain[0] @ plain[1]) + shift, abs=1e-6)
        assert np.linalg.norm(question) == pytest.approx(1, abs=1e-6)


def test_a_table_is_read_as_written() -> None:
    """8 bits a number."""
    table = Table(
        np.array([[1, -127], [0, 0]], np.int8), np.array([0.5, 0], np.float32), 0.75, -0.1
    )
    again = read_table(written_table(table))
    assert np.array_equal(again.pieces, table.pieces)
    assert np.array_equal(again.scales, table.scales)
    assert (again.scale, again.shift) == (0.75, -0.1)


def test_it_is_named_static(tmp_path: Path) -> None:
    """Another name after a colon is an error that says so; a folder is named by its path."""
    assert isinstance(embedder_for("static", tmp_path), StaticEmbedder)
    with pytest.raises(ModelError, match="The name of the static model is 'static'"):
        embedder_for("static:small", tmp_path)
    with pytest.raises(ModelError, match=r"'\./static' on this machine"):
        embedder_for("./static", tmp_path)


@pytest.mark.parametrize("name", [VECTORS, TOKENIZER])
def test_an_altered_file_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every file that comes with Quoth."""
    for one in (VECTORS, TOKENIZER):
        (tmp_path / one).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / one).write_bytes(shipped(one) + b" " * (one == name))
    monkeypatch.setattr(qa.files.shipped, "PACKAGE", tmp_path)
    with pytest.raises(ModelError, match=rf"{name}' was altered: .*\. Install Quoth again\."):
        StaticEmbedder()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "gate.txt").write_text(f"The gate\n\n{KEY}")
    (folder / "corpus" / "lease.txt").write_text(f"Lease\n\n{RENT}")
    qa.build(str(folder / "corpus"), into=folder / "index", model="static")
    return folder / "index"


def test_an_index_answers_with_it(root: Path) -> None:
    """Its name and weights are in the manifest; it needs no encoder in the index."""
    index = qa.load(root)
    assert index.embedder.identity.name == "static"
    answer = qa.ask("Where is the key?", index)
    assert answer.quotes[0].text == KEY
    assert not (root / "encoders").exists()
    assert "'static', which embeds questions itself" in check_soundness(root).parts[0]
    assert model_sha256("static") == index.embedder.identity.sha256


def test_an_index_is_not_asked_with_another_model(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one of this model with another, nor the other way."""
    monkeypatch.setitem(EMBEDDERS, "hashed", "tests.support.hashed:HashedEmbedder")
    with pytest.raises(IndexMismatchError, match="static"):
        qa.load(root, model="hashed:64")
    hashed = qa.build(str(root.parent / "corpus"), into=tmp_path, model="hashed:64")
    monkeypatch.setenv("QA_MODEL", "static")
    assert qa.load(root).embedder.identity.name == "static"
    with pytest.raises(IndexMismatchError, match="static"):
        qa.load(tmp_path)
    hashed.generation.close()


def test_sentences_have_vectors_of_their_own(static: StaticEmbedder) -> None:
    """They cost little."""
    embedder: Embedder = static
    assert not pools_sentences(embedder)
