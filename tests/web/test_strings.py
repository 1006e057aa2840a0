"""Every word that the page shows is in one module, and can be translated there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from qa.grids.records import Label
from qa.verification.findings import ABSENT, ALTERED, ELSEWHERE, EXACT, STITCHED
from qa.verification.judging import GONE, MOVED
from qa.verification.verifying import NOT_VERIFIED
from qa.web import strings
from qa.web.api.grid_schemas import GridFormat
from qa.web.assets import PAGE
from qa.web.service.grid_job import State

WEB = PAGE.parent
WORDS = strings.all_words()
SCRIPTS = sorted(PAGE.rglob("*.js"))
TEMPLATES = sorted(PAGE.rglob("*.html"))
MODULES = sorted(PAGE.rglob("*.py"))

CONTENT = {"article", "article_unanswered"}  # a name and a question of the article, not of the page
FONTS = {"Segoe UI"}
FROM_THE_SERVER = (
    *("status_", "stage_", "verdict_", "counted_", "change_", "part_", "state_"),
    *("cell_", "grid_state_", "grid_as_"),
)
"""Groups of strings of which a script looks up the one that the server names."""

SHOWN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "label"}
LETTERS = re.compile(r"[^\W\d_]{2}")


def of(path: Path) -> str:
    """Return the name of a parametrised file."""
    return path.relative_to(PAGE).as_posix()


def code(path: Path) -> str:
    """Return a script without its comments."""
    return re.sub(r"(?m)^\s*//.*$|\s//\s.*$", "", path.read_text(encoding="utf-8"))


class Texts(HTMLParser):
    """Collects what of a template is shown or read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes that people see or hear."""
        self._style = tag == "style"
        self.found += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        """Leave the style sheet."""
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._style:
            self.found.append(data)


@pytest.mark.parametrize("path", TEMPLATES, ids=of)
def test_a_template_has_placeholders_instead_of_words(path: Path) -> None:
    """Signs such as × are no words."""
    texts = Texts()
    texts.feed(path.read_text(encoding="utf-8"))
    shown = [re.sub(r"\$\w+", "", text) for text in texts.found]
    assert [text for text in shown if LETTERS.search(text)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=of)
def test_a_script_shows_no_words_of_its_own(path: Path) -> None:
    """Neither sentences nor what it writes into an element or a label."""
    script = code(path)
    literals = [text[1:-1] for text in re.findall(r'"[^"\n]*"|`[^`]*`', script)]
    sentences = [text for text in literals if re.match(r"[A-Z][a-z’]* [\w “”’,.:…]+$", text)]
    sinks = r"(?:(?:textContent|title|alt|placeholder|label)(?: =|:) ?|\"aria-label\", |append\()"
    written = re.findall(rf'{sinks}["`]([^"`$]*[^\W\d_]{{2}}[^"`]*)["`]', script)
    children = re.findall(r'element\([^()]*\}, ["`]([^"`$]*[^\W\d_]{2}[^"`]*)["`]', script)
    assert sentences + written + children == []


@pytest.mark.parametrize("path", MODULES, ids=of)
def test_a_module_of_the_page_writes_no_words_of_its_own(path: Path) -> None:
    """Its HTML has strings of the page, of the documents and of errors between the tags."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ignored = {id(node) for node in ast.walk(tree) for node in not_shown(node)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in ignored
        and node.value not in FONTS
    ]
    between_tags = [text for text in texts if re.search(r">[^<>{}]*[^\W\d_]{2}", text)]
    in_labels = [text for text in texts if re.search(r'(?:title|alt)="[^"{]*[^\W\d_]{2}', text)]
    sentences = [text for text in texts if re.match(r"[A-Z][a-z’]* [\w “”’,.:…]+$", text)]
    assert between_tags + in_labels + sentences == []


