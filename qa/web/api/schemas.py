"""Parameters, requests and responses of the interface, besides the records of Python.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonValue

from qa.answers.asker import K
from qa.receipts import QuoteReceipt
from qa.records import AllAnswers, Answer
from qa.text.alignment import Change
from qa.verification.checking import LONGEST
from qa.verification.findings import Finding, Place
from qa.verification.judging import Verdict
from qa.verification.texts import LONGEST_TEXT
from qa.verification.watch.revisions import Piece
from qa.web import strings
from qa.web.service.feedback import Rating

MOST_ANSWERS = 1_000
"""Of a conversation in a request; the size of its body bounds them too."""

MOST_TEXT = 200_000
"""Characters of a text in a request; about a minute of one processor."""

MOST_SPANS = 1_000
"""Spans of a page in a request."""

QUESTION = strings.ARTICLE_QUESTIONS[0]
"""The question of the examples, which the shipped article answers."""

CLAIM = "Xiaomi delivered 30,000 EVs in October 2024"
REFERENCE = "china-tech-industry.txt:5746:5925:c4a275352528604a"
"""The sentence of the shipped article that answers :data:`QUESTION`."""

_Probability = Annotated[float, Field(ge=0, le=1)]
_Quotes = Annotated[int, Field(ge=1, le=50, description="Maximum number of quotes.")]
_Offset = Annotated[int, Field(ge=0, le=2**31)]
_Question = Annotated[str, Field(description="A question, at most 10,000 characters.")]
_Documents = Annotated[list[str], Field(max_length=1000)]
_WHICH = (
    "Documents to search: each a `doc_id`, a folder, or a pattern such as `2024/*.pdf` "
    "(default: all)."
)

NamedDocuments = Annotated[list[str] | None, Query(max_length=1000, description=_WHICH)]
DocId = Annotated[
    str, Path(description="Path of the document in its folder.", examples=[strings.ARTICLE])
]
RemovedId = Annotated[str, Path(description="`id` of a removed file.", examples=[strings.ARTICLE])]
NewName = Annotated[
    str | None, Query(description="A new `doc_id` for the file (default: the one it had).")
]
FileName = Annotated[
    str,
    Query(max_length=1000, description="Name of the file; its suffix says how it is read."),
]
PageReference = Annotated[
    str | None,
    Query(
        alias="reference",
        description="A quote to mark: `doc_id:start:end:hash`.",
        examples=[REFERENCE],
    ),
]
PageDocument = Annotated[
    str | None, Query(description="The document, if no quote is to be marked.")
]
PageNumber = Annotated[int | None, Query(ge=1, le=100_000, description="The page, from 1.")]
Sharpness = Annotated[int, Query(ge=1, le=2, description="2 for twice as many pixels a line.")]
Start = Annotated[int, Query(ge=0, description="Documents to skip.")]
Limit = Annotated[int, Query(ge=1, le=10_000, description="Maximum number of documents.")]
IfMatch = Annotated[
    str | None,
    Header(description="Change the file only if it has this `ETag`; `*` for any existing file."),
]
IfNoneMatch = Annotated[
    str | None, Header(description="`*`: store the file only if there is none of this name.")
]


def _with_example(**example: JsonValue) -> ConfigDict:
    """Return the configuration of a request: unknown fields are errors, and one example."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class AskRequest(BaseModel):
    """A question about the documents."""

    model_config = _with_example(question=QUESTION, k=3)

    question: _Question
    k: _Quotes = K
    documents: _Documents | None = Field(default=None, description=_WHICH)
    min_confidence: _Probability | None = Field(
        default=None,
        description="Minimum probability for quotes (default: calibrated for the index).",
    )
    after: Answer | None = Field(
        default=None, description="The previous answer, for a follow-up question."
    )


class AskAllRequest(BaseModel):
    """A question with many answers."""

    model_config = _with_example(question="Which offices allow dogs?")

    question: _Question
    documents: _Documents | None = Field(default=None, description=_WHICH)
    most_read: int = Field(
        default=100, ge=1, le=300, description="Maximum number of passages that are read."
    )


