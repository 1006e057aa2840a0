"""Which documents the reader is not trained on."""

from hashlib import sha256


def fold(doc_id: str) -> int:
    """Return which half of SQuAD 2 an article is in, 0 or 1; the reader has not seen 1.

    Args:
        doc_id: of the article.
    """
    return sha256(doc_id.encode()).digest()[0] % 2


def is_held_out(doc_id: str) -> bool:
    """Return whether a document with questions in people's own words is not trained on.

    A fifth is not: these fit the confidence, which has to know how sure the reader is about
    documents that it has never seen.

    Args:
        doc_id: of the document; those of other sets are all trained on.
    """
    return doc_id.startswith("own_words_") and sha256(doc_id.encode()).digest()[2] % 5 == 0


def is_unseen(name: str, doc_id: str) -> bool:
    """Return whether the reader was not trained on a document.

    Args:
        name: of its set; it was trained on none of those that only measure.
        doc_id: of the document.
    """
    if name.startswith("own_words_"):
        return is_held_out(doc_id)
    return name != "squad2" or fold(doc_id) == 1


def part(name: str, doc_id: str) -> str:
    """Return the part that is held out together when weights are fitted and measured.

    A whole set; half of the articles of SQuAD 2 that the reader was not trained on; or a third of
    the documents with questions in people's own words.

    Args:
        name: of the set.
        doc_id: of the document, or the question where there is none.
    """
    if name.startswith("own_words_"):
        return f"own_words {'abc'[sha256(doc_id.encode()).digest()[3] % 3]}"
    if name != "squad2":
        return name
    return f"{name} {'ab'[sha256(doc_id.encode()).digest()[1] % 2]}"


def half_of(context: str, text: str) -> int:
    """Return which half of the training documents a passage is in, 0 or 1.

    Args:
        context: title and headings, as the reader gets them.
        text: of the passage; it decides where there is no title.
    """
    title = context.split(" › ", maxsplit=1)[0]
    return sha256((title or text[:120]).encode()).digest()[5] % 2
