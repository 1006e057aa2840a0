"""Documents that a program passes in become an index in memory: no files, no lock."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.characters import HALF_PAIR
from qa.embedders.protocol import PassageText
from qa.embedders.selection import embedder_for
from qa.errors import DocumentError
from qa.files.hashing import sha256_of_text
from qa.index.generations.manifest import FORMAT, Manifest
from qa.index.in_memory import GenerationInMemory, Terms, Vectors
from qa.index.retrieval.lexical_builder import LexicalBuilder
from qa.index.search import Index
from qa.indexing.splitting.contexts import embedded_text, new_passages, spans_within
from qa.indexing.splitting.passages import split_parameters
from qa.indexing.splitting.prepared import prepared
from qa.indexing.vectors.embedding import BLOCK, embed
from qa.loaders.text import headings
from qa.records import Document
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import Embedder
    from qa.records import Passage

DOC_ID = "text"
"""``doc_id`` in the citations of quotes from one text."""

_TEXTS_CACHED = 8  # most callers ask one text several questions


def check_text(text: object, title: str) -> None:
    """Check that a text can be indexed.

    Args:
        text: to check.
        title: of the text.

    Raises:
        TypeError: the text is not a ``str``.
        DocumentError: text or title has half of a surrogate pair, which is not a character.
    """
    if not isinstance(text, str):
        msg = f"A text is a str, not {type(text).__name__}."
        raise TypeError(msg)
    for name, content in (("title", title), (DOC_ID, text)):
        half = HALF_PAIR.search(content)
        if half:
            reason = f"character {half.start():,} is half of a surrogate pair, not a character"
            raise DocumentError(Path(name), reason)


@lru_cache(1)
def default_embedder(model: str) -> Embedder:
    """Return the embedder of a model; it is loaded once.

    Args:
        model: sentence-transformers name or folder, or ``static``.

    Raises:
        ModelError: there is no such model here.
    """
    return embedder_for(model, Settings.current().index)


@lru_cache(_TEXTS_CACHED)
def index_text(text: str, title: str, embedder: Embedder) -> Index | None:
    """Return the index over one text, as if it were a plain text file; the last ones are cached.

    Args:
        text: that :func:`check_text` accepts.
        title: of the text; empty for none.
        embedder: of the index.

    Returns:
        The index; None if the text has nothing to quote.
    """
    # Its name, "text", is the same for every text: "according to the text" calls none by name.
    return index_in_memory([text_document(text, title)], embedder, named=False)


def text_document(text: str, title: str) -> Document:
    """Return a text as the document that it would be as a plain text file.

    Args:
        text: that :func:`check_text` accepts.
        title: of the text; empty for none.
    """
    sha256 = sha256_of_text(text)
    return Document(DOC_ID, title, text, sha256, sha256, "text/plain", headings=headings(text))


def index_in_memory(
    documents: Sequence[Document], embedder: Embedder, *, named: bool = True
) -> Index | None:
    """Return an index over documents that gives the answers of one built on disk.

    Args:
        documents: with distinct names.
        embedder: of the index.
        named: whether a question can call them by these names.

    Returns:
        The index; None if the documents have nothing to quote.

    Raises:
        EmbeddingError: a text cannot be embedded.
        ModelError: the embedder fails.
    """
    passages: list[Passage] = []
    texts: list[PassageText] = []
    lexical = LexicalBuilder()
    words: Counter[str] = Counter()
    for document in documents:
        for counted in prepared(document, new_passages(document, embedder)).passages:
            passage = counted.new.passage
            lexical.add(len(passages), counted.terms, counted.context_terms)
            words.update(counted.words)
            text = embedded_text(counted.new.context, document.text[passage.start : passage.end])
            spans = spans_within(counted.new.context, passage.start, passage.sentences)
            texts.append(PassageText(text, spans))
            passages.append(passage)
    if not passages:
        return None
    vectors = _embedded(texts, embedder)
    counts = {"documents": len(documents), "passages": len(passages)}
    manifest = Manifest(
        format=FORMAT,
        embedder=embedder.identity,
        passages=split_parameters(embedder.limit),
        documents={document.doc_id: document.source_sha256 for document in documents},
        duplicates={},
        counts={**counts, "sentences": len(vectors.sentences)},
    )
    terms = Terms(lexical.in_memory(), words)
    generation = GenerationInMemory(manifest, documents, passages, terms, vectors)
    return Index(generation, embedder, named=named)


def _embedded(texts: Sequence[PassageText], embedder: Embedder) -> Vectors:
    """Return the vectors of passages and of sentences.

    They are made in the blocks of a build: which texts a model pads together decides their last
    digits.
    """
    vectors, sentence_vectors = [], []
    for first in range(0, len(texts), BLOCK):
        made, of_sentences = embed(embedder, texts[first : first + BLOCK])
        vectors.append(made)
        sentence_vectors.append(of_sentences)
    return Vectors(np.concatenate(vectors), np.concatenate(sentence_vectors))
