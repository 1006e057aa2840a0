"""Others that read, split and embed for a build: what it asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, Vectors
    from qa.errors import DocumentError
    from qa.indexing.contexts import NewPassage
    from qa.indexing.draft import Draft
    from qa.records import Document


class ReadFile(NamedTuple):
    """What one file holds.

    Attributes:
        documents: each with its passages; at least one.
        notes: what the user should know of the file.
    """

    documents: Sequence[tuple[Document, Iterable[NewPassage]]]
    notes: tuple[str, ...]


class Gap(NamedTuple):
    """What is to be embedded of a block of passages.

    Attributes:
        passages: numbers of the passages of the block.
        missing: of these, whether it is to be embedded; bool ``(passages,)``.
        missing_sentences: the same of the block's sentences; bool ``(sentences,)``.
    """

    passages: slice
    missing: NDArray[np.bool_]
    missing_sentences: NDArray[np.bool_]


class Workers(Protocol):
    """Do the work of a build elsewhere; each answer is what this process would have made."""

    def read(
        self, files: Sequence[tuple[str, Path]], embedder: Embedder
    ) -> Iterator[ReadFile | DocumentError]:
        """Yield what each file holds, or why it cannot be read, in the order of ``files``.

        Args:
            files: ``doc_id`` and path of each.
            embedder: whose word pieces decide where documents are split.

        Raises:
            WorkersError: there are no workers, or they failed.
        """

    def embedded(
        self, draft: Draft, embedder: Embedder, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Vectors, NDArray[Any]]]:
        """Yield the vectors that each gap lacks, in the order of ``gaps``.

        Those of passages are float32 ``(missing, dimension)``, those of sentences float16.

        Raises:
            WorkersError: there are no workers, or they failed.
        """
