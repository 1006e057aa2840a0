"""Vectors fetched from an index on a cluster, so that no machine makes them again.

A build with the folder of the build before copies its vectors. On another machine, that folder is
missing or older than the index on the cluster, which has the vectors too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import IndexStoreError, IndexUnavailableError
from qa.index.packed_vectors import packed
from qa.indexing.splitting.contexts import new_passages
from qa.indexing.vectors.known import checkpoints

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.protocol import Searchable
    from qa.indexing.drafts.draft import Draft
    from qa.indexing.vectors.checkpoint import Checkpoint
    from qa.progress import Progress


def fetch_vectors(
    published: Searchable, draft: Draft, checkpoint: Path, embedder: Embedder, progress: Progress
) -> None:
    """Save the vectors of documents that a draft has and the generation before it has not.

    Documents that are damaged on the cluster are left out.

    Args:
        published: the index on the cluster, of the same embedder and split in the same way.
        draft: complete but for its vectors.
        checkpoint: where to save the vectors, see
            :func:`qa.indexing.vectors.writing.write_vectors`.
        embedder: of the draft.
        progress: receives how far the work is.

    Raises:
        IndexUnavailableError: the cluster does not answer.
    """
    theirs = published.manifest.documents
    previous = draft.previous.manifest.documents if draft.previous else {}
    doc_ids = [
        doc_id
        for doc_id, sha256 in draft.documents.items()
        if sha256 == theirs.get(doc_id) != previous.get(doc_id)
    ]
    of_passages, of_sentences = checkpoints(checkpoint, embedder.identity)
    for done, doc_id in enumerate(doc_ids, start=1):
        try:
            _fetch(published, doc_id, embedder, of_passages, of_sentences)
        except IndexUnavailableError:
            raise
        except IndexStoreError:  # damaged, or deleted meanwhile: this build embeds it
            continue
        progress("Fetching", done, len(doc_ids))


def _fetch(
    published: Searchable,
    doc_id: str,
    embedder: Embedder,
    of_passages: Checkpoint,
    of_sentences: Checkpoint,
) -> None:
    # Keys are not published, so they are made again, from the document as it is on the cluster.
    news = list(new_passages(published.document(doc_id), embedder))
    keys = b"".join(new.key for new in news)
    if (of_passages.find(keys) >= 0).all():
        return
    numbers = published.numbers_of([doc_id])
    # Vectors belong to texts by their order, so they fit only if the passages are the same.
    if [new.passage for new in news] != published.passages(numbers):
        return
    sentence_keys = b"".join(key for new in news for key in new.sentence_keys)
    of_sentences.add(sentence_keys, packed(published.sentence_vectors(numbers)))
    of_passages.add(keys, published.passage_vectors(numbers))
