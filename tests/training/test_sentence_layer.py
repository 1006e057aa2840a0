"""A sentence layer begins as a copy, learns, goes on, and is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel, BertTokenizerFast

from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from training.reader_fold import is_held_out
from training.sentence_layer_batches import Drawing, batch_of, sentence_loss
from training.sentence_layer_data import HELD_OUT, Material, Sets, read_material
from training.sentence_layer_model import SentenceLayer, passage_states, sentence_means
from training.sentence_layer_training import Plan, Training, layer_loss
from training.sentence_layer_trial import right_shares
from training.train_sentence_layer import trained

if TYPE_CHECKING:
    from pathlib import Path

CPU = torch.device("cpu")
TEXT = (
    "The gate is at the mill. The key is kept by mara in a box.\n\nThe port office opens at nine."
)
WORDS = (
    "who when where keeps opens the key gate port office at nine is kept by mara in a box ? . mill"
)


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEmbedder:
    """Return a BERT of two layers, 24 wide."""
    folder = tmp_path_factory.mktemp("bert")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(WORDS.split())]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    embedder = SentenceTransformerEmbedder(str(folder))
    embedder.model.to(CPU)
    return embedder


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Sets:
    """Return a set of which some documents are held out."""
    folder = tmp_path_factory.mktemp("sets") / "own_words_mill"
    folder.mkdir()
    documents = [f"own_words_mill/{number}" for number in range(12)]
    assert {is_held_out(one) for one in documents} == {True, False}
    start = TEXT.index("The key")
    answer = {"start": start, "end": TEXT.index("\n")}
    corpus = [{"doc_id": one, "title": "Mill", "text": TEXT} for one in documents]
    asked = [
        {"question": "Who keeps the key?", "answers": [{**answer, "doc_id": one}]}
        for one in documents
    ]
    for name, rows in (("corpus", corpus), ("questions", asked)):
        lines = "\n".join(map(json.dumps, rows))
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return Sets([folder])


@pytest.fixture(scope="module")
def material(embedder: SentenceTransformerEmbedder, sets: Sets) -> Material:
    """Return the set as it is trained on."""
    return read_material(sets, embedder, 100)


def transformer_of(embedder: SentenceTransformerEmbedder) -> Any:
    """Return the network of an embedder."""
    return embedder.model[0].auto_model.eval()


def test_documents_are_held_out_whole(material: Material) -> None:
    """No passage of theirs is drawn, and their questions are those that are tried."""
    kinds = {question.kind for question in material.questions}
    assert kinds == {None, HELD_OUT}
    drawn = Drawing(material, 1)._learnt
    assert {material.passages[number].kind for number in drawn} == {None}
    assert right_shares(material, material.own, HELD_OUT)[2] == sum(
        question.kind == HELD_OUT for question in material.questions
    )


def test_word_pieces_are_of_their_sentences(
    embedder: SentenceTransformerEmbedder, material: Material
) -> None:
    """Those of the title and around the text are of none."""
    passage = material.passages[0]
    pieces = embedder.model.tokenizer.convert_ids_to_tokens(passage.ids)
    by_sentence = [
        " ".join(p for p, n in zip(pieces, passage.sentences, strict=True) if n == number)
        for number in range(-1, passage.count)
    ]
    assert by_sentence[0] == "[CLS] mill [SEP]"
    assert by_sentence[2] == "the key is kept by mara in a box ."
    assert material.questions[0].gold[0] == [1]


def test_a_layer_begins_as_the_last_one(embedder: SentenceTransformerEmbedder) -> None:
    """Where a passage is one sentence, its states are the model's own."""
    transformer = transformer_of(embedder)
    ids = torch.randint(5, 20, (2, 9))
    states = passage_states(transformer, ids, torch.ones_like(ids))
    sentences = torch.arange(2)[:, None].expand(2, 9)
    made = SentenceLayer(transformer)(states, sentences)
    assert torch.allclose(made, states[-1], atol=1e-5)


def test_a_sentence_is_read_without_the_others(embedder: SentenceTransformerEmbedder) -> None:
    """Other states outside of it leave its vector; a sentence without word pieces has none."""
    layer = SentenceLayer(transformer_of(embedder))
    states = [torch.randn(1, 6, 24) for _ in range(3)]
    sentences = torch.tensor([[-1, 0, 0, 2, 2, -1]])
    vectors, exist = sentence_means(layer(states, sentences), sentences, 3)
    assert exist.tolist() == [True, False, True]
    for state in states:
        state[:, 3:] = torch.randn(1, 3, 24)
    others, _ = sentence_means(layer(states, sentences), sentences, 3)
    assert torch.allclose(vectors[0], others[0], atol=1e-6)
    assert not torch.allclose(vectors[2], others[2], atol=1e-2)


def test_a_loss_by_hand(material: Material) -> None:
    """Own vectors cost nothing, and a question the cross-entropy of its sentence."""
    (question,) = (i for i, one in enumerate(material.questions) if 0 in one.gold)
    batch = batch_of(material, [0], {0: [question]}, CPU)
    exist = torch.ones(len(batch.own), dtype=torch.bool)
    cosines = 20 * material.own[: len(batch.own)] @ material.of_questions[question]
    missed = np.log(np.exp(cosines).sum()) - cosines[1]
    assert float(sentence_loss(batch.own, exist, batch)) == pytest.approx(0.6 * missed, abs=1e-4)
    assert float(sentence_loss(batch.own, exist, batch_of(material, [0], {}, CPU))) == (
        pytest.approx(0, abs=1e-5)
    )


def test_a_training_goes_on(
    embedder: SentenceTransformerEmbedder, material: Material, tmp_path: Path
) -> None:
    """Stopped and gone on, it arrives where it would have arrived, with a smaller loss."""
    transformer = transformer_of(embedder)
    plan = Plan(steps=4, rate=0.5, seed=1, documents=100)
    drawing = Drawing(material, plan.seed)
    before = layer_loss(SentenceLayer(transformer), transformer, drawing.batch(9, CPU))
    layers = []
    for name, stops in (("whole", (4,)), ("parts", (2, 4))):
        for stop in stops:
            layer = SentenceLayer(transformer)
            training = Training(layer, transformer, plan, tmp_path / name)
            for step in range(training.done, stop):
                training.learn(drawing.batch(step, CPU))
            training.save()
        layers.append(layer)
    assert torch.equal(layers[0].mix.weight, layers[1].mix.weight)
    assert layer_loss(layers[0], transformer, drawing.batch(9, CPU)) < before
    other = Plan(steps=5, rate=0.5, seed=1, documents=100)
    with pytest.raises(SystemExit, match="is of another training"):
        Training(layers[0], transformer, other, tmp_path / "whole")


def test_the_command_reports_and_writes(
    embedder: SentenceTransformerEmbedder,
    sets: Sets,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It compares three kinds of vectors; the weights are of 16 bits."""
    plan = Plan(steps=1, rate=1e-3, seed=1, documents=100)
    trained(embedder, sets, plan, tmp_path, CPU).save(tmp_path / "layer.safetensors")
    said = capsys.readouterr().out
    for name in ("own vectors", "mean of states", "the layer"):
        assert f"{name}: cosine with own vector" in said
    assert said.count(f"{HELD_OUT}: right within the passage") == 3
    weights = load_file(tmp_path / "layer.safetensors")
    assert weights["mix.weight"].shape == (24, 72)
    assert weights["layer.attention.self.query.weight"].dtype == torch.float16
