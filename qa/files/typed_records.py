"""Plain data from JSON into records, each value checked against the annotation of its field.

An annotation is ``str``, ``bool``, ``int``, ``float``, a tuple, a record, or one of these with
``None``; :class:`Bound` narrows it further::

    page: Annotated[int, Bound(lambda page: page >= 1, "a page from 1 on")] | None

Text is characters, so half of a surrogate pair is refused. Numbers are finite. An error
names the wrong field, before anything uses its value.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, Union
from typing import get_args as arguments_of
from typing import get_origin as origin_of
from typing import get_type_hints as hints_of

from qa.characters import HALF_PAIR
from qa.errors import ReceiptError

if TYPE_CHECKING:
    from collections.abc import Callable

_Record = TypeVar("_Record")

_SHOWN = 56  # characters of a wrong value; more are cut
_LARGEST_SHOWN = 1 << 64


class Bound(NamedTuple):
    """A bound on a value, beyond its type.

    Attributes:
        allows: whether a value is within the bound.
        what: the bound in words, to follow "expected".
    """

    allows: Callable[[Any], object]
    what: str


@dataclass(frozen=True, slots=True)
class _Position:
    """The position of a value in the data.

    Attributes:
        name: of the file or request; errors begin with it.
        path: such as ``quotes[0].start``; empty for the whole.
    """

    name: str
    path: str = ""

    def inner(self, key: str) -> _Position:
        return _Position(self.name, f"{self.path}.{key}" if self.path else key)

    def item(self, number: int) -> _Position:
        return _Position(self.name, f"{self.path}[{number}]")

    def wrong(self, value: Any, what: str) -> ReceiptError:
        return ReceiptError(self.name, f"{self.path} is {in_brief(value)}; expected {what}")


def record_from(kind: type[_Record], data: Any, name: str) -> _Record:
    """Return a record made from plain data.

    Args:
        kind: a dataclass; the data must have all of its fields and nothing else.
        data: as ``json.loads`` returns it.
        name: of the file or request, for errors.

    Raises:
        ReceiptError: a field is missing, unknown, of another type or out of its bounds.
    """
    return _record(kind, data, _Position(name))


def _record(kind: type[_Record], data: Any, at: _Position) -> _Record:
    if not isinstance(data, dict):
        raise at.wrong(data, "an object")
    hints = hints_of(kind, include_extras=True)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    for key in names:
        if key not in data:
            raise ReceiptError(at.name, f"{at.inner(key).path} is missing")
    unknown = sorted(map(str, data.keys() - set(names)))
    if unknown:
        name = unknown[0] if unknown[0].isidentifier() else in_brief(unknown[0])
        raise ReceiptError(at.name, f"{at.inner(name).path} is not a field of a receipt")
    return kind(**{key: _value(hints[key], data[key], at.inner(key)) for key in names})


def _value(hint: Any, value: Any, at: _Position) -> Any:
    hint, bounds, optional = _taken_apart(hint)
    if optional and value is None:
        return None
    or_null = " or null" if optional else ""
    if hint in _TYPES:
        matches, what = _TYPES[hint]
        if not matches(value):
            raise at.wrong(value, what + or_null)
    elif origin_of(hint) is tuple:
        if not isinstance(value, list):
            raise at.wrong(value, "a list" + or_null)
        item = arguments_of(hint)[0]
        value = tuple(_value(item, part, at.item(i)) for i, part in enumerate(value))
    else:
        value = _record(hint, value, at)
    for bound in bounds:
        if not bound.allows(value):
            raise at.wrong(value, bound.what + or_null)
    return value


def _taken_apart(hint: Any) -> tuple[Any, list[Bound], bool]:
    """Return an annotation without its bounds and without ``None``, and these."""
    optional = origin_of(hint) in (Union, UnionType)
    if optional:
        (hint,) = (one for one in arguments_of(hint) if one is not type(None))
    bounds: list[Bound] = []
    if origin_of(hint) is Annotated:
        hint, *more = arguments_of(hint)
        bounds = [one for one in more if isinstance(one, Bound)]
    return hint, bounds, optional


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not HALF_PAIR.search(value)


def _is_number(value: Any) -> bool:
    # An int beyond the largest float cannot be compared with one.
    return type(value) is int or (type(value) is float and math.isfinite(value))


_TYPES: dict[Any, tuple[Callable[[Any], bool], str]] = {
    str: (_is_text, "text without half surrogate pairs"),
    bool: (lambda value: isinstance(value, bool), "true or false"),
    int: (lambda value: type(value) is int, "a whole number"),
    float: (_is_number, "a number"),
    dict[str, Any]: (lambda value: isinstance(value, dict), "an object"),
}
"""Type → whether a value is of it, and the type in words."""


def in_brief(value: Any) -> str:
    """Return a wrong value for an error: in ASCII, short, and of what is nested the kind alone.

    Args:
        value: as ``json.loads`` returns it.
    """
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, int) and abs(value) >= _LARGEST_SHOWN:
        return "a number of more than 64 bits"
    cut = isinstance(value, str) and len(value) > _SHOWN
    text = json.dumps(value[:_SHOWN] if cut else value, ensure_ascii=True, default=repr)
    return f"{text} …" if cut else text
