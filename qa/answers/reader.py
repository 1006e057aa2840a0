"""The reader: it reads question and passage together and scores how much each sentence answers.

A transformer of six layers (``training/distil_reader.py``) predicts the span of the answer, as in
BERT for SQuAD 2 (Devlin et al. 2019): every word piece gets two scores, that the answer starts and
that it ends there, and so does "no answer here". A sentence's log odds are those of its word pieces
against "no answer here", the mean of both scores.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from qa.deadlines import check_deadline
from qa.errors import ModelError
from qa.files.shipped import PACKAGE, checked
from qa.processors import cores, session
from qa.records import Span
from qa.settings import DEFAULT_EVIDENCE_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.answers.page import Page

LONGEST = 320
"""Word pieces of question and passage that are read, as in training."""

_WEIGHTS = "answers/reader_model"
SHIPPED = PACKAGE / _WEIGHTS
"""Folder of the reader that comes with Quoth: ``reader.onnx`` and ``tokenizer.json``."""

_QUESTION_WORDS = 100  # the last ones of a longer question
_QUESTION_PIECES = 200  # word pieces of these; Chinese has one a character, and no spaces
_RECENT = 12  # passages whose scores are kept, until as many others were read
_LONGEST_ANSWER = 24  # word pieces of the answering words

_UNREAD = -20.0  # log odds of a sentence beyond the word pieces that are read


class Reader(Protocol):
    """Scores how much each sentence answers."""

    @property
    def name(self) -> str:
        """Name of the model, as the user typed it."""

    def read(self, question: str, pages: Sequence[Page]) -> list[NDArray[np.float64]]:
        """Return for each page the log odds of its sentences, float64 ``(sentences,)``.

        Args:
            question: in one line.
            pages: passages to read.
        """


class OnnxReader:
    """The reader as an ONNX graph; safe to share between threads."""

    def __init__(self, name: str, folder: Path, threads: int | None = None) -> None:
        """Load a reader.

        Args:
            name: by which receipts and calibrations refer to it.
            folder: with ``reader.onnx`` and ``tokenizer.json``.
            threads: that read one passage (default: one for each processor).

        Raises:
            ModelError: the files are missing or damaged.
        """
        from tokenizers import Tokenizer  # noqa: PLC0415

        self.name = name
        try:
            if folder == SHIPPED:
                for file in ("reader.onnx", "tokenizer.json"):
                    checked(f"{_WEIGHTS}/{file}")
            # By path: onnxruntime is slower with a graph that is in memory.
            self._session: Any = session(folder / "reader.onnx", threads or cores())
            self._inputs = [each.name for each in self._session.get_inputs()]
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # each library has its own
            msg = (
                f"The reader in {str(folder)!r} cannot be loaded ({error}). Install quoth again, "
                "or answer without it: --evidence-model none"
            )
            raise ModelError(msg) from error
        self._tokenizer.enable_truncation(LONGEST, strategy="only_second")
        self._tokenizer.no_padding()
        # A quote is pointed at right after its passage was read, for which the scores are the same.
        self._read: Any = lru_cache(maxsize=_RECENT)(self._read_once)

    def read(self, question: str, pages: Sequence[Page]) -> list[NDArray[np.float64]]:
        """Return for each page the log odds of its sentences, float64 ``(sentences,)``.

        Args:
            question: in one line.
            pages: passages to read.
        """
        # The model runs one by one, which takes three quarters of the time of a padded batch.
        shortened = self._shortened(question)
        return [_log_odds(page, *self._read(shortened, page.front + page.text)) for page in pages]

    def pinpoint(self, question: str, page: Page, within: Span) -> Span | None:
        """Return the words of a page that answer most directly.

        None where they would be beyond the word pieces that are read.

        Args:
            question: in one line.
            page: the passage.
            within: the span of ``page.text`` to search.
        """
        encoding, read = self._read(self._shortened(question), page.front + page.text)
        front = len(page.front)
        tokens = [
            (i, start - front, end - front)
            for i, (part, (start, end)) in enumerate(
                zip(encoding.sequence_ids, encoding.offsets, strict=True)
            )
            if part == 1 and within.start <= start - front < end - front <= within.end
        ]
        if not tokens:
            return None
        scores = read[[i for i, _, _ in tokens]]
        joint = scores[:, 0][:, None] + scores[:, 1][None, :]
        # The answer ends no earlier than it starts, and is at most 24 word pieces long.
        allowed = np.triu(np.ones_like(joint)) - np.triu(np.ones_like(joint), _LONGEST_ANSWER)
        first, last = np.unravel_index(
            np.argmax(np.where(allowed > 0, joint, -np.inf)), joint.shape
        )
        return Span(tokens[int(first)][1], tokens[int(last)][2])

    def _shortened(self, question: str) -> str:
        """Return the end of a long question, where it usually asks; the passage needs the room."""
        ending = " ".join(question.split()[-_QUESTION_WORDS:])
        if len(ending.encode()) <= _QUESTION_PIECES:  # a word piece has at least one byte
            return ending
        last = self._ending.encode(ending, add_special_tokens=False)
        return ending[last.offsets[0][0] :] if last.offsets else ending

    @cached_property
    def _ending(self) -> Any:
        """A tokenizer that returns the last word pieces of a text."""
        from tokenizers import Tokenizer  # noqa: PLC0415

        ending = Tokenizer.from_str(self._tokenizer.to_str())
        ending.enable_truncation(_QUESTION_PIECES, direction="left")
        return ending

    def _read_once(self, question: str, text: str) -> tuple[Any, NDArray[np.float64]]:
        """Return the word pieces, and their scores: the answer starts here, ends here.

        The scores are float64 ``(tokens, 2)``.
        """
        check_deadline()
        encoding = self._tokenizer.encode(question, text)
        known = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,  # of BERT; MPNet and RoBERTa do without
        }
        (scores,) = self._session.run(
            None, {name: np.array([known[name]], np.int64) for name in self._inputs}
        )
        return encoding, scores[0].astype(np.float64)


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder, which reads question and sentence."""

    def __init__(self, model: str) -> None:
        """Load a model; nothing is downloaded.

        Args:
            model: its folder, or its name in the local cache.

        Raises:
            ModelError: there is no such model on this machine.
        """
        from sentence_transformers import CrossEncoder  # noqa: PLC0415
        from torch.nn import Identity  # noqa: PLC0415

        self.name = model
        try:
            self._model: Any = CrossEncoder(
                model, device="cpu", local_files_only=True, activation_fn=Identity()
            )
        except Exception as error:  # each library has its own
            msg = (
                f"No CrossEncoder {model!r} on this machine ({error}). Name a folder, a model "
                "in the local cache, or none."
            )
            raise ModelError(msg) from error

    def read(self, question: str, pages: Sequence[Page]) -> list[NDArray[np.float64]]:
        """Return for each page the log odds of its sentences, float64 ``(sentences,)``.

        The model's last output counts, before any activation.

        Args:
            question: in one line.
            pages: passages to read.
        """
        pairs = [(question, page.text[s.start : s.end]) for page in pages for s in page.sentences]
        scores = np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float64)
        flat = scores.reshape(len(pairs), -1)[:, -1]
        ends = np.cumsum([len(page.sentences) for page in pages])
        return np.split(flat, ends[:-1])


