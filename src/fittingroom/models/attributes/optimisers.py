"""The optimisers of the recipes, with all that they remember by name, so that a checkpoint can hold it."""

from collections.abc import Callable, Iterable
from math import cos, pi

import torch
from torch import Tensor, nn

from fittingroom.models.attributes.recipes import Recipe


class RootRMSProp(torch.optim.Optimizer):
    """RMSProp as TensorFlow's Inceptions had it: w -= lr g / sqrt(mean of g^2 + eps), eps = 1.

    torch's own adds 1e-8 outside the root: with the published lr of .1 its first step moves every weight
    by .32, whatever the gradient. The mean of squares starts at 1, as there.
    (tensorflow/python/training/rmsprop.py; inception/inception_train.py.)
    """

    def __init__(self, weights: Iterable[Tensor], lr: float, *, decay: float = 0.9, eps: float = 1.0):
        super().__init__(weights, {"lr": lr, "decay": decay, "eps": eps})
        for weight in self.param_groups[0]["params"]:
            self.state[weight] = {"square_avg": torch.ones_like(weight)}

    @torch.no_grad()
    def step(self, closure: Callable | None = None) -> None:  # noqa: ARG002  torch's signature
        """One step in place."""
        for group in self.param_groups:
            for weight in group["params"]:
                gradient, square = weight.grad, self.state[weight]["square_avg"]
                square.mul_(group["decay"]).addcmul_(gradient, gradient, value=1 - group["decay"])
                weight.addcdiv_(gradient, (square + group["eps"]).sqrt_(), value=-group["lr"])


def optimiser(network: nn.Module, recipe: Recipe) -> tuple[torch.optim.Optimizer, dict[str, Tensor]]:
    """The optimiser of a recipe, and everything it remembers, name -> tensor, for the checkpoint.

    Weights decay in convolutions and dense layers alone, never biases or normalisation.
    """
    named = dict(network.named_parameters())
    if recipe.optimiser == "rmsprop":
        chosen = RootRMSProp(named.values(), recipe.lr)
    else:
        groups = [
            {"params": [w for w in named.values() if w.ndim > 1], "weight_decay": recipe.weight_decay},
            {"params": [w for w in named.values() if w.ndim <= 1], "weight_decay": 0.0},
        ]
        chosen = torch.optim.AdamW(groups, lr=recipe.lr, fused=True)
        for weight in named.values():
            chosen.state[weight] = {
                "step": torch.zeros((), device=weight.device),
                "exp_avg": torch.zeros_like(weight),
                "exp_avg_sq": torch.zeros_like(weight),
            }
    memory = {
        f"{name}/{what}": tensor
        for name, weight in named.items()
        for what, tensor in chosen.state[weight].items()
    }
    return chosen, memory


def rate(recipe: Recipe, progress: float) -> float:
    """The learning rate at `progress` of the run, in 0..1."""
    if recipe.schedule == "steps":
        return recipe.lr * (1 if progress < 0.5 else 0.1 if progress < 0.8 else 0.01)
    if progress < recipe.warm_up:
        return recipe.lr * max(progress, 1e-3) / recipe.warm_up
    return recipe.lr * (1 + cos(pi * (progress - recipe.warm_up) / (1 - recipe.warm_up))) / 2
