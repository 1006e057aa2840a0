"""Where the characters of a quote are in a text that has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.receipts import QuoteReceipt


def offset_of(quote: QuoteReceipt, text: str) -> int | None:
    """Return the offset at which the characters of a quote begin in a text, None for nowhere.

    Of several occurrences it is one between the words that surrounded the quote, or else before
    or after them, or else any; and of these the nearest to the old offset. Each of these takes
    one search forwards and one backwards, so that the time grows with the length of the text
    alone, however often the words occur in it.

    Args:
        quote: of a receipt.
        text: of the document now.
    """
    prefix, suffix = _surroundings(quote)
    backwards = text[::-1]
    for before, after in ((prefix, suffix), ("", suffix), (prefix, ""), ("", "")):
        selected = f"{before}{quote.text}{after}"
        start = _nearest(selected, text, backwards, quote.start - len(before))
        if start is not None:
            return start + len(before)
    return None


def _nearest(words: str, text: str, backwards: str, wanted: int) -> int | None:
    """Return the offset of the occurrence of words that is nearest to an offset.

    To search from the right, it searches the reversed text: ``str.rfind`` takes time that grows
    with the product of the lengths, and ``str.find`` does not.
    """
    wanted = max(0, min(wanted, len(text)))
    after = text.find(words, wanted)
    before = backwards.find(words[::-1], max(0, len(text) - wanted - len(words) + 1))
    found = [len(text) - before - len(words)] if before >= 0 else []
    found += [after] if after >= 0 else []
    return min(found, key=lambda at: abs(at - wanted), default=None)


def _surroundings(quote: QuoteReceipt) -> tuple[str, str]:
    """Return the words before and after the quote, as its TextQuoteSelector has them."""
    selector = next((s for s in quote.selectors if s.get("type") == "TextQuoteSelector"), {})
    return str(selector.get("prefix", "")), str(selector.get("suffix", ""))
