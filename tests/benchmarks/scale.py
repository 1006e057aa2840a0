"""What 10⁶ to 10⁹ passages need: the tables of docs/scale.md, from bytes and rates measured.

    python -m tests.benchmarks.scale
    python -m tests.benchmarks.scale --index INDEX --passages-per-core-s 80 --machine-price 1.20

Without options it prints what docs/scale.md shows. Give what you measured, and your prices.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, fields, replace
from pathlib import Path

from qa.index.retrieval.dense import FLAT_UP_TO
from qa.stores.folder import open_current

SIZES = (10**6, 10**7, 10**8, 10**9)
_KB, _GB = 1e3, 1e9
_HOUR = 3600
_MONTH = 730  # hours
_TEXTS, _LENGTHS, _PAIRS = "store.sqlite", "lengths.npy", ("holders.npy", "counts.npy")
_SQ8, _WHOLE, _SENTENCES = "passages.faiss", "passages.npy", "sentences.npy"
_A_PAIR = 5  # bytes of a term in a passage: int32 and uint8
_A_SPARSE_PAIR = 8  # the same in a sparse vector: a place and a weight
_AS_TEXT = 4 / 3  # base64


@dataclass(frozen=True)
class Facts:
    """What was measured, and what others published; docs/scale.md names the sources.

    Attributes:
        dimension: of the vectors of the default model.
        sentences: a passage.
        texts: bytes of text, spans and keys a passage, in ``store.sqlite``.
        terms: a passage, each counted once.
        sq8: bytes of the cells a passage, ``passages.faiss``.
        passages_per_core_s: passages embedded with their sentences a second by one core.
        lexical_s: seconds a passage of BM25 of a question, of 95 % of them at most.
        driver_s: seconds a passage that the process of the build needs itself.
        driver_bytes: of memory a passage that it needs.
        driver_least: bytes that it needs anyhow.
        hnsw: memory of HNSW against the vectors in 32 bits, as published.
        links: of HNSW, both ways, a passage.
        diskann: memory of DiskANN against the vectors in 32 bits: codes and cache.
        shard_rows: the most passages of a shard, as its makers advise.
    """

    dimension: int = 384
    sentences: float = 4.43
    texts: float = 780
    terms: float = 43.8
    sq8: float = 398
    passages_per_core_s: float = 40
    lexical_s: float = 19.7e-9
    driver_s: float = 0.00123
    driver_bytes: float = 3600
    driver_least: float = 5.7e8
    hnsw: float = 31.2 / 22.9
    links: int = 36
    diskann: float = 0.125 + 0.1
    shard_rows: int = 200_000_000

    @property
    def raw(self) -> float:
        """Bytes of a passage's vector in 32 bits."""
        return self.dimension * 4

    @property
    def of_sentences(self) -> float:
        """Bytes of the vectors of a passage's sentences, in 8 bits."""
        return self.sentences * self.dimension

    @property
    def lexical(self) -> float:
        """Bytes of BM25's arrays a passage."""
        return self.terms * _A_PAIR + 4

    @property
    def searched(self) -> float:
        """Bytes a passage of what a question looks into: cells and BM25."""
        return self.sq8 + self.lexical

    @property
    def disk(self) -> float:
        """Bytes of an index a passage."""
        return self.texts + self.searched + self.raw / 2 + self.of_sentences

    @property
    def rows(self) -> float:
        """Bytes of what a cluster gives out and does not search, a passage."""
        return self.texts + self.of_sentences * _AS_TEXT

    @property
    def in_hnsw(self) -> float:
        """Bytes of memory a passage of a graph over all vectors."""
        return self.raw * self.hnsw + self.links * 4

    @property
    def sparse(self) -> float:
        """Bytes a passage of the index over sparse vectors."""
        return self.terms * _A_SPARSE_PAIR

    @property
    def core_s(self) -> float:
        """Seconds of a core to embed a passage and its sentences."""
        return 1 / self.passages_per_core_s


@dataclass(frozen=True)
class Prices:
    """Assumptions: put in your own.

    Attributes:
        machine_cores: of one machine.
        machine_memory_gb: of one machine.
        machine_price: of one machine, dollars an hour.
        disk_price: of a gigabyte of disk, dollars a month.
        object_price: of a gigabyte of an object store, dollars a month.
        usable: share of a machine's memory that an index may take.
        replicas: of every vector in a cluster, so that one machine may be lost.
        generations: that a cluster holds: the one in use and the one before.
    """

    machine_cores: int = 16
    machine_memory_gb: float = 64
    machine_price: float = 0.80
    disk_price: float = 0.10
    object_price: float = 0.023
    usable: float = 0.7
    replicas: int = 2
    generations: int = 2


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--index", type=Path, help="folder of an index to measure bytes on")
    facts, prices = Facts(), Prices()
    for of in (facts, prices):
        for each in fields(of):
            name = f"--{each.name.replace('_', '-')}"
            parser.add_argument(name, type=type(getattr(of, each.name)), metavar="N")
    options = parser.parse_args()
    if options.index:
        facts = measured(options.index, facts)
    given = {name: value for name, value in vars(options).items() if value is not None}
    facts = replace(facts, **{f.name: given[f.name] for f in fields(facts) if f.name in given})
    prices = replace(prices, **{f.name: given[f.name] for f in fields(prices) if f.name in given})
    print("\n\n".join(tables(facts, prices)))


