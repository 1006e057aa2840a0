"""Each content is embedded once, also where a build was stopped."""

from __future__ import annotations

import gc
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qa.files.mapped import mapped
from qa.index.generations.manifest import SENTENCES
from qa.index.packed_vectors import PACKED, unpacked
from qa.indexing.drafts.draft import Draft
from qa.indexing.splitting.contexts import new_passages
from qa.indexing.vectors.embedding import embed, texts_of
from qa.indexing.vectors.known import Rows
from qa.indexing.vectors.writing import write_vectors
from tests.support.indexes import AxisEmbedder, Library
from tests.support.nasty import document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.embedders.protocol import Embedder, Vectors
    from qa.errors import DocumentError
    from qa.indexing.drafts.workers import Gap, ReadFile


def ignore(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def test_vectors_come_in_the_order_of_the_texts(tmp_path: Path) -> None:
    """A row a passage in float32, a row a sentence in 8 bits."""
    embedder = AxisEmbedder()
    text = document("Apple. Bird bird apple.", pages=(0, 7))
    with closing(Draft(tmp_path / "draft")) as draft:
        draft.add(text, new_passages(text, embedder))
        vectors, embedded = write_vectors(draft, tmp_path / "saved", embedder, ignore)
    np.testing.assert_allclose(
        vectors, [[2**-0.5, 0, 0, 2**-0.5], [6**-0.5, 2 * 6**-0.5, 0, 6**-0.5]], atol=1e-6
    )
    sentences = mapped(tmp_path / "draft" / SENTENCES, PACKED, 4)
    np.testing.assert_allclose(
        unpacked(sentences), [[1.0, 0, 0, 0], [5**-0.5, 2 * 5**-0.5, 0, 0]], atol=0.004
    )
    assert str(vectors.dtype) == "float32"
    assert embedded == 4
    assert not list(tmp_path.glob("saved*"))


def test_the_words_of_another_document_are_known_too(library: Library) -> None:
    """Only new texts are embedded."""
    library.build(a="Apple. Bird.")
    library.embedder.embedded.clear()
    report = library.report(b="Bird. Cloud.")
    assert library.embedder.embedded == ["B\nBird. Cloud.", "Cloud."]
    assert report.embedded == 2
    np.testing.assert_array_equal(
        report.index.generation.sentence_vectors([0]), [[0, 1, 0, 0], [0, 0, 1, 0]]
    )


def test_progress_is_reported_up_to_the_end(tmp_path: Path) -> None:
    """In steps of at most 128 texts, passages and sentences in one count."""
    embedder = AxisEmbedder()
    text = document("\n\n".join(f"Bird {i}. It sings." for i in range(100)))
    reports: list[tuple[str, int, int]] = []
    with closing(Draft(tmp_path / "draft")) as draft:
        draft.add(text, new_passages(text, embedder))
        passages = draft.passages
        write_vectors(draft, tmp_path / "saved", embedder, lambda *step: reports.append(step))
    total = passages + 200
    assert reports == [
        ("Embedding", passages, total),
        ("Embedding", passages + 128, total),
        ("Embedding", total, total),
    ]


class _Counting:
    """Workers in this process that note what they receive."""

    def __init__(self) -> None:
        self.received: list[int] = []
        self.alive: list[int] = []

    def read(
        self, files: Sequence[tuple[str, Path]], embedder: Embedder
    ) -> Iterator[ReadFile | DocumentError]:
        """Read nothing."""
        raise NotImplementedError

    def embedded(
        self, draft: Draft, embedder: Embedder, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Vectors, Any]]:
        """Yield the vectors of each gap."""
        self.received.append(len(gaps))
        for gap in gaps:
            self.alive.append(alive_rows())
            block = draft.block(gap.passages.start, gap.passages.stop)
            yield embed(embedder, texts_of(block, gap))


def alive_rows() -> int:
    """Return how many blocks' rows are in memory, of passages and of sentences."""
    gc.collect()  # rows in a cycle that nothing refers to are in no one's memory for long
    return sum(isinstance(thing, Rows) for thing in gc.get_objects())


