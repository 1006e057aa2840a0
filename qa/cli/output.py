"""How commands print: errors and notes on standard error, results on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from qa.errors import QAError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qa.index.generations.manifest import Manifest

_LONGEST_SHOWN = 300  # characters of words that a line quotes


def print_error(message: object) -> None:
    """Print an error on standard error, after the name of the program.

    Args:
        message: an error, or what to say of it; one or two sentences.
    """
    print(f"qa: {message}", file=sys.stderr)


def print_notes(notes: Iterable[object]) -> None:
    """Print what is worth knowing and no error, a line each, on standard error.

    Args:
        notes: one sentence each.
    """
    for note in notes:
        print(f"note: {note}", file=sys.stderr)


def counted(number: int, things: str) -> str:
    """Return a number with its noun: ``1 page``, ``2,000 pages``.

    Args:
        number: how many.
        things: the noun in the plural, which ends in ``s``.
    """
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


def contents(counts: dict[str, int]) -> str:
    """Return what an index contains: ``1 document, 23 passages, 65 sentences``.

    Args:
        counts: noun in the plural → how many.
    """
    return ", ".join(counted(number, things) for things, number in counts.items())


def print_identity(manifest: Manifest) -> None:
    """Print the fingerprint of an index, and its embedding model.

    Args:
        manifest: of the index.
    """
    print(f"fingerprint {manifest.fingerprint}, model {manifest.embedder.name}", flush=True)


def shortened(words: str) -> str:
    """Return words in one line, with their middle left out where they are long.

    Args:
        words: of a document or of the user.
    """
    line = " ".join(words.split())
    if len(line) <= _LONGEST_SHOWN:
        return line
    half = _LONGEST_SHOWN // 2
    return f"{line[:half]} [{len(line) - 2 * half:,} characters] {line[-half:]}"


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all, and make its folders.

    Args:
        path: of the file; an existing one is replaced. A link, a device or a pipe stays, and the
            content is written to it.
        content: of it.

    Raises:
        QAError: it cannot be written.
    """
    from qa.files.atomic import atomic_write

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() or (path.exists() and not path.is_file()):  # such as /dev/stdout
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        else:
            atomic_write(path, content)
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error.reason
        msg = f"{str(path)!r} cannot be written ({reason}). Choose another name or folder."
        raise QAError(msg) from error
