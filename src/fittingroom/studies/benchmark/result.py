"""What came of one run: one configuration, one data set, one seed; kept whether it went well or not."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from fittingroom.errors import InputError
from fittingroom.jobs.limited import How

ENDED: tuple[str, ...] = get_args(How)
"""How a run can end: well; at its limit of wall time or of memory; with an exception; killed or crashed."""

FAILED = ENDED[1:]

Mode = Literal["paper", "modern"]
"""The stopping rules and defaults: those of 2017, as the paper had them, or those of today."""

Asked = Literal["test", "val"]
"""The part that was asked. For test everything else was learned, as in the paper; val serves to choose."""

Equivalence = Literal[
    "the estimator itself",
    "identical",
    "identical but for rounding",
    "same optimum",
    "same in distribution",
    "different algorithm",
]
"""What an engine promises of its answers against scikit-learn's estimator; each promise has a test."""

RUN_HERE = "run here"
HANDED_IN = "handed in; to make it again: "
REPRODUCED = "handed in, made again here by: "
"""Where a result comes from; the latter two are followed by a command."""

KEY = ("configuration", "data", "seed", "mode", "asked", "engine", "versions", "source")
"""The fields that tell one run from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One run. `labels` (n,) uint8 or uint16 are the class numbers of all images asked, in order.

    data: the data set's fingerprint, `data_name` how it is called. accuracy: share of right labels; None
    until somebody has scored the labels, which are on disk before. cpu_s: processor seconds, wall_s:
    seconds, of learning and predicting; runs that share a fit (`group`) each state the whole fit up to
    their own answer. peak_mb: largest memory of the process. iterations, converged: None where the
    estimator has no such thing. seed: of the order of the images and of the estimator. engine:
    "stock" or "fast"; what it promises is `equivalence`. versions: of the packages that decide the answer.
    source: "run here", or who handed the labels in. made: ISO date and time.
    """

    configuration: str
    data: str
    data_name: str
    seed: int
    mode: Mode
    asked: Asked
    engine: str
    ended: How
    group: str
    equivalence: Equivalence = "the estimator itself"
    labels: np.ndarray | None = None
    accuracy: float | None = None
    cpu_s: float | None = None
    wall_s: float | None = None
    peak_mb: float | None = None
    iterations: int | None = None
    converged: bool | None = None
    error: str = ""
    versions: str = ""
    machine: str = ""
    source: str = RUN_HERE
    made: str = ""

    def __post_init__(self):
        if self.ended not in ENDED:
            raise InputError(f"a run ends {', '.join(ENDED)}, got {self.ended!r}")
        if (self.ended == "ok") != (self.labels is not None):
            raise InputError(f"{self.configuration}: a run that went well has labels, any other has none")

    @property
    def key(self) -> str:
        """32 hexadecimal digits that tell this run from every other."""
        return key_of(**{name: getattr(self, name) for name in KEY})

    def scored(self, truth: np.ndarray) -> "Result":
        """The same with its accuracy; truth: (n,) class numbers of the images asked."""
        if self.labels is None or len(self.labels) != len(truth):
            found = "no labels" if self.labels is None else f"{len(self.labels)} labels"
            raise InputError(f"{self.configuration}: {len(truth)} images were asked, found {found}")
        return dataclasses.replace(self, accuracy=float((self.labels == truth).mean()))


def as_kept(labels: np.ndarray, classes: int) -> np.ndarray:
    """Class numbers in the smallest type that holds them: uint8, beyond 256 classes uint16."""
    return labels.astype(np.uint8 if classes <= 256 else np.uint16)


def key_of(**fields: object) -> str:
    """The key of the run with these fields (those in KEY)."""
    return hashlib.sha256(json.dumps([fields[name] for name in KEY]).encode()).hexdigest()[:32]
