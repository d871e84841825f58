"""Each loss is its formula, and wins on the kind of data that it was made for.

The toys are linear models of ten or fewer features, judged on clean truth by a threshold of one half.
"""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from fittingroom.models.attributes import losses

Toy = tuple[Tensor, Tensor, Tensor, Tensor]
Loss = Callable[[Tensor, Tensor, float], Tensor]


def bce(logits: Tensor, present: Tensor, progress: float) -> Tensor:
    return losses.cross_entropy(logits, present)


def everywhere(y: Tensor) -> Tensor:
    return torch.full((y.shape[1],), float(len(y)))


def fitted(x: Tensor, y: Tensor, loss: Loss, *, steps: int = 120) -> nn.Linear:
    model = nn.Linear(x.shape[1], y.shape[1])
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    optimiser = torch.optim.Adam(model.parameters(), 0.1)
    for step in range(steps):
        optimiser.zero_grad()
        loss(model(x), y, step / steps).sum(1).mean().backward()
        optimiser.step()
    return model


def f1(logits: Tensor, truth: Tensor) -> Tensor:
    """F1 of each label, at a threshold of one half."""
    said = logits > 0
    return 2 * (said & (truth > 0)).sum(0) / (said.sum(0) + truth.sum(0)).clamp_min(1)


@pytest.fixture(scope="module")
def half_missing() -> Toy:
    """Six labels of which 60 % were never given; x and labels to learn, x and truth to judge."""
    draw = torch.Generator().manual_seed(0)
    weights = 2 * torch.randn(10, 6, generator=draw)
    x = torch.randn(3000, 10, generator=draw)
    truth = (x @ weights - 2 + torch.randn(3000, 6, generator=draw) > 0).float()
    given = truth * (torch.rand(truth.shape, generator=draw) < 0.4)
    return x[:1500], given[:1500], x[1500:], truth[1500:]


@pytest.fixture(scope="module")
def long_tail() -> Toy:
    """Four labels of 50, 30, 2 and 1 % of the images, that overlap with their absence."""
    draw = torch.Generator().manual_seed(1)
    y = (torch.rand(8000, 4, generator=draw) < torch.tensor([0.5, 0.3, 0.02, 0.01])).float()
    x = 2 * y + torch.randn(8000, 4, generator=draw)
    return x[:4000], y[:4000], x[4000:], y[4000:]


def gained(toy: Toy, loss: Loss) -> Tensor:
    """F1 of a loss minus that of cross-entropy, per label."""
    x, y, seen, truth = toy
    return f1(fitted(x, y, loss)(seen), truth) - f1(fitted(x, y, bce)(seen), truth)


@pytest.mark.parametrize(
    "loss",
    [
        lambda z, y, _: losses.asymmetric(z, y),
        lambda z, y, _: losses.hill(z, y),
        lambda z, y, p: losses.self_paced(z, y, begun=p > 0.2),
    ],
    ids=["asymmetric", "hill", "self-paced"],
)
def test_where_labels_are_missing_losses_for_that_win(loss, half_missing):
    assert gained(half_missing, loss).mean() > 0.3


def test_on_a_long_tail_the_balanced_loss_wins_there_and_loses_nothing_at_the_head(long_tail):
    _, y, _, _ = long_tail
    gain = gained(long_tail, lambda z, y_, _: losses.distribution_balanced(z, y_, y.sum(0), everywhere(y)))
    assert gain[2:].mean() > 0.1
    assert gain[:2].min() > -0.02


def test_both_readings_of_the_weights_find_more_of_the_tail(long_tail):
    x, y, seen, truth = long_tail

    def found(loss: Loss) -> Tensor:
        said = fitted(x, y, loss)(seen) > 0
        return ((said & (truth > 0)).sum(0) / truth.sum(0))[2:].mean()

    plain = found(bce)
    for weights in (
        each(y.sum(0), everywhere(y)) for each in (losses.weights_of_all, losses.weights_of_each)
    ):
        positive, negative = weights
        assert found(lambda z, y_, _, p=positive, n=negative: losses.weighted(z, y_, p, n)) > plain + 0.1


def test_where_easy_images_drown_the_others_focal_learns_the_others_sooner():
    draw = torch.Generator().manual_seed(2)
    x = torch.tensor([[0.0, 1.0]]).repeat(2020, 1) + 0.1 * torch.randn(2020, 2, generator=draw)
    x[2000:, 0] += 1
    y = torch.zeros(2020, 1)
    y[2000:] = 1
    by_focal = fitted(x, y, lambda z, y_, _: losses.focal(z, y_), steps=45)
    assert f1(by_focal(x), y).item() > 0.99 > f1(fitted(x, y, bce, steps=45)(x), y).item()


def test_the_readings_of_the_weights_are_their_ratios():
    counts = torch.tensor([10.0, 1.0, 0.0])
    positive, negative = losses.weights_of_all(counts, torch.full((3,), 100.0))
    assert positive.item() == pytest.approx(1 - 11 / 300)
    assert negative.item() == pytest.approx(11 / 300)
    each, ones = losses.weights_of_each(counts, torch.full((3,), 100.0))
    assert each.tolist() == [9.0, 50.0, 50.0]
    assert ones.tolist() == [1.0, 1.0, 1.0]


def test_images_of_which_a_label_is_unknown_do_not_make_it_rarer():
    counts, answered = torch.tensor([10.0, 10.0]), torch.tensor([100.0, 20.0])
    assert losses.weights_of_all(counts, answered)[1].item() == pytest.approx(20 / 120)
    assert losses.weights_of_each(counts, answered)[0].tolist() == [9.0, 1.0]
    z, y = torch.zeros(1, 2), torch.tensor([[0.0, 0.0]])
    rare, even = losses.distribution_balanced(z, y, counts, answered)[0].tolist()
    assert rare < even  # moved by the log-odds of 1 in 10 and of 1 in 2


def test_losses_without_their_twist_are_cross_entropy():
    z, y = 3 * torch.randn(40, 5), (torch.rand(40, 5) < 0.5).float()
    plain = losses.cross_entropy(z, y)
    torch.testing.assert_close(plain, nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none"))
    torch.testing.assert_close(losses.focal(z, y, gamma=0.0), plain)
    torch.testing.assert_close(losses.asymmetric(z, y, positive=0, negative=0, margin=0), plain)
    torch.testing.assert_close(losses.asymmetric(z, y, positive=2, negative=2, margin=0), losses.focal(z, y))
    torch.testing.assert_close(losses.self_paced(z, y, begun=False, margin=0, gamma=0), plain)


def test_an_absent_label_that_a_network_is_sure_of_costs_less_again_by_hill():
    z = torch.tensor([[0.0, 2.0, 8.0]]).requires_grad_()
    losses.hill(z, torch.zeros(1, 3)).sum().backward()
    assert z.grad is not None
    assert z.grad[0, 2].abs() < z.grad[0, 1].abs()


def test_self_paced_takes_a_label_it_is_sure_of_for_a_missing_one_only_once_begun():
    z, absent = torch.tensor([[3.0]]), torch.zeros(1, 1)
    assert losses.self_paced(z, absent, begun=True) < 0.1
    assert losses.self_paced(z, absent, begun=False) > 3
    present = losses.self_paced(z, torch.ones(1, 1), begun=True)
    torch.testing.assert_close(losses.self_paced(z, absent, begun=True), present)
