"""Train the reader: which sentence of a passage answers a question, or that none does.

    python -m training.train_reader ../shared/train ../shared/eval/squad2

It reads question and passage in one pass, title and headings in front of the passage. A linear
layer gives every token two scores: that the answer starts there, and that it ends there; the
scores of the first token, [CLS], stand for "no answer here" (Devlin et al. 2019, section 4.3). The
loss is the negative log of the share that all right tokens have in the softmax over the passage: so
a span may have been marked in several ways, and where a set marks whole sentences any token of
them is right. Where a question is asked of several passages, the same loss is taken over the
passages together, each against its own "no answer here": an index compares sentences of different
passages (Clark and Gardner 2018, shared normalisation).

Training runs on the processor in bfloat16, keeps a checkpoint every three minutes in ``--work``
and goes on from it. Half of the articles of SQuAD 2 and a fifth of the documents with questions in
people's own words are not trained on (``reader_fold``); every twenty minutes the reader is tried on
some of these, and the best of these trials is kept.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from transformers import AutoModel

from qa.embedders.sentence_transformer import model_folder
from qa.settings import DEFAULT_MODEL
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans
from training.reader_examples import NEAR_MISSES, RECIPES, Example, epoch
from training.reader_fold import fold, is_held_out
from training.reader_sets import read_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.reader_examples import QuestionSet

LONGEST = 320  # word pieces of question, context and passage together
BATCH = 32
LEARNING_RATE = 8e-5
WARM_UP = 0.06  # share of the steps
SORTED = 40  # batches among which examples are sorted by length, so that little is padding
WIDTH = 16  # lengths of batches are multiples of this: PyTorch keeps memory for each that it meets
TOGETHER = 0.5  # weight of the loss over the passages of a question
SAVE_S, TRY_S = 180, 1200


class Reader(torch.nn.Module):
    """The backbone and two scores a token."""

    def __init__(self, folder: str) -> None:
        """Load the backbone.

        Args:
            folder: of the embedding model.
        """
        super().__init__()
        self.backbone = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",  # faster than the fused one on processors
            hidden_dropout_prob=0.0,  # a third of the time, and no better in an epoch or two
            attention_probs_dropout_prob=0.0,
        )
        self.head = torch.nn.Linear(self.backbone.config.hidden_size, 2)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Return scores ``(batch, tokens, 2)``: the answer starts here, ends here.

        Args:
            input_ids: word pieces, ``(batch, tokens)``.
            attention_mask: 1 for a word piece, 0 for padding.
            token_type_ids: 0 for the question, 1 for the passage.
        """
        states = self.backbone(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        scores: torch.Tensor = self.head(states.float())
        return scores


def main() -> None:
    """Train, try, keep."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of the training sets")
    parser.add_argument("near_misses", type=Path, help="folder of SQuAD 2")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=LEARNING_RATE, help="the highest")
    parser.add_argument("--backbone", default=DEFAULT_MODEL, help="its folder or name")
    parser.add_argument("--begin", type=Path, help="weights of an earlier training to begin with")
    parser.add_argument("--work", type=Path, default=Path("build/reader"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)

    cached = options.work / "sets.pickle"  # reading and ranking them takes minutes
    if not cached.exists():
        cached.write_bytes(pickle.dumps(read_sets(options.sets, options.near_misses)))
    sets, trial = pickle.loads(cached.read_bytes())  # noqa: S301 - written above
    drawn = [
        epoch(sets, options.seed * 1000 + number) for number in range(math.ceil(options.epochs))
    ]
    size = sum(map(len, drawn[0]))
    # Batches are not all full: examples of a question stay together.
    tokenizer = tokenizer_in(model_folder(options.backbone))
    an_epoch = sum(1 for _ in batches(drawn[0], tokenizer, options.seed))
    training = Training(
        options.work,
        str(model_folder(options.backbone)),
        math.ceil(an_epoch * options.epochs),
        options.rate,
        trial,
    )
    if options.begin and not training.done:
        training.begin_with(options.begin)
    print(f"{size} examples an epoch, {training.steps} steps, {training.done} done", flush=True)
    step = 0
    for number, groups in enumerate(drawn):
        for batch in batches(groups, training.tokenizer, options.seed + number):
            step += 1
            if training.done < step <= training.steps:
                training.learn(tensors(*batch))
    training.try_out()
    training.save()


def read_sets(sets: Path, near_misses: Path) -> tuple[list[QuestionSet], list[Example]]:
    """Return the sets to train on, and examples to try the reader on.

    Args:
        sets: folder of the training sets.
        near_misses: folder of SQuAD 2.
    """
    learnt = [
        read_set(sets / name, recipe, lambda doc: not is_held_out(doc))
        for name, recipe in RECIPES.items()
    ]
    learnt.append(read_set(near_misses, NEAR_MISSES, lambda doc: fold(doc) == 0))
    trial: list[Example] = []
    for name, recipe in RECIPES.items():
        if recipe.dense:
            unseen = read_set(sets / name, recipe, is_held_out)
            trial += [*unseen.examples[::3], *unseen.unanswerable[::3]]
    unseen = read_set(near_misses, NEAR_MISSES, lambda doc: fold(doc) == 1)
    trial += [*unseen.examples[::9], *unseen.unanswerable[::9]]
    return learnt, trial


class Training:
    """A reader that learns, is tried out and kept."""

    def __init__(
        self, work: Path, folder: str, steps: int, rate: float, trial: Sequence[Example]
    ) -> None:
        """Begin, or go on from the checkpoint.

        Args:
            work: folder of the checkpoint.
            folder: of the backbone.
            steps: of the whole training.
            rate: the highest learning rate.
            trial: examples to try the reader on.
        """
        self.tokenizer = tokenizer_in(Path(folder))
        self.steps = steps
        self._work = work
        self._trial = trial
        self._reader = Reader(folder)
        decayed = [p for p in self._reader.parameters() if p.dim() > 1]
        others = [p for p in self._reader.parameters() if p.dim() <= 1]
        self._optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}],
            lr=rate,
            fused=True,
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer,
            lambda step: min(
                (step + 1) / (WARM_UP * steps), (steps - step) / (steps * (1 - WARM_UP))
            ),
        )
        self._state: dict[str, Any] = {"step": 0, "best": -1.0, "trials": []}
        self._losses: list[float] = []
        self._saved_at = self._tried_at = time.monotonic()
        if (work / "checkpoint.pt").exists():
            self._restore()

    def begin_with(self, weights: Path) -> None:
        """Take over what an earlier training has learnt.

        Args:
            weights: its ``best.pt``.
        """
        self._reader.load_state_dict(torch.load(weights, weights_only=True))

    @property
    def done(self) -> int:
        """Steps done so far."""
        return int(self._state["step"])

    def learn(self, batch: dict[str, torch.Tensor]) -> None:
        """Do one step; save and try out when it is time.

        Args:
            batch: encoded examples with their targets.
        """
        self._losses.append(_step(self._reader, self._optimizer, batch))
        self._schedule.step()
        self._state["step"] += 1
        if self.done % 100 == 0:
            loss = np.mean(self._losses[-100:])
            print(f"step {self.done} of {self.steps}, loss {loss:.4f}", flush=True)
        if time.monotonic() - self._saved_at > SAVE_S:
            self.save()
        if time.monotonic() - self._tried_at > TRY_S:
            self.try_out()

    def save(self) -> None:
        """Write a checkpoint, at once or not at all."""
        content = {
            "reader": self._reader.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "state": self._state,
        }
        torch.save(content, self._work / "checkpoint.new")
        (self._work / "checkpoint.new").replace(self._work / "checkpoint.pt")
        self._saved_at = time.monotonic()

    def try_out(self) -> None:
        """Measure on what was not trained on; keep the best."""
        measures = measure(self._reader, self.tokenizer, self._trial)
        self._state["trials"].append({"step": self.done, **measures})
        print(json.dumps(self._state["trials"][-1]), flush=True)
        worth = measures["sentence"] + measures["auroc_near"]
        if worth > self._state["best"]:
            self._state["best"] = worth
            torch.save(self._reader.state_dict(), self._work / "best.pt")
        self._tried_at = time.monotonic()

    def _restore(self) -> None:
        saved = torch.load(self._work / "checkpoint.pt", weights_only=True)
        self._reader.load_state_dict(saved["reader"])
        self._optimizer.load_state_dict(saved["optimizer"])
        for group in self._optimizer.param_groups:
            group["fused"] = True
        self._schedule.load_state_dict(saved["schedule"])
        self._state = saved["state"]


Batch = tuple["list[tuple[Example, Any]]", "list[list[int]]"]


def tokenizer_in(folder: Path) -> Tokenizer:
    """Return the tokenizer of a backbone; it cuts passages, and never questions.

    Args:
        folder: of the backbone.
    """
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    tokenizer.no_padding()
    return tokenizer


def encoded_pairs(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Any]:
    """Return question and passage of each example as word pieces, title and headings in front.

    Args:
        tokenizer: of the backbone.
        examples: to encode.
    """
    encoded: list[Any] = tokenizer.encode_batch(
        [(example.question, f"{example.context}\n{example.text}") for example in examples]
    )
    return encoded


def batches(
    groups: Sequence[tuple[Example, ...]], tokenizer: Tokenizer, seed: int
) -> Iterator[Batch]:
    """Yield the examples encoded, groups of similar length together, in random order.

    Args:
        groups: of an epoch; no group is divided.
        tokenizer: of the backbone.
        seed: of the random numbers.

    Yields:
        Examples with their word pieces, and for each question asked of several passages the
        positions of these.
    """
    order = np.random.default_rng(seed)
    for start in range(0, len(groups), BATCH * SORTED):
        chunk = groups[start : start + BATCH * SORTED]
        flat = iter(encoded_pairs(tokenizer, [example for group in chunk for example in group]))
        encoded = [[(example, next(flat)) for example in group] for group in chunk]
        encoded.sort(key=lambda group: max(len(pieces.ids) for _, pieces in group))
        parts: list[Batch] = []
        rows: list[tuple[Example, Any]] = []
        together: list[list[int]] = []
        for group in encoded:
            if rows and len(rows) + len(group) > BATCH:
                parts.append((rows, together))
                rows, together = [], []
            if len(group) > 1:
                together.append([*range(len(rows), len(rows) + len(group))])
            rows.extend(group)
        parts.append((rows, together))
        for number in order.permutation(len(parts)):
            yield parts[number]


def tensors(rows: Sequence[tuple[Example, Any]], together: Sequence[list[int]]) -> dict[str, Any]:
    """Return a batch as tensors.

    Args:
        rows: examples with their word pieces.
        together: positions of the passages of a question.
    """
    width = max(len(encoding.ids) for _, encoding in rows)
    width += -width % WIDTH
    arrays = {
        name: np.zeros((len(rows), width), np.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    allowed = np.zeros((len(rows), width), bool)
    right = np.zeros((len(rows), width, 2), bool)
    for i, (example, encoding) in enumerate(rows):
        length = len(encoding.ids)
        arrays["input_ids"][i, :length] = encoding.ids
        arrays["attention_mask"][i, :length] = 1
        arrays["token_type_ids"][i, :length] = encoding.type_ids
        front = len(example.context) + 1
        passage = [
            j
            for j, (part, (start, _)) in enumerate(
                zip(encoding.sequence_ids, encoding.offsets, strict=True)
            )
            if part == 1 and start >= front
        ]
        allowed[i, passage] = True
        for answer in example.answers:
            inside = [
                j
                for j in passage
                if encoding.offsets[j][0] - front < answer.end
                and answer.start < encoding.offsets[j][1] - front
            ]
            if inside and example.whole_sentences:
                right[i, inside] = True
            elif inside:
                right[i, inside[0], 0] = right[i, inside[-1], 1] = True
        allowed[i, 0] = True
        right[i, 0] = ~right[i].any(axis=0)
    made = {name: torch.from_numpy(array) for name, array in arrays.items()}
    weights = np.array([example.weight for example, _ in rows], np.float32)
    return made | {
        "allowed": torch.from_numpy(allowed),
        "right": torch.from_numpy(right),
        "weights": torch.from_numpy(weights),
        "together": [group for group in together if right[group, 1:].any()],
    }


def _step(reader: Reader, optimizer: torch.optim.Optimizer, batch: dict[str, Any]) -> float:
    reader.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = _read(reader, batch)
    scores = scores.masked_fill(~batch["allowed"][:, :, None], -1e4)
    of_right = scores.masked_fill(~batch["right"], -1e4).logsumexp(1)
    losses = (scores.logsumexp(1) - of_right).mean(1)
    loss = (losses * batch["weights"]).sum() / batch["weights"].sum()
    if batch["together"]:
        loss = loss + TOGETHER * _loss_together(scores, batch)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    return float(loss.detach())


def _loss_together(scores: torch.Tensor, batch: dict[str, Any]) -> torch.Tensor:
    """Return the loss over all passages of a question, mean of the questions."""
    odds = scores - scores[:, :1]  # against "no answer here"
    words = batch["allowed"].clone()
    words[:, 0] = False
    everywhere = odds.masked_fill(~words[:, :, None], -1e4).logsumexp(1)
    right = odds.masked_fill(~(batch["right"] & words[:, :, None]), -1e4).logsumexp(1)
    losses = [
        (everywhere[group].logsumexp(0) - right[group].logsumexp(0)).mean()
        for group in batch["together"]
    ]
    return torch.stack(losses).mean()


def _read(reader: Reader, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    scores: torch.Tensor = reader(
        batch["input_ids"], batch["attention_mask"], batch["token_type_ids"]
    )
    return scores


@torch.inference_mode()
def measure(reader: Reader, tokenizer: Tokenizer, trial: Sequence[Example]) -> dict[str, float]:
    """Return how often the best sentence is right, and how well near misses are recognised.

    Args:
        reader: in training.
        tokenizer: of the backbone.
        trial: examples to try it on.
    """
    reader.eval()
    right: list[bool] = []
    odds: list[float] = []
    encoded = encoded_pairs(tokenizer, trial)
    order = sorted(range(len(trial)), key=lambda i: len(encoded[i].ids))
    labels: list[bool] = []
    for start in range(0, len(order), BATCH):
        group = [(trial[i], encoded[i]) for i in order[start : start + BATCH]]
        batch = tensors(group, [])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = _read(reader, batch)
        for (example, encoding), row in zip(group, scores.double().numpy(), strict=True):
            sentences = sentence_odds(example, encoding, row)
            best, span = max(sentences, key=lambda pair: pair[0])
            odds.append(best)
            labels.append(bool(example.answers))
            if example.answers:
                overlaps = (a.start < span[1] and span[0] < a.end for a in example.answers)
                right.append(any(overlaps))
    return {"sentence": float(np.mean(right)), "auroc_near": float(roc_auc_score(labels, odds))}


def sentence_odds(example: Example, encoding: Any, row: Any) -> list[tuple[float, tuple[int, int]]]:
    """Return the log odds of every sentence against "no answer here", and its span.

    Args:
        example: with the passage.
        encoding: of question and passage.
        row: scores of its word pieces, float64 ``(tokens, 2)``.
    """
    text, front = example.text, len(example.context) + 1
    found: list[tuple[float, tuple[int, int]]] = []
    for paragraph in paragraph_spans(text):
        for span in sentence_spans(text, paragraph.start, paragraph.end):
            inside = [
                j
                for j, part in enumerate(encoding.sequence_ids)
                if part == 1 and span.start <= encoding.offsets[j][0] - front < span.end
            ]
            if inside:
                best = np.logaddexp.reduce(row[inside], axis=0) - row[0]
                found.append((float(best.mean()), (span.start, span.end)))
    return found or [(-50.0, (0, 0))]


if __name__ == "__main__":
    main()
