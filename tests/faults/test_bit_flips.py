"""A flipped bit never changes an answer's words, and ``qa verify-index`` notices every one."""

from __future__ import annotations

import os
import random
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import qa.answers.reader
import qa.files.shipped
import qa.index.generations.manifest
from qa.answers.reader import _loaded
from qa.answers.scoring import load_model
from qa.embedders.encoders import encoder_folder
from qa.embedders.sentence_transformer import DEFAULT_MODEL_SHA256
from qa.errors import QAError
from qa.files.shipped import check_shipped
from qa.index.calibration import FILE, Calibration, write_calibration
from qa.index.query import _background_shares
from qa.index.retrieval import dense
from qa.pipeline import ask, load
from qa.stores.folder import current_path
from qa.stores.integrity import check_soundness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index
    from qa.records import Answer
    from tests.support.indexes import Library

pytestmark = pytest.mark.long

TIMES = int(os.environ.get("BIT_FLIPS", "1"))
"""How often each test goes through its files; more than once takes minutes."""

_Words = tuple[bool, list[tuple[str, str, int]]]


@contextmanager
def flipped(path: Path, chance: random.Random) -> Iterator[int]:
    """Flip a bit at random, and back in the end; yield which one."""
    bit = chance.randrange(path.stat().st_size * 8)
    flip(path, bit)
    yield bit
    flip(path, bit)


def flip(path: Path, bit: int) -> None:
    """Flip one bit in place."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def words(answer: Answer) -> _Words:
    """Return what an answer quotes, and from where."""
    quotes = answer.quotes or answer.nearest
    return answer.found, [(q.text, q.citation.doc_id, q.citation.start) for q in quotes]


def survey(paths: list[Path], asked: Callable[[], _Words], check: Callable[[], object]) -> int:
    """Flip a bit in each file; return how often an error was given instead of an answer."""
    chance = random.Random(17)
    expected, errors = asked(), 0
    check()
    for path in paths * TIMES:
        with flipped(path, chance) as bit:
            try:
                assert asked() == expected, f"bit {bit} of {path}"
            except QAError:
                errors += 1
            assert is_noticed(check), f"bit {bit} of {path}"
    assert asked() == expected
    return errors


def is_noticed(check: Callable[[], object]) -> bool:
    """Tell whether a check fails."""
    try:
        check()
    except QAError:
        return True
    return False


def index_files(root: Path) -> list[Path]:
    """Return the files that every answer from an index depends on, except its encoder's."""
    return [*sorted(current_path(root).iterdir()), root / "CURRENT", root / FILE]


@pytest.mark.parametrize("hashed", [64 << 20, 0], ids=["hashed when opened", "checked by blocks"])
@pytest.mark.parametrize("flat", [100_000, 50], ids=["flat", "in cells"])
def test_a_flip_in_the_index_changes_no_words(
    library: Library, monkeypatch: pytest.MonkeyPatch, hashed: int, flat: int
) -> None:
    """In any file of a small index, and of one so large that only what is read is checked."""
    monkeypatch.setattr(dense, "FLAT_UP_TO", flat)
    texts = {f"n{i}": f"Bird {i} sings. A cloud has {i} drops. " * (1 + i % 3) for i in range(60)}
    library.build(**texts, apple="An apple is red. " * 40)
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", hashed)
    write_calibration(library.root, Calibration("none", 1.01, 0.25, 0.3))

    def asked() -> _Words:
        index = library.load()
        try:
            return words(ask("Which bird sings about 7 clouds?", index, evidence_model="none"))
        finally:
            index.generation.close()

    files = index_files(library.root) * 2
    assert len(files) == 22

    def check() -> None:
        check_soundness(library.root).generation.close()

    survey(files, asked, check)


def test_a_flip_in_the_encoder_changes_no_words(
    article_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Graph, tokenizer or card: the model itself embeds the question then."""
    root = shutil.copytree(article_index.generation.path.parent.parent, tmp_path / "index")
    monkeypatch.setenv("QA_INDEX", str(root))
    files = sorted(encoder_folder(root, DEFAULT_MODEL_SHA256).iterdir())
    assert len(files) == 3

    def asked() -> _Words:
        return words(ask("How many EVs did Xiaomi deliver in October 2024?", load(root)))

    survey(files, asked, lambda: check_soundness(root))


def test_a_flip_in_what_comes_with_quoth_gives_an_error(
    article_index: Index,
    real_embedder: Embedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The reader, its tokenizer, the coefficients, the word table, and their checksums."""
    names = [*check_shipped(), "SHA256SUMS"]
    assert len(names) == 10
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(qa.files.shipped.PACKAGE / name, tmp_path / name)
    monkeypatch.setattr(qa.files.shipped, "PACKAGE", tmp_path)
    monkeypatch.setattr(qa.answers.reader, "SHIPPED", tmp_path / "answers" / "reader_model")
    root = article_index.generation.path.parent.parent
    caches = (qa.files.shipped._sums, load_model, _background_shares, _loaded)

    def fresh() -> None:
        for cache in caches:
            cache.cache_clear()

    def asked() -> _Words:
        fresh()
        index = load(root, embedder=real_embedder)
        return words(ask("Who opposed the tariffs?", index))

    def check() -> None:
        fresh()
        check_soundness(root)

    # A question reads neither the coefficients of grids and of everything that answers, nor what
    # the encoder was made of.
    unread = ("grids/", "embedders/", "answers/everything.json")
    paths = [tmp_path / name for name in names if not name.startswith(unread)]
    try:
        assert survey(paths, asked, check) == len(paths) * TIMES
    finally:
        monkeypatch.undo()
        fresh()
