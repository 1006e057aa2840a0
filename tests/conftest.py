"""What the tests share: small indexes, the real article's index, and a wall to the network."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.indexing.build import build_with_report
from tests.support.indexes import AxisEmbedder, Library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index
    from tests.support.clusters import Server

ARTICLE = Path(__file__).parents[1] / "corpus" / "china-tech-industry.txt"

# Nothing that is set for Quoth outside reaches a test, a fixture, or a process that one starts;
# what is left are switches of the tests themselves.
_SWITCHES = ("QA_TEST_", "QA_REQUIRE_")
_SET_HERE = ("QA_CACHE", "QA_STATE")


def _set_from_outside() -> list[str]:
    """Return the names of Quoth's settings in the environment, but for those of the tests."""
    return [
        name
        for name in os.environ
        if name.startswith("QA_") and not name.startswith((*_SWITCHES, *_SET_HERE))
    ]


for _name in _set_from_outside():
    del os.environ[_name]

# The tests neither see nor change what a user's models have left, and export each once.
_CACHE = tempfile.TemporaryDirectory(prefix="quoth-cache-")
os.environ["QA_CACHE"] = _CACHE.name
os.environ["QA_STATE"] = "none"  # nor do they replace a user's last answer

# gRPC's fork handlers abort a forked child that closes inherited files before it runs a command.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "false"

settings.register_profile("same every time", deadline=None, derandomize=True)
settings.load_profile("same every time")

_SLOW_SHARE = 0.6  # of all files, by which those that take long are begun

_LOOPBACK = {None, "", "127.0.0.1", "::1", "localhost", b"127.0.0.1", b"::1", b"localhost"}


def _refuse_names(event: str, arguments: tuple[object, ...]) -> None:
    """Keep names from being looked up; pytest-socket keeps connections from being made."""
    if event.startswith(("socket.getaddrinfo", "socket.gethostby")) and (
        arguments[0] not in _LOOPBACK
    ):
        msg = f"A test tried to look up the host {arguments[0]!r}."
        raise RuntimeError(msg)


sys.addaudithook(_refuse_names)


@pytest.hookimpl(trylast=True)  # what pytest does itself brings all browsers together
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mix files with long tests or a browser among the others, none of them at the end.

    Else the workers start browsers or clusters all at the same time, and one is left with the last.
    """
    slow = {
        item.path
        for item in items
        if item.get_closest_marker("long") or "browser" in getattr(item, "fixturenames", ())
    }
    place: dict[Path, float] = {}
    for paths, share in ((slow, _SLOW_SHARE), ({item.path for item in items} - slow, 1.0)):
        mixed = sorted(paths, key=_shuffled)
        place |= {path: share * number / len(mixed) for number, path in enumerate(mixed)}
    items.sort(key=lambda item: (place[item.path], item.path))


def _shuffled(path: Path) -> bytes:
    """Return what puts test files into an order that is random, and the same in every process."""
    return sha256(path.relative_to(Path(__file__).parent).as_posix().encode()).digest()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the defaults, whatever a test or fixture before has left in the environment."""
    for name in _set_from_outside():
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_shared_models() -> None:
    """No test gets the model that the index of a test before has loaded."""
    live = sys.modules.get("qa.stores.live")
    for slot in live._slots.values() if live else ():
        slot.made_for = None


@pytest.fixture
def embedder() -> AxisEmbedder:
    """An embedder with the axes apple, bird, cloud and other."""
    return AxisEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: AxisEmbedder) -> Library:
    """An empty library in a folder of its own."""
    return Library(tmp_path, embedder)


@pytest.fixture(scope="session")
def article() -> Path:
    """The article that comes with Quoth."""
    return ARTICLE


@pytest.fixture(scope="session")
def sentence_transformer() -> SentenceTransformerEmbedder:
    """The default model as it is, loaded once."""
    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session", autouse=True)
def _encoders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where several workers run, one makes the default model's encoders, and the others copy them.

    Without encoders in the cache, every build of a few texts makes them anew, in each process.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return  # a few tests may need none
    run = tmp_path_factory.getbasetemp().parent  # of all workers
    cached, shared = Path(_CACHE.name) / "encoders", run / "encoders"
    with FileLock(run / "encoders.lock"):
        if not shared.exists():
            folder = tmp_path_factory.mktemp("encoders")
            build_with_report([ARTICLE], into=folder / "index")
            shutil.copytree(cached, folder / "encoders")
            (folder / "encoders").rename(shared)  # a copy that was interrupted is none
            return
    shutil.copytree(shared, cached, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def article_index(tmp_path_factory: pytest.TempPathFactory, article: Path) -> Index:
    """The article, indexed with the default model; its folder is ``index`` beside ``corpus``."""
    folder = tmp_path_factory.mktemp("article")
    (folder / "corpus").mkdir()
    shutil.copy(article, folder / "corpus")
    return build_with_report([folder / "corpus"], into=folder / "index").index


@pytest.fixture(scope="session")
def real_embedder(article_index: Index) -> Embedder:
    """The default model's encoder, made once."""
    return article_index.embedder


@pytest.fixture(scope="module")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a file."""
    from tests.support.clusters import running_server  # noqa: PLC0415 - most tests need none

    with running_server(tmp_path_factory.mktemp("milvus")) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file.

    Its library keeps an event loop running in this thread, which other tests want to start.
    """
    from tests.support.browsing import launched  # noqa: PLC0415 - Gradio takes seconds, most tests need none

    with launched() as started:
        yield started
