"""Presentations, made by another library."""

from __future__ import annotations

import io

import pptx
from pptx.util import Inches

from tests.support.office import read


def test_a_slide_is_a_page_and_its_title_a_heading() -> None:
    """In the order in which they are shown."""
    slides = pptx.Presentation()
    for title, content in (("Fruit", "Apples are red."), ("Kinds", "Braeburn")):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = content
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "2020", "42"
    saved = io.BytesIO()
    slides.save(saved)
    found = read("pptx", saved.getvalue())
    assert found.text == "Fruit\n\nApples are red.\n\nKinds\n\nBraeburn\n\n| 2020 | 42 |"
    assert [h.title for h in found.headings] == ["Fruit", "Kinds"]
    assert [found.text[start:].split()[0] for start in found.pages] == ["Fruit", "Kinds"]
