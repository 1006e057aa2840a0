"""One generation on a cluster, read: what :class:`qa.generation.Generation` is on a disk."""

from __future__ import annotations

import base64
import json
import math
import re
from dataclasses import asdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.dense import probed
from qa.hashing import sha256_of_text
from qa.lexical import bm25_idf
from qa.manifest import corrupt, parse_manifest
from qa.milvus.filters import limited_to, within
from qa.milvus.layout import LONGEST_RESULT, cells, sentences_a_row, word_key
from qa.records import Document, DocumentFacts, Heading, Passage, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.milvus.cluster import Cluster
    from qa.milvus.layout import Collections

MANIFEST = -1
"""Number under which the manifest is kept among the texts of documents."""

_MORE = 32  # rows asked for beyond those wanted, among which equal scores are put in order
_REMEMBERED = 100_000  # terms
_LETTERS = 64


class MilvusGeneration:
    """One generation on a cluster, open for reading; safe to share between threads.

    Attributes:
        manifest: what it was made from.
        path: server and index.
        bytes: size of its files as they are written on a disk.
    """

    def __init__(self, cluster: Cluster, collections: Collections) -> None:
        """Open a generation.

        Raises:
            IndexStoreError: the cluster is away or refuses.
            IndexCorruptError: the generation is damaged.
            IndexMismatchError: it was written by another version of Quoth.
        """
        self._cluster, self._collections = cluster, collections
        self.path = cluster.address.path
        for name in collections.all():  # after a restart, a server has nothing loaded
            cluster.asked("load_collection", name)
        self.manifest, files = parse_manifest(self._text(MANIFEST), self.path)
        self.bytes = sum(entry["bytes"] for entry in files.values())
        self._doc_ids = sorted(self.manifest.documents)
        self._ordinals = {doc_id: number for number, doc_id in enumerate(self._doc_ids)}
        self._places: dict[str, list[str]] = {}
        for place, doc_id in sorted(self.manifest.duplicates.items()):
            self._places.setdefault(doc_id, []).append(place)
        self._word = lru_cache(_REMEMBERED)(self._word_row)
        self._beginning = lru_cache(_LETTERS)(self._words_from)

    def close(self) -> None:
        """Do nothing: the connection is everybody's."""

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of these documents, in order."""
        return sorted(
            number for first, end in self._ranges(documents) for number in range(first, end)
        )

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with ``vector``, as (number, cosine).

        Equal ones come in passage order. ``among`` holds the numbers of the passages that count;
        None stands for all.
        """
        return self._best("vector", vector, k, among)

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for the terms ``query``, as (number, BM25).

        ``among`` holds the numbers of the passages that count; None stands for all.
        """
        total = self.manifest.counts["passages"]
        weights = {}
        for term in query:
            place, passages = self._word(f"t{term}")
            if passages:
                weights[place] = bm25_idf(total, passages)
        if not weights:
            return []
        return [pair for pair in self._best("terms", weights, k, among) if pair[1] > 0]

    def passages_with(self, term: str) -> int:
        """Return the number of passages that hold a term."""
        return self._word(f"t{term}")[1]

    def passages_holding(self, term: str) -> NDArray[np.int64]:
        """Return the numbers of the passages that hold a term, in order."""
        place, count = self._word(f"t{term}")
        if not count:
            return np.empty(0, np.int64)
        total, step = self.manifest.counts["passages"], LONGEST_RESULT
        ranges = [(0, total)] if count <= step else [(n, n + step) for n in range(0, total, step)]
        found = [
            number
            for edges in ranges
            for number, _ in self._searched("terms", [{place: 1.0}], step, within(*edges))[0]
        ]
        return np.sort(np.array(found, np.int64))

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words, folded, that begin so, and how many passages hold each."""
        return self._beginning(letter)

    def holding(self, words: Sequence[str], k: int) -> list[str]:
        """Return the first ``k`` documents that hold these words in this order, reading all texts.

        One after another, if any document holds them so. ASCII letters match in either case.
        """
        escaped = [re.escape(word) for word in words]
        for between in (".", "", ".*"):
            pattern = re.compile(between.join(escaped), re.IGNORECASE | re.DOTALL | re.ASCII)
            holding = (d.doc_id for d in self.documents() if pattern.search(d.text))
            found = list(islice(holding, k))
            if found:
                break
        return found

    def held_by(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those of the terms ``query`` that a document holds, or its title or headings."""
        held = {term: self._word(f"t{term}")[0] for term in query if self._word(f"t{term}")[1]}
        ((first, end),) = self._ranges([doc_id])
        if not held or first == end:
            return set()
        found = self._searched(
            "terms", [{place: 1.0} for place in held.values()], 1, within(first, end)
        )
        return {term for term, hits in zip(held, found, strict=True) if hits}

    def passage_vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return float32 ``(len(numbers), dimension)``."""
        rows = self._cluster.rows(self._collections.of("passages"), numbers, ["vector"])
        dimension = self.manifest.embedder.dimension
        return np.array([row["vector"] for row in rows], np.float32).reshape(-1, dimension)

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of these passages, in order.

        float32 ``(sentences, dimension)``, of unit norm to three digits.
        """
        keys = [
            sentence_key(number, piece)
            for number, passage in zip(passages, self.passages(passages), strict=True)
            for piece in range(
                math.ceil(
                    len(passage.sentences) / sentences_a_row(self.manifest.embedder.dimension)
                )
            )
        ]
        rows = self._cluster.rows(self._collections.of("sentences"), keys, ["text"])
        packed = b"".join(base64.b64decode(row["text"]) for row in rows)
        halves = np.frombuffer(packed, "<f2").reshape(-1, self.manifest.embedder.dimension)
        return halves.astype(np.float32)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers."""
        rows = self._cluster.rows(self._collections.of("passages"), numbers, ["text"])
        return [
            _passage(row["text"] or self._text(long_passage(row["key"])), self.path) for row in rows
        ]

    def document(self, doc_id: str) -> Document:
        """Return a document, its text checked against its hash.

        Raises:
            KeyError: there is none with this ``doc_id``.
            IndexCorruptError: the stored text is not the text that was indexed.
        """
        doc_id = self.manifest.duplicates.get(doc_id, doc_id)
        packed = self._text(self._ordinals[doc_id])
        return _document(packed, tuple(self._places.get(doc_id, ())), self.path)

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        for doc_id in self._doc_ids:
            yield self.document(doc_id)

    def facts(self) -> list[DocumentFacts]:
        """Return what a list tells of every document, sorted by ``doc_id``."""
        ranges = self._ranges(self._doc_ids)
        return [
            DocumentFacts(
                document.doc_id,
                document.title,
                document.media_type,
                len(document.text),
                len(document.pages),
                end - first,
            )
            for document, (first, end) in zip(self.documents(), ranges, strict=True)
        ]

    def _best(
        self, field: str, query: Any, k: int, among: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        total = self.manifest.counts["passages"]
        wanted = min(k, total if among is None else len(among))
        if not wanted:
            return []
        only = "" if among is None else limited_to(among)
        inside = cells(self._cluster, total) if field == "vector" else 0
        more = wanted + _MORE
        while True:  # until all that equal the last one wanted are there, to be put in order
            more = min(more, LONGEST_RESULT)
            (hits,) = self._searched(field, [query], more, only, probed(inside, total, among))
            hits.sort(key=lambda pair: (-pair[1], pair[0]))
            if len(hits) < more or more == LONGEST_RESULT or hits[-1][1] < hits[wanted - 1][1]:
                return hits[:wanted]
            more *= 4

    def _searched(
        self, field: str, queries: list[Any], limit: int, only: str, nprobe: int = 0
    ) -> list[list[tuple[int, float]]]:
        params = {"params": {"nprobe": nprobe}} if nprobe else {}
        found = self._cluster.asked(
            "search",
            self._collections.of("passages"),
            queries,
            anns_field=field,
            limit=limit,
            filter=only,
            output_fields=["key"],
            search_params={"metric_type": "IP", **params},
        )
        return [[(int(hit["key"]), float(hit["distance"])) for hit in hits] for hits in found]

    def _ranges(self, documents: Collection[str]) -> list[tuple[int, int]]:
        keys = [self._ordinals[doc_id] for doc_id in documents]
        rows = self._cluster.rows(self._collections.of("documents"), keys, ["text"])
        facts = [json.loads(row["text"]) for row in rows]
        return [(fact["first"], fact["end"]) for fact in facts]

    def _text(self, number: int) -> str:
        """Return what is kept in pieces under a number."""
        name = self._collections.of("texts")
        fields, pieces, last = ["key", "text"], [], -1
        while True:
            rows = self._cluster.asked(
                "query",
                name,
                filter=f"number == {number} and key > {last}",
                output_fields=fields,
                limit=LONGEST_RESULT,
            )
            rows = sorted(rows, key=lambda row: row["key"])
            pieces += [row["text"] for row in rows]
            if len(rows) < LONGEST_RESULT:
                break
            last = rows[-1]["key"]
        try:
            return str(json.loads(f'"{"".join(pieces)}"'))
        except ValueError as error:
            raise corrupt(self.path, "a text is cut") from error

    def _word_row(self, key: str) -> tuple[int, int]:
        """Return number and passages of a term; zeros where there is none."""
        rows = self._cluster.asked(
            "get",
            self._collections.of("words"),
            ids=[word_key(key)],
            output_fields=["number", "passages"],
        )
        return (int(rows[0]["number"]), int(rows[0]["passages"])) if rows else (0, 0)

    def _words_from(self, letter: str) -> list[tuple[str, int]]:
        quoted = json.dumps(f"w{letter}", ensure_ascii=False)[1:-1]
        rows = self._cluster.asked(
            "query",
            self._collections.of("words"),
            filter=f'key like "{quoted}%"',
            output_fields=["key", "passages"],
            limit=LONGEST_RESULT,
        )
        return sorted((row["key"][1:], int(row["passages"])) for row in rows)


def sentence_key(number: int, piece: int) -> int:
    """Return the key of a row of sentences' vectors."""
    return number << 16 | piece


def long_passage(number: int) -> int:
    """Return the number among the texts of a passage that is too long for its row."""
    return MANIFEST - 1 - number


def packed_passage(passage: Passage) -> str:
    """Return a passage as text."""
    sentences = [(span.start, span.end) for span in passage.sentences]
    values = [passage.doc_id, passage.start, passage.end, passage.headings, sentences]
    return json.dumps(values)


def _passage(packed: str, path: Path) -> Passage:
    try:
        doc_id, start, end, headings, sentences = json.loads(packed)
        return Passage(
            doc_id, start, end, tuple(headings), tuple(Span(*edges) for edges in sentences)
        )
    except (ValueError, TypeError) as error:
        raise corrupt(path, f"a passage cannot be read ({error})") from error


def packed_document(document: Document) -> str:
    """Return a document as text."""
    values = asdict(document)
    del values["places"]
    return json.dumps(values)


def _document(packed: str, places: tuple[str, ...], path: Path) -> Document:
    try:
        values = json.loads(packed)
        document = Document(
            **{
                **values,
                "pages": tuple(values["pages"]),
                "headings": tuple(Heading(**heading) for heading in values["headings"]),
                "breaks": tuple(values["breaks"]),
                "asides": tuple(Span(**aside) for aside in values["asides"]),
                "places": places,
            }
        )
    except (ValueError, TypeError, KeyError) as error:
        raise corrupt(path, f"a document cannot be read ({error})") from error
    if sha256_of_text(document.text) != document.text_sha256:
        raise corrupt(path, f"the stored text of {document.doc_id!r} has changed")
    return document
