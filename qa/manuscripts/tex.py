r"""LaTeX: its words, block quotes, ``\enquote``, footnotes and citations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.loaders.tex_markup import plain_tex
from qa.manuscripts.citations import bare_pages_of, sources_of_note
from qa.manuscripts.prose import Prose
from qa.manuscripts.records import ClaimedSource
from qa.records import Span
from qa.text.character_classes import QUOTATION_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.manuscripts.records import Manuscript

_BEGIN, _END = "\\begin{document}", "\\end{document}"
_TOKEN = re.compile(
    r"""(?P<comment>%[^\n]*(?:\n[ \t]*)?)
      | (?P<env>\\(?:begin|end)\{(?P<name>[A-Za-z]{1,40})\*?\})
      | (?P<verb>\\verb\*?([^A-Za-z\s]))
      | (?P<accent>\\(?:[`'^"~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])|[uvHcdbk]\{\\?[A-Za-z]\}))
      | (?P<command>\\[A-Za-z]{1,40}\*?)
      | (?P<sign>\\[^A-Za-z])
      | (?P<german>"[`'=~|-])
      | (?P<ligature>``|''|<<|>>|,,|-{2,3}|`|~)
      | (?P<math>\$\$?)
      | (?P<brace>[{}])
      | (?P<blank>\n[ \t]*\n\s*)
    """,
    re.VERBOSE,
)
_LIGATURES = {
    "``": "“", "''": "”", "<<": "«", ">>": "»", ",,": "„", "--": "–", "---": "—", "`": "‘",
    "~": " ", '"`': "„", "\"'": "“", '"=': "-", '"~': "-", '"|': "", '"-': "",
}  # fmt: skip
_SIGNS = {"\\\\": "\n", "\\,": " ", "\\;": " ", "\\ ": " ", "\\-": "", "\\/": "", "\\@": ""}
_WORDS = {
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "lq": "‘",
    "rq": "’", "textquotedblleft": "“", "textquotedblright": "”", "guillemotleft": "«",
    "guillemotright": "»", "quotedblbase": "„", "ldots": "…", "dots": "…", "textellipsis": "…",
    "par": "\n\n", "newline": "\n", "textendash": "–", "textemdash": "—", "quad": " ",
}  # fmt: skip
_CITES = re.compile(
    r"(?:[Aa]uto|[Tt]ext|[Pp]aren|foot|footfull|full|super|smart|[Nn]o)?[Cc]ite(?:t|p|alt|alp|author|year|title)?s?"
    r"|[Cc]ite(?:alt|alp|[tp])?|footcitetext"
)
_NARRATIVE = re.compile(r"[Tt]extcites?|[Cc]itet|[Cc]iteauthor")
_NOTES = frozenset({"footnote", "footnotetext", "endnote", "thanks", "sidenote"})
_QUOTES = frozenset({"enquote", "foreignquote", "hyphenquote"})
_QUOTES_WITH_SOURCE = frozenset({"textquote", "blockquote"})
_QUOTES_WITH_KEY = frozenset({"textcquote", "blockcquote"})
_BLOCKS = frozenset({"quote", "quotation", "displayquote", "displaycquote", "verse", "blockquote"})
_CITED_BLOCKS = frozenset({"displayquote", "displaycquote", "blockquote"})
_SKIPPED = frozenset(
    """
    verbatim lstlisting minted equation align gather displaymath eqnarray multline math
    tikzpicture thebibliography tabular array filecontents comment
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_WITHOUT_WORDS = frozenset(
    """
    label ref eqref pageref autoref cref Cref index vspace hspace includegraphics input include
    usepackage documentclass setcounter addtocounter pagestyle thispagestyle bibliographystyle
    bibliography addbibresource hyphenation setlength selectlanguage url hypersetup newcommand
    renewcommand geometry
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_MARKS = str.maketrans(dict.fromkeys(QUOTATION_MARKS, " "))
_BLANK = re.compile(r"[ \t]*\n?[ \t]*")
_LONGEST = 20_000  # characters of an argument
_LONGEST_OPTION = 500
_DEEPEST = 8
_BRACE = re.compile(r"\\.|%[^\n]*|[{}]")
_BIBLIOGRAPHY = re.compile(
    r"\\(?:bibliography|addbibresource)(?:\[[^\[\]\n]{0,200}\])?\{([^{}\n]{1,500})\}"
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")


@dataclass(frozen=True, slots=True)
class _Arguments:
    """What follows a command: its options, its first arguments, and where the text goes on."""

    options: tuple[str, ...]
    begins: tuple[int, ...]
    values: tuple[str, ...]
    end: int


def read_tex(text: str, name: str) -> Manuscript:
    """Read LaTeX.

    Args:
        text: of the file.
        name: of the file.
    """
    prose = Prose(name, text)
    begin = text.find(_BEGIN)
    begin = begin + len(_BEGIN) if begin >= 0 else 0
    end = text.find(_END, begin)
    reader = _Reader(text, prose)
    reader.read(begin, end if end >= 0 else len(text))
    reader.write_notes()
    manuscript = prose.finished()
    manuscript.marks.sort(key=lambda mark: mark.offset)
    manuscript.bibliographies = tuple(
        part.strip()
        for found in _BIBLIOGRAPHY.finditer(_COMMENT.sub("", text))
        for part in found[1].split(",")
    )
    if reader.others:
        names = ", ".join(sorted(reader.others))
        manuscript.remarks = (f"The files that it includes are not read: {names}. Check them too.",)
    return manuscript


class _Reader:
    """Reads a file of LaTeX from its beginning to its end, and its footnotes after that."""

    def __init__(self, text: str, prose: Prose) -> None:
        self._text = text
        self._prose = prose
        self._notes: list[tuple[int, int]] = []
        self._closed = _closing_braces(text)
        self.others: set[str] = set()

    def read(self, begin: int, end: int, depth: int = 0) -> None:
        """Write the words of a part of the text."""
        at = begin
        while found := _TOKEN.search(self._text, at, end):
            self._prose.write(self._text[at : found.start()], at)
            at = self._token(found, end, depth)
        self._prose.write(self._text[at:end], at)

    def write_notes(self) -> None:
        """Write the footnotes, each as a paragraph; notes in them come after them."""
        for begin, end in self._notes:
            self._prose.end_paragraph(begin)
            start = self._prose.length
            self.read(begin, end)
            if self._prose.length > start:
                self._prose.manuscript.notes.append(Span(start, self._prose.length))

    def _token(self, found: re.Match[str], last: int, depth: int) -> int:
        kind, mark, begin, end = found.lastgroup or "", found[0], found.start(), found.end()
        if found["env"] is not None:
            return self._environment(mark[1] == "b", found["name"], begin, end)
        if kind == "command":
            return self._command(mark[1:].rstrip("*"), begin, end, depth)
        if kind == "math":
            closing = self._text.find(mark, end, min(last, end + _LONGEST))
            closing = closing if closing >= 0 else end
            # Signs in a formula are no quotation marks.
            self._prose.write(self._text[begin : closing + len(mark)].translate(_MARKS), begin)
            return min(last, closing + len(mark))
        if found["verb"] is not None:
            closing = self._text.find(mark[-1], end, min(last, end + _LONGEST))
            return end if closing < 0 else closing + 1
        if kind == "blank":
            self._prose.end_paragraph(begin)
        elif kind == "accent":
            self._prose.write(plain_tex(mark), begin, 0)
        elif kind == "sign":
            self._prose.write(_SIGNS.get(mark, mark[1:]), begin, 0)
        elif kind in ("ligature", "german"):
            self._prose.write(_LIGATURES[mark], begin, 0)
        return end

    def _environment(self, opens: bool, name: str, begin: int, end: int) -> int:  # noqa: FBT001
        if opens and name in _SKIPPED:
            closing = self._text.find(f"\\end{{{name}", end)
            return end if closing < 0 else self._text.find("}", closing) + 1
        if name in _BLOCKS:
            if opens:
                self._prose.begin_block(begin)
                return self._cited_block(name, end) if name in _CITED_BLOCKS else end
            self._prose.end_block(begin)
        else:
            self._prose.end_paragraph(begin)
            if opens:
                return self._arguments(end, 0).end
        return end

    def _cited_block(self, name: str, end: int) -> int:
        """Note the source of a ``displayquote[Smith, p. 4]`` or a ``displaycquote``."""
        needed = 1 if name == "displaycquote" else 0
        followed = self._arguments(end, needed, is_spaced=False)  # "[A]nother" begins a line
        if name == "displaycquote" and followed.values:
            self._prose.mark(*_sources(followed.values[0], followed.options))
        elif followed.options:
            self._prose.mark(*_noted(followed.options[0]))
        return followed.end

    def _command(self, name: str, begin: int, end: int, depth: int) -> int:  # noqa: PLR0911, C901, PLR0912 - one case a line
        if name in _WORDS:
            if name == "par":
                self._prose.end_paragraph(begin)
            else:
                self._prose.write(_WORDS[name], begin, 0)
            return self._after_word(end)
        if _CITES.fullmatch(name):
            followed = self._arguments(end, 1)
            if followed.values and not name.casefold().startswith("nocite"):
                sources = _sources(
                    followed.values[0], followed.options, bool(_NARRATIVE.fullmatch(name))
                )
                self._prose.mark(*sources)
            return followed.end
        if name in _NOTES:
            followed = self._arguments(end, 1)
            if followed.values and depth < _DEEPEST:
                self._prose.mark(*_noted(followed.values[0]))
                start = followed.begins[0]
                self._notes.append((start, start + len(followed.values[0])))
            return followed.end
        if name in _QUOTES | _QUOTES_WITH_SOURCE | _QUOTES_WITH_KEY and depth < _DEEPEST:
            return self._quote(name, begin, end, depth)
        if name in ("input", "include"):
            followed = self._arguments(end, 1)
            self.others.update(followed.values)
            return followed.end
        if name in _WITHOUT_WORDS:
            return self._arguments(end, 2 if name.endswith("command") else 1).end
        if name == "href":
            return self._arguments(end, 1).end
        if name in ("textelp", "textins"):
            followed = self._arguments(end, 1)
            inside = plain_tex(followed.values[0]) if followed.values else ""
            self._prose.write(f"[{inside or '…'}]", begin, 0)
            return followed.end
        if name in (
            "section",
            "subsection",
            "subsubsection",
            "chapter",
            "paragraph",
            "item",
            "title",
        ):
            self._prose.end_paragraph(begin)
        special = plain_tex(f"\\{name}")
        self._prose.write(special, begin, 0)
        return self._after_word(end) if special else self._arguments(end, 0).end

    def _quote(self, name: str, begin: int, end: int, depth: int) -> int:
        needed = 2 if name in (*_QUOTES_WITH_KEY, "foreignquote", "hyphenquote") else 1
        followed = self._arguments(end, needed)
        if len(followed.values) < needed:
            return end
        start = followed.begins[-1]
        inner = depth > 0
        self._prose.write("‘" if inner else "“", begin, 0)
        self.read(start, start + len(followed.values[-1]), depth + 1)
        self._prose.write("’" if inner else "”", followed.end - 1, 0)
        if name in _QUOTES_WITH_KEY:
            self._prose.mark(*_sources(followed.values[0], followed.options))
        elif name in _QUOTES_WITH_SOURCE and followed.options:
            self._prose.mark(*_noted(followed.options[0]))
        return followed.end

    def _arguments(self, at: int, needed: int, *, is_spaced: bool = True) -> _Arguments:
        """Return the options in brackets and some arguments in braces that follow a command."""
        options: list[str] = []
        begins: list[int] = []
        values: list[str] = []
        while True:
            blank = _BLANK.match(self._text, at) if is_spaced else None
            start = blank.end() if blank else at
            char = self._text[start : start + 1]
            if char == "[" and not values:
                closing = _closing_bracket(self._text, start + 1)
                if closing is None:
                    break
                options.append(self._text[start + 1 : closing])
                at = closing + 1
            elif char == "{" and len(values) < needed:
                closing = self._closed.get(start, -1)
                if not start < closing <= start + _LONGEST:
                    break
                begins.append(start + 1)
                values.append(self._text[start + 1 : closing])
                at = closing + 1
            else:
                break
        return _Arguments(tuple(options), tuple(begins), tuple(values), at)

    def _after_word(self, at: int) -> int:
        """Return where the text goes on after a command for a sign: a space or braces end it."""
        if self._text.startswith("{}", at):
            return at + 2
        return at + 1 if self._text[at : at + 1] == " " else at


def _closing_braces(text: str) -> dict[int, int]:
    """Return where each brace that opens is closed, read once for the whole text."""
    closed: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            closed[opened.pop()] = found.start()
    return closed


def _closing_bracket(text: str, start: int) -> int | None:
    """Return where an option ends; it has no brackets but in braces."""
    part = text[start : start + _LONGEST_OPTION].partition("\n\n")[0]
    at = part.find("]")
    while at >= 0 and part.count("{", 0, at) > part.count("}", 0, at):
        at = part.find("]", at + 1)
    return start + at if at >= 0 and "[" not in part[:at] else None


def _sources(
    keys: str,
    options: tuple[str, ...],
    is_narrative: bool = False,  # noqa: FBT001, FBT002
) -> Iterator[ClaimedSource]:
    """Yield the sources of a citation: the last option is the locator of the last key."""
    names = [key.strip() for key in keys.split(",") if key.strip()]
    locator = plain_tex(options[-1]).strip() if options else ""
    pages = bare_pages_of(locator.replace("–", "-"))
    for i, key in enumerate(names):
        own = i == len(names) - 1
        words = f"{key}, {locator}" if own and locator else key
        yield ClaimedSource(words, key=key, pages=pages if own else None, is_narrative=is_narrative)


_CITED = re.compile(
    r"\\[A-Za-z]{0,12}[cC]ite[a-z]{0,12}\*?((?:\[[^\[\]\n]{0,300}\]){0,2})\{([^{}]{1,500})\}"
)


def _noted(note: str) -> tuple[ClaimedSource, ...]:
    """Return the sources that a footnote names by keys or, without any, in words."""
    cited = [
        source
        for found in _CITED.finditer(note)
        for source in _sources(
            found[2], tuple(found[1].strip("[]").split("][")) if found[1] else ()
        )
    ]
    return tuple(cited) or sources_of_note(plain_tex(note))