class _Watching(AxisEmbedder):
    """Notes how many blocks' rows are in memory whenever it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[int] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.alive.append(alive_rows())
        return super().embed_passages(texts)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of two passages, and windows of three blocks."""
    monkeypatch.setattr("qa.indexing.vectors.writing.BLOCK", 2)
    monkeypatch.setattr("qa.indexing.vectors.writing.WINDOW", 3)


def long_draft(folder: Path, embedder: Embedder) -> Draft:
    """Return a draft of twenty passages."""
    sentences = "".join(f"Bird {number:02}. " for number in range(60))
    text = document(sentences, pages=tuple(range(0, len(sentences), len(sentences) // 20)))
    draft = Draft(folder)
    draft.add(text, new_passages(text, embedder))
    assert draft.passages == 20
    return draft


@pytest.fixture
def little_in_memory() -> Iterator[None]:
    """What other tests left is neither counted nor looked at."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.long
@pytest.mark.usefixtures("small_blocks", "little_in_memory")
def test_a_build_has_two_blocks_in_memory(tmp_path: Path) -> None:
    """The one just written and the next, of ten; also if a checkpoint has most of their vectors."""
    first, again = _Watching(), _Watching()
    with closing(long_draft(tmp_path / "first", first)) as draft:
        expected, embedded = write_vectors(draft, tmp_path / "saved", first, ignore)
    assert embedded == 80
    assert max(first.alive) == 2 * 2
    with closing(long_draft(tmp_path / "again", again)) as draft:
        vectors, embedded = write_vectors(draft, tmp_path / "saved", again, ignore)
    np.testing.assert_array_equal(vectors, expected)
    assert embedded < 80
    assert max(again.alive) == 2 * 2


@pytest.mark.usefixtures("small_blocks", "little_in_memory")
def test_workers_receive_a_window_of_gaps_at_a_time(tmp_path: Path) -> None:
    """And make the same vectors; of the window before, only the block just written is left."""
    embedder, workers = AxisEmbedder(), _Counting()
    with closing(long_draft(tmp_path / "here", embedder)) as draft:
        expected, _ = write_vectors(draft, tmp_path / "saved-here", embedder, ignore)
    steps: list[tuple[str, int, int]] = []
    with closing(long_draft(tmp_path / "there", embedder)) as draft:
        vectors, embedded = write_vectors(
            draft, tmp_path / "saved-there", embedder, lambda *step: steps.append(step), workers
        )
    np.testing.assert_array_equal(vectors, expected)
    assert workers.received == [3, 3, 3, 1]
    assert max(workers.alive) == 2 * (3 + 1)
    assert embedded == 80
    assert steps[-1] == ("Embedding", 80, 80)
    sentences = [(tmp_path / name / SENTENCES).read_bytes() for name in ("here", "there")]
    assert sentences[0] == sentences[1]


class _Stopping(AxisEmbedder):
    """Is stopped after some texts, as by Ctrl-C."""

    texts_left = 1_500

    def embed_passages(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        self.texts_left -= len(texts)
        if self.texts_left < 0:
            raise KeyboardInterrupt
        return super().embed_passages(texts)


def test_a_build_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    """What was embedded before is not embedded again, and in the end nothing is left of it."""
    stopping = _Stopping()
    library = Library(tmp_path, stopping)
    songs = [f"Bird {i} {'sings ' * 140}." for i in range(1000)]
    files = {f"f{i}": "\n\n".join(songs[i::4]) for i in range(4)}
    with pytest.raises(KeyboardInterrupt):
        library.build(**files)
    assert list((library.root / "generations").glob(".embedded*"))
    before = set(stopping.embedded)
    stopping.embedded.clear()
    stopping.texts_left = 1_000_000
    report = library.report(**files)
    assert report.embedded == len(stopping.embedded)
    again = before & set(stopping.embedded)
    assert len(again) < len(before) / 2
    assert not list((library.root / "generations").glob(".*"))
    fresh = Library(tmp_path / "fresh").build(**files)
    numbers = range(report.index.generation.manifest.counts["passages"])
    generation = report.index.generation
    np.testing.assert_array_equal(
        generation.passage_vectors(numbers), fresh.generation.passage_vectors(numbers)
    )
    np.testing.assert_array_equal(
        generation.sentence_vectors(numbers), fresh.generation.sentence_vectors(numbers)
    )
