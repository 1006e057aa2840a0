"""Which articles of SQuAD 2 the reader is not trained on."""

from hashlib import sha256


def fold(doc_id: str) -> int:
    """Return in which half of SQuAD 2 an article lies, 0 or 1; the reader has not seen 1."""
    return sha256(doc_id.encode()).digest()[0] % 2
