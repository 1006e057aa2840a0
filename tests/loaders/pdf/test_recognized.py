"""Words recognized in a picture of a page are read as words of the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.loaders.ocr.boxes import unpacked_boxes
from qa.loaders.ocr.seen import SeenPage, SeenWord
from qa.loaders.ocr.tesseract import words_of_table
from qa.loaders.pdf import extract
from qa.loaders.pdf.recognized_pages import sentences_around
from qa.records import Span
from tests.support.scans import scanned, table

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

ENGINE = "tesseract 5.3.0 (eng)"
LINES = [
    "The keeper of the light writes down the weather.",
    "He lights the lamp before the sun sets, and",
    "waits. The oil comes in May.",
]


def seen(words: list[SeenWord], *, alone: bool = False, missed: int = 0) -> SeenPage:
    """Return a page with these words."""
    return SeenPage(tuple(words), ENGINE, alone, missed)


def read(texts: list[str | None], pages: dict[int, SeenPage]) -> Extract:
    """Return the document of a scan."""
    (found,) = extract(scanned(texts), Path("scan.pdf"), pages)
    return found


def quoted_away(found: Extract) -> list[str]:
    """Return what is never quoted."""
    return [found.text[aside.start : aside.end] for aside in found.asides]


def test_pages_without_words_are_named() -> None:
    """A page that has words, or is empty, needs no engine."""
    found = read([None, "Words of its own.", None], {})
    assert found.unread == (1, 3)
    assert read(["Words.", ""], {}).unread == ()


def test_recognized_words_are_the_text_of_their_page() -> None:
    """Line by line, with the page's certainty and a note; the other page is what it was."""
    words = words_of_table(table(LINES))
    found = read([None, "Words of its own."], {1: seen(words)})
    assert found.text.splitlines() == [*LINES, "Words of its own."]
    (page,) = found.recognized
    assert (page.number, page.certainty, page.engine) == (1, 0.965, ENGINE)
    assert found.notes == (f"page 1 recognized by {ENGINE}; mean certainty 96%",)
    assert found.unread == ()
    assert found.asides == ()


def test_boxes_lead_to_the_words() -> None:
    """Each is that of the word at its offsets in the page's text."""
    words = words_of_table(table(LINES))
    found = read(["First page.", None], {2: seen(words)})
    text = found.text[found.pages[1] :]
    boxes = list(unpacked_boxes(found.recognized[0].boxes))
    assert [text[box.start : box.end] for box in boxes] == " ".join(LINES).split()
    for box, word in zip(boxes, words, strict=True):
        assert abs(box.left - word.left) + abs(box.top - word.top) < 1e-3
        assert abs(box.right - word.right) + abs(box.bottom - word.bottom) < 1e-3


def test_columns_are_read_one_after_another() -> None:
    """As those of a page that has its words."""
    left = words_of_table(table(["The left side speaks", "of the boat and of", "its two oars."]))
    right = words_of_table(
        table(["The right side tells", "of the weather and", "of its signs."], left=1400)
    )
    right = [word._replace(line=word.line + 3) for word in right]
    found = read([None], {1: seen([*left, *right])})
    assert found.text.index("two oars.") < found.text.index("The right side")


def test_lines_of_a_page_that_lies_askew_are_not_mixed() -> None:
    """A short line has the height of the long one above, where that ends."""
    lines = ["Words of a long line that " * 2 + "ends.", "Short.", "Words of another line " * 2]
    words = words_of_table(table(lines))
    askew = []
    for line in range(3):
        of_line = [word for word in words if word.line == line]
        fall = [0.07 * (word.left + word.right) / 2 for word in of_line]
        base = of_line[0].base + sum(fall) / len(fall)
        askew += [
            word._replace(top=word.top + down, bottom=word.bottom + down, base=base)
            for word, down in zip(of_line, fall, strict=True)
        ]
    found = read([None], {1: seen(askew)})
    assert found.text.split() == " ".join(lines).split()


def test_a_sentence_with_a_doubtful_word_is_not_quoted() -> None:
    """All of it, over line ends, as a half would say something else; a note counts them."""
    words = words_of_table(table(LINES, ("lamp",)))
    found = read([None], {1: seen(words)})
    assert quoted_away(found) == ["He lights the lamp before the sun sets, and\nwaits."]
    assert found.notes[-1] == (
        "never quoted, as words in them are uncertain: 1 sentence or line on page 1"
    )


def test_a_page_that_is_mostly_doubtful_is_not_quoted() -> None:
    """Words on it that are certain are so by chance."""
    words = words_of_table(table(LINES, tuple(" ".join(LINES).split()[1:])))
    found = read([None, "Fine."], {1: seen(words)})
    assert quoted_away(found) == ["\n".join(LINES)]
    assert found.headings == ()
    assert found.notes[-1] == "never quoted, as their words are uncertain: page 1"


def test_specks_are_no_words() -> None:
    """Signs of which the engine is not certain."""
    words = words_of_table(table(["~ The keeper. |"], ("~", "|")))
    assert read([None], {1: seen(words)}).text.strip() == "The keeper."


def test_words_of_the_file_win_over_those_of_its_picture() -> None:
    """The caption beside a picture stays as the file has it, once; unless an engine is forced."""
    caption = "Sheet 4 of the log"
    whole = read([caption], {})
    assert whole.text.strip() == caption
    at = 10 / 210
    again = [
        SeenWord(word, at + 0.045 * i, 0.036, at + 0.045 * i + 0.03, 0.048, 0.9, 0, 0.046, 0.014)
        for i, word in enumerate(["5heet"])
    ]
    below = words_of_table(table(["The keeper."]))
    below = [word._replace(line=1) for word in below]
    found = read([caption], {1: seen([*again, *below])})
    assert found.text.split() == [*caption.split(), "The", "keeper."]
    forced = read([caption], {1: seen([*again, *below], alone=True)})
    assert forced.text.split() == ["5heet", "The", "keeper."]
    assert "as --ocr force asks" in forced.notes[0]


def test_lines_that_could_not_be_recognized_are_counted() -> None:
    """A page of which nothing was read is still one without text."""
    found = read([None, "Fine."], {1: seen([], missed=2)})
    assert found.recognized == ()
    assert found.notes == (
        "page 1 has no text (scanned?)",
        (
            "2 lines on page 1 could not be recognized, such as in a script that the engine does "
            "not know"
        ),
    )


def test_sentences_end_at_points_blank_lines_and_rows() -> None:
    """A row of a table is a sentence of its own."""
    text = "One two. Three four\nfive. Six\n\n| a | b |\n| c | d |"
    for word, whole in (
        ("two", "One two."),
        ("five", "Three four\nfive."),
        ("Six", "Six"),
        ("b |", "| a | b |"),
        ("d |", "| c | d |"),
    ):
        at = text.index(word)
        (span,) = sentences_around(text, [Span(at, at + len(word))])
        assert text[span.start : span.end] == whole
    assert sentences_around(text, []) == []
