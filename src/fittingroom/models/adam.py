"""Adam as Keras has it, with all that it remembers in plain sight, and penalties on the kernels."""

import torch
from torch import Tensor, nn


def adam(
    network: nn.Module, *, lr: float, weight_decay: float
) -> tuple[torch.optim.Optimizer, dict[str, Tensor]]:
    """Adam with Keras' epsilon, and everything it remembers, by name, for the checkpoint."""
    named = dict(network.named_parameters())
    kernels = [w for w in named.values() if w.ndim > 1]
    others = [w for w in named.values() if w.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others}]
    optimizer = torch.optim.AdamW(groups, lr=lr, eps=1e-7, weight_decay=0.0, fused=True)
    memory = {}
    for name, weight in named.items():
        state = {
            "step": torch.zeros((), device=weight.device),
            "exp_avg": torch.zeros_like(weight),
            "exp_avg_sq": torch.zeros_like(weight),
        }
        optimizer.state[weight] = state
        memory |= {f"adam/{name}/{what}": tensor for what, tensor in state.items()}
    return optimizer, memory


@torch.no_grad()
def penalise(weight: Tensor, *, l1: float, l2: float) -> None:
    """Add the gradient of l1 * sum |w| + l2 * sum w^2."""
    if weight.grad is not None:
        weight.grad.add_(weight.sign(), alpha=l1).add_(weight, alpha=2 * l2)
