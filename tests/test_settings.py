"""Settings come from the environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qa.errors import QAError
from qa.settings import Settings, secret, variables


def test_without_an_environment_there_are_defaults() -> None:
    """The index lies in ``index``, the model is the one that is shipped."""
    assert Settings() == Settings(index=Path("index"), model="all-MiniLM-L6-v2")


def test_the_environment_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when the module is imported."""
    monkeypatch.setenv("QA_INDEX", "elsewhere")
    monkeypatch.setenv("QA_MODEL", "other")
    assert Settings() == Settings(index=Path("elsewhere"), model="other")


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """``QA_INDEX=`` does not mean the current folder."""
    monkeypatch.setenv("QA_INDEX", "")
    monkeypatch.setenv("QA_MODEL", "")
    assert Settings() == Settings(index=Path("index"), model="all-MiniLM-L6-v2")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
@pytest.mark.parametrize(
    ("home", "cache"),
    [("", "~/.cache/quoth"), ("/elsewhere", "/elsewhere/quoth"), ("relative", "~/.cache/quoth")],
)
def test_the_cache_is_where_xdg_has_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str, cache: str
) -> None:
    """In ``XDG_CACHE_HOME`` if that is an absolute path, otherwise in ``~/.cache``."""
    monkeypatch.delenv("QA_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert Settings().cache == Path(cache.replace("~", str(tmp_path)))


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="takes another user")
def test_a_user_without_a_home_has_no_cache() -> None:
    """Models' encoders are then not saved for the next index."""
    script = (
        "import os; from qa.settings import Settings; os.setuid(54321); print(Settings().cache)"
    )
    kept = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", script], env=kept, capture_output=True, text=True, check=True
    )
    assert done.stdout == "None\n"


@pytest.mark.long
@pytest.mark.skipif("QA_TEST_INNER" in os.environ, reason="is what the test below runs")
def test_no_setting_from_outside_reaches_a_test() -> None:
    """Neither one that is known nor one to come; it could lead to somebody's own cluster."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", f"{__file__}::test_nothing_is_set"],
        cwd=Path(__file__).parents[1],
        env={
            **os.environ,
            "QA_TEST_INNER": "1",
            "QA_STORE": "milvus://cluster.example",
            "QA_INDEX": "other",
            "QA_WHATEVER": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_nothing_is_set() -> None:
    """But for the cache and state of this run, and switches of the tests."""
    left = {name for name in os.environ if name.startswith("QA_")}
    set_here = {n for n in left if not n.startswith(("QA_TEST_", "QA_REQUIRE_"))}
    assert set_here == {"QA_CACHE", "QA_STATE"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_the_state_is_where_xdg_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Or in the folder that is named; ``none`` is no folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert Settings().state is None
    monkeypatch.delenv("QA_STATE")
    assert Settings().state == tmp_path / ".local" / "state" / "quoth"
    monkeypatch.setenv("QA_STATE", str(tmp_path / "here"))
    assert Settings().state == tmp_path / "here"


def test_the_same_environment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And again as soon as a variable changed."""
    first = Settings.current()
    assert Settings.current() is first
    monkeypatch.setenv("QA_INDEX", "elsewhere")
    assert Settings.current() == Settings(index=Path("elsewhere"))
    monkeypatch.delenv("QA_INDEX")
    assert Settings.current() == first


def test_every_setting_is_read_again_when_its_variable_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """None is forgotten among those that are compared."""
    documented = set(re.findall(r"``(QA_[A-Z_]+)``", str(Settings.__doc__)))
    assert len(documented) >= 11
    for name in documented:
        before = Settings.current()
        # A number, and the name of an encoding.
        monkeypatch.setenv(name, "off" if name == "QA_OCR" else "437")
        assert Settings.current() != before, name


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "²"])
def test_a_limit_that_is_no_whole_number_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """With its name, its value and the default."""
    monkeypatch.setenv("QA_MAX_PAGES", value)
    with pytest.raises(QAError, match=rf"QA_MAX_PAGES is {value!r}.*default 10000"):
        Settings.current()


@pytest.mark.parametrize(
    ("name", "value"),
    [("QA_OCR", "yes"), ("QA_OCR_LANGUAGES", "eng; rm"), ("QA_OCR_LANGUAGES", "+")],
)
def test_what_no_engine_understands_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """With its name, before a page is looked at: languages become a part of a command line."""
    monkeypatch.setenv(name, value)
    with pytest.raises(QAError, match=re.escape(f"{name} is {value!r}")):
        Settings.current()


def test_secrets_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read by name, and no representation shows them."""
    monkeypatch.setenv("QA_STORE_TOKEN", "hush")
    assert secret("QA_STORE_TOKEN") == "hush"
    assert secret("QA_TOKEN") == ""
    assert "hush" not in repr(Settings.current())
    assert variables()["QA_STORE_TOKEN"] == "hush"


def test_no_other_module_reads_quoths_variables() -> None:
    """One place decides what is set."""
    package = Path(__file__).parents[1] / "qa"
    readers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"environ|getenv", line) and "QA_" in line
    }
    assert readers == {"settings.py"}
