"""Takes the pictures of the page in docs/screenshots: every state, and the main ones in all sizes.

Run: python -m tests.screenshots [--into docs/screenshots] [--all-sizes] [NAME…]

Each is named ``state-size-scheme.png`` and has at most 128 colours, which text on paper does not
miss. NAME picks states, such as ``answer``. Pictures of states that are no longer taken are
removed, unless NAME picks some.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.screenshots.servers import serving
from tests.screenshots.states import STATES
from tests.support.browsing import ROOT, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.screenshots.states import State

_TOUCH = {"has_touch": True, "is_mobile": True}
SIZES: dict[str, dict[str, object]] = {
    "narrow": {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 2, **_TOUCH},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, **_TOUCH},
    "tablet": {"viewport": {"width": 1024, "height": 768}},
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "wide": {"viewport": {"width": 1920, "height": 1080}},
}
SCHEMES = ("light", "dark")
COLOURS = 128

MAIN = [
    ("narrow", "light"),
    *((size, scheme) for size in SIZES if size != "narrow" for scheme in SCHEMES),
]
OTHERS = [("laptop", "light"), ("phone", "dark")]


def sizes_of(state: State) -> list[tuple[str, str]]:
    """Return the sizes and schemes in which a state is taken."""
    return MAIN if state.is_main else OTHERS


def take(browser: Browser, address: str, state: State, size: str, scheme: str) -> bytes:
    """Return the picture of a state, as a PNG."""
    options = SIZES[size]
    with browser.new_context(color_scheme=scheme, **options) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        state.show(page)
        page.wait_for_timeout(400)
        taken = page.screenshot(animations="disabled", caret="hide")
    with Image.open(io.BytesIO(taken)) as picture:
        reduced = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    saved = io.BytesIO()
    reduced.save(saved, "PNG", optimize=True)
    return saved.getvalue()


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="states to take (all)")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument(
        "--all-sizes", action="store_true", help="every state in every size, to look at"
    )
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    wanted = [state for state in STATES if not options.names or state.name in options.names]
    made = set()
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        for server in dict.fromkeys(state.server for state in wanted):
            with serving(server, Path(folder)) as address:
                for state in (each for each in wanted if each.server == server):
                    sizes = sizes_of(state)
                    if options.all_sizes:
                        sizes = [*((size, "light") for size in SIZES), ("phone", "dark")]
                    for size, scheme in sizes:
                        path = options.into / f"{state.name}-{size}-{scheme}.png"
                        path.write_bytes(take(browser, address, state, size, scheme))
                        made.add(path)
                        print(path, path.stat().st_size)  # noqa: T201
    if not options.names:
        for old in set(options.into.glob("*.png")) - made:
            old.unlink()


if __name__ == "__main__":
    main()