def measured(root: Path, facts: Facts) -> Facts:
    """Return the facts with the bytes of an index at ``root``, of more than 100,000 passages.

    Raises:
        IndexStoreError: there is no index.
        ValueError: its vectors are not in cells.
    """
    generation = open_current(root)
    counts = generation.manifest.counts
    if counts["passages"] <= FLAT_UP_TO:
        msg = f"An index of more than {FLAT_UP_TO:,} passages is wanted, with vectors in cells."
        raise ValueError(msg)

    def of_each(*names: str) -> float:
        return sum((generation.path / name).stat().st_size for name in names) / counts["passages"]

    return replace(
        facts,
        dimension=generation.manifest.embedder.dimension,
        sentences=counts["sentences"] / counts["passages"],
        texts=of_each(_TEXTS),
        terms=of_each(*_PAIRS) / _A_PAIR,
        sq8=of_each(_SQ8),
    )


def tables(facts: Facts, prices: Prices) -> list[str]:
    """Return the tables, in Markdown: bytes, one machine, embedding, a cluster."""
    return [
        _bytes_a_passage(facts),
        _one_machine(facts, prices),
        _embedding(facts, prices),
        _cluster(facts, prices),
    ]


def _bytes_a_passage(facts: Facts) -> str:
    rows: list[tuple[str, float]] = [
        ("vectors of its sentences, 8 bits", facts.of_sentences),
        ("text, spans, keys", facts.texts),
        ("vector, 16 bits", facts.raw / 2),
        ("vector in cells, 8 bits", facts.sq8),
        ("BM25", facts.lexical),
        ("together", facts.disk),
    ]
    return _table("what | bytes a passage", [[what, f"{number:,.0f}"] for what, number in rows])


def _one_machine(facts: Facts, prices: Prices) -> str:
    rows = []
    for size in SIZES:
        disk = size * facts.disk * prices.generations
        rows.append(
            [
                _power(size),
                _bytes(size * facts.disk),
                f"${disk / _GB * prices.disk_price:,.0f}",
                _bytes(size * facts.searched),
                f"{size * facts.lexical_s:,.2g} s",
                _bytes(size * facts.driver_bytes + facts.driver_least),
            ]
        )
    return _table(
        "passages | index | disk for two, a month | what questions look into | BM25, 95 % | "
        "memory of a build",
        rows,
    )


def _embedding(facts: Facts, prices: Prices) -> str:
    core_price = prices.machine_price / prices.machine_cores
    rows = []
    for size in SIZES:
        core_h = size * facts.core_s / _HOUR
        alone = size * facts.driver_s / _HOUR
        # one core stays free, see docs/decisions/0008-ray.md
        together = [core_h / (n * prices.machine_cores - 1) + alone for n in (1, 10, 100)]
        rows.append(
            [
                _power(size),
                f"{core_h:,.0f}",
                f"${core_h * core_price:,.0f}",
                *map(_time, together),
                _time(alone),
            ]
        )
    return _table(
        "passages | core hours | cost | 1 machine | 10 | 100 | of which one process alone", rows
    )


def _cluster(facts: Facts, prices: Prices) -> str:
    a_machine = prices.machine_memory_gb * prices.usable * _GB
    held = prices.replicas * prices.generations
    rows = []
    for size in SIZES:
        cells = [_power(size), f"{math.ceil(size / facts.shard_rows)}"]
        for each in (
            facts.in_hnsw + facts.sparse + facts.rows,
            facts.in_hnsw + facts.sparse,
            facts.raw * facts.diskann + facts.sparse,
        ):
            machines = max(prices.replicas, math.ceil(size * each * held / a_machine))
            monthly = machines * prices.machine_price * _MONTH
            cells.append(f"{_bytes(size * each * held)}, {machines:,}, ${monthly:,.0f}")
        stored = facts.rows + 2 * facts.raw + facts.links * 4 + 2 * facts.sparse
        stored *= size * prices.generations
        cells.append(f"{_bytes(stored)}, ${stored / _GB * prices.object_price:,.0f}")
        rows.append(cells)
    return _table(
        "passages | shards | all in memory | rows mapped | rows mapped, DiskANN | object store",
        rows,
    )


def _table(heads: str, rows: list[list[str]]) -> str:
    columns = heads.count(" | ") + 1
    lines = [heads, " | ".join(["---"] * columns), *(" | ".join(row) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)


def _power(size: int) -> str:
    return f"10{str(round(math.log10(size))).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def _bytes(number: float) -> str:
    power = min(4, int(math.log10(number) / 3))
    number /= _KB**power
    return f"{number:,.{int(number < 10)}f} {' kMGT'[power]}B"


def _time(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:,.1f} days"


if __name__ == "__main__":
    main()
