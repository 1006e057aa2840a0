"""The records of a receipt, with the types and ranges that its JSON is checked against."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from qa.files.typed_records import Bound

FORMAT = 2
"""Version of the format of receipts. Version 1, which is read too, lacks :data:`NEW_IN_2`."""

NEW_IN_2 = ("after", "chosen", "leaning")
"""Attributes of :class:`Asked` that receipts of version 1 do not have."""

OPTIONAL = ("recognized", "score")
"""Attributes of :class:`QuoteReceipt` that its JSON has only where they have a value."""

_LARGEST_INTEGER = 2**53 - 1  # the largest that every JSON reader reads exactly (RFC 8259)

Sha256 = Annotated[str, Bound(re.compile("[0-9a-f]{64}").fullmatch, "64 hexadecimal digits")]
Fingerprint = Annotated[
    str, Bound(re.compile("(?:[0-9a-f]{16})?").fullmatch, "16 hexadecimal digits, or empty")
]
Offset = Annotated[
    int, Bound(lambda at: 0 <= at <= _LARGEST_INTEGER, f"an offset, 0 to {_LARGEST_INTEGER:,}")
]
FromOne = Annotated[
    int, Bound(lambda one: 1 <= one <= _LARGEST_INTEGER, f"a number from 1 to {_LARGEST_INTEGER:,}")
]
Probability = Annotated[float, Bound(lambda one: 0 <= one <= 1, "a probability, 0 to 1")]
Words = Annotated[str, Bound(bool, "text that is not empty")]


@dataclass(frozen=True, slots=True)
class Source:
    """The file a quote is from, and the loader that read it; empty for a citation made by hand.

    Attributes:
        media_type: such as ``text/plain``.
        sha256: of the file's bytes, in hex.
        text_sha256: of the canonical text in UTF-8, in hex.
        loader: module of Quoth that read the file, such as ``pdf``.
        versions: of Quoth and of the libraries that the loader uses, such as ``quoth 0.1.0``.
    """

    media_type: str = ""
    sha256: Sha256 = ""
    text_sha256: Sha256 = ""
    loader: str = ""
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preceding:
    """The question and answer before, as far as a follow-up can refer to them.

    Attributes:
        searched: what was searched for; at most 1,000 characters.
        quote: the first quote of the answer; at most 1,000 characters.
    """

    searched: str
    quote: str


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question was asked: everything needed to ask it again in the same way.

    Attributes:
        k: the most quotes; None for as many as the receipt has.
        documents: those to search, by ``doc_id`` or pattern; empty for all.
        min_confidence: from which an answer counted as found; None for the fitted threshold.
        evidence_model: the reader; None for the default.
        after: the question and answer before, if the question may refer to them.
        chosen: words that the user chose to add to the question; None if the user did not choose.
        leaning: for each question that was asked in one, whether the answer is that of the
            question with the words from before, and not that of the question alone.
    """

    k: FromOne | None = None
    documents: tuple[str, ...] = ()
    min_confidence: Probability | None = None
    evidence_model: str | None = None
    after: Preceding | None = None
    chosen: tuple[str, ...] | None = None
    leaning: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteReceipt:
    """A quote and where it is from. Offsets are half-open and point into the canonical text.

    Attributes:
        text: the words.
        sha256: of the words in UTF-8, in hex.
        doc_id: POSIX path below the corpus root.
        title: of the document.
        headings: titles of the sections, outermost first.
        page: 1-based, None if the document has no pages.
        start: code points before the quote.
        end: code points up to its end.
        byte_start: bytes of UTF-8 before the quote.
        byte_end: bytes of UTF-8 up to its end.
        selectors: the TextPositionSelector and TextQuoteSelector of W3C Web Annotation.
        places: other paths below the corpus root of files with the same bytes.
        source: the file, and the loader that read it.
        recognized: mean certainty of the page's words where they were recognized in its picture
            (OCR).
        score: probability that these words answer the question, [0, 1], as the page shows it;
            None for words that answer none, and in receipts from before it was recorded.
    """

    text: Words
    sha256: Sha256
    doc_id: str
    title: str
    headings: tuple[str, ...]
    page: FromOne | None
    start: Offset
    end: Offset
    byte_start: Offset
    byte_end: Offset
    selectors: tuple[dict[str, Any], ...]
    places: tuple[str, ...]
    source: Source
    recognized: Probability | None = None
    score: Probability | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A saved answer.

    Attributes:
        question: as it was asked.
        searched: what was searched for; empty if that is not recorded.
        carried: words of it that came from the question before.
        found: whether the documents answered.
        confidence: probability that they did, [0, 1]; of each quote, see
            :attr:`QuoteReceipt.score`.
        quotes: best first.
        asked: how the question was asked.
        index: fingerprint of the index; empty for a text passed to :func:`qa.quote`.
        intact: whether the seal matches the content; True for a new receipt.
        version: of the format it was written in.
    """

    question: str
    searched: str
    carried: tuple[str, ...]
    found: bool
    confidence: Probability
    quotes: tuple[QuoteReceipt, ...]
    asked: Asked
    index: Fingerprint
    intact: bool = True
    version: int = FORMAT

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as plain data, sealed."""
        content = {"receipt": self.version, **json.loads(json.dumps(asdict(self)))}
        del content["intact"], content["version"]
        for quote in content["quotes"]:
            for key in OPTIONAL:
                if quote[key] is None:
                    del quote[key]
        if self.version == 1:
            for key in NEW_IN_2:
                del content["asked"][key]
        return {**content, "seal": seal(content)}

    def to_json(self) -> str:
        """Return the receipt as JSON, sealed."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"


def seal(content: dict[str, Any]) -> str:
    """Return the seal of a receipt: the sha256 of its JSON, in hex.

    Args:
        content: of the receipt, without a seal; the order of its keys does not count.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
