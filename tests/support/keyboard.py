"""A page that is used by keyboard alone, with every key counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

MOST_TABS = 7
"""From where a person is to what they want: more would be absurd."""


@dataclass
class Keyboard:
    """The keyboard of a page, which counts what is pressed.

    Attributes:
        page: that has the focus.
        files: folder for what is chosen and saved.
        pressed: keys that lead somewhere; characters of words that are typed are not counted.
    """

    page: Page
    files: Path
    pressed: int = 0

    def __post_init__(self) -> None:
        # Choosers are caught from here on: a key would be quicker than a listener that begins then.
        self.page.on("filechooser", lambda _: None)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.pressed += 1
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)

    def tab_to(self, wanted: Locator, key: str = "Tab") -> None:
        """Press Tab until something has the focus."""
        for _ in range(MOST_TABS):
            self.press(key)
            if wanted.evaluate("element => element === document.activeElement"):
                return
        expect(wanted).to_be_focused()  # says where the focus is instead

    def choose(self, *names: str) -> None:
        """Press Enter on a button that takes files, and choose some."""
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files([self.files / name for name in names])

    def save(self, name: str) -> None:
        """Press Enter on a button that saves a file."""
        with self.page.expect_download() as download:
            self.press("Enter")
        download.value.save_as(self.files / name)

    def open_view(self, name: str, key: str = "Tab") -> None:
        """Open a view from wherever the focus is; ``key`` leads from the open one to it."""
        self.press("F6")
        self.tab_to(self.page.locator("#masthead nav a", has_text=name), key)
        self.press("Enter")
        expect(self.page.locator("#views .view:not([hidden]) h2")).to_be_focused()
