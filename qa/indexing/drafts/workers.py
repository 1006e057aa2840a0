"""The protocol of workers that read, split and embed in place of the process of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, Vectors
    from qa.errors import DocumentError
    from qa.indexing.drafts.draft import Draft
    from qa.indexing.splitting.contexts import NewPassage
    from qa.records import Document


class ReadFile(NamedTuple):
    """The content of one file.

    Attributes:
        documents: each with its passages; at least one.
        notes: what the user should know of the file.
    """

    documents: Sequence[tuple[Document, Iterable[NewPassage]]]
    notes: tuple[str, ...]


class Gap(NamedTuple):
    """The texts of a block of passages that have to be embedded.

    Attributes:
        passages: numbers of the passages of the block.
        missing: whether each of them has to be embedded; bool ``(passages,)``.
        missing_sentences: the same for the block's sentences; bool ``(sentences,)``.
    """

    passages: slice
    missing: NDArray[np.bool_]
    missing_sentences: NDArray[np.bool_]


class Workers(Protocol):
    """Do the work of a build elsewhere, with the results that its own process would have."""

    def read(
        self, files: Sequence[tuple[str, Path]], embedder: Embedder
    ) -> Iterator[ReadFile | DocumentError]:
        """Yield the content of each file, or why it cannot be read, in the order of ``files``.

        Args:
            files: ``doc_id`` and path of each.
            embedder: its word pieces decide where documents are split.

        Raises:
            WorkersError: there are no workers, or they failed.
        """

    def embedded(
        self, draft: Draft, embedder: Embedder, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Vectors, NDArray[Any]]]:
        """Yield the vectors that each gap lacks, in the order of ``gaps``.

        Those of passages are float32 ``(missing, dimension)``, those of sentences int8, packed.

        Args:
            draft: that has the texts.
            embedder: makes the vectors.
            gaps: all that the workers do before they end.

        Raises:
            WorkersError: there are no workers, or they failed.
        """
