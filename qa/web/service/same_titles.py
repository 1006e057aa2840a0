"""Tells documents with the same title apart: by their names, or by where their paths differ."""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from qa.web import strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qa.index.protocol import Searchable

_known: WeakKeyDictionary[Searchable, Mapping[str, str]] = WeakKeyDictionary()


def same_titles(generation: Searchable) -> Mapping[str, str]:
    """Return ``doc_id`` → what tells it apart, for documents whose title others have too.

    All documents are looked at, once for each generation.

    Args:
        generation: with the documents.
    """
    if (found := _known.get(generation)) is None:
        titles = ((facts.doc_id, facts.title) for facts in generation.facts())
        _known[generation] = found = dict(told_apart(titles))
    return found


def told_apart(titles: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield ``doc_id`` and what tells it apart, for documents whose title others have too.

    Args:
        titles: ``doc_id`` and title of each document.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for doc_id, title in titles:
        groups[" ".join(title.split()).casefold()].append(doc_id)
    for doc_ids in groups.values():
        if len(doc_ids) > 1:
            yield from zip(
                doc_ids, _differing([doc_id.split("/") for doc_id in doc_ids]), strict=True
            )


def titled(title: str, apart: str) -> str:
    """Return a title as it is shown.

    Args:
        title: of a document.
        apart: what tells it apart, empty for a title that no other one has.
    """
    return strings.TITLE_APART.format(title=title, apart=apart) if apart else title


def _differing(paths: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the names of files if they differ, else what tells their folders apart."""
    names = [path[-1] for path in paths]
    if len(set(names)) == len(names):
        yield from names
        return
    levels = zip(*(path[:-1] for path in paths), strict=False)
    first = sum(1 for _ in takewhile(lambda names: len(set(names)) == 1, levels))
    last = -1 if len(set(names)) == 1 else None
    for path in paths:
        yield "/".join(path[first:last]) or path[-1]
