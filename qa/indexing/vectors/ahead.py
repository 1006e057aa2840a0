"""Texts are embedded while files are still read; their vectors wait in the checkpoint.

The writing of vectors (:mod:`qa.indexing.vectors.writing`) finds them there, as those of a build
that was not finished. What was not embedded in time is embedded then.
"""

from __future__ import annotations

from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple

from qa.embedders.onnx import OnnxEmbedder
from qa.indexing.splitting.contexts import embedded_text
from qa.indexing.vectors.embedding import in_steps
from qa.indexing.vectors.known import checkpoints

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder
    from qa.indexing.drafts.draft import NewTexts
    from qa.indexing.splitting.prepared import Prepared
    from qa.indexing.vectors.checkpoint import Checkpoint

_TOGETHER = 64  # texts: few enough that a build that is interrupted ends within a second
_MOST_WAITING = 8192  # texts, some megabytes; what comes when there are more is embedded later


class _Texts(NamedTuple):
    checkpoint: Checkpoint
    keys: list[bytes]
    texts: list[str]


class Ahead:
    """Embeds in a thread; close it before the checkpoint is used.

    Attributes:
        embedded: number of vectors saved so far.
    """

    def __init__(self, checkpoint: Path) -> None:
        """Embed nothing yet.

        Args:
            checkpoint: the beginning of the names of its files.
        """
        self.embedded = 0
        self._path = checkpoint
        self._added = 0
        self._queue: SimpleQueue[_Texts | None] = SimpleQueue()
        self._is_over = Event()
        self._thread: Thread | None = None

    def start(self, embedder: Embedder) -> None:
        """Embed what is added from now on.

        Only with an encoder, whose vectors do not depend on what is embedded together: the index
        is then the same, however much is embedded ahead.

        Args:
            embedder: makes the vectors.
        """
        if not isinstance(embedder, OnnxEmbedder):
            return
        passages, sentences = checkpoints(self._path, embedder.identity)
        self._passages = _Texts(passages, [], [])
        self._sentences = _Texts(sentences, [], [])
        self._thread = Thread(target=self._embed, args=(embedder,), name="ahead", daemon=True)
        self._thread.start()

    def add(self, ready: Prepared, new: NewTexts) -> None:
        """Embed the new texts of a document soon, unless too many wait.

        Args:
            ready: the document.
            new: which of its texts are new.
        """
        waiting = self._added - self.embedded
        if not self._thread or self._is_over.is_set() or waiting >= _MOST_WAITING:
            return
        text = ready.document.text
        news = [counted.new for counted in ready.passages]
        spans = [span for one in news for span in one.passage.sentences]
        self._passages = self._collected(
            self._passages,
            new.passages,
            [one.key for one in news],
            (embedded_text(one.context, text[one.passage.start : one.passage.end]) for one in news),
        )
        self._sentences = self._collected(
            self._sentences,
            new.sentences,
            [key for one in news for key in one.sentence_keys],
            (text[span.start : span.end] for span in spans),
        )

    def close(self) -> None:
        """End the thread; what still waits is not embedded."""
        self._is_over.set()
        self._queue.put(None)
        if self._thread:
            self._thread.join()

    def _collected(
        self, group: _Texts, new: NDArray[np.bool_], keys: list[bytes], texts: Iterable[str]
    ) -> _Texts:
        """Add texts to a group, and pass it on whenever it is full; return the one that is not."""
        unsaved = group.checkpoint.find(b"".join(keys)) < 0
        for is_new, key, text in zip((new & unsaved).tolist(), keys, texts, strict=True):
            if is_new:
                group.keys.append(key)
                group.texts.append(text)
            if len(group.texts) >= _TOGETHER:
                self._added += len(group.texts)
                self._queue.put(group)
                group = _Texts(group.checkpoint, [], [])
        return group

    def _embed(self, embedder: Embedder) -> None:
        while (group := self._queue.get()) and not self._is_over.is_set():
            try:
                group.checkpoint.add(b"".join(group.keys), in_steps(embedder, group.texts))
            except BaseException:  # noqa: BLE001 - it is raised again, and reported, when the
                self._is_over.set()  # vectors are written
                return
            self.embedded += len(group.texts)
