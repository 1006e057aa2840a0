"""The documents that a name or a pattern matches."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING

from qa.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa.index.generations.manifest import Manifest

LONGEST_PATTERN = 1_000
"""Characters of a pattern that names documents."""


def matching_documents(manifest: Manifest, patterns: Collection[str]) -> list[str]:
    """Return the ``doc_id`` of the documents that match one of some patterns, sorted.

    A document that is stored under the name of its duplicate is returned under that name.

    Args:
        manifest: of the index.
        patterns: each a ``doc_id``, a folder, or a pattern with ``*``, ``?`` and ``[…]`` as in a
            shell, except that ``*`` matches ``/`` too. What is a name counts as one, also if it
            could be a pattern: "Reports [final]".

    Raises:
        QuestionError: a pattern matches no document, or there is no pattern.
    """
    doc_ids = {**{doc_id: doc_id for doc_id in manifest.documents}, **manifest.duplicates}
    found: set[str] = set()
    for pattern in patterns:
        if pattern in doc_ids:  # also a name with brackets in it, which would be a pattern
            matching = [pattern]
        elif below := _in_folder(doc_ids, pattern):
            matching = below
        else:  # a longer one takes seconds to translate, and can only be a name
            short = len(pattern) <= LONGEST_PATTERN
            matching = fnmatch.filter(doc_ids, pattern) if short else []
        if not matching:
            shown = pattern[:LONGEST_PATTERN]
            msg = f"There is no document {shown!r} in the index. List them with: qa docs"
            raise QuestionError(msg)
        found.update(doc_ids[doc_id] for doc_id in matching)
    if not found:
        msg = "No document is named. List them with: qa docs"
        raise QuestionError(msg)
    return sorted(found)


def _in_folder(doc_ids: Collection[str], name: str) -> list[str]:
    """Return the documents in a folder that is named as it is called, with "/" or "/*" or not."""
    folder = name.removesuffix("/*").removesuffix("/")
    return [doc_id for doc_id in doc_ids if doc_id.startswith(f"{folder}/")] if folder else []
