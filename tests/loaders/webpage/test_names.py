"""Names are read word by word, however they are joined."""

from __future__ import annotations

import pytest

from qa.loaders.webpage import names


@pytest.mark.parametrize(
    "name", ["comments", "comment-list", "wp commentBox", "disqus_thread", "x_comments"]
)
def test_names_of_comments(name: str) -> None:
    """A word of them must be there; "comment" alone names other things as well."""
    assert names.name_comments(name)


@pytest.mark.parametrize(
    "name", ["", "comment", "commentary", "no-comments", "comments-open", "recommends"]
)
def test_names_that_are_not_of_comments(name: str) -> None:
    """Nor are those that say there are none."""
    assert not names.name_comments(name)


@pytest.mark.parametrize("name", ["related-posts", "mostPopular", "right-sidebar", "OUTBRAIN"])
def test_names_of_other_stories(name: str) -> None:
    """In any spelling."""
    assert names.name_other_stories(name)
    assert not names.name_other_stories(f"has-{name}")


@pytest.mark.parametrize(
    "name", ["article-body", "entryContent", "post__text", "story-body-wrapper"]
)
def test_names_of_an_articles_body(name: str) -> None:
    """As authoring systems give them."""
    assert names.name_body(name)


@pytest.mark.parametrize("name", ["content", "article-header", "body", "page", "entry-meta"])
def test_names_that_are_not_of_a_body(name: str) -> None:
    """They stand around anything."""
    assert not names.name_body(name)


def test_names_of_panels_overlays_and_furniture() -> None:
    """Each set has its own words."""
    assert names.name_panel("collapse show")
    assert names.name_overlay("site-modal")
    assert names.name_furniture("social-share-bar")
    assert not any(
        test("ferry-times") for test in (names.name_panel, names.name_overlay, names.name_furniture)
    )


def test_only_the_first_names_are_looked_at() -> None:
    """A hostile page has megabytes of them."""
    assert not names.name_comments("x " * 200 + "comments")
