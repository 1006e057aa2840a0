"""Paragraphs that are styled as headings, and are prose.

What a heading says is cited with the passages below it and is not quoted itself. A paragraph
of a report or a clause of a contract that has the style of a heading must not vanish so.
"""

from __future__ import annotations

import re

_LONGEST = 200  # characters of a heading, whatever it says
_LONGEST_SENTENCE = 8  # words of a heading that ends with a full stop
_LONGEST_RUN = 40  # characters of one in a script without spaces
_ENDS = re.compile(r"[.;。；][\"'”’»)\]]{0,2}\Z")
_SENTENCES = re.compile(r"[^\W\d_]{4,40}[.;?!] (?=[^\W\d_])")  # a full stop inside


def is_prose(text: str) -> bool:
    """Return whether a paragraph that is styled as a heading is prose.

    It is if it is very long, if it is a sentence of more than a few words, or if it is several.

    Args:
        text: of the paragraph, without its number.
    """
    bare = text.strip()
    if len(bare) > _LONGEST:
        return True
    if not _ENDS.search(bare):
        return False
    if len(bare.split()) == 1:
        return len(bare) > _LONGEST_RUN
    return len(bare.split()) > _LONGEST_SENTENCE or (
        len(bare.split()) > _LONGEST_SENTENCE // 2 and _SENTENCES.search(bare) is not None
    )
