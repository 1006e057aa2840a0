"""Documents with the same title are told apart by their paths; others keep their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.web import strings
from qa.web.service.same_titles import titled, told_apart
from tests.support.webs import build_by

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from qa.web.service.service import Service


@pytest.mark.parametrize(
    ("doc_ids", "apart"),
    [
        (["new/lease.pdf", "old/lease.pdf"], ["new", "old"]),
        (["2024/north/a.pdf", "2024/south/b.pdf"], ["a.pdf", "b.pdf"]),
        (["x/a.pdf", "x/b.pdf"], ["a.pdf", "b.pdf"]),
        (["k/n/a.pdf", "k/s/a.pdf", "k/s/b.pdf"], ["n/a.pdf", "s/a.pdf", "s/b.pdf"]),
        (["lease.pdf", "old/lease.pdf"], ["lease.pdf", "old"]),
        (["list.jsonl#1", "list.jsonl#2"], ["list.jsonl#1", "list.jsonl#2"]),
    ],
)
def test_paths_tell_apart_where_they_differ(doc_ids: list[str], apart: list[str]) -> None:
    """What all of them have is left out; upper case and spaces do not make another title."""
    titles = ["Lease  Agreement", "lease agreement", "Lease agreement"]
    others = [("other.txt", "Other")]
    found = dict(told_apart([*zip(doc_ids, titles, strict=False), *others]))
    assert found == dict(zip(doc_ids, apart, strict=True))


def test_a_title_of_its_own_stays_as_it_is() -> None:
    """Nothing is added to it."""
    assert titled("Lease", "") == "Lease"
    assert titled("Lease", "new") == "Lease (new)"


def test_a_document_is_opened_with_what_tells_it_apart(
    client: TestClient, service: Service
) -> None:
    """Also after a build: it may have made a title one of several."""
    from qa.web.service.source import open_source  # noqa: PLC0415

    def title() -> str:
        with service.live.generation() as generation:
            found = open_source(generation, {"doc_id": "a/rules.md"})
        return str(found["title"])  # type: ignore[typeddict-item]

    client.put("/api/documents/a/rules.md", content=b"# Rules\n\nNo dogs.\n")
    build_by(client)
    assert title() == "Rules"
    client.put("/api/documents/b/rules.md", content=b"# Rules\n\nNo cats.\n")
    build_by(client)
    assert title() == strings.TITLE_APART.format(title="Rules", apart="a")
