"""Content hashes, by which files, texts and indexes are told apart."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 16
"""Of a content key."""

_BLOCK = 1 << 18


def sha256_of_file(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hex."""
    digest, block = hashlib.sha256(), bytearray(_BLOCK)
    view = memoryview(block)
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(block):  # into the same memory: fresh memory takes longer
            digest.update(view[:size])
    return digest.hexdigest()


def sha256_of_text(text: str) -> str:
    """Return the sha256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of_json(data: Any) -> str:
    """Return the sha256 of plain data, the same whatever the order of its keys, in hex."""
    return sha256_of_text(json.dumps(data, sort_keys=True, ensure_ascii=True))


def content_key(text: str) -> bytes:
    """Return :data:`KEY_BYTES` bytes that stand for a text, to find its vector again."""
    return hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).digest()
