"""A build's work done by Ray: on this machine's processors, or on those of a cluster.

Ray Data runs each of the two stages, reading and embedding, as a stream: a task on the machine of
the build fetches the files or texts, actors that have loaded the model work on them, and results
come in the order of a local build. Its executor bounds how much is under way by the memory of its
object store, and repeats elsewhere what a lost worker or machine had begun.
"""

from __future__ import annotations

import os
import pickle
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError, EmbeddingError, WorkersError
from qa.index.generations.manifest import DATABASE
from qa.indexing.drafts.workers import ReadFile
from qa.indexing.ray.connecting import connected
from qa.indexing.ray.shipping import shipped
from qa.indexing.ray.tasks import Beginnings, Encoder, FetchTexts, Reader, fetch_file, row_of
from qa.indexing.vectors.embedding import in_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, Vectors
    from qa.indexing.drafts.draft import Draft
    from qa.indexing.drafts.workers import Gap

_BLOCK = 16 << 20  # bytes that travel together: small next to the store, so that it can bound them
_FILES = 32  # that are fetched together


@contextmanager
def ray_workers(where: str, processors: int | None = None) -> Iterator[RayWorkers]:
    """Yield workers on this machine or on a cluster, and end them with the block.

    Args:
        where: see :func:`qa.indexing.ray.connecting.connected`.
        processors: number that Ray uses of this machine (default: all).

    Raises:
        WorkersError: Ray is not installed, or there is no such cluster.
    """
    with connected(where, processors) as ray:
        yield RayWorkers(ray)


class RayWorkers:
    """A :class:`qa.indexing.drafts.workers.Workers`."""

    def __init__(self, ray: Any) -> None:
        """Set up Ray Data.

        Args:
            ray: the module, connected.
        """
        self._ray = ray
        self._here = {"ray.io/node-id": ray.get_runtime_context().get_node_id()}
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.execution_options.preserve_order = True
        context.target_max_block_size = _BLOCK

    def read(
        self, files: Sequence[tuple[str, Path]], embedder: Embedder
    ) -> Iterator[ReadFile | DocumentError]:
        """Yield the content of each file, or why it cannot be read, in the order of ``files``.

        Args:
            files: ``doc_id`` and path of each.
            embedder: its word pieces decide where documents are split.

        Raises:
            WorkersError: the workers failed.
        """
        rows = [{"name": name, "path": os.fsencode(path)} for name, path in files]
        results = self._stream(rows, _FILES, fetch_file, Reader, embedder)
        for (_, path), read in zip(files, results, strict=True):
            yield DocumentError(path, read) if isinstance(read, str) else ReadFile(*read)

    def embedded(
        self, draft: Draft, embedder: Embedder, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Vectors, NDArray[Any]]]:
        """Yield the vectors that each gap lacks, in the order of ``gaps``.

        Args:
            draft: that has the texts.
            embedder: makes the vectors.
            gaps: all that the workers do before they end.

        Raises:
            EmbeddingError: some files have texts that cannot be embedded.
            WorkersError: the workers failed.
        """
        draft.commit()
        fetch = FetchTexts(f"{(draft.folder / DATABASE).resolve().as_uri()}?mode=ro").__call__
        made = self._stream([row_of(gap) for gap in gaps], 1, fetch, Encoder, embedder)
        for gap, vectors in zip(gaps, made, strict=True):
            if isinstance(vectors, EmbeddingError):
                block = draft.block(gap.passages.start, gap.passages.stop)
                raise in_files(vectors, block) from vectors
            yield vectors

    def _stream(
        self, rows: list[dict[str, Any]], together: int, fetch: Any, work: Any, embedder: Embedder
    ) -> Iterator[Any]:
        """Yield the answers of ``work`` to every row, in their order.

        Args:
            rows: of plain data.
            together: number of rows in one task.
            fetch: runs on this machine, before ``work``.
            work: class of the actors, one for each processor but one.
            embedder: of the actors.
        """
        if not rows:
            return
        ray = self._ray
        shipment = partial(ray.get, ray.put(shipped(embedder)))
        counting = ray.remote(num_cpus=0, label_selector=self._here)(Beginnings).remote()
        begun = partial(_begun, ray.get, counting)
        blocks = -(-len(rows) // together)
        # One processor stays free: a pool that takes them all leaves none for what feeds it.
        size = max(1, min(blocks, int(ray.cluster_resources().get("CPU", 1)) - 1))
        stream = (
            ray.data.from_items(rows, override_num_blocks=blocks)
            .map(fetch, num_cpus=0, label_selector=self._here)
            .map(
                work,
                fn_constructor_args=(shipment, begun),
                compute=ray.data.ActorPoolStrategy(size=size),
                num_cpus=1,
            )
        )
        try:
            for row in stream.iter_rows():
                if row["failed"]:
                    raise WorkersError(row["failed"])
                yield pickle.loads(row["answer"])  # noqa: S301 - from the build's own workers
        except ray.exceptions.RayError as error:
            last = str(error).strip().splitlines()[-1]
            msg = (
                f"The workers failed ({last}). Build again: texts embedded so far are not embedded "
                "again."
            )
            raise WorkersError(msg) from error


def _begun(get: Callable[[Any], int], counting: Any, worker: str, part: object) -> int:
    return get(counting.begin.remote(worker, part))