class EverythingFound(BaseModel):
    """Everything that answers a question."""

    answers: AllAnswers = Field(description="The quotes, by document.")
    references: list[list[str]] = Field(description="The reference of each of these quotes.")
    list_items: list[int] = Field(
        description="The items of lists in the quotes, for each of several questions, or for one."
    )
    remarks: list[list[str]] = Field(
        description="What to know about the quotes, such as that they must be compared; likewise."
    )


class QuoteRequest(BaseModel):
    """A question about a text."""

    model_config = _with_example(
        question="What do zebras eat?", text="Zebras eat grass. They sleep standing.", k=1
    )

    question: _Question
    text: str = Field(max_length=MOST_TEXT, description="The text to quote from.")
    k: _Quotes = K
    title: str = Field(default="", max_length=1000, description="Title of the text.")
    min_confidence: _Probability | None = Field(
        default=None, description="Minimum probability for quotes (default: the calibrated one)."
    )


class FeedbackRequest(BaseModel):
    """A rating of a quote."""

    model_config = _with_example(question=QUESTION, reference=REFERENCE, verdict="right")

    question: _Question
    reference: str = Field(description="The quote: `doc_id:start:end:hash`.")
    verdict: Rating = Field(description="Whether the quote answers the question.")


TranscriptFormat = Literal[
    "pdf",
    "docx",
    "verifiable-html",
    "html",
    "markdown",
    "annotated-pdf",
    "obsidian",
    "ris",
    "csl-json",
    "bibtex",
    "hypothesis",
]
"""Names of the formats in :data:`qa.rendering.transcripts.formats.FORMATS`."""


class TranscriptRequest(BaseModel):
    """A conversation that is to be written as a file."""

    model_config = _with_example(format="markdown", title="Lease", answers=[])

    answers: list[Answer] = Field(
        max_length=MOST_ANSWERS, description="Answers of `POST /api/ask`, in order."
    )
    format: TranscriptFormat = Field(description="Format of the file.")
    title: str = Field(default="", max_length=200, description="Name of the conversation.")


class BoxesRequest(BaseModel):
    """Words of a page of a PDF."""

    model_config = _with_example(doc_id="report.pdf", number=2, spans=[[120, 131]])

    doc_id: str = Field(description="The document.")
    number: int = Field(ge=1, le=100_000, description="The page, from 1.")
    spans: list[tuple[_Offset, _Offset]] = Field(
        max_length=MOST_SPANS, description="`[start, end)` in the text of the document."
    )


class PageBoxes(BaseModel):
    """Where words are on a page."""

    boxes: list[list[tuple[float, float, float, float]]] = Field(
        description="For each span a box for each line: left, top, right and bottom as shares of "
        "the width and height of the page. None where the words are not on the page."
    )


class CheckRequest(BaseModel):
    """A claimed quotation."""

    model_config = _with_example(claim=CLAIM)

    claim: str = Field(description=f"The quotation, at most {LONGEST:,} characters.")
    documents: _Documents | None = Field(default=None, description=_WHICH)


class CheckResult(BaseModel):
    """What the documents contain of a claimed quotation."""

    finding: Finding = Field(description="The verdict, the places, and what differs.")
    references: list[str] = Field(description="A reference to each of the places.")


class CheckTextRequest(BaseModel):
    """A text with quotations."""

    model_config = _with_example(text=f"The article says “{CLAIM}”.")

    text: str = Field(
        description=f"A text whose quotations are checked, at most {LONGEST_TEXT:,} characters. "
        "Without quotation marks it is one quotation."
    )
    documents: _Documents | None = Field(default=None, description=_WHICH)


class CheckedQuotation(BaseModel):
    """A quotation of a text, and what the documents contain of it."""

    text: str = Field(description="The words, without quotation marks.")
    doc_id: str = Field(description="The document of the file that has it; empty for a text.")
    page: int | None = Field(description="On which it begins; null without pages.")
    line: int | None = Field(description="On which it begins; null if the text is the quotation.")
    finding: Finding | None = Field(description="The verdict; null if it could not be checked.")
    references: list[str] = Field(description="A reference to each place of the finding.")
    problem: str = Field(description="Why it could not be checked; otherwise empty.")


