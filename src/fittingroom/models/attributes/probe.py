"""A head learned on stored features: what a frozen network already knows of the attributes."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from fittingroom.errors import InputError
from fittingroom.models.attributes.criteria import Prior, criterion, log_odds
from fittingroom.models.attributes.heads import Pooled, Reading, head
from fittingroom.models.attributes.truth import Truth

AT_ONCE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A linear head: logits (n, k) are read from (features - mean) * scale @ weight.T + bias."""

    mean: np.ndarray
    scale: np.ndarray
    weight: np.ndarray
    bias: np.ndarray
    reading: Reading

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Logits (n, k) float32 of features (n, width): the sigmoid of each is its label's probability."""
        found = [
            self.reading.logits(
                torch.from_numpy(
                    (features[start : start + AT_ONCE] - self.mean) * self.scale @ self.weight.T + self.bias
                )
            ).numpy()
            for start in range(0, len(features), AT_ONCE)
        ]
        return np.concatenate(found)


def probe(
    features: np.ndarray,
    truth: Truth,
    *,
    kind: str = "group",
    loss: str = "bce",
    epochs: int = 20,
    batch: int = 256,
    lr: float = 3e-3,
    weight_decay: float = 0.01,
    seed: int = 0,
) -> Probe:
    """Learn a head on features (n, width) and their truth, by AdamW with a rate that falls linearly to 0.

    kind: flat or group. Features are standardised first. Raises InputError for a head that needs places
    (decoder) and for numbers of features and truths that differ.
    """
    if len(features) != len(truth) or len(truth) < 2:
        raise InputError(f"a probe needs a feature for each truth, found {len(features)} and {len(truth)}")
    mean, deviation = features.mean(0, dtype=np.float64), features.std(0, dtype=np.float64)
    mean, scale = mean.astype(np.float32), (1 / np.maximum(deviation, 1e-6)).astype(np.float32)
    rng = np.random.default_rng(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        made = head(kind)(features.shape[1], truth.labels)
    if not isinstance(made, Pooled):
        raise InputError(f"a probe has the head flat or group, asked for {kind}: features have no places")
    counts = torch.tensor(truth.counts(), dtype=torch.float32)
    answered = torch.tensor(truth.answered()[truth.group_of], dtype=torch.float32)
    made.start_at(log_odds(made.reading, counts, answered))
    cost = criterion(made.reading, loss, Prior(counts, answered, epochs))
    optimiser = torch.optim.AdamW(made.parameters(), lr=lr, weight_decay=weight_decay)
    batch = min(batch, len(truth))
    for epoch in range(epochs):
        for at, rows in enumerate(_batches(len(truth), batch, rng)):
            progress = (epoch + at * batch / len(truth)) / epochs
            optimiser.param_groups[0]["lr"] = lr * (1 - progress)
            seen = torch.from_numpy((features[rows] - mean) * scale)
            present, known = (torch.from_numpy(part) for part in truth.of(rows))
            optimiser.zero_grad()
            cost(made.fc(seen), present, known, progress).mean().backward()
            optimiser.step()
    return Probe(mean, scale, _array(made.fc.weight), _array(made.fc.bias), made.reading)


def _batches(n: int, batch: int, rng: np.random.Generator) -> np.ndarray:
    return rng.permutation(n)[: n // batch * batch].reshape(-1, batch)


def _array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().numpy().copy()
