"""The path of a collection leads to what the middleware knows without it."""

from __future__ import annotations

import pytest

from qa.web.paths import inner_path, path_of


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        ("/c/contracts/api/documents/a/b.txt", "/api/documents/a/b.txt"),
        ("/c/contracts/", "/"),
        ("/c/contracts", "/c/contracts"),
        ("/api/documents/c/x/y", "/api/documents/c/x/y"),
        ("/", "/"),
        ("", ""),
    ],
)
def test_a_request_is_seen_as_its_collection_sees_it(path: str, inner: str) -> None:
    """Any other one as it is."""
    assert inner_path(path) == inner


def test_the_only_collection_is_at_the_root() -> None:
    """One with a name has a path of its own."""
    assert [path_of(""), path_of("contracts")] == ["/", "/c/contracts/"]