class CheckedText(BaseModel):
    """The quotations of a text, checked."""

    quotations: list[CheckedQuotation] = Field(description="In the order of the text.")
    total: int = Field(description="Quotations of the text; more than these if it has too many.")
    is_whole: bool = Field(description="Whether the text was checked as one quotation.")
    notes: tuple[str, ...] = Field(description="On the file, such as pages without text.")


class VerifyResult(BaseModel):
    """A receipt compared with the indexed documents."""

    exact: bool = Field(description="Whether everything that was compared is the same.")
    verdicts: tuple[Verdict, ...] = Field(description="The result for each quote.")
    places: list[Place | None] = Field(
        description="Where the words of each quote are now, or the most similar; null if gone."
    )
    references: list[str] = Field(description="A reference to each place; empty if gone.")
    problems: tuple[str, ...] = Field(description="What is wrong with the receipt as a whole.")
    not_verified: tuple[str, ...] = Field(description="Attributes that cannot be compared.")
    notices: tuple[str, ...] = Field(description="Notes that are not faults of the receipt.")


class ComparedQuote(BaseModel):
    """A quote of a saved answer, and what has become of it."""

    state: str = Field(description="`as_saved`, `moved`, `changed` or `gone`.")
    text: str = Field(description="The words that were saved.")
    doc_id: str = Field(description="The document that they were quoted from.")
    now: Place | None = Field(description="The words now, whole sentences; null if gone.")
    pieces: tuple[Piece, ...] = Field(
        description="Of a changed quote, its words: `same`, `old` and `new`, in order."
    )
    typography: tuple[str, ...] = Field(description="Kinds of typography that differ.")
    elsewhere: tuple[Place, ...] = Field(
        description="Other documents with the same words, if they are gone from this one."
    )
    reference: str = Field(description="A reference to the words now; empty if gone.")


class ComparedAnswer(BaseModel):
    """A saved answer compared with the indexed documents."""

    state: str = Field(
        description="The worst of `as_saved`, `moved`, `answered_otherwise`, `changed`, `gone`."
    )
    alarm: bool = Field(description="Whether it is worth a notice: not if the words only moved.")
    quotes: list[ComparedQuote] = Field(description="The quotes that were saved.")
    answered_otherwise: bool = Field(description="Whether the question has another answer now.")
    found: bool = Field(description="Whether the documents answer the question now.")
    first: str = Field(description="The first quote of the answer now; empty without one.")
    doc_id: str = Field(description="The document that it is from; empty without one.")
    reference: str = Field(description="A reference to this quote; empty without one.")
    notes: tuple[str, ...] = Field(description="What else is worth knowing.")
    index: str = Field(description="Fingerprint of the index.")


# The records' own modules import these names for type checkers only.
CheckResult.model_rebuild(_types_namespace={"Place": Place, "Change": Change})
CheckedQuotation.model_rebuild(_types_namespace={"Place": Place, "Change": Change})
CheckedText.model_rebuild(_types_namespace={"Place": Place, "Change": Change})
VerifyResult.model_rebuild(_types_namespace={"Change": Change, "QuoteReceipt": QuoteReceipt})


class RemovedDocument(BaseModel):
    """A file that was removed or replaced, and can be restored."""

    model_config = ConfigDict(from_attributes=True)

    id: str = Field(description="Restores the file.", examples=[strings.ARTICLE])
    doc_id: str = Field(description="The name it had.", examples=[strings.ARTICLE])
    path: str = Field(description="Where it is now on the server.")
    bytes: int = Field(description="Its size.")
    removed: str = Field(description="When it was removed, ISO 8601 in UTC.")


class RestoredDocument(BaseModel):
    """A file that is back in the folder of the documents."""

    doc_id: str = Field(description="Its name.")
    sha256: str = Field(description="Its hash, which is its `ETag`.")


class Health(BaseModel):
    """The state of the server."""

    status: str = Field(description="`running`; or `ready` or `loading`.", examples=["ready"])


Receipt = Annotated[
    dict[str, Any],
    Field(description="A receipt, as `qa ask --receipt` or the page saves it; at most 200 quotes."),
]
