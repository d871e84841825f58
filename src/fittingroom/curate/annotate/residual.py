"""What is still wrong after a consensus, by the posterior's own account, and whom to ask next."""

from dataclasses import dataclass

import numpy as np

from fittingroom.curate.annotate.consensus import Consensus
from fittingroom.curate.annotate.dawid_skene import Posterior


@dataclass(frozen=True, slots=True)
class Residual:
    """Expected errors of `images` kept pictures: of `labels` named so many `wrong`, and so many `missed`.

    They are as true as the model: people who err together are not seen by it.
    """

    images: int
    labels: int
    wrong: float
    missed: float

    @property
    def wrong_share(self) -> float:
        """Expected share of the named labels that are wrong."""
        return self.wrong / self.labels if self.labels else 0.0

    @property
    def missed_share(self) -> float:
        """Expected share of the true labels that are not named."""
        true = self.labels - self.wrong + self.missed
        return self.missed / true if true else 0.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell worth another look: picture and label as places, and how probable the label is."""

    image: int
    column: int
    probability: float


def two_plus_one(error: float) -> float:
    """The share of wrong cells that the paper's rule leaves if answers are wrong with `error`, independently.

    Two agree on what is wrong, or differ and the third is wrong: e^2 + 2 e (1 - e) e = 3 e^2 - 2 e^3.
    """
    return 3 * error**2 - 2 * error**3


def residual(found: Consensus, posterior: Posterior) -> Residual:
    """What to expect wrong among the kept pictures, in the groups that are known and apply."""
    known = _known(found) & found.kept[:, None]
    named, absent = found.present & known, ~found.present & known
    p = posterior.probability
    return Residual(
        int(found.kept.sum()), int(named.sum()), float((1 - p)[named].sum()), float(p[absent].sum())
    )


def doubts(found: Consensus, posterior: Posterior, *, least: float = 0.05) -> list[Doubt]:
    """The cells to send to a fourth: wrong with a probability of `least` and more, most doubtful first."""
    p = posterior.probability
    wrong = np.where(found.present, 1 - p, p) * _known(found)
    images, columns = np.nonzero(wrong >= least)
    order = np.argsort(-wrong[images, columns], kind="stable")
    return [
        Doubt(int(image), int(column), float(p[image, column]))
        for image, column in zip(images[order], columns[order], strict=True)
    ]


def _known(found: Consensus) -> np.ndarray:
    group = {group.name: at for at, group in enumerate(found.labels.groups)}
    of_label = [group[label.group] for label in found.labels.labels]
    aside = (found.reason == "put-aside")[:, None]
    return ~(found.unknown | found.not_applicable | aside)[:, of_label]
