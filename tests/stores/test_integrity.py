"""``qa verify-index`` checks everything that an answer depends on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from importlib.metadata import PathDistribution
from typing import TYPE_CHECKING

import pytest

import qa.stores.integrity
from qa import ask
from qa.cli.main import main
from qa.embedders.encoders import encoder_folder
from qa.embedders.onnx import read_card, write_card
from qa.embedders.sentence_transformer import DEFAULT_MODEL_SHA256
from qa.errors import IndexCorruptError, ModelError
from qa.index.calibration import FILE, Calibration, write_calibration
from qa.indexing.build import build_with_report
from qa.pipeline import load
from qa.stores.integrity import check_soundness

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index
    from tests.support.indexes import Library

QUESTION = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.fixture
def root(article_index: Index, tmp_path: Path) -> Path:
    """A copy of the article's index."""
    return shutil.copytree(article_index.generation.path.parent.parent, tmp_path / "index")


@pytest.fixture
def encoder(root: Path) -> Path:
    """The folder of its encoder."""
    return encoder_folder(root, DEFAULT_MODEL_SHA256)


def test_a_sound_index_says_what_was_checked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Index, encoder, calibration, and what comes with Quoth."""
    write_calibration(root, Calibration("default", 1.0, 0.0, 0.5))
    assert main(["verify-index", "--index", str(root)]) == 0
    printed = capsys.readouterr().out
    for part in ("is sound", "encoder (int8)", "calibration.json", "reader_model/reader.onnx"):
        assert part in printed


@pytest.mark.parametrize("content", [b"garbage", b"{}", b"\x00" * 90])
def test_a_calibration_of_garbage_is_not_sound(root: Path, content: bytes) -> None:
    """Nor is it used for questions."""
    (root / FILE).write_bytes(content)
    assert main(["verify-index", "--index", str(root)]) == 1
    with pytest.raises(IndexCorruptError, match=r"calibration\.json' cannot be read"):
        check_soundness(root)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "encoder.json"])
def test_an_altered_or_missing_file_of_the_encoder_is_not_sound(encoder: Path, name: str) -> None:
    """Whichever it is."""
    root = encoder.parents[1]
    original = (encoder / name).read_bytes()
    (encoder / name).write_bytes(original.replace(b"a", b"b", 1))
    with pytest.raises(ModelError, match="Delete that folder and build the index again"):
        check_soundness(root)
    (encoder / name).unlink()
    with pytest.raises(ModelError, match="Delete that folder and build the index again"):
        check_soundness(root)
    (encoder / name).write_bytes(original)
    check_soundness(root)


def test_an_encoder_that_was_altered_with_its_card_is_not_the_indexs(
    encoder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The manifest names the card; questions are embedded with the model itself then."""
    root = encoder.parents[1]
    expected = ask(QUESTION, load(root)).quotes[0].text
    write_card(encoder, replace(read_card(encoder), question_prompt="query: "))
    with pytest.raises(ModelError, match="not the one that the index was built with"):
        check_soundness(root)
    assert ask(QUESTION, load(root)).quotes[0].text == expected
    assert "qa build. Until then the model itself is used" in caplog.text


def test_a_build_makes_a_damaged_encoder_anew(encoder: Path, article_index: Index) -> None:
    """Nothing else changes: no text is embedded again, and the index is sound."""
    root = encoder.parents[1]
    (encoder / "encoder.onnx").write_bytes(b"nonsense")
    corpus = article_index.generation.path.parents[2] / "corpus"
    report = build_with_report([corpus], into=root)
    assert report.embedded == 0
    check_soundness(root)
    shutil.rmtree(encoder)
    with pytest.raises(ModelError, match="cannot be loaded"):
        check_soundness(root)


def test_where_the_model_itself_embeds_its_files_are_checked(
    encoder: Path, article_index: Index
) -> None:
    """By the manifest, and the default model's other files by the record of its package."""
    root = encoder.parents[1]
    manifest = replace(article_index.generation.manifest, encoder="")
    shutil.rmtree(encoder)
    assert "weights of the model" in qa.stores.integrity._embedding_checked(root, manifest)
    other = replace(manifest.embedder, sha256="0" * 64)
    with pytest.raises(ModelError, match="has weights of sha256 53aa51172d14"):
        qa.stores.integrity._embedding_checked(root, replace(manifest, embedder=other))


def test_an_altered_file_of_the_default_model_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only those that the model consists of count."""
    record = tmp_path / "gt.dist-info"
    record.mkdir()
    (tmp_path / "model").mkdir()
    for name in ("model/vocab.txt", "other.txt"):
        (tmp_path / name).write_bytes(b"abc")
    abc = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"  # FIPS 180-2, in URL-safe base64
    (record / "RECORD").write_text(f"model/vocab.txt,sha256={abc},3\nother.txt,sha256={abc},3\n")
    monkeypatch.setattr(qa.stores.integrity, "distribution", lambda _: PathDistribution(record))
    qa.stores.integrity._check_package()
    (tmp_path / "other.txt").write_bytes(b"abd")
    qa.stores.integrity._check_package()
    (tmp_path / "model" / "vocab.txt").write_bytes(b"abd")
    with pytest.raises(
        ModelError, match=r"vocab\.txt' of the model .* was altered\. Install gt-all"
    ):
        qa.stores.integrity._check_package()
    (tmp_path / "model" / "vocab.txt").unlink()
    with pytest.raises(ModelError, match=r"vocab\.txt' of the model .* was altered"):
        qa.stores.integrity._check_package()


def test_a_model_that_is_not_here_is_said(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """The index is sound as far as it goes."""
    library.build(a="An apple.")
    assert main(["verify-index", "--index", str(library.root)]) == 0
    assert "which is not installed: No model 'axes'" in capsys.readouterr().out
