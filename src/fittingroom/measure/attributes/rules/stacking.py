"""Labels tell of one another: a dress is female, a swimsuit has no sleeves."""

from dataclasses import dataclass

import numpy as np

from fittingroom.measure.attributes.predictions import sigmoid
from fittingroom.measure.attributes.rules.prior_shift import STIFFNESS
from fittingroom.measure.attributes.rules.rule import Change, Transform, check_fit
from fittingroom.measure.attributes.truth import AttributeTruth

PENALTY = 100.0
"""Half of this times the squared weights is taken off the log likelihood, or rare labels learn noise."""

MOST_ROUNDS = 60
SETTLED = 1e-6
"""It ends when no label's loss per image, in nats, moves by more in a round."""

EASE = np.float32(0.95)
"""Steps grow again this slowly while the loss falls."""

POWER_ROUNDS = 6

WIDEST = 12.0
"""Logits are cut to +- this before they serve as features: beyond, they only say "certainly"."""


def stacked(penalty: float = PENALTY) -> Transform:
    """For every label a logistic regression on the logits of all labels, that starts from its own logit.

    New logit of label c: z_c + b_c + w_c . x, with x all logits, centred and divided by their spread.
    Penalised are the w, and b a little, so that a label with few images stays what the model said. Unknown
    cells are left out of its loss. Wolpert 1992 (Neural Networks 5, p. 241); on iMaterialist what XGBoost
    per label did.
    """

    def fit(logits: np.ndarray, truth: AttributeTruth) -> Change:
        check_fit("stacking", truth)
        cut = np.clip(logits, -WIDEST, WIDEST)
        middle, spread = cut.mean(axis=0), np.maximum(cut.std(axis=0), 1e-3)
        weights, bias = fit_offsets((cut - middle) / spread, logits, truth, penalty)

        def change(new: np.ndarray) -> np.ndarray:
            return new + ((np.clip(new, -WIDEST, WIDEST) - middle) / spread) @ weights + bias

        return change

    return Transform("stacked", fit)


STACKED = stacked()


def fit_offsets(
    x: np.ndarray, logits: np.ndarray, truth: AttributeTruth, penalty: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (m, L) and biases (L,), float32, that maximise the penalised likelihood of z + x w + b.

    x: (n, m) features, logits: (n, L) where each label starts. All labels at once by accelerated gradient
    steps (Nesterov 1983) in the axes in which features are uncorrelated, where one step size a label fits
    all of them. A label whose loss rises goes back, halves its step and loses its momentum (O'Donoghue &
    Candes 2015, Found. Comput. Math. 15, p. 715).
    """
    n, m = x.shape
    size, axes = np.linalg.eigh((x.T @ x).astype(float) / n)
    turned = np.column_stack([x @ axes.astype(np.float32), np.ones(n, np.float32)])
    scale = np.append(np.maximum(size, 0.0), 1.0).astype(np.float32)[:, None]
    ridge = np.append(np.full(m, penalty / n), STIFFNESS / n).astype(np.float32)[:, None]
    problem = _Problem(
        turned, ridge, logits, truth.present.astype(np.float32), truth.known.astype(np.float32)
    )

    point = np.zeros((m + 1, logits.shape[1]), np.float32)
    best, slope, p = problem.at(point)
    curve = problem.steepest(p, scale)
    before, age = point, np.zeros(logits.shape[1], np.float32)
    for _ in range(MOST_ROUNDS):
        new = point - slope / (curve * scale + ridge)
        ahead = new + age / (age + 3) * (new - before)
        lost, its_slope, _ = problem.at(ahead)
        gained = best - lost
        better = gained >= 0
        point, slope = np.where(better, ahead, point), np.where(better, its_slope, slope)
        best, before = np.where(better, lost, best), np.where(better, new, point)
        age = np.where(better, age + 1, 0).astype(np.float32)
        curve = curve * np.where(better, EASE, np.float32(2))
        if (np.abs(gained) < SETTLED).all():
            break
    return axes.astype(np.float32) @ point[:-1], point[-1]


@dataclass(frozen=True, slots=True)
class _Problem:
    """Penalised logistic regressions of all labels on the same features, each from its own start."""

    x: np.ndarray
    ridge: np.ndarray
    start: np.ndarray
    present: np.ndarray
    known: np.ndarray

    def at(self, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Loss (L,), its slope in w (m, L) and the probabilities (n, L) at weights w (m, L)."""
        z = self.start + self.x @ w
        p = sigmoid(z)
        lost = ((np.logaddexp(0, z) - self.present * z) * self.known).mean(axis=0, dtype=float)
        lost += (self.ridge * w**2).sum(axis=0, dtype=float) / 2
        return lost, self.x.T @ ((p - self.present) * self.known) / len(z) + self.ridge * w, p

    def steepest(self, p: np.ndarray, scale: np.ndarray) -> np.ndarray:
        """The largest curvature of each label's loss, axes divided by root `scale`, (L,); power iteration."""
        weight = p * (1 - p) * self.known
        root = np.sqrt(np.maximum(scale, 1e-6))
        v = np.ones((self.x.shape[1], p.shape[1]), np.float32)
        for _ in range(POWER_ROUNDS):
            v /= np.linalg.norm(v, axis=0)
            v = (self.x.T @ (weight * (self.x @ (v / root)))) / len(p) / root
        return np.maximum(np.linalg.norm(v, axis=0), 1e-6)
