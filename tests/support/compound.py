"""Compound files, as Outlook saves messages in: written by hand, with no more than is read."""

from __future__ import annotations

import struct
from typing import Union

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LEAST = 4096  # shorter streams are in sectors of their own kind; here they are filled up

Tree = dict[str, Union[bytes, "Tree"]]


def compound(tree: Tree) -> bytes:
    """Return a compound file of streams (bytes) and storages (trees)."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, 0, b""]]

    def add(below: Tree) -> int:
        """Add what is in a storage, each entry linked to the next; return the first."""
        first = previous = _FREE
        for name, content in below.items():
            number = len(entries)
            is_stream = isinstance(content, bytes)
            data = content.ljust(_LEAST, b"\x00") if isinstance(content, bytes) else b""
            entries.append([name, 2 if is_stream else 1, _FREE, _FREE, 0, data])
            if not isinstance(content, bytes):
                entries[number][3] = add(content)
            if previous == _FREE:
                first = number
            else:
                entries[previous][2] = number
            previous = number
        return first

    entries[0][3] = add(tree)
    while len(entries) % 4:
        entries.append(["", 0, _FREE, _FREE, 0, b""])
    directory = len(entries) // 4
    fat = [*range(1, directory), _END]
    body = b""
    for entry in entries:
        data = entry[5]
        assert isinstance(data, bytes)
        if data:
            data += b"\x00" * (-len(data) % _SECTOR)
            entry[4] = len(fat)
            count = len(data) // _SECTOR
            fat += [*range(len(fat) + 1, len(fat) + count), _END]
            body += data
    sectors = -(-(len(fat) + 1) // 127)
    places = [len(fat) + i for i in range(sectors)]
    fat += [_FAT] * sectors
    fat += [_FREE] * (sectors * 128 - len(fat))
    listed = b""
    for name, kind, right, child, start, data in entries:
        assert isinstance(name, str)
        assert isinstance(data, bytes)
        spelled = name.encode("utf-16-le")
        length = len(spelled) + 2 if name else 0
        listed += spelled.ljust(64, b"\x00") + struct.pack("<HBB", length, kind, 1)
        listed += struct.pack("<III", _FREE, right, child) + bytes(36)
        listed += struct.pack("<IQ", start, len(data))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, sectors, 0, 0, _LEAST, _END, 0, _END, 0)
    header += struct.pack(f"<{sectors}I", *places)
    return header.ljust(_SECTOR, b"\xff") + listed + body + struct.pack(f"<{len(fat)}I", *fat)
