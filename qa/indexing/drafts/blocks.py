"""Blocks of passages of a draft, as they are embedded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from qa.files.hashing import KEY_BYTES
from qa.index.generations.codec import unpacked_spans
from qa.indexing.splitting.contexts import embedded_text, spans_within

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from qa.records import Span


@dataclass(frozen=True, slots=True)
class Block:
    """Passages of a draft that follow each other, and their sentences.

    Attributes:
        passages: their numbers.
        sentences: their sentences' numbers.
    """

    passages: slice
    sentences: slice
    _database: sqlite3.Connection

    def texts(self) -> list[tuple[str, tuple[Span, ...]]]:
        """Return the text to embed for each passage, and its sentences as spans of that."""
        return [
            (
                embedded_text(context, text[start:end]),
                spans_within(context, start, unpacked_spans(sentences)),
            )
            for _, context, start, end, sentences, text in self._rows()
        ]

    def files_with(self, texts: Collection[str]) -> dict[str, str]:
        """Return the files that have texts to embed, each with one of these texts.

        Args:
            texts: to look for.
        """
        found: dict[str, str] = {}
        for doc_id, context, start, end, sentences, text in self._rows():
            own = [embedded_text(context, text[start:end])]
            own += [text[span.start : span.end] for span in unpacked_spans(sentences)]
            for strange in filter(texts.__contains__, own):
                ((file,),) = self._database.execute(
                    "SELECT file FROM documents WHERE doc_id = ?", (doc_id,)
                )
                found[file] = strange
        return found

    def keys(self) -> list[bytes]:
        """Return the key of the text of each passage."""
        rows = self._database.execute(
            "SELECT key FROM passages WHERE number >= ? AND number < ? ORDER BY number",
            (self.passages.start, self.passages.stop),
        )
        return [key for (key,) in rows]

    def sentence_keys(self) -> list[bytes]:
        """Return the key of each sentence, see :class:`NewPassage`."""
        rows = self._database.execute(
            "SELECT sentence_keys FROM passages WHERE number >= ? AND number < ? ORDER BY number",
            (self.passages.start, self.passages.stop),
        )
        keys = b"".join(keys for (keys,) in rows)
        return [keys[i : i + KEY_BYTES] for i in range(0, len(keys), KEY_BYTES)]

    def _rows(self) -> Iterator[tuple[str, str, int, int, bytes, str]]:
        """Yield doc_id, context, edges and sentences of each passage, and its document's text."""
        rows = self._database.execute(
            "SELECT doc_id, context, start, end, sentences FROM passages "
            "WHERE number >= ? AND number < ? ORDER BY number",
            (self.passages.start, self.passages.stop),
        ).fetchall()
        # One document at a time: joined to its passages, a text would be read once for each.
        for doc_id, inside in groupby(rows, key=itemgetter(0)):
            ((text,),) = self._database.execute(
                "SELECT text FROM documents WHERE doc_id = ?", (doc_id,)
            )
            for row in inside:
                yield *row, text


def block_of(database: sqlite3.Connection, first: int, end: int) -> Block:
    """Return a block of passages.

    Args:
        database: of a draft.
        first: number of the first passage.
        end: number after the last one.
    """
    ((first_sentence, last, spans),) = database.execute(
        "SELECT (SELECT first_sentence FROM passages WHERE number = ?), first_sentence, "
        "sentences FROM passages WHERE number = ?",
        (first, end - 1),
    )
    sentences = slice(first_sentence, last + len(unpacked_spans(spans)))
    return Block(slice(first, end), sentences, database)
