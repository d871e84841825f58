"""What an image costs: sums over what is known, softmax with "none" for groups with one answer."""

import math

import pytest
import torch

from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.errors import InputError
from fittingroom.models.attributes.criteria import LOSSES, Prior, criterion, log_odds, loss_named
from fittingroom.models.attributes.heads import flat_reading, group_reading
from tests.models.attributes.conftest import LABELS

PRIOR = Prior(
    torch.tensor([30.0, 20.0, 10.0, 5.0, 5.0]),
    torch.full((5,), 100.0),
    4,
    given=(torch.tensor([0.9, 0.8, 0.5, 0.6, 0.9]), torch.full((5,), 0.05)),
)


def some(n: int = 20) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    return torch.randn(n, 6), torch.rand(n, 5) < 0.3, torch.rand(n, 5) < 0.7


def test_flat_bce_is_summed_over_labels():
    raw, present, _ = some()
    cost = criterion(flat_reading(LABELS), "bce", PRIOR)(
        raw[:, :5], present, torch.ones(20, 5, dtype=bool), 0
    )
    expected = torch.nn.functional.binary_cross_entropy_with_logits(
        raw[:, :5], present.float(), reduction="none"
    ).sum(1)
    torch.testing.assert_close(cost, expected)


@pytest.mark.parametrize("name", LOSSES)
def test_without_a_label_that_is_asked_one_by_one_all_losses_are_the_softmax(name):
    labels = LabelMap((Label(1, "square", "shape"), Label(2, "disc", "shape")), (Group("shape", True, 2),))
    raw, present, known = torch.randn(4, 3), torch.eye(4, 2, dtype=bool), torch.ones(4, 2, dtype=bool)
    nothing = Prior(torch.ones(2), torch.full((2,), 4.0), 4, given=(torch.ones(2) / 2, torch.ones(2) / 2))
    cost = criterion(group_reading(labels), name, nothing)(raw, present, known, 0)
    truth = torch.tensor([0, 1, 2, 2])
    torch.testing.assert_close(cost, torch.nn.functional.cross_entropy(raw, truth, reduction="none"))


def test_an_exclusive_group_costs_the_cross_entropy_with_none():
    reading = group_reading(LABELS)
    raw = torch.randn(3, 6)
    present = torch.tensor([[0, 0, 0, 1, 0], [0, 0, 0, 0, 0], [0, 0, 0, 1, 1]], dtype=torch.bool)
    known = torch.tensor([[0, 0, 0, 1, 1]], dtype=torch.bool).expand(3, 5)
    log_p = raw[:, 3:].log_softmax(1)
    expected = torch.stack([-log_p[0, 0], -log_p[1, 2], -(log_p[2, 0] + log_p[2, 1]) / 2])
    torch.testing.assert_close(criterion(reading, "bce", PRIOR)(raw, present, known, 0.0), expected)


def test_of_a_group_known_in_part_what_is_unknown_may_be_the_answer():
    raw = torch.randn(1, 6).requires_grad_()
    known = torch.tensor([[0, 0, 0, 1, 0]], dtype=torch.bool)  # "top" is denied, "bottom" not told
    cost = criterion(group_reading(LABELS), "bce", PRIOR)(raw, torch.zeros_like(known), known, 0.0)
    _, bottom, none = raw[0, 3:].softmax(0)
    torch.testing.assert_close(cost, -torch.log(bottom + none)[None])
    cost.sum().backward()
    assert raw.grad is not None
    assert raw.grad[0, 4] < 0 < raw.grad[0, 3]


@pytest.mark.parametrize("reading", [flat_reading(LABELS), group_reading(LABELS)])
@pytest.mark.parametrize("name", LOSSES)
def test_what_is_unknown_teaches_nothing(reading, name):
    raw, present, _ = some()
    known = torch.ones(20, 5, dtype=torch.bool)
    known[:, 3:] = False  # the whole group `place`
    raw = raw[:, : reading.outputs].requires_grad_()
    criterion(reading, name, PRIOR)(raw, present & known, known, 1.0).sum().backward()
    assert raw.grad is not None
    assert (raw.grad[:, 3:] == 0).all()
    assert (raw.grad[:, :3] != 0).any()


@pytest.mark.parametrize("reading", [flat_reading(LABELS), group_reading(LABELS)])
@pytest.mark.parametrize("name", LOSSES)
def test_costs_are_finite_and_not_negative_even_of_certain_outputs(reading, name):
    raw, present, known = some()
    cost = criterion(reading, name, PRIOR)(200 * raw[:, : reading.outputs], present, known, 0.5)
    assert torch.isfinite(cost).all()
    assert (cost >= 0).all()


def test_log_odds_say_the_frequencies():
    counts, answered = torch.tensor([30.0, 20, 10, 25, 50]), torch.full((5,), 100.0)
    reading = group_reading(LABELS)
    p = torch.sigmoid(reading.logits(log_odds(reading, counts, answered)[None]))[0]
    torch.testing.assert_close(p, counts / 100, atol=0.01, rtol=0)
    assert math.isclose(p[3:].sum(), 0.75, abs_tol=0.01)


def test_an_unknown_loss_is_refused():
    with pytest.raises(InputError, match=r"no loss 'hil' .did you mean hill"):
        loss_named("hil")


def test_the_corrected_loss_asks_for_its_rates_and_without_errors_is_cross_entropy():
    raw, present, known = some()
    without = Prior(PRIOR.counts, PRIOR.answered, 4)
    with pytest.raises(InputError, match=r"count both on a small clean set"):
        criterion(flat_reading(LABELS), "corrected", without)
    right = Prior(PRIOR.counts, PRIOR.answered, 4, given=(torch.full((5,), 1 - 1e-7), torch.full((5,), 1e-7)))
    costs = [
        criterion(flat_reading(LABELS), name, right)(raw[:, :5], present, known, 0.5)
        for name in ("corrected", "bce")
    ]
    torch.testing.assert_close(*costs, rtol=1e-3, atol=1e-3)
