"""The optimiser steps against linear algebra and against torch's own."""

import pytest
import torch

from fittingroom.models.muon import muon_step, nesterov_step, orthogonalised


@pytest.mark.parametrize("shape", [(6, 20), (20, 6), (8, 8)])
def test_orthogonalising_keeps_the_singular_vectors_and_evens_out_the_values(shape):
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    u, before, v = torch.linalg.svd(matrix, full_matrices=False)
    after = u.T @ orthogonalised(matrix, steps=3) @ v.T
    values = after.diagonal()
    torch.testing.assert_close(after, values.diag(), atol=1e-9, rtol=0)
    assert values.max() / values.min() < before.max() / before.min()
    assert 0.3 < values.min() < values.max() < 1.6


def test_a_muon_step_does_not_care_for_the_gradients_size():
    generator = torch.Generator().manual_seed(1)
    weight, gradient = torch.randn(2, 4, 3, 3, 3, generator=generator)
    results = []
    for scale in (1.0, 1000.0):
        moved, memory = weight.clone(), torch.zeros_like(weight)
        muon_step(moved, scale * gradient, memory, lr=0.1, momentum=0.6)
        results.append(moved)
        torch.testing.assert_close(memory, scale * gradient)
    torch.testing.assert_close(*results)


def test_a_muon_step_of_rate_zero_only_sets_the_norm():
    weight = torch.randn(4, 3, 3, 3, generator=torch.Generator().manual_seed(2))
    moved = weight.clone()
    muon_step(moved, torch.ones_like(weight), torch.zeros_like(weight), lr=0.0, momentum=0.6)
    torch.testing.assert_close(moved, weight * 2 / weight.norm())


def test_nesterov_steps_are_those_of_torch():
    generator = torch.Generator().manual_seed(3)
    ours = torch.randn(5, generator=generator)
    theirs = ours.clone().requires_grad_()
    reference = torch.optim.SGD([theirs], lr=0.1, momentum=0.85, nesterov=True)
    memory = torch.zeros_like(ours)
    for gradient in torch.randn(4, 5, generator=generator):
        nesterov_step(ours, gradient, memory, lr=0.1, momentum=0.85)
        theirs.grad = gradient.clone()
        reference.step()
    torch.testing.assert_close(ours, theirs.detach())
