"""The words of a piece of LaTeX."""

from __future__ import annotations

import re
import unicodedata

_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n[ \t]*)?")
_DROPPED = re.compile(
    r"\\(?:[a-z]{0,8}label|index[a-z]{0,20}|vspace|hspace|includegraphics|bibliography|"
    r"bibliographystyle|input|include|usepackage|documentclass|setcounter|addtocounter|pagestyle|"
    r"thispagestyle|newcommand|renewcommand|centering|noindent|maketitle|tableofcontents|hline|"
    r"toprule|midrule|bottomrule|clearpage|newpage|appendix|small|large|Large|footnotesize|cline|"
    r"cmidrule|raggedright|vfill|hfill|medskip|bigskip|smallskip)(?![A-Za-z])\*?"
    r"(?:\[[^\[\]\n]{0,200}\])?(?:\([^()\n]{0,20}\))?(?:\{(?:[^{}\n]|\{[^{}\n]{0,200}\}){0,300}\}){0,2}"
)
_REFERENCE = re.compile(
    r"\\(?:eq|page|auto|c|C)?ref\{([^{}\n]{1,100})\}|"
    r"\\[cC]ite[a-z]{0,12}\*?(?:\[[^\[\]\n]{0,100}\]){0,2}\{([^{}\n]{1,300})\}"
)
_PLAIN_TITLE = re.compile(r"\\texorpdfstring\{[^{}\n]{0,200}\}\{([^{}\n]{0,200})\}")
_LINK = re.compile(r"\\href\{[^{}\n]{0,1000}\}")
_COMMAND = re.compile(r"\\[A-Za-z]{1,40}\*?(?:\[[^\[\]\n]{0,200}\])?[ \t]?")
_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))|"
    r"([uvHcdb])(?:\{\\?([A-Za-z])\}|[ \t]\\?([A-Za-z])(?![A-Za-z])))"
)
_SPECIAL = {
    r"\&": "&", r"\%": "%", r"\#": "#", r"\_": "_", r"\{": "{", r"\}": "}",
    "---": "—", "--": "–", "``": "“", "''": "”", "~": " ", r"\,": " ", r"\;": " ", r"\ ": " ",
    r"\-": "", r"\/": "", r"\ss": "ß", r"\ldots": "…", r"\dots": "…", r"\textbackslash": "\\",
    r"\LaTeX": "LaTeX", r"\TeX": "TeX", r"\S": "§", r"\euro": "€", r"\pounds": "£", r"\times": "×",
    r"\o": "ø", r"\O": "Ø", r"\aa": "å", r"\AA": "Å", r"\ae": "æ", r"\AE": "Æ", r"\l": "ł",
    r"\L": "Ł", r"\pm": "±", r"\leq": "≤", r"\geq": "≥", r"\cdot": "·", r"\degree": "°",
}  # fmt: skip
_SPECIALS = re.compile(
    "|".join(
        re.escape(mark) + (r"(?![A-Za-z])(?:\{\}| )?" if mark[-1:].isalpha() else "")
        for mark in sorted(_SPECIAL, key=len, reverse=True)
    )
)
_COMBINING = dict(
    zip(
        "`'^\"~=.uvHcdb",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331",
        strict=True,
    )
)
_DOLLAR = "\ue002"
_BRACES = str.maketrans("", "", "{}")
_ESCAPED = {"{": "\ue000", "}": "\ue001"}


def without_comments(text: str) -> str:
    """Return LaTeX without its comments.

    Args:
        text: LaTeX.
    """
    return _COMMENT.sub("", text)


def argument(text: str, start: int, longest: int) -> tuple[str, int]:
    """Return what is in braces that were opened just before, and where they are closed.

    Args:
        text: LaTeX.
        start: of what is in the braces.
        longest: characters after which they are taken to be not closed: empty, and the start.
    """
    depth = 1
    for brace in re.finditer(r"\\.|[{}]", text[start : start + longest]):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return text[start : start + brace.start()], start + brace.end()
    return "", start


def plain_tex(text: str) -> str:
    """Return the words of LaTeX without its mark-up; formulas stay as they are written.

    Args:
        text: LaTeX without headings.
    """
    text = _DROPPED.sub("", _PLAIN_TITLE.sub(r"\1", text))
    parts = text.replace(r"\(", "$").replace(r"\)", "$").replace(r"\$", _DOLLAR).split("$")
    if len(parts) % 2 == 0:  # one is not closed
        parts = [" ".join(parts)]
    words = "$".join(part if i % 2 else _without_commands(part) for i, part in enumerate(parts))
    return words.replace(_DOLLAR, "$")


def _without_commands(text: str) -> str:
    words = _REFERENCE.sub(lambda found: f"[{found[1] or found[2]}]", text)
    words = _ACCENT.sub(_accented, _LINK.sub("", words))
    words = _COMMAND.sub("", _SPECIALS.sub(_special, words)).translate(_BRACES)
    return words.replace("\ue000", "{").replace("\ue001", "}")


def _special(mark: re.Match[str]) -> str:
    found = mark[0].removesuffix("{}").rstrip(" ") if mark[0][1:2].isalpha() else mark[0]
    words = _SPECIAL.get(found, _SPECIAL.get(mark[0], ""))
    return _ESCAPED.get(words, words)


def _accented(mark: re.Match[str]) -> str:
    letter = mark[2] or mark[3] or mark[5] or mark[6]
    return unicodedata.normalize("NFC", letter + _COMBINING[mark[1] or mark[4]])