def not_shown(node: ast.AST) -> list[ast.AST]:
    """Return the docstring that a node is, and what it writes to the log."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return [node.value]
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_log."):
        return list(node.args)
    return []


def test_every_string_is_used_and_every_string_used_exists() -> None:
    """None is left over, and no script, template or module names one that is missing."""
    scripts = "".join(map(code, SCRIPTS))
    templates = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    modules = "".join(
        path.read_text(encoding="utf-8") for path in WEB.rglob("*.py") if path.name != "strings.py"
    )
    names = "".join(re.findall(r"say\((.*?)[,)]", scripts))
    said = set(re.findall(r'"([a-z_]+)"', re.sub(r'=== "\w+"', "", names)))
    said |= set(re.findall(r'"(export_[a-z]+)"', scripts))  # a table of formats
    chosen = {name for name in WORDS if name.startswith(FROM_THE_SERVER)}
    placed = set(re.findall(r"\$([a-z_]+)", templates))
    imported = {name.lower() for name in re.findall(r"strings\.([A-Z_]+)", modules)}
    assert said - WORDS.keys() == set()
    assert imported - WORDS.keys() == {"article_questions"}
    given = {"collection", "formats", "icon", "links", "logout", "message"}  # HTML, see qa.web.page
    assert placed - WORDS.keys() == given
    assert WORDS.keys() - said - chosen - placed - imported - CONTENT - {"locale"} == set()


def test_the_names_of_the_server_are_those_that_it_sends() -> None:
    """A name that it does not send is never shown, and one without a string is not translated."""
    parts = {f"part_{name.replace(' ', '_')}" for name in NOT_VERIFIED}
    assert {name for name in WORDS if name.startswith("part_")} == parts
    # A quotation without a finding is unchecked.
    verdicts = {EXACT, ALTERED, STITCHED, ELSEWHERE, ABSENT, MOVED, GONE, "unchecked"}
    for group in ("verdict_", "counted_"):
        assert {name.removeprefix(group) for name in WORDS if name.startswith(group)} == verdicts
    for group, sent in (("cell_", Label), ("grid_state_", State), ("grid_as_", GridFormat)):
        names = {name.removeprefix(group) for name in WORDS if name.startswith(group)}
        assert names == set(get_args(sent))


def placeholders(word: str | dict[str, str]) -> set[str]:
    """Return the names in braces of a string, of all its forms."""
    forms = [word] if isinstance(word, str) else list(word.values())
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def test_a_script_fills_in_every_placeholder() -> None:
    """One that is left out would be shown as "undefined"."""
    scripts = "".join(map(code, SCRIPTS))
    calls = re.findall(r'say\("([a-z_]+)"(?:, \{([^{}]*)\})?', scripts)
    assert len(calls) > 40
    for name, values in calls:
        passed = set(re.findall(r"(?:^|, )\s*(\w+)", values))
        assert placeholders(WORDS[name]) <= passed, name


def test_the_forms_of_a_plural_have_the_same_placeholders() -> None:
    """But for the number, which some languages leave out of the form for one thing."""
    plurals = [word for word in WORDS.values() if isinstance(word, dict)]
    assert len(plurals) > 2
    for word in plurals:
        assert placeholders(word["one"]) | {"number"} == placeholders(word["other"])


def test_a_plural_chooses_its_form_by_the_number() -> None:
    """In English, one thing is singular, and nought is not."""
    files = strings.Plural(one="{number} file of {size}", other="{number} files of {size}")
    assert files.format(1, size="1 kB") == "1 file of 1 kB"
    assert files.format(0, size="0 kB") == "0 files of 0 kB"
    assert files.format(2, size="1 kB") == "2 files of 1 kB"


@pytest.mark.parametrize("part", NOT_VERIFIED)
def test_each_part_that_documents_cannot_show_has_a_string(part: str) -> None:
    """The page never shows the name that the server uses for a part of a receipt."""
    assert f"part_{part.replace(' ', '_')}" in WORDS


def test_every_string_has_a_name_of_its_own() -> None:
    """A second one of a name would be shown in place of the first."""
    tree = ast.parse(Path(strings.__file__).read_text(encoding="utf-8"))
    names = [
        target.id
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []
