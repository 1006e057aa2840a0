"""RTF as Outlook packs it ([MS-OXRTFCP]): bytes, and references to bytes before."""

from __future__ import annotations

_PACKED = b"LZFu"
_AS_IT_IS = b"MELA"
_HEADER = 16
_WINDOW = 4096
_BEGIN = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the references may point to before there is anything."""


def unpacked(data: bytes) -> bytes:
    """Return RTF; it is at most nine times as long as what it is packed in.

    Args:
        data: as a message has it.

    Raises:
        ValueError: it is not packed so.
    """
    kind = data[8:12]
    if kind == _AS_IT_IS:
        return data[_HEADER:]
    if kind != _PACKED:
        msg = "unknown packing of RTF"
        raise ValueError(msg)
    window = bytearray(_BEGIN.ljust(_WINDOW, b"\x00"))
    at = len(_BEGIN)
    out = bytearray()
    position = _HEADER
    while position < len(data):
        flags = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data):
                break
            if not flags >> bit & 1:
                found = data[position : position + 1]
                position += 1
            else:
                reference = int.from_bytes(data[position : position + 2], "big")
                position += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == at:  # the end
                    return bytes(out)
                found = b""
                for step in range(length):
                    byte = window[(start + step) % _WINDOW]
                    window[(at + step) % _WINDOW] = byte
                    found += bytes((byte,))
            for byte in found:
                window[at] = byte
                at = (at + 1) % _WINDOW
            out += found
    return bytes(out)
