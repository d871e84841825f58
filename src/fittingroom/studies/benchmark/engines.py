"""How rows are answered: by scikit-learn's own estimator, or by something faster that promises the same.

An engine answers all rows of one shared fit. What it promises (`equivalence`) is proven by the
tests of models/classical on thousands of real images. ENGINES is the whole list, in order of preference.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.errors import InputError
from fittingroom.studies.benchmark.estimators import estimator
from fittingroom.studies.benchmark.grid import SEVERAL_OPTIMA, Configuration
from fittingroom.studies.benchmark.question import Question
from fittingroom.studies.benchmark.result import Equivalence, Mode

if TYPE_CHECKING:
    from fittingroom.models.classical.linear import Linear

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
    soon as it stands. group: what rows have in common that one fit answers. packages: those whose
    versions decide the answers; revision: raised when the engine's own code changes an answer.
    """

    name: str
    equivalence: Equivalence
    covers: Callable[[Configuration, Mode], bool]
    answers: Callable[[Sequence[Configuration], Question], Iterator[Answer]]
    packages: tuple[str, ...]
    group: Callable[[Configuration], str] = lambda row: row.group
    revision: int = 1

    @property
    def versions(self) -> str:
        """What the key of a result holds of versions."""
        named = _installed(self.packages)
        return named if self.name == STOCK else f"revision {self.revision}, {named}"


@cache
def _installed(packages: tuple[str, ...]) -> str:
    """The packages with their versions; looked up once, for a plan asks thousands of times."""
    return ", ".join(f"{package} {version(package)}" for package in packages)


def engine_for(row: Configuration, mode: Mode, *, wanted: str = FAST) -> Engine:
    """The engine that answers a row: the fast one where there is one and it is wanted, else stock."""
    if wanted not in (FAST, STOCK):
        raise InputError(f"an engine is {FAST} or {STOCK}, got {wanted!r}")
    return next(e for e in ENGINES if e.covers(row, mode) and (wanted == FAST or e.name == STOCK))


