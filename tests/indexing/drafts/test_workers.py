"""Workers that follow the protocol make the build that the process itself would make."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.indexing.drafts.draft import Draft
from qa.indexing.drafts.workers import ReadFile
from qa.indexing.gathering import Gathering
from qa.indexing.splitting.files import split
from qa.indexing.vectors.embedding import embed, texts_of
from qa.indexing.vectors.writing import write_vectors
from qa.loaders.folders.file_cache import Seen
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Sandbox
from qa.progress import silent
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.embedders.protocol import Embedder, Vectors
    from qa.indexing.drafts.workers import Gap, Workers


class Here:
    """Workers in this process; a :class:`Workers`."""

    def read(
        self, files: Sequence[tuple[str, Path]], embedder: Embedder
    ) -> Iterator[ReadFile | DocumentError]:
        """Yield the content of each file, or why it cannot be read."""
        with closing(Sandbox()) as sandbox:
            for name, path in files:
                try:
                    documents, notes = load_documents(name, path, sandbox)
                    yield ReadFile(split(documents, path, embedder), notes)
                except DocumentError as error:
                    yield error

    def embedded(
        self, draft: Draft, embedder: Embedder, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Vectors, Any]]:
        """Yield the vectors that each gap lacks."""
        for gap in gaps:
            texts = texts_of(draft.block(gap.passages.start, gap.passages.stop), gap)
            yield embed(embedder, texts)


def built(corpus: Path, folder: Path, workers: Workers | None) -> tuple[Any, ...]:
    """Return all that a build makes of a corpus."""
    files = [(path.name, path) for path in sorted(corpus.iterdir())]
    folder.mkdir()
    embedder = AxisEmbedder()
    with closing(Draft(folder / "draft")) as draft:
        with closing(Gathering(draft, embedder, Seen(folder / "SEEN"))) as gathering:
            gathering.add_files(files, silent, workers)
        vectors, embedded = write_vectors(draft, folder / "saved", embedder, silent, workers)
        return (
            draft.documents,
            draft.duplicates,
            [(error.path, error.reason) for error in gathering.skipped],
            gathering.notes,
            vectors.tobytes(),
            (draft.folder / "sentences.npy").read_bytes(),
            embedded,
        )


def test_a_build_by_workers_is_that_of_this_process(tmp_path: Path) -> None:
    """Documents, duplicates, files that are skipped, notes and vectors."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("An apple falls. A bird sings.")
    (corpus / "b.txt").write_text("An apple falls. A bird sings.")
    (corpus / "c.txt").write_bytes(b"\x00\x01" * 100)
    (corpus / "d.md").write_text("# Part\n")
    (corpus / "e.jsonl").write_text('{"id": "x", "text": "A cloud."}\n{"id": "y", "text": "Rain."}')
    workers: Workers = Here()
    here = built(corpus, tmp_path / "here", None)
    assert built(corpus, tmp_path / "there", workers) == here
    documents, duplicates, skipped, notes, *_ = here
    assert list(documents) == ["a.txt", "d.md", "e.jsonl#x", "e.jsonl#y"]
    assert (duplicates, len(skipped), len(notes)) == ({"b.txt": "a.txt"}, 1, 1)
