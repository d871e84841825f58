"""Rare labels: what a handful of pictures can still teach, once a network has learned from the others.

Prototypes and neighbours read features of a frozen network; logit adjustment moves what a head says;
repeat factors decide how often a picture is shown. Each hands over logits (n, k) as a head does.
"""

from dataclasses import dataclass

import numpy as np

SHRUNK = 4.0
"""A prototype of n pictures counts as if so many average pictures were among them."""

NEIGHBOURS = 32
AT_ONCE = 1024
REPEAT_BELOW = 0.01
"""A label on a smaller share of the images is shown more often than it is there."""


@dataclass(frozen=True, slots=True, eq=False)
class Prototypes:
    """Logits (n, k) are features (n, width) @ weight (width, k) + bias (k,)."""

    weight: np.ndarray
    bias: np.ndarray

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Log-odds (n, k) float32 of features (n, width)."""
        return np.asarray(features @ self.weight + self.bias, np.float32)


def prototypes(
    features: np.ndarray, present: np.ndarray, known: np.ndarray, *, shrunk: float = SHRUNK
) -> Prototypes:
    """One prototype a label, the mean feature of its pictures, against that of all others.

    features: (n, width); present, known: (n, k) bool. Distances are Mahalanobis', by the covariance that all
    pictures share, so that labels need nothing but a mean each (T. Mensink et al. 2013, PAMI 35, p. 2624); as
    two normal distributions with one covariance they give log-odds, the label's frequency among them, that
    labels of all groups can be ranked by. A mean of n pictures is drawn towards that of all as if `shrunk`
    average pictures were among them: of one picture it would be a copy.
    """
    x = np.asarray(features, np.float64)
    middle = x.mean(axis=0)
    x = x - middle
    width = x.shape[1]
    spread = x.T @ x / len(x)
    spread += np.eye(width) * (0.1 * np.trace(spread) / width + 1e-9)
    counts = present.sum(axis=0)
    means = (present.astype(np.float64).T @ x) / (counts[:, None] + shrunk)
    share = (counts + 1) / (known.sum(axis=0) + 2)
    others = share / (1 - share)  # the mean of all others lies opposite, so much nearer to the middle
    weight = np.linalg.solve(spread, means.T)
    reach = (means * weight.T).sum(axis=1)
    weight = weight * (1 + others)
    bias = np.log(others) - reach * (1 - others**2) / 2 - middle @ weight
    return Prototypes(weight.astype(np.float32), bias.astype(np.float32))


def neighbours(
    stored: np.ndarray,
    present: np.ndarray,
    known: np.ndarray,
    asked: np.ndarray,
    *,
    nearest: int = NEIGHBOURS,
) -> np.ndarray:
    """Log-odds (m, k) float32 of labels among the pictures most like each asked one, by cosine.

    stored: (n, width) features with present, known (n, k) bool; asked: (m, width). The label's frequency
    counts as one more neighbour, so that no label is impossible; unknown cells are left out (M.-L. Zhang &
    Z.-H. Zhou 2007, Pattern Recognition 40, p. 2038, in its plainest form).
    """
    nearest = min(nearest, len(stored))
    share = (present.sum(axis=0) + 1) / (known.sum(axis=0) + 2)
    base, ask = _unit(stored), _unit(asked)
    said = np.empty((len(asked), present.shape[1]), np.float32)
    for start in range(0, len(asked), AT_ONCE):
        alike = ask[start : start + AT_ONCE] @ base.T
        rows = np.argpartition(-alike, nearest - 1, axis=1)[:, :nearest]
        p = (present[rows].sum(axis=1) + share) / (known[rows].sum(axis=1) + 1)
        p = np.clip(p, 1e-6, 1 - 1e-6)
        said[start : start + AT_ONCE] = np.log(p / (1 - p))
    return said


def _unit(features: np.ndarray) -> np.ndarray:
    features = np.asarray(features, np.float32)
    return features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)


def logit_adjusted(logits: np.ndarray, share: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Logits less `strength` times the log-odds of each label's share of the images (k,), inside 0..1.

    At strength 1 a label is chosen for what the picture adds to its frequency, as is best for the mean recall
    over classes (A. K. Menon et al., arXiv 2007.07314, section 4.1, there for one answer an image).
    """
    return np.asarray(logits - strength * np.log(share / (1 - share)), np.float32)


def repeat_factors(present: np.ndarray, below: float = REPEAT_BELOW) -> np.ndarray:
    """How often each image is shown, (n,) of at least 1: by its rarest label, the root of below / share.

    present: (n, k) bool. A. Gupta et al., LVIS, arXiv 1908.03195, appendix B.
    """
    share = np.maximum(present.mean(axis=0), 1 / len(present))
    factors = np.maximum(1.0, np.sqrt(below / share))
    return np.where(present, factors, 1.0).max(axis=1)


def repeated_rows(factors: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """As many rows as there are images, (n,) int64, each about as often as its factor says.

    The budget stays that of plain learning: what rare images gain the others lose. Drawn at even steps from a
    random start, so that the numbers of times differ from their means by less than one.
    """
    n = len(factors)
    ends = np.cumsum(factors) * (n / factors.sum())
    return np.minimum(np.searchsorted(ends, rng.random() + np.arange(n), side="right"), n - 1)
