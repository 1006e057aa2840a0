"""Texts are embedded while files are still read; their vectors wait in the checkpoint.

The writing of vectors (:mod:`qa.indexing.vectors.writing`) finds them there, as those of a build
that was not finished. What was not embedded in time is embedded then.
"""

from __future__ import annotations

from itertools import compress, islice
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple

from qa.embedders.onnx import OnnxEmbedder
from qa.embedders.protocol import PassageText
from qa.indexing.splitting.contexts import embedded_text, spans_within
from qa.indexing.vectors.embedding import embed
from qa.indexing.vectors.known import checkpoints

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.indexing.drafts.draft import NewTexts
    from qa.indexing.splitting.contexts import NewPassage
    from qa.indexing.splitting.prepared import Prepared

_TOGETHER = 64  # vectors: few enough that a build that is interrupted ends within a second
_MOST_WAITING = 8192  # vectors, some megabytes; what comes when there are more is embedded later


class _Texts(NamedTuple):
    """Texts to embed together, and the keys of the vectors that are made of them."""

    passages: list[PassageText]
    keys: list[bytes]
    sentence_keys: list[bytes]

    @property
    def vectors(self) -> int:
        return len(self.keys) + len(self.sentence_keys)


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
        self._checkpoints = checkpoints(self._path, embedder.identity)
        self._group = _Texts([], [], [])
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
        of_passages, of_sentences = self._checkpoints
        news = [counted.new for counted in ready.passages]
        is_new = new.passages & (of_passages.find(b"".join(one.key for one in news)) < 0)
        keys = b"".join(key for one in news for key in one.sentence_keys)
        are_new = iter((new.sentences & (of_sentences.find(keys) < 0)).tolist())
        for one, is_wanted in zip(news, is_new.tolist(), strict=True):
            wanted = list(islice(are_new, len(one.sentence_keys)))
            self._collect(ready.document.text, one, wanted, is_wanted=is_wanted)

    def close(self) -> None:
        """End the thread; what still waits is not embedded."""
        self._is_over.set()
        self._queue.put(None)
        if self._thread:
            self._thread.join()

    def _collect(self, text: str, one: NewPassage, wanted: list[bool], *, is_wanted: bool) -> None:
        """Add a passage to the group, and pass that on if it is full.

        Args:
            text: of the document.
            one: the passage.
            wanted: whether the vector of each of its sentences is to be made.
            is_wanted: whether its own is.
        """
        if not is_wanted and not any(wanted):
            return
        whole = embedded_text(one.context, text[one.passage.start : one.passage.end])
        spans = spans_within(one.context, one.passage.start, one.passage.sentences)
        group = self._group
        group.passages.append(PassageText(whole, spans, is_wanted, tuple(wanted)))
        group.keys.extend([one.key] * is_wanted)
        group.sentence_keys.extend(compress(one.sentence_keys, wanted))
        if group.vectors >= _TOGETHER:
            self._added += group.vectors
            self._queue.put(group)
            self._group = _Texts([], [], [])

    def _embed(self, embedder: Embedder) -> None:
        while (group := self._queue.get()) and not self._is_over.is_set():
            try:
                vectors, of_sentences = embed(embedder, group.passages)
                of_passages, saved = self._checkpoints
                of_passages.add(b"".join(group.keys), vectors)
                saved.add(b"".join(group.sentence_keys), of_sentences)
            except BaseException:  # noqa: BLE001 - it is raised again, and reported, when the
                self._is_over.set()  # vectors are written
                return
            self.embedded += group.vectors
