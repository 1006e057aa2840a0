"""A formula is one line of plain characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.webpage.formulas import formula
from qa.loaders.webpage.nesting import parse_page


def line(content: str, attributes: str = "") -> str:
    """Return a formula on its line."""
    node = parse_page(f"<math {attributes}>{content}</math>", Path("a.html")).css_first("math")
    return formula(node)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<mi>F</mi><mo>=</mo><mi>m</mi><mo>&#8290;</mo><mi>a</mi>", "F = ma"),
        ("<msup><mi>r</mi><mn>2</mn></msup>", "r²"),
        ("<msup><mi>e</mi><mrow><mi>x</mi><mo>/</mo><mi>y</mi></mrow></msup>", "e^(x/y)"),
        ("<msub><mi>a</mi><mn>0</mn></msub><mo>,</mo><mi>b</mi>", "a₀,b"),
        ("<msubsup><mi>v</mi><mn>1</mn><mn>2</mn></msubsup>", "v₁²"),
        ("<mfrac><mi>p</mi><mrow><mi>q</mi><mo>+</mo><mn>1</mn></mrow></mfrac>", "p/(q + 1)"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x + 1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√x"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>", "1, 2; 3"),
        (
            (
                "<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\x</annotation>"
                "</semantics>"
            ),
            "x",
        ),
        ("<msup><mi>x</mi></msup>", "x"),
        ("<msup><msup><mi>x</mi><mn>2</mn></msup><mn>2</mn></msup>", "(x²)²"),
        (
            (
                "<msup><mrow><mi>a</mi><mo>+</mo><msup><mi>x</mi><mn>2</mn></msup></mrow>"
                "<mn>3</mn></msup>"
            ),
            "(a + x²)³",
        ),
        ("<msup><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow><mn>2</mn></msup>", "(a)²"),
        ("<msup><mrow><mi>(a)</mi><mi>(b)</mi></mrow><mn>2</mn></msup>", "((a)(b))²"),
        ("<msup><mrow><mo>-</mo><mn>2</mn></mrow><mn>4</mn></msup>", "(-2)⁴"),
        ("<msup><mfrac><mn>1</mn><mn>2</mn></mfrac><mn>3</mn></msup>", "(1/2)³"),
        ("<msup><mn>1.5</mn><mn>3</mn></msup>", "1.5³"),
        ("<msup><mrow><mi>x</mi><mi>y</mi></mrow><mn>2</mn></msup>", "(xy)²"),
        ("<msup><mrow><msub><mi>x</mi><mi>i</mi></msub></mrow><mn>2</mn></msup>", "xᵢ²"),
        ("<msub><mi>log</mi><mn>2</mn></msub>", "log₂"),
        ("<msub><mrow><mo>|</mo><mi>x</mi><mo>|</mo></mrow><mn>1</mn></msub>", "|x|₁"),
        (
            (
                "<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn>"
                "</mmultiscripts>"
            ),
            "¹⁴C₆",
        ),
        ("<mmultiscripts><mi>T</mi><mi>i</mi><mn>2</mn><mn>1</mn></mmultiscripts>", "Tᵢ²₁"),
    ],
)
def test_each_form_has_its_signs(content: str, expected: str) -> None:
    """What has no raised or lowered characters is set apart by a sign."""
    assert line(content) == expected


def test_the_words_of_the_author_come_first() -> None:
    """Without the style that some pages put around them."""
    assert line("<mi>x</mi>", 'alttext="x squared"') == "x squared"
    assert line("<mi>x</mi>", r'alttext="{\displaystyle x^{2}}"') == "x^{2}"


def test_depth_costs_no_stack() -> None:
    """Below forty levels the characters stay, without their form."""
    assert line("<mrow>" * 4000 + "<mi>x</mi>") == "x"
