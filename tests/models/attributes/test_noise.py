"""Wrong labels: a small clean set corrects them, and two networks keep each other from learning them."""

import torch
from torch import nn

from fittingroom.models.attributes.losses import cross_entropy
from fittingroom.models.attributes.noise import corrected, share_kept, taught_by_each_other, transition


def noisy(n: int, given_true: float, given_false: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    draw = torch.Generator().manual_seed(0)
    x = torch.randn(n, 8, generator=draw)
    truth = (2 * x @ torch.randn(8, 5, generator=draw) - 1 > 0).float()
    rate = torch.where(truth > 0, given_true, given_false)
    return x, truth, (torch.rand(truth.shape, generator=draw) < rate).float()


def learn(model: nn.Module, x, y, loss, steps: int = 120) -> nn.Module:
    optimiser = torch.optim.Adam(model.parameters(), 0.1)
    for _ in range(steps):
        optimiser.zero_grad()
        loss(model(x), y).sum(1).mean().backward()
        optimiser.step()
    return model


def test_a_transition_is_counted_on_known_cells_alone():
    clean = torch.tensor([[1], [1], [1], [0], [0]], dtype=torch.bool)
    given = torch.tensor([[1], [0], [1], [1], [0]], dtype=torch.bool)
    known = torch.tensor([[1], [1], [0], [1], [1]], dtype=torch.bool)
    given_true, given_false = transition(given, clean, known)
    assert (given_true.item(), given_false.item()) == ((1 + 1) / (2 + 2), (1 + 1) / (2 + 2))


def test_corrected_without_errors_is_cross_entropy_and_its_probabilities_add_up():
    z, y = 3 * torch.randn(30, 4), (torch.rand(30, 4) < 0.5).float()
    right, wrong = torch.full((4,), 1 - 1e-7), torch.full((4,), 1e-7)
    torch.testing.assert_close(corrected(z, y, right, wrong), cross_entropy(z, y), rtol=1e-3, atol=1e-4)
    some = corrected(z, torch.ones_like(z), right * 0.7, right * 0.2)
    rest = corrected(z, torch.zeros_like(z), right * 0.7, right * 0.2)
    torch.testing.assert_close((-some).exp() + (-rest).exp(), torch.ones_like(z))


def test_two_hundred_clean_images_correct_labels_of_which_many_are_wrong():
    x, truth, given = noisy(4000, 0.6, 0.15)
    known = torch.ones(200, 5, dtype=torch.bool)
    estimated = transition(given[:200] > 0, truth[:200] > 0, known)
    plain = learn(nn.Linear(8, 5), x[:2000], given[:2000], cross_entropy)
    fixed = learn(nn.Linear(8, 5), x[:2000], given[:2000], lambda z, y: corrected(z, y, *estimated))

    def right(model: nn.Module) -> float:
        return ((model(x[2000:]) > 0) == (truth[2000:] > 0)).float().mean().item()

    assert right(fixed) > right(plain) + 0.1


def test_each_network_learns_the_cells_that_the_other_finds_easy():
    first, second = torch.rand(10, 3), torch.rand(10, 3)
    for_first, for_second = taught_by_each_other(first, second, torch.ones(10, 3, dtype=torch.bool), 0.4)
    assert for_first.sum(0).tolist() == for_second.sum(0).tolist() == [4, 4, 4]
    for label in range(3):
        assert second[for_first[:, label], label].max() <= second[~for_first[:, label], label].min()
        assert first[for_second[:, label], label].max() <= first[~for_second[:, label], label].min()


def test_unknown_cells_are_never_learned_and_do_not_count():
    losses, known = torch.rand(10, 2), torch.zeros(10, 2, dtype=torch.bool)
    known[:5, 0] = True
    for cells in taught_by_each_other(losses, losses.flip(0), known, 0.4):
        assert not (cells & ~known).any()
        assert cells.sum(0).tolist() == [2, 0]


def test_two_networks_that_could_learn_everything_by_heart_are_right_more_often_together():
    """A third of the labels is flipped; each network has weights enough to remember every one of them."""
    x, truth, given = noisy(600, 0.67, 0.33)
    learned, seen = slice(0, 300), slice(300, 600)

    def network(seed: int) -> nn.Module:
        torch.manual_seed(seed)
        return nn.Sequential(nn.Linear(8, 128), nn.ReLU(), nn.Linear(128, 5))

    def right(model: nn.Module) -> float:
        return ((model(x[seen]) > 0) == (truth[seen] > 0)).float().mean().item()

    pair, steps = (network(0), network(1)), 150
    told = torch.ones(300, 5, dtype=torch.bool)
    optimisers = [torch.optim.Adam(model.parameters(), 0.02) for model in pair]
    for step in range(steps):
        costs = [cross_entropy(model(x[learned]), given[learned]) for model in pair]
        chosen = taught_by_each_other(*costs, told, share_kept(step / steps, 0.33))
        for cost, cells, optimiser in zip(costs, chosen, optimisers, strict=True):
            optimiser.zero_grad()
            (cost * cells).sum(1).mean().backward()
            optimiser.step()
    alone = network(0)
    optimiser = torch.optim.Adam(alone.parameters(), 0.02)
    for _ in range(steps):
        optimiser.zero_grad()
        cross_entropy(alone(x[learned]), given[learned]).sum(1).mean().backward()
        optimiser.step()
    assert (right(pair[0]) + right(pair[1])) / 2 > right(alone) + 0.03


def test_the_share_that_is_kept_falls_to_what_is_right():
    assert [share_kept(p, 0.3) for p in (0.0, 0.1, 0.2, 1.0)] == [1.0, 0.85, 0.7, 0.7]
