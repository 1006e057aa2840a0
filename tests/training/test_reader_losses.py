"""What the losses prefer."""

from __future__ import annotations

import torch

from training.reader_losses import label_loss, states_loss, teacher_loss


def made() -> dict[str, torch.Tensor]:
    """Return two questions: the first is asked of two passages, of which the first answers."""
    allowed = torch.zeros(3, 8, dtype=torch.bool)
    allowed[:, 0] = allowed[:, 4:7] = True
    right = torch.zeros(3, 8, 2, dtype=torch.bool)
    right[0, 5] = right[1:, 0] = True
    return {
        "allowed": allowed,
        "right": right,
        "weights": torch.ones(3),
        "group": torch.tensor([0, 0, 1]),
    }


def test_scores_that_are_right_cost_less() -> None:
    """Pieces that are not allowed cost nothing, whatever their scores."""
    batch = made()
    scores = torch.zeros(3, 8, 2)
    good = scores + 5.0 * batch["right"]
    assert label_loss(good, batch) < label_loss(scores, batch)
    scores[:, 1:4] = 50.0
    assert label_loss(good, batch) < label_loss(scores, batch)
    assert torch.equal(label_loss(scores, batch), label_loss(torch.zeros(3, 8, 2), batch))


def test_the_passage_that_answers_must_be_ahead_of_the_others() -> None:
    """Within each passage both are the same; only together do they differ."""
    batch = made()
    ahead, behind = torch.zeros(3, 8, 2), torch.zeros(3, 8, 2)
    ahead[:2, 4:7] += torch.tensor([3.0, -3.0])[:, None, None]
    behind[:2, 4:7] += torch.tensor([-3.0, 3.0])[:, None, None]
    assert label_loss(ahead, batch) < label_loss(behind, batch)
    alone = batch | {"group": torch.arange(3), "right": torch.zeros(3, 8, 2, dtype=torch.bool)}
    alone["right"][:, 0] = True
    assert torch.isclose(label_loss(ahead, alone), label_loss(behind, alone))


def test_scores_of_the_teacher_cost_nothing() -> None:
    """All others cost something; a constant for all pieces of a passage does not."""
    torch.manual_seed(0)
    scores = torch.randn(3, 8, 2)
    batch = made() | {"taught": scores}
    assert torch.isclose(teacher_loss(scores + 2.0, batch), torch.tensor(0.0), atol=1e-5)
    assert teacher_loss(torch.randn(3, 8, 2), batch) > 0.1


def test_a_teacher_compares_passages() -> None:
    """Two passages exchanged are wrong, although each alone is like a passage of the teacher."""
    taught = torch.zeros(3, 8, 2)
    taught[0, 4:7] = 4.0
    batch = made() | {"taught": taught}
    fairer = taught.clone()
    fairer[1, 4:7] = 1.0
    exchanged = taught[[1, 0, 2]]
    assert (
        teacher_loss(taught, batch) < teacher_loss(fairer, batch) < teacher_loss(exchanged, batch)
    )


def test_states_are_compared_in_parts_of_their_length() -> None:
    """Padding does not count; states of zero are one length away."""
    taught = torch.randn(2, 5, 4)
    mask = torch.ones(2, 5)
    mask[1, 3:] = 0
    other = taught.clone()
    other[1, 3:] = 9.0
    assert states_loss([other], [taught], mask) == 0
    assert torch.isclose(states_loss([torch.zeros(2, 5, 4)], [taught], mask), torch.tensor(1.0))
    assert torch.isclose(states_loss([torch.zeros(2, 5, 4)], [7 * taught], mask), torch.tensor(1.0))
