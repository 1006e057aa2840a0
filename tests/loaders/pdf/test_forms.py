"""What was typed into a form or written on a page is text, at its place."""

from __future__ import annotations

from pathlib import Path

from qa.loaders.pdf import extract
from tests.support.pdfs import FIELD_FONT, pdf_with


def text_of(lines: list[tuple[int, int, str]], annotations: list[str]) -> list[str]:
    """Return the lines that are read of a page with text at places, and annotations."""
    content = " ".join(f"BT /F 11 Tf {x} {y} Td ({words}) Tj ET" for x, y, words in lines)
    (found,) = extract(pdf_with(content, annotations), Path("a.pdf"))
    return [line for line in found.text.split("\n") if line]


def field(kind: str, rect: str, more: str) -> str:
    """Return a field of a form."""
    return f"/Subtype /Widget /FT /{kind} /Rect [{rect}] /F 4 /T (a{abs(hash(rect))}) {more}"


def test_values_stand_behind_their_labels() -> None:
    """Typed, chosen from a list, over several lines; a password and a hidden field are left out."""
    assert text_of(
        [(50, 700, "Name of the mill:"), (50, 660, "County:"), (50, 620, "Remarks:")],
        [
            field("Tx", "200 695 500 712", "/V (Speedwell Mill)"),
            field("Ch", "200 655 500 672", "/Ff 131072 /Opt [[(k) (Kent)] [(d) (Devon)]] /V (d)"),
            field("Tx", "200 560 500 632", "/Ff 4096 /V (The wheel\\nis stuck.)"),
            field("Tx", "200 500 500 520", "/Ff 8192 /V (secret)"),
            field("Tx", "200 470 500 490", "/V (unseen)").replace("/F 4", "/F 2"),
        ],
    ) == ["Name of the mill: Speedwell Mill", "County: Devon", "Remarks: The wheel is stuck."]


def test_a_tick_stands_before_its_words() -> None:
    """Those that are not ticked, too: the page shows them."""
    looks = "/AP << /N << /On 4 0 R /Off 4 0 R >> >>"
    assert text_of(
        [(80, 700, "Grain"), (80, 670, "Timber")],
        [
            field("Btn", "55 698 67 710", f"/V /On /AS /On {looks}"),
            field("Btn", "55 668 67 680", f"/V /Off /AS /Off {looks}"),
        ],
    ) == ["☒ Grain", "☐ Timber"]


def test_free_text_and_comments_are_lines_of_their_own() -> None:
    """At their place; a comment says whose it is. An empty one is nothing."""
    assert text_of(
        [(50, 700, "The dam was raised."), (50, 600, "The pond was drained.")],
        [
            (
                "/Subtype /FreeText /Rect [60 640 400 660] /Contents (Seen by M. Aldous)"
                f" /DA ({FIELD_FONT})"
            ),
            "/Subtype /Text /Rect [400 595 420 612] /T (R. Fenn) /Contents (In which year?)",
            "/Subtype /Highlight /Rect [50 595 90 612] /QuadPoints [50 612 90 612 50 595 90 595]",
        ],
    ) == [
        "The dam was raised.",
        "Seen by M. Aldous",
        "The pond was drained.",
        "[Comment by R. Fenn] In which year?",
    ]
