"""The words of a diagram are a list in the order of its outline."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from qa.loaders.diagrams import diagram_text
from qa.loaders.extraction import BlockText


def test_points_stand_below_theirs() -> None:
    """In the order of their lines; what no line leads to comes last, a circle ends."""
    points = "".join(
        f'<pt modelId="{name}" type="{kind}"><t><p><r><t>{name}</t></r></p></t></pt>'
        for name, kind in (
            *(("root", "doc"), ("Leaf", "node"), ("Tree", "node"), ("Twig", "node")),
            *(("Lone", "node"), ("form", "pres")),
        )
    )
    lines = "".join(
        f'<cxn srcId="{above}" destId="{below}" srcOrd="{order}"/>'
        for above, below, order in (
            *(("root", "Leaf", "1"), ("root", "Tree", "0"), ("Tree", "Twig", "0")),
            ("Twig", "Tree", "0"),
        )
    )
    blocks = BlockText()
    data = f"<data><ptLst>{points}</ptLst><cxnLst>{lines}</cxnLst></data>"
    diagram_text(fromstring(data.replace("<t>root</t>", "<t/>")), blocks)
    assert blocks.extract("").text == "- Tree\n  - Twig\n- Leaf\n- Lone"
