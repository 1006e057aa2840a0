"""Count how common words are in English: ``qa/index/background.json``.

    python -m training.count_words ../shared/train

An index of one article cannot tell a rare word from a common one. So every index counts as if
it held a thousand passages more, in which words are as common as in these sets: Wikipedia,
product reviews, forum posts and stories, each with the same weight.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from qa.text.analyzer import terms
from qa.text.paragraphs import paragraph_spans

SETS = ("squadshifts_newwiki", "squadshifts_amazon", "squadshifts_reddit", "fairytaleqa")
LEAST = 0.001  # share of passages below which a term counts as unknown


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("--into", type=Path, default=Path("qa/index/background.json"))
    options = parser.parse_args()
    shares: defaultdict[str, float] = defaultdict(float)
    for name in SETS:
        holding: Counter[str] = Counter()
        passages = 0
        with (options.sets / name / "corpus.jsonl").open(encoding="utf-8") as file:
            for line in file:
                text = json.loads(line)["text"]
                for span in paragraph_spans(text):
                    holding.update(set(terms(text[span.start : span.end])))
                    passages += 1
        for term, number in holding.items():
            shares[term] += number / passages / len(SETS)
    kept = {term: round(share, 5) for term, share in sorted(shares.items()) if share >= LEAST}
    content = {
        "about": "Share of English passages that hold a term, from training/count_words.py.",
        "sources": SETS,
        "shares": kept,
    }
    options.into.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"{len(kept):,} terms")


if __name__ == "__main__":
    main()
