"""Which workers there are, and what is said where there are none."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from qa.errors import WorkersError
from qa.indexing.build import build_with_report
from qa.indexing.ray.connecting import _address, _silence, connected

if TYPE_CHECKING:
    from tests.support.indexes import Library

pytestmark = pytest.mark.long


@pytest.mark.parametrize("where", ["spark", "ray:", "ray://", "rays"])
def test_other_workers_are_refused(where: str, library: Library) -> None:
    """And what there is is named."""
    library.write(a="An apple.")
    with pytest.raises(WorkersError, match=f"No workers '{where}'. There are 'ray', on this"):
        build_with_report(
            [library.corpus], into=library.root, embedder=library.embedder, workers=where
        )


@pytest.mark.parametrize(
    ("where", "address"),
    [
        ("ray", None),
        ("ray://auto", "auto"),
        ("ray://head", "head:6379"),
        ("ray://head:7000", "head:7000"),
        ("ray://10.0.0.1:7000", "10.0.0.1:7000"),
    ],
)
def test_an_address_has_a_port(where: str, address: str | None) -> None:
    """That of ``ray start`` where none is named."""
    assert _address(where) == address


def test_without_ray_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is started."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with (
        pytest.raises(WorkersError, match=r'is not installed. Run: pip install "quoth\[ray\]"'),
        connected("ray"),
    ):
        pass


def test_what_a_library_prints_is_hidden_and_then_no_more(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Also what does not go through Python."""
    with _silence():
        os.write(2, b"hidden")
    os.write(2, b"seen")
    assert capfd.readouterr().err == "seen"
