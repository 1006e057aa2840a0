"""What only root may do is given up, so that modes of files count as they do for everyone."""

from __future__ import annotations

import ctypes

_CAPBSET_DROP = 24  # of prctl
_VERSION = 0x20080522  # of capget and capset: two words of 32 bits a set
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def give_up_privileges() -> None:
    """Read and write only what the mode of a file allows, in this process and those it starts."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_VERSION, 0), (_Sets * 2)()
    assert libc.capget(ctypes.byref(header), sets) == 0
    for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
        libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0)
        sets[0].effective &= ~(1 << capability)
        sets[0].permitted &= ~(1 << capability)
    assert libc.capset(ctypes.byref(header), sets) == 0
