"""A loader that fails as a file tells it to; read in place of the one for e-books."""

from __future__ import annotations

import builtins
import ctypes
import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract


def every_error() -> list[type[BaseException]]:
    """Return every kind of error of the interpreter and its library, as far as that is imported.

    And ``PanicException``, which libraries in Rust raise, and which is not an ``Exception``.
    """
    found: dict[type[BaseException], None] = {BaseException: None}
    left: list[type[BaseException]] = [BaseException]
    while left:
        for kind in left.pop().__subclasses__():
            package = kind.__module__.partition(".")[0]
            is_own = package in sys.stdlib_module_names - {"urllib"} or package == "pyo3_runtime"
            if is_own and kind not in found:
                found[kind] = None
                left.append(kind)
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")


def made(kind: type[BaseException]) -> BaseException:
    """Return an error of a kind, whatever its constructor asks for."""
    tried: tuple[tuple[Any, ...], ...] = (
        (),
        ("why",),
        ("why", [ValueError()]),
        ("utf-8", b"x", 0, 1, "why"),
        ("utf-8", "x", 0, 1, "why"),
    )
    for arguments in tried:
        try:
            return kind(*arguments)
        except Exception:  # noqa: BLE001 - it asks for other arguments
            continue
    return kind.__new__(kind)


class Unprintable(Exception):  # noqa: N818
    """Its message fails too."""

    def __str__(self) -> str:
        raise ValueError


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Do what the file says: the name of an error, or of another end."""
    what = data.decode()
    if what == "exit":
        os._exit(0)
    if what == "crash":
        ctypes.string_at(0)
    if what == "hang":
        time.sleep(3600)
    if what == "deep":
        return extract_deep(data, path)
    if what == "unprintable":
        raise Unprintable
    if what == "print":
        print("no answer", flush=True)  # noqa: T201
        sys.stdout.buffer.write(b"\x00" * 100_000)
        sys.stdout.flush()
    kind = getattr(builtins, what, None)
    if kind is None:
        kind = next(kind for kind in every_error() if kind.__qualname__ == what)
    raise made(kind)


def extract_deep(data: bytes, path: Path) -> Iterator[Extract]:
    """Call itself without end."""
    return extract_deep(data, path)
