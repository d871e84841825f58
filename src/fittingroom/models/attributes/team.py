"""Several processes that learn one network together, started by torchrun; alone, one is a team of one.

Each takes its share of every batch. The statistics of batch normalisation are those of the whole batch,
so that two processes learn what one would.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Team:
    """rank: this process' number in 0..size - 1; local: its number on this machine."""

    rank: int
    size: int
    local: int

    @property
    def first(self) -> bool:
        """Whether this process speaks and writes for all."""
        return self.rank == 0

    def share(self, n: int) -> slice:
        """Which images of a batch of n this process takes."""
        return slice(n * self.rank // self.size, n * (self.rank + 1) // self.size)


ALONE = Team(0, 1, 0)

PATIENCE = timedelta(days=1)
"""The first alone looks at val, which may take longer than the ten minutes for which others would wait."""


@contextmanager
def team(device: str | None) -> Iterator[Team]:
    """The team that torchrun's environment names; it is joined, and left at the end."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield ALONE
        return
    cuda = device != "cpu" and torch.cuda.is_available()
    mine = Team(int(os.environ["RANK"]), size, int(os.environ.get("LOCAL_RANK", "0")))
    if cuda:
        torch.cuda.set_device(mine.local)
    dist.init_process_group("nccl" if cuda else "gloo", timeout=PATIENCE)
    try:
        yield mine
    finally:
        dist.destroy_process_group()


def wait_for_team(mine: Team) -> None:
    """Go on when every process of the team is here."""
    if mine.size > 1:
        dist.barrier()


def of_team(own: Tensor, mine: Team) -> Tensor:
    """The sum over the team of what each process has."""
    if mine.size > 1:
        dist.all_reduce(own)
    return own


class _Summed(torch.autograd.Function):
    """A sum over the team; its gradient is summed over the team too."""

    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:  # noqa: ARG004  torch's signature
        total = x.clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:  # noqa: ARG004
        total = gradient.clone()
        dist.all_reduce(total)
        return total


class TeamNorm(nn.BatchNorm2d):
    """Batch normalisation over the batch of the whole team, on any device; torch's own is for GPUs alone."""

    def forward(self, input: Tensor) -> Tensor:
        if not self.training:
            return super().forward(input)
        x = input.float()
        own = torch.cat([x.sum((0, 2, 3)), (x * x).sum((0, 2, 3)), x.new_tensor([x.numel() / x.shape[1]])])
        total = _Summed.apply(own)
        n = total[-1].detach()
        mean, square = total[:-1].view(2, -1) / n
        variance = (square - mean * mean).clamp_min(0)
        momentum = self.momentum or 0.0
        for kept, now in ((self.running_mean, mean), (self.running_var, variance * n / (n - 1))):
            if kept is not None:
                kept.lerp_(now.detach(), momentum)
        scale = self.weight * torch.rsqrt(variance + self.eps)
        return (x * scale[:, None, None] + (self.bias - mean * scale)[:, None, None]).to(input.dtype)


def joined(network: nn.Module, mine: Team, device: str) -> nn.Module:
    """The network as this team learns it; the weights are shared, the state is the network's own."""
    if mine.size == 1:
        return network
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.__class__ = TeamNorm
    return nn.parallel.DistributedDataParallel(
        network,
        device_ids=[mine.local] if device.startswith("cuda") else None,
        gradient_as_bucket_view=True,
    )
