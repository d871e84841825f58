"""From what a head computes to one number to lower: which loss, over which entries, in which sum."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from fittingroom.errors import InputError, did_you_mean
from fittingroom.models.attributes import losses, noise
from fittingroom.models.attributes.heads import Reading

Loss = Callable[[Tensor, Tensor, float], Tensor]
"""Logits, present and the progress of the run in 0..1 -> the cost of each entry."""

Criterion = Callable[[Tensor, Tensor, Tensor, float], Tensor]
"""Outputs (n, outputs), present and known (n, k) bool, progress -> the cost of each image (n,)."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What a loss may know beforehand: in how many images each label is, and the epochs.

    counts: (k,) images that have each label, of those `answered` (k,) of which that is known.
    given: (k,) each, how often a label is given where it is true, and where it is not (`noise.transition`).
    """

    counts: Tensor
    answered: Tensor
    epochs: int
    given: tuple[Tensor, Tensor] | None = None

    def of(self, columns: Tensor) -> "Prior":
        """The same of some labels."""
        given = None if self.given is None else (self.given[0][columns], self.given[1][columns])
        return replace(self, counts=self.counts[columns], answered=self.answered[columns], given=given)


def _weighted(weights: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]], prior: Prior) -> Loss:
    positive, negative = weights(prior.counts, prior.answered)
    return lambda logits, present, _: losses.weighted(logits, present, positive, negative)


def _self_paced(prior: Prior) -> Loss:
    return lambda logits, present, progress: losses.self_paced(
        logits, present, begun=progress * prior.epochs >= 1
    )


def _balanced(prior: Prior) -> Loss:
    return lambda logits, present, _: losses.distribution_balanced(
        logits, present, prior.counts, prior.answered
    )


def _corrected(prior: Prior) -> Loss:
    if prior.given is None:
        raise InputError(
            "the loss corrected needs to know how often labels are given where they are true and where not: "
            "count both on a small clean set (noise.transition) and hand them to learn(given=)"
        )
    true, false = prior.given
    return lambda logits, present, _: noise.corrected(logits, present, true, false)


LOSSES: Mapping[str, Callable[[Prior], Loss]] = {
    "bce": lambda _: lambda logits, present, _: losses.cross_entropy(logits, present),
    "weighted": partial(_weighted, losses.weights_of_all),
    "weighted-each": partial(_weighted, losses.weights_of_each),
    "focal": lambda _: lambda logits, present, _: losses.focal(logits, present),
    "asymmetric": lambda _: lambda logits, present, _: losses.asymmetric(logits, present),
    "hill": lambda _: lambda logits, present, _: losses.hill(logits, present),
    "splc": _self_paced,
    "balanced": _balanced,
    "corrected": _corrected,
}


def loss_named(name: str) -> Callable[[Prior], Loss]:
    """The loss of that name. Raises InputError for an unknown one."""
    if name not in LOSSES:
        raise InputError(
            f"there is no loss {name!r}{did_you_mean(name, LOSSES)}; there are {', '.join(LOSSES)}"
        )
    return LOSSES[name]


def criterion(reading: Reading, name: str, prior: Prior) -> Criterion:
    """Costs summed over what is known of an image (the paper sums; a mean would ask for another lr).

    A label asked one by one costs what the loss says; an exclusive group costs the cross-entropy of its
    softmax, whose truth is "none" where no label is present (several share the truth evenly), or also one of
    those of which nothing is known.
    The prior's numbers are float, on the device that learns.
    """
    device = prior.counts.device
    singles = torch.tensor(reading.singles, dtype=torch.long, device=device)
    of_singles = loss_named(name)(prior.of(singles))
    choices = [
        (
            torch.tensor(choice.columns, device=device),
            torch.tensor([*choice.columns, choice.none], device=device),
        )
        for choice in reading.choices
    ]

    def cost(raw: Tensor, present: Tensor, known: Tensor, progress: float) -> Tensor:
        raw, truth = raw.float(), present.float()
        total = (of_singles(raw[:, singles], truth[:, singles], progress) * known[:, singles]).sum(1)
        for columns, answers in choices:
            found = truth[:, columns]
            some = found.sum(1, keepdim=True)
            target = torch.cat([found / some.clamp_min(1), (some == 0).float()], 1)
            log_p, told = raw[:, answers].log_softmax(1), known[:, columns]
            nll = -(target * log_p).sum(1)
            denied = F.pad(told, (0, 1))  # "none" is never denied
            in_part = (some[:, 0] == 0) & ~told.all(1)
            nll = torch.where(in_part, -log_p.masked_fill(denied, -math.inf).logsumexp(1), nll)
            total = total + nll * told.any(1)
        return total

    return cost


def log_odds(reading: Reading, counts: Tensor, answered: Tensor) -> Tensor:
    """Outputs (outputs,) of a network that only knows how frequent each label is.

    counts: (k,) images that have each label; answered: (k,) images of which that is known.
    """
    share = ((counts + 1) / (answered + 2)).clamp(1e-6, 1 - 1e-6)
    outputs = torch.zeros(reading.outputs, dtype=counts.dtype, device=counts.device)
    outputs[: reading.labels] = torch.logit(share)
    for choice in reading.choices:
        columns = list(choice.columns)
        outputs[columns] = share[columns].log()
        outputs[choice.none] = (1 - share[columns].sum()).clamp_min(1e-3).log()
    return outputs