def load_reader(name: str, threads: int | None = None) -> Reader | None:
    """Return a reader; the last four stay in memory.

    Args:
        name: ``default`` for the shipped one, ``none``, or a CrossEncoder's name or folder.
        threads: that read one passage (default: one for each processor); a CrossEncoder decides
            for itself.

    Raises:
        ModelError: it cannot be loaded.
    """
    return _loaded(name, threads)


@lru_cache(maxsize=4)
def _loaded(name: str, threads: int | None) -> Reader | None:
    """Load a reader, once for each name and number of threads."""
    if name == "none":
        return None
    if name == DEFAULT_EVIDENCE_MODEL:
        return OnnxReader(name, SHIPPED, threads)
    if (Path(name) / "reader.onnx").exists():
        return OnnxReader(name, Path(name), threads)
    return CrossEncoderReader(name)


def _log_odds(page: Page, encoding: Any, row: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log odds of a page's sentences from the scores of its word pieces."""
    # Part 1 of the encoding is the passage, its context in front; part 0 the question.
    front = len(page.front)
    starts = np.array(
        [
            start - front if part == 1 else -1
            for part, (start, _) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
        ]
    )
    odds = np.full(len(page.sentences), _UNREAD)
    for i, span in enumerate(page.sentences):
        inside = (span.start <= starts) & (starts < span.end)
        if inside.any():
            # The first piece, [CLS], stands for "no answer here".
            odds[i] = (np.logaddexp.reduce(row[inside], axis=0) - row[0]).mean()
    return odds
