"""CURRENT names one generation, and no damage makes it name another."""

from __future__ import annotations

import pytest

from qa.stores.folder.pointer import pointed_at, pointer_to


@pytest.mark.parametrize("name", ["000001", "000012", "999999999999"])
def test_it_names_a_generation(name: str) -> None:
    """One line, with check digits; a name alone, as earlier versions wrote it, is read too."""
    assert pointed_at(pointer_to(name).encode()) == name
    assert pointer_to(name).startswith(f"{name} ")
    assert pointed_at(f"{name}\n".encode()) == name


@pytest.mark.parametrize("name", ["000001", "000003", "123456"])
def test_no_flipped_bit_makes_it_name_another(name: str) -> None:
    """It is refused, or what it holds is no name of a generation."""
    data = pointer_to(name).encode()
    for bit in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            found = pointed_at(bytes(damaged))
        except ValueError:
            continue
        assert not found.isdecimal()
