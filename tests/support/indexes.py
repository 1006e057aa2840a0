"""A small library, and an embedder whose vectors can be computed by hand."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.embedders.protocol import EmbedderIdentity
from qa.index.generations.generation import Generation
from qa.index.generations.takeover import stored_keys, stored_sentences, stored_words
from qa.indexing.build import BuildReport, build_with_report
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Sandbox
from qa.pipeline import load, remove
from qa.stores.folder import current_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import Vectors
    from qa.index.search import Index
    from qa.progress import Progress
    from qa.records import Document

_WORD = re.compile(r"\w+")


def load_document(doc_id: str, path: Path) -> Document:
    """Read the one document of a file."""
    with closing(Sandbox()) as sandbox:
        ((document,), _) = load_documents(doc_id, path, sandbox)
    return document


def contents(index: Index) -> list[object]:
    """Return all that a build decides: texts, passages, words, vectors."""
    generation = index.generation
    assert isinstance(generation, Generation)
    passages = np.arange(generation.manifest.counts["passages"])
    sentences = np.arange(generation.manifest.counts["sentences"])
    return [
        index.fingerprint,
        list(generation.documents()),
        sorted(stored_words(generation)),
        stored_keys(generation),
        generation.passage_vectors(passages).tobytes(),
        stored_sentences(generation, sentences).tobytes(),
        (generation.path / "holders.npy").read_bytes(),
    ]


def found_texts(index: Index, question: str) -> list[str]:
    """Return the texts of the passages found, best first."""
    hits = index.search(index.query(question), 10)
    return [
        index.document(hit.passage.doc_id).text[hit.passage.start : hit.passage.end] for hit in hits
    ]


def deleted_files(root: Path) -> list[str]:
    """Return the deleted files below a folder that this process still has open or mapped."""
    opened = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            opened.append(os.readlink(link))  # noqa: PTH115 - may be no path
        except OSError:
            continue
    maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        name
        for name in (*opened, *maps)
        if str(root) in name and name.rstrip().endswith("(deleted)")
    ]


class AxisEmbedder:
    """Counts words: one axis for each of a few words, and one more for all others.

    With the axes apple, bird, cloud and other, "Apple bird, apple!" is (2, 1, 0, 0) / √5.
    A text without a word lies on the axis of other words.

    Attributes:
        embedded: every text that was embedded as a passage or a sentence, in order.
    """

    def __init__(
        self, words: tuple[str, ...] = ("apple", "bird", "cloud"), *, limit: int = 200
    ) -> None:
        self.words = words
        self.limit = limit
        self.identity = EmbedderIdentity(
            name="axes",
            sha256=hashlib.sha256(" ".join(words).encode()).hexdigest(),
            dimension=len(words) + 1,
        )
        self.embedded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words, told apart by white space."""
        return [len(text.split()) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit norm for each text."""
        self.embedded.extend(texts)
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> Vectors:
        """Return a vector of unit norm."""
        counts = np.zeros(self.identity.dimension, dtype=np.float32)
        for word in _WORD.findall(text.lower()):
            counts[self.words.index(word) if word in self.words else -1] += 1
        if not counts.any():
            counts[-1] = 1
        unit: Vectors = counts / np.linalg.norm(counts)
        return unit


class Library:
    """A folder of documents and its index, built with an :class:`AxisEmbedder`.

    Attributes:
        store: address of the cluster that builds and removals name; empty for none.
    """

    store = ""

    def __init__(self, folder: Path, embedder: AxisEmbedder | None = None) -> None:
        self.corpus = folder / "corpus"
        self.root = folder / "index"
        self.embedder = embedder or AxisEmbedder()

    def build(self, **files: str) -> Index:
        """Make the corpus hold these texts and nothing else, and build the index.

        ``apples="…"`` becomes ``apples.txt``.
        """
        return self.report(**files).index

    def report(self, **files: str) -> BuildReport:
        """Do what ``build`` does and tell of it."""
        self.write(**files)
        return self.build_as_it_is()

    def build_as_it_is(self) -> BuildReport:
        """Build the index from what lies in the corpus."""
        return build_with_report(
            [self.corpus], into=self.root, embedder=self.embedder, store=self.store
        )

    def remove(self, *documents: str, progress: Progress | None = None) -> BuildReport:
        """Take documents out of the index."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("qa.indexing.removal.embedder_of", lambda *_: self.embedder)
            return remove(*documents, index=self.root, store=self.store, progress=progress)

    def doc_ids(self) -> list[str]:
        """Return what documents the index holds."""
        return [document.doc_id for document in self.load().documents()]

    def write(self, **files: str) -> None:
        """Make the corpus hold these texts and nothing else."""
        shutil.rmtree(self.corpus, ignore_errors=True)
        self.corpus.mkdir(parents=True)
        for name, text in files.items():
            (self.corpus / f"{name}.txt").write_bytes(text.encode())

    def load(self) -> Index:
        """Open the index."""
        return load(self.root, embedder=self.embedder)

    @property
    def live(self) -> Path:
        """The folder of the live generation."""
        return current_path(self.root)
