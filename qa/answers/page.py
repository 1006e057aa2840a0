"""What a reader reads: a passage with title and headings in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Span

_LONGEST_CONTEXT = 160  # characters of title and headings; the passage needs the room


@dataclass(frozen=True, slots=True)
class Page:
    """A passage to read.

    Attributes:
        text: the passage.
        sentences: spans in ``text``, in order.
        context: title and headings above it, see :func:`reading_context`.
    """

    text: str
    sentences: tuple[Span, ...]
    context: str = ""

    @property
    def front(self) -> str:
        """What is read before the passage."""
        return f"{self.context}\n" if self.context else ""


def reading_context(title: str, headings: Sequence[str]) -> str:
    """Return title and headings as the reader gets them; the inner ones say most.

    Args:
        title: of the document.
        headings: above a passage, outermost first.
    """
    parts = [title, *headings]
    while len(parts) > 2 and sum(map(len, parts)) > _LONGEST_CONTEXT:  # noqa: PLR2004
        del parts[1]
    return " › ".join(part[:_LONGEST_CONTEXT] for part in dict.fromkeys(parts) if part)
