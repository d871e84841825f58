"""Two optimiser steps: Muon for the weights of convolutions, Nesterov momentum for all the rest.

Muon replaces the momentum of a weight matrix by its nearest orthogonal matrix, so that every
direction is learned at the same pace; small convnets then need about half the epochs.
Source: K. Jordan et al., "Muon" (2024), and the program airbench94_muon of cifar10-airbench.
"""

import torch
from torch import Tensor

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Coefficients of the quintic iteration; tuned for speed, they bring singular values near 1, not to it."""


def orthogonalised(matrix: Tensor, steps: int = 3) -> Tensor:
    """The matrix (r, c) with all its singular values drawn towards 1 by Newton-Schulz iterations."""
    a, b, c = NEWTON_SCHULZ
    wide = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
    x = wide / (wide.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if matrix.shape[0] > matrix.shape[1] else x


@torch.no_grad()
def muon_step(weight: Tensor, gradient: Tensor, buffer: Tensor, *, lr: float, momentum: float) -> None:
    """One step in place on a convolution's weight (out, in, k, k); `buffer` is its momentum.

    The weight is first scaled to norm sqrt(out), so that `lr` means the same in every layer and no
    weight decay is needed.
    """
    buffer.mul_(momentum).add_(gradient)
    direction = gradient + momentum * buffer
    weight.mul_(len(weight) ** 0.5 / weight.norm())
    weight.add_(orthogonalised(direction.reshape(len(weight), -1)).reshape(weight.shape), alpha=-lr)


@torch.no_grad()
def nesterov_step(weight: Tensor, gradient: Tensor, buffer: Tensor, *, lr: float, momentum: float) -> None:
    """One step in place of gradient descent with Nesterov momentum; `buffer` is its momentum."""
    buffer.mul_(momentum).add_(gradient)
    weight.add_(gradient + momentum * buffer, alpha=-lr)
