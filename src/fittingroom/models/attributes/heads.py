"""From the map of a network to the labels: three heads, one convention for what they say.

A head is a module with `outputs`, the width of what it computes for an image, and `groups`, which say
how that is read. Everything outside sees logits (n, k), one a label, whose sigmoid is the probability.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.data.attributes import LabelMap
from fittingroom.errors import InputError, did_you_mean

LABELS_PER_QUERY = 8
"""Labels of one group that share a query of the decoder."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A group with one answer at most: the columns of its labels, and the output that says "none"."""

    columns: tuple[int, ...]
    none: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How the outputs (n, outputs) of a head are read: the first k are its labels', in the map's order.

    choices: groups whose labels, and "none", share one softmax; all other labels are asked one by one.
    """

    labels: int
    choices: tuple[Choice, ...] = ()

    @property
    def outputs(self) -> int:
        return self.labels + len(self.choices)

    @property
    def singles(self) -> list[int]:
        """Columns of the labels that are asked one by one."""
        taken = {column for choice in self.choices for column in choice.columns}
        return [column for column in range(self.labels) if column not in taken]

    def logits(self, raw: Tensor) -> Tensor:
        """Logits (n, k) float32 of outputs (n, outputs): of a softmax log p - log(1 - p)."""
        raw = raw.float()
        logits = raw[:, : self.labels].clone()
        for choice in self.choices:
            answers = raw[:, [*choice.columns, choice.none]]
            itself = torch.eye(answers.shape[1], dtype=torch.bool, device=raw.device)[:-1]
            # log(1 - p) would lose every digit where p is near 1: the other answers are summed instead
            others = answers[:, None].masked_fill(itself, -math.inf).logsumexp(2)
            logits[:, list(choice.columns)] = answers[:, :-1] - others
        return logits


def flat_reading(labels: LabelMap) -> Reading:
    """Every label a question of its own, as in the paper."""
    return Reading(len(labels.labels))


def group_reading(labels: LabelMap) -> Reading:
    """The exclusive groups of the map are one question each, with the answer "none"."""
    exclusive = [group.name for group in labels.groups if group.exclusive]
    choices = tuple(
        Choice(
            tuple(c for c, label in enumerate(labels.labels) if label.group == name), len(labels.labels) + at
        )
        for at, name in enumerate(exclusive)
    )
    return Reading(len(labels.labels), choices)


def in_full(x: Tensor) -> torch.autocast:
    """The context for the last layer: in bfloat16 a hundred logits of an image would hold many ties."""
    return torch.autocast(x.device.type, enabled=False)


class Pooled(nn.Module):
    """The mean over the map, and one dense layer: the head of the published networks."""

    def __init__(self, width: int, reading: Reading, dropout: float = 0.0):
        super().__init__()
        self.reading = reading
        self.dropout = dropout
        self.fc = nn.Linear(width, reading.outputs)
        nn.init.normal_(self.fc.weight, std=0.01)
        nn.init.zeros_(self.fc.bias)

    def forward(self, features: Tensor) -> Tensor:
        pooled = F.dropout(features.float().mean((2, 3)), self.dropout, self.training)
        with in_full(features):
            return self.fc(pooled)

    def start_at(self, log_odds: Tensor) -> None:
        """Set the biases so that an untrained network says how frequent each output is."""
        self.fc.bias.data.copy_(log_odds)


class Decoder(nn.Module):
    """A small ML-Decoder: fixed queries look at the places of the map, each speaks for labels of one group.

    T. Ridnik et al., arXiv 2111.12933: no attention among queries, and a dense layer of its own for
    each query. Here a query speaks for up to LABELS_PER_QUERY labels, all of one group.
    """

    queries: Tensor
    owner: Tensor
    place: Tensor

    def __init__(
        self, width: int, reading: Reading, groups: list[list[int]], inner: int = 256, heads: int = 8
    ):
        super().__init__()
        self.reading = reading
        runs = [g[at : at + LABELS_PER_QUERY] for g in groups for at in range(0, len(g), LABELS_PER_QUERY)]
        owner, place = (
            torch.zeros(reading.outputs, dtype=torch.long),
            torch.zeros(reading.outputs, dtype=torch.long),
        )
        for query, run in enumerate(runs):
            owner[run], place[run] = query, torch.arange(len(run))
        self.register_buffer("owner", owner, persistent=False)
        self.register_buffer("place", place, persistent=False)
        self.heads = heads
        self.register_buffer("queries", torch.randn(len(runs), inner))
        self.embed = nn.Linear(width, inner)
        self.norm_queries = nn.LayerNorm(inner)
        self.query = nn.Linear(inner, inner)
        self.key_value = nn.Linear(inner, 2 * inner)
        self.mix = nn.Linear(inner, inner)
        self.norm = nn.LayerNorm(inner)
        self.widen = nn.Linear(inner, 4 * inner)
        self.narrow = nn.Linear(4 * inner, inner)
        self.norm_out = nn.LayerNorm(inner)
        self.answer = nn.Parameter(torch.randn(len(runs), inner, LABELS_PER_QUERY) / inner**0.5)
        self.bias = nn.Parameter(torch.zeros(reading.outputs))

    def forward(self, features: Tensor) -> Tensor:
        places = F.relu(self.embed(features.flatten(2).transpose(1, 2)))
        n, inner = len(places), places.shape[2]
        queries = self.norm_queries(self.queries)
        apart = (n, -1, self.heads, inner // self.heads)
        asked = self.query(queries).expand(n, -1, -1).reshape(apart).transpose(1, 2)
        key, value = (x.reshape(apart).transpose(1, 2) for x in self.key_value(places).chunk(2, 2))
        seen = F.scaled_dot_product_attention(asked, key, value).transpose(1, 2).reshape(n, -1, inner)
        x = self.norm(queries + self.mix(seen))
        x = self.norm_out(x + self.narrow(F.relu(self.widen(x))))
        with in_full(features):
            answers = torch.einsum("nqi,qia->nqa", x.float(), self.answer)
        return answers[:, self.owner, self.place] + self.bias

    def start_at(self, log_odds: Tensor) -> None:
        """Set the biases so that an untrained network says about how frequent each output is."""
        self.bias.data.copy_(log_odds)


def flat(width: int, labels: LabelMap, *, dropout: float = 0.0) -> Pooled:
    """One sigmoid a label (the paper)."""
    return Pooled(width, flat_reading(labels), dropout)


def group(width: int, labels: LabelMap, *, dropout: float = 0.0) -> Pooled:
    """A softmax with "none" for each exclusive group, a sigmoid for every other label."""
    return Pooled(width, group_reading(labels), dropout)


def decoder(width: int, labels: LabelMap, *, dropout: float = 0.0) -> Decoder:  # noqa: ARG001  called like the others
    """A small ML-Decoder, read like the group head; it has no dropout."""
    reading = group_reading(labels)
    groups = [
        [column for column, label in enumerate(labels.labels) if label.group == group.name]
        for group in labels.groups
    ]
    return Decoder(width, reading, [*groups, [choice.none for choice in reading.choices]])


HEADS: Mapping[str, Callable[..., Pooled | Decoder]] = {"flat": flat, "group": group, "decoder": decoder}


def head(name: str) -> Callable[..., Pooled | Decoder]:
    """The head of that name. Raises InputError for an unknown one."""
    if name not in HEADS:
        raise InputError(
            f"there is no head {name!r}{did_you_mean(name, HEADS)}; there are {', '.join(HEADS)}"
        )
    return HEADS[name]