def _stock(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    for row in rows:
        yield _answer(row, question)


def _single_precision(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    """Scikit-learn's own estimator, which computes in the precision of what it learns."""
    for row in rows:
        yield _answer(row, question, np.float32)


def _once(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    """Scikit-learn's own tree, once for all rows that let it grow deeper than it does."""
    answer, reached = None, float("inf")
    for row in sorted(rows, key=lambda row: row.parameters["max_depth"], reverse=True):
        if answer is None or row.parameters["max_depth"] <= reached:
            model, answer = _fitted(row, question)
            reached = model.get_depth()
        yield replace(answer, row=row)


def _answer(row: Configuration, question: Question, dtype: type = np.float64) -> Answer:
    return _fitted(row, question, dtype)[1]


def _fitted(row: Configuration, question: Question, dtype: type = np.float64) -> tuple[Any, Answer]:
    """The estimator of a row after it has learned, and what it answers."""
    from sklearn.exceptions import ConvergenceWarning

    model = estimator(row, mode=question.mode, seed=question.seed)
    if row.family == "GaussianNB":  # ten equal priors, of ten classes
        model.set_params(priors=[1 / question.classes] * question.classes)
    learned, asked = (question.images, question.asked) if row.images else question.standardised(dtype)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.fit(learned, question.labels)
    stopped = any(issubclass(warning.category, ConvergenceWarning) for warning in caught)
    iterations = _iterations(model)
    converged = None if iterations is None or _capped(model) else not stopped
    return model, Answer(row=row, labels=model.predict(asked), iterations=iterations, converged=converged)


def _capped(model: Any) -> bool:
    """Whether it stops after so many epochs whatever they brought, and never looks if it is done."""
    settings = model.get_params() if hasattr(model, "get_params") else {}
    return any(name.rpartition("__")[2] == "tol" and value is None for name, value in settings.items())


def _iterations(model: Any) -> int | None:
    """What an estimator says of its iterations: of the class that needed most; of all pairs of classes."""
    parts = [model, *getattr(model, "estimators_", ())]
    add_up = np.sum if hasattr(model, "dual_coef_") else np.max
    counts = [add_up(part.n_iter_) for part in parts if getattr(part, "n_iter_", None) is not None]
    return int(max(counts)) if counts else None


def _neighbours(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.neighbours import nearest, neighbour_labels

    learned, asked = question.standardised()
    most = max(row.parameters["n_neighbors"] for row in rows)
    distances, places = nearest(learned, asked, k=most, p=rows[0].parameters["p"])
    for row in rows:
        k, weights = row.parameters["n_neighbors"], row.parameters["weights"]
        labels = neighbour_labels(distances, places, question.labels, k=k, weights=weights)
        yield Answer(row=row, labels=labels)


def _boosting(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.boosting import boosted_labels

    by_rounds = {row.parameters["n_estimators"]: row for row in rows}
    staged = boosted_labels(
        question.pixels,
        question.labels,
        question.pixels_asked,
        depth=rows[0].parameters["max_depth"],
        rounds=sorted(by_rounds),
        rng=np.random.default_rng(question.seed),
    )
    for rounds, labels in staged:
        yield Answer(row=by_rounds[rounds], labels=labels, iterations=rounds)


def _forest(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.trees import pixel_forests

    by_size = {(row.parameters["max_depth"], row.parameters["n_estimators"]): row for row in rows}
    answers = pixel_forests(
        question.pixels,
        question.labels,
        question.pixels_asked,
        criterion=rows[0].parameters["criterion"],
        depths=sorted({depth for depth, _ in by_size}),
        counts=sorted({count for _, count in by_size}),
        seed=question.seed,
    )
    for depth, count, labels in answers:
        if (depth, count) in by_size:
            yield Answer(row=by_size[depth, count], labels=labels)


def _tree(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.trees import pixel_tree_labels

    answers = pixel_tree_labels(
        question.pixels,
        question.labels,
        question.pixels_asked,
        kind="decision" if rows[0].family == "DecisionTreeClassifier" else "extra",
        criterion=rows[0].parameters["criterion"],
        depths=[row.parameters["max_depth"] for row in rows],
        seed=question.seed,
    )
    for row, (_, labels, _) in zip(rows, answers, strict=True):
        yield Answer(row=row, labels=labels)


def _svc(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.kernel_svc import KernelSetting, svc_labels

    learned, asked = question.standardised(np.float32)
    pixels = learned.shape[1]
    gamma = 1 / pixels if question.mode == "paper" else 1 / (pixels * float(learned.var(dtype=np.float64)))
    settings = [KernelSetting(row.parameters["kernel"], row.parameters["C"], gamma) for row in rows]
    for place, answer in svc_labels(learned, question.labels, asked, settings):
        yield Answer(
            row=rows[place],
            labels=answer.labels,
            iterations=answer.iterations,
            converged=answer.converged,
        )


def _linear_svc(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.dual_descent import Svm, linear_svcs

    learned, asked = question.standardised(np.float32)
    machines = [Svm(row.parameters["loss"], row.parameters["C"]) for row in rows]
    fitted = linear_svcs(learned, question.labels, machines, rng=np.random.default_rng(question.seed))
    yield from map(_linear_answer, rows, fitted, [asked] * len(rows))


def _crammer_singer(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.crammer_singer import crammer_singer

    learned, asked = question.standardised(np.float32)
    rng = np.random.default_rng(question.seed)
    fitted = crammer_singer(learned, question.labels, C=rows[0].parameters["C"], rng=rng)
    yield from (_linear_answer(row, fitted, asked) for row in rows)


def _logistic(rows: Sequence[Configuration], question: Question) -> Iterator[Answer]:
    from fittingroom.models.classical.logistic import logistic_l1, logistic_l2

    learned, asked = question.standardised(np.float32)
    for row in rows:
        fit = {"l1": logistic_l1, "l2": logistic_l2}[row.parameters["penalty"]]
        yield _linear_answer(row, fit(learned, question.labels, C=row.parameters["C"]), asked)


def _linear_answer(row: Configuration, fitted: "Linear", asked: np.ndarray) -> Answer:
    labels = fitted.labels(asked)
    return Answer(row=row, labels=labels, iterations=fitted.iterations, converged=fitted.converged)


def _covers(*families: str, modes: Sequence[Mode] = ("paper", "modern"), **settings: object):
    """A test whether a row of the paper is of these families, with these settings, in one of these modes."""

    def covers(row: Configuration, mode: Mode) -> bool:
        return (
            row.family in families
            and row.estimator is None
            and mode in modes
            and all(row.parameters.get(name) == value for name, value in settings.items())
        )

    return covers


def _all_one_vs_rest(row: Configuration) -> str:
    return f"{row.family} one-vs-rest"


def _all_of_several_optima(row: Configuration) -> str:
    return f"{row.group} {SEVERAL_OPTIMA}"


NUMBA = ("numpy", "numba")
SKLEARN = ("scikit-learn", "numpy")

ENGINES: tuple[Engine, ...] = (
    Engine(
        name=FAST,
        equivalence="identical",
        covers=_covers("KNeighborsClassifier"),
        answers=_neighbours,
        packages=NUMBA,
    ),
    Engine(
        name=FAST,
        equivalence="identical but for rounding",
        covers=_covers("DecisionTreeClassifier", "ExtraTreeClassifier", splitter="best"),
        answers=_tree,
        packages=NUMBA,
    ),
    Engine(
        name=FAST,
        equivalence="identical",
        covers=_covers("DecisionTreeClassifier", "ExtraTreeClassifier", splitter="random"),
        answers=_once,
        packages=SKLEARN,
        revision=2,
    ),
    Engine(
        name=FAST,
        equivalence="identical but for rounding",
        covers=_covers("RandomForestClassifier"),
        answers=_forest,
        packages=NUMBA,
        revision=2,
    ),
    Engine(
        name=FAST,
        equivalence="same in distribution",
        covers=_covers("GradientBoostingClassifier"),
        answers=_boosting,
        packages=NUMBA,
    ),
    Engine(
        name=FAST,
        equivalence="same in distribution",
        covers=_covers("MLPClassifier"),
        answers=_single_precision,
        packages=SKLEARN,
    ),
    Engine(
        name=FAST,
        equivalence="same in distribution",
        covers=_covers("SVC", kernel=SEVERAL_OPTIMA),
        answers=_svc,
        packages=NUMBA,
        group=_all_of_several_optima,
    ),
    Engine(
        name=FAST,
        equivalence="same optimum",
        covers=_covers("SVC"),
        answers=_svc,
        packages=NUMBA,
    ),
    Engine(
        name=FAST,
        equivalence="same in distribution",
        covers=_covers("LinearSVC", modes=("paper",), multi_class="ovr"),
        answers=_linear_svc,
        packages=NUMBA,
        group=_all_one_vs_rest,
    ),
    Engine(
        name=FAST,
        equivalence="same in distribution",
        covers=_covers("LinearSVC", multi_class="crammer_singer"),
        answers=_crammer_singer,
        packages=NUMBA,
    ),
    Engine(
        name=FAST,
        equivalence="same optimum",
        covers=_covers("LogisticRegression", modes=("paper",)),
        answers=_logistic,
        packages=NUMBA,
    ),
    Engine(
        name=STOCK,
        equivalence="the estimator itself",
        covers=lambda _row, _mode: True,
        answers=_stock,
        packages=SKLEARN,
        group=lambda row: row.name,
    ),
)
"""The first that covers a row answers it."""
