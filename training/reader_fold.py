"""Which articles of SQuAD 2 the reader is not trained on."""

from hashlib import sha256


def fold(doc_id: str) -> int:
    """Return in which half of SQuAD 2 an article lies, 0 or 1; the reader has not seen 1."""
    return sha256(doc_id.encode()).digest()[0] % 2


def part(name: str, doc_id: str) -> str:
    """Return what is held out together when weights are fitted and measured.

    A whole set, or half of the articles of SQuAD 2 that the reader was not trained on: the one
    set with near misses, which its other half must then teach.
    """
    if name != "squad2":
        return name
    return f"{name} {'ab'[sha256(doc_id.encode()).digest()[1] % 2]}"
