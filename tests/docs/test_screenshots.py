"""The pictures in docs/screenshots are those that ``make screenshots`` takes."""

from __future__ import annotations

import re

from PIL import Image

from tests.screenshots.__main__ import SIZES, sizes_of
from tests.screenshots.states import STATES
from tests.support.pages import ROOT

DOCS = ROOT / "docs"
PICTURES = DOCS / "screenshots"
MOST_BYTES = 8_000_000  # of all pictures: everyone who clones the repository gets them


def test_every_state_has_its_pictures_and_no_other_is_left() -> None:
    """A state that is added is also taken; one that is removed leaves nothing behind."""
    taken = {
        f"{state.name}-{size}-{scheme}.png" for state in STATES for size, scheme in sizes_of(state)
    }
    assert {path.name for path in PICTURES.iterdir()} == taken


def test_the_pictures_have_the_sizes_of_their_names_and_are_small() -> None:
    """In pixels of the screen that they stand for."""
    for path in PICTURES.iterdir():
        options = SIZES[path.stem.rsplit("-", 2)[1]]
        viewport, scale = options["viewport"], options.get("device_scale_factor", 1)
        assert isinstance(viewport, dict)
        assert isinstance(scale, int)
        with Image.open(path) as picture:
            assert picture.size == (viewport["width"] * scale, viewport["height"] * scale), path
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < MOST_BYTES


def test_every_picture_that_a_page_shows_is_there() -> None:
    """In the README and in docs/."""
    for page in (ROOT / "README.md", *DOCS.rglob("*.md")):
        for link in re.findall(r"!\[[^\]]*\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), (page, link)
