"""The optimisers do what they say, and keep all that they remember in sight."""

import dataclasses

import pytest
import torch
from torch import nn

from fittingroom.models.attributes.optimisers import RootRMSProp, optimiser, rate
from fittingroom.models.attributes.recipes import MODERN, PAPER


def test_root_rmsprop_is_its_formula():
    weight = nn.Parameter(torch.tensor([1.0, -2.0]))
    steps = RootRMSProp([weight], 0.1)
    square, expected = torch.ones(2), weight.detach().clone()
    for gradient in (torch.tensor([3.0, 0.5]), torch.tensor([-1.0, 2.0])):
        weight.grad = gradient
        steps.step()
        square = 0.9 * square + 0.1 * gradient**2
        expected = expected - 0.1 * gradient / (square + 1).sqrt()
    torch.testing.assert_close(weight.detach(), expected)


def test_with_eps_within_the_root_a_small_gradient_makes_a_small_step():
    """torch's RMSProp first moves every weight by lr / sqrt(.1), whatever its gradient."""

    def moved(make) -> torch.Tensor:
        weight = nn.Parameter(torch.zeros(3))
        steps = make([weight])
        weight.grad = torch.tensor([1e-4, 1e-2, 1.0])
        steps.step()
        return -weight.detach()

    theirs = moved(lambda weights: torch.optim.RMSprop(weights, 0.1, alpha=0.9))
    ours = moved(lambda weights: RootRMSProp(weights, 0.1))
    torch.testing.assert_close(theirs, torch.full((3,), 0.1 / 0.1**0.5), rtol=1e-3, atol=0)
    assert (ours < 0.1 * torch.tensor([1e-4, 1e-2, 1.0])).all()


@pytest.mark.parametrize("recipe", [PAPER, MODERN], ids=lambda recipe: recipe.name)
def test_memory_is_what_the_optimiser_changes(recipe):
    layer = nn.Linear(3, 2)
    steps, memory = optimiser(layer, recipe)
    before = {name: tensor.clone() for name, tensor in memory.items()}
    layer(torch.randn(4, 3)).square().sum().backward()
    steps.step()
    assert all(not torch.equal(memory[name], tensor) for name, tensor in before.items())
    assert {id(t) for state in steps.state.values() for t in state.values()} == {
        id(t) for t in memory.values()
    }


def test_biases_do_not_decay():
    layer = nn.Linear(3, 2)
    steps, _ = optimiser(layer, dataclasses.replace(MODERN, lr=0.1))
    bias, weight = layer.bias.detach().clone(), layer.weight.detach().clone()
    for tensor in layer.parameters():
        tensor.grad = torch.zeros_like(tensor)
    steps.step()
    torch.testing.assert_close(layer.bias.detach(), bias)
    torch.testing.assert_close(layer.weight.detach(), weight * (1 - 0.1 * MODERN.weight_decay))


def test_rates_fall_as_the_recipes_say():
    assert [rate(PAPER, p) for p in (0.0, 0.49, 0.5, 0.79, 0.8)] == pytest.approx(
        [0.1, 0.1, 0.01, 0.01, 0.001]
    )
    assert rate(MODERN, 0.0) < 0.1 * MODERN.lr
    assert rate(MODERN, MODERN.warm_up) == pytest.approx(MODERN.lr)
    assert rate(MODERN, 1.0) == pytest.approx(0, abs=1e-9)
