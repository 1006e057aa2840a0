"""A static model begins with word pieces, learns, goes on, and is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, BertTokenizerFast

import training.train_static_model
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from training.reader_fold import is_held_out
from training.sentence_layer_data import HELD_OUT
from training.static_data import Material, read_material
from training.static_training import Plan
from training.static_trial import Made, cosine_map, shares
from training.static_vectors import Bags, StaticVectors, axes, packed, rarity, uncounted
from training.train_static_model import Teacher, known_vectors, mapping, trained

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "The gate is at the mill. The key is kept by mara in a box.\n\nThe port office opens at nine."
)
WORDS = "who keeps the key gate port office opens at nine is kept by mara in a box ? . mill"


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Teacher:
    """Return a BERT of one layer, 16 wide."""
    folder = tmp_path_factory.mktemp("bert")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(WORDS.split())]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    embedder = SentenceTransformerEmbedder(str(folder))
    embedder.model.to("cpu")
    return Teacher(embedder.model, embedder, Tokenizer.from_file(str(folder / "tokenizer.json")))


@pytest.fixture(scope="module")
def material(teacher: Teacher, tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Return a set of which some documents are held out."""
    folder = tmp_path_factory.mktemp("sets") / "own_words_mill"
    folder.mkdir()
    documents = [f"own_words_mill/{number}" for number in range(12)]
    assert {is_held_out(one) for one in documents} == {True, False}
    answer = {"start": TEXT.index("The key"), "end": TEXT.index("\n")}
    corpus = [{"doc_id": one, "title": "Mill", "text": TEXT} for one in documents]
    asked = [
        {"question": "Who keeps the key?", "answers": [{**answer, "doc_id": one}]}
        for one in documents
    ]
    for name, rows in (("corpus", corpus), ("questions", asked)):
        lines = "\n".join(map(json.dumps, rows))
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return read_material([folder], teacher.embedder, 100)


def test_documents_are_held_out_whole(material: Material) -> None:
    """Their passages are not trained on, and their questions are those that are tried."""
    for question in material.questions:
        learnt = {bool(material.is_learnt[passage]) for passage in question.gold}
        assert learnt == {question.kind is None}
    assert {question.kind for question in material.questions} == {None, HELD_OUT}


def test_a_text_is_the_sum_of_its_pieces(teacher: Teacher) -> None:
    """By hand; pieces that are no words do not count."""
    bags = Bags(["the key", "", "unheard key"], teacher.tokenizer)
    assert len(bags) == 3
    known = np.eye(23, dtype=np.float32)
    weights = np.arange(23, dtype=np.float32)
    weights[uncounted(teacher.tokenizer)] = 0
    vectors = StaticVectors(known, known, weights).embed(bags)
    the, key = teacher.tokenizer.encode("the key", add_special_tokens=False).ids
    assert vectors[0][[the, key]] == pytest.approx(np.array([the, key]) / np.hypot(the, key))
    assert not vectors[1].any()
    assert vectors[2][key] == pytest.approx(1)


def test_common_pieces_weigh_less() -> None:
    """One half where its share is the one named."""
    weights = rarity(np.array([0] * 3 + [1]), 3, 0.25)
    assert weights == pytest.approx([0.25, 0.5, 1])


def test_axes_are_those_of_most_difference() -> None:
    """At right angles to each other."""
    rows = np.array([[3.0, 0, 0], [0, 1, 1], [0, 2, 2]])
    found = axes(rows, 2)
    assert found.T @ found == pytest.approx(np.eye(2), abs=1e-6)
    assert np.linalg.norm(rows @ found, axis=1) == pytest.approx(np.linalg.norm(rows, axis=1))


def test_eight_bits_are_near() -> None:
    """The largest number of a row is 127; a row of none stays so."""
    table = np.array([[0.5, -1.0], [0, 0]], np.float32)
    pieces, scales = packed(table)
    assert pieces.tolist() == [[64, -127], [0, 0]]
    assert pieces * scales[:, None] == pytest.approx(table, abs=1 / 254)


def test_cosines_are_mapped() -> None:
    """Mean and deviation become those of others; the mean alone where vectors would be too long."""
    own = np.array([0.1, 0.3, 0.5], np.float32)
    assert cosine_map(own, own * 0.75 + 0.125) == pytest.approx((0.75, 0.125))
    for shift in (-0.2, 0.2):
        scale, moved = cosine_map(own, own + shift)
        assert scale + abs(moved) == pytest.approx(1)
        assert np.mean(scale * own + moved) == pytest.approx(np.mean(own + shift))


def test_shares_by_hand(material: Material) -> None:
    """The vectors of the sentences decide within a passage, those of passages among them."""
    asked = [i for i, question in enumerate(material.questions) if question.kind == HELD_OUT]
    passages = np.zeros((len(material.passages), 2), np.float32)
    sentences = np.zeros((len(material.sentences), 2), np.float32)
    questions = np.tile(np.array([1, 0], np.float32), (len(material.questions), 1))
    gold = [(passage, i) for i in asked for passage in material.questions[i].gold]
    passages[gold[0][0], 0] = 1
    for passage, i in gold:
        right = material.questions[i].gold[passage][0]
        sentences[int(material.firsts[passage]) + right, 0] = 1
    first, *_, within, _, count = shares(material, Made(passages, sentences, questions), HELD_OUT)
    assert (within, count) == (1, len(asked))
    assert first == pytest.approx(1 / len(asked))


def test_a_training_goes_on_and_reports(
    teacher: Teacher,
    material: Material,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Stopped and gone on, it arrives where it would have arrived."""
    monkeypatch.setattr(training.train_static_model, "DIMENSION", 8)
    known = known_vectors(teacher, material, tmp_path, 6)
    plan = Plan(steps=2, batch=4, rate=0.01)
    pieces, scales, made = trained(teacher, material, known, plan, tmp_path)
    said = capsys.readouterr().out
    assert "from word pieces alone" in said
    assert said.count(f"{HELD_OUT}: right passage among the first (1, 5, 20)") == 2
    assert pieces.shape == (teacher.tokenizer.get_vocab_size(), 8)
    assert made.passages.shape == (len(material.passages), 8)
    assert not scales[uncounted(teacher.tokenizer)].any()
    again, *_ = trained(teacher, material, known, plan, tmp_path)
    assert np.array_equal(again, pieces)
    with pytest.raises(SystemExit, match="is of another training"):
        trained(teacher, material, known, Plan(steps=3, batch=4, rate=0.01), tmp_path)


def test_the_default_model_s_own_cosines_stay(
    teacher: Teacher, material: Material, tmp_path: Path
) -> None:
    """Mapped onto themselves."""
    known = known_vectors(teacher, material, tmp_path, 100)
    passages = np.zeros((len(material.passages), 16), np.float32)
    passages[known.passages] = known.of_passages
    own = Made(passages, passages, known.of_questions.astype(np.float32))
    assert mapping(material, own, known) == pytest.approx((1, 0), abs=1e-2)
