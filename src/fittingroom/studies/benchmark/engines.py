"""How rows are answered: by scikit-learn's own estimator, or by something faster that promises the same.

An engine answers all rows of one shared fit. What it promises (`equivalence`) is proven by the
tests of models/classical on thousands of real images. ENGINES is the whole list, in order of preference.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from fittingroom.errors import InputError
from fittingroom.studies.benchmark.estimators import estimator
from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.question import Question
from fittingroom.studies.benchmark.result import Equivalence, Mode

FAST, STOCK = "fast", "stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one row says: labels (m,) of all images asked; iterations and converged where it has such."""

    row: Configuration
    labels: np.ndarray
    iterations: int | None = None
    converged: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One way to answer rows.

    covers: whether it can answer a row in a mode. answers: all rows of one fit; each answer is yielded as
    soon as it stands. packages: those whose versions decide the answers; revision: raised when the
    engine's own code changes an answer.
    """

    name: str
    equivalence: Equivalence
    covers: Callable[[Configuration, Mode], bool]
    answers: Callable[[Sequence[Configuration], Question], Iterator[Answer]]
    packages: tuple[str, ...]
    revision: int = 1

    @property
    def versions(self) -> str:
        """What the key of a result holds of versions."""
        named = ", ".join(f"{package} {version(package)}" for package in self.packages)
        return named if self.name == STOCK else f"revision {self.revision}, {named}"


def engine_for(row: Configuration, mode: Mode, *, wanted: str = FAST) -> Engine:
    """The engine that answers a row: the fast one where there is one and it is wanted, else stock."""
    if wanted not in (FAST, STOCK):
        raise InputError(f"an engine is {FAST} or {STOCK}, got {wanted!r}")
    return next(e for e in ENGINES if e.covers(row, mode) and (wanted == FAST or e.name == STOCK))


def _stock(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from sklearn.exceptions import ConvergenceWarning

    for row in rows:
        model = estimator(row, mode=question.mode, seed=question.seed)
        if row.family == "GaussianNB":  # ten equal priors, of ten classes
            model.set_params(priors=[1 / question.classes] * question.classes)
        learned, asked = (question.images, question.asked) if row.images else question.standardised()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            model.fit(learned, question.labels)
        labels = model.predict(asked)
        stopped = any(issubclass(warning.category, ConvergenceWarning) for warning in caught)
        iterations = _iterations(model)
        yield Answer(
            row=row,
            labels=labels,
            iterations=iterations,
            converged=None if iterations is None else not stopped,
        )


def _iterations(model: Any) -> int | None:
    """What an estimator says of its iterations: of the part of it that needed most; five epochs are five."""
    parts = [model, *getattr(model, "estimators_", ())] if hasattr(model, "classes_") else [model]
    counts = [np.max(part.n_iter_) for part in parts if getattr(part, "n_iter_", None) is not None]
    return int(max(counts)) if counts else None


def _family(*families: str, **settings: object) -> Callable[[Configuration, Mode], bool]:
    def covers(row: Configuration, _mode: Mode) -> bool:
        return (
            row.family in families
            and row.estimator is None
            and all(row.parameters.get(name) == value for name, value in settings.items())
        )

    return covers


def _always(_row: Configuration, _mode: Mode) -> bool:
    return True


ENGINES: tuple[Engine, ...] = (
    Engine(
        name=STOCK,
        equivalence="the estimator itself",
        covers=_always,
        answers=_stock,
        packages=("scikit-learn", "numpy"),
    ),
)
"""The first that covers a row answers it."""
