"""Vectors fetched from an index that is kept elsewhere, so that no machine makes them anew.

Who builds with the folder of the build before takes its vectors over. On another machine that
folder is missing or older than what is on the cluster, which holds them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import IndexAwayError, IndexStoreError
from qa.indexing.contexts import new_passages
from qa.indexing.known_vectors import checkpoints

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.sentence_transformer import Embedder
    from qa.index.protocol import Searchable
    from qa.indexing.checkpoint import Checkpoint
    from qa.indexing.draft import Draft
    from qa.progress import Progress


def fetch_vectors(
    there: Searchable, draft: Draft, kept: Path, embedder: Embedder, progress: Progress
) -> None:
    """Note down the vectors of documents that a draft has and the generation before it has not.

    What is damaged there is left out.

    Args:
        there: the index elsewhere, of the same embedder and split in the same way.
        draft: complete but for its vectors.
        kept: where vectors are kept until a build has succeeded, see
            :func:`qa.indexing.vectors.write_vectors`.
        embedder: of the draft.
        progress: told how far it is.

    Raises:
        IndexAwayError: the index elsewhere is away.
    """
    made = there.manifest.documents
    here = draft.previous.manifest.documents if draft.previous else {}
    doc_ids = [
        doc_id
        for doc_id, sha256 in draft.documents.items()
        if sha256 == made.get(doc_id) != here.get(doc_id)
    ]
    of_passages, of_sentences = checkpoints(kept, embedder.identity)
    for done, doc_id in enumerate(doc_ids, start=1):
        try:
            _fetch(there, doc_id, embedder, of_passages, of_sentences)
        except IndexAwayError:
            raise
        except IndexStoreError:  # damaged, or gone meanwhile: it is made anew
            continue
        progress("Fetching", done, len(doc_ids))


def _fetch(
    there: Searchable,
    doc_id: str,
    embedder: Embedder,
    of_passages: Checkpoint,
    of_sentences: Checkpoint,
) -> None:
    news = list(new_passages(there.document(doc_id), embedder))
    keys = b"".join(new.key for new in news)
    numbers = there.numbers_of([doc_id])
    if (of_passages.find(keys) >= 0).all():
        return
    if [new.passage for new in news] != there.passages(numbers):
        return
    vectors, sentence_vectors = there.passage_vectors(numbers), there.sentence_vectors(numbers)
    of_sentences.add(b"".join(key for new in news for key in new.sentence_keys), sentence_vectors)
    of_passages.add(keys, vectors)
