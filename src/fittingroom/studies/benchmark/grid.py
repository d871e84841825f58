"""The grid of the Fashion-MNIST paper: 143 settings, of which 129 were valid in 2017, in their old spelling.

Source: benchmark/baselines.json of github.com/zalandoresearch/fashion-mnist (commit 5e60fd2) and Table 3 of
Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747 v2, in table3.csv beside this file (126 rows; the paper
leaves out three without a word). What each row means in today's scikit-learn stands in estimators.py.
"""

import csv
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fittingroom.errors import InputError

GRID: Mapping[str, Mapping[str, tuple]] = {
    "PassiveAggressiveClassifier": {"C": (1.0, 10.0, 100.0)},
    "SGDClassifier": {
        "loss": ("hinge", "squared_hinge", "perceptron", "log", "modified_huber"),
        "penalty": ("l1", "l2", "elasticnet"),
    },
    "Perceptron": {"penalty": ("l1", "l2", "elasticnet")},
    "DecisionTreeClassifier": {
        "criterion": ("gini", "entropy"),
        "splitter": ("best", "random"),
        "max_depth": (10, 50, 100),
    },
    "RandomForestClassifier": {
        "criterion": ("gini", "entropy"),
        "max_depth": (10, 50, 100),
        "n_estimators": (10, 50, 100),
    },
    "LogisticRegression": {
        "penalty": ("l1", "l2"),
        "C": (1.0, 10.0, 100.0),
        "multi_class": ("ovr", "multinomial"),
    },
    "MLPClassifier": {
        "activation": ("tanh", "relu"),
        "hidden_layer_sizes": ((10,), (100,), (10, 10), (100, 10)),
    },
    "KNeighborsClassifier": {
        "n_neighbors": (1, 5, 9),
        "weights": ("uniform", "distance"),
        "p": (1, 2),
    },
    "SVC": {"C": (1.0, 10.0, 100.0), "kernel": ("linear", "rbf", "poly", "sigmoid")},
    "GaussianNB": {"priors": ((0.1,) * 10,)},
    "ExtraTreeClassifier": {
        "criterion": ("gini", "entropy"),
        "splitter": ("best", "random"),
        "max_depth": (10, 50, 100),
    },
    "GaussianProcessClassifier": {"multi_class": ("one_vs_one", "one_vs_rest")},
    "GradientBoostingClassifier": {
        "loss": ("deviance",),
        "n_estimators": (10, 50, 100),
        "max_depth": (3, 10, 50),
    },
    "LinearSVC": {
        "loss": ("hinge", "squared_hinge"),
        "penalty": ("l1", "l2"),
        "C": (1.0, 10.0, 100.0),
        "multi_class": ("ovr", "crammer_singer"),
    },
}

DETERMINISTIC = frozenset({"LogisticRegression", "KNeighborsClassifier", "SVC", "GaussianNB"})
"""Families whose answers depend on no random choice, up to a solver's tolerance."""

SEVERAL_OPTIMA = "sigmoid"
"""The kernel whose machines have several stationary points: the order of the images decides on one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """One row of the table.

    name: its address in results. spelling: as its author wrote it (for the paper's rows, in 2017).
    algorithm: rows with the same one are one algorithm under two spellings. group: rows of one
    group are answered by one fit and share its randomness. published: data set -> the paper's test accuracy.
    estimator: only of a user's own row: an estimator, or a function from a seed to one; `images`
    says that it takes images (n, h, w[, c]) uint8 instead of standardised pixels (n, p); `identity` tells
    it from another of that name (see identity.py).
    """

    name: str
    family: str
    spelling: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    algorithm: str = ""
    group: str = ""
    deterministic: bool = False
    published: Mapping[str, float] = field(default_factory=dict)
    estimator: Any = None
    images: bool = False
    identity: str = ""

    def __post_init__(self):
        for name in ("algorithm", "group"):
            if not getattr(self, name):
                object.__setattr__(self, name, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A setting of the grid that scikit-learn refused in 2017, and why."""

    spelling: str
    reason: str


@cache
def configurations() -> tuple[Configuration, ...]:
    """The 129 rows, family by family, in the order of the paper's grid."""
    published = _published()
    return tuple(
        Configuration(
            name=_name(family, parameters),
            family=family,
            spelling=spelled(family, parameters),
            parameters=parameters,
            algorithm=_name(family, _meaning(parameters)),
            group=_name(family, _shared(family, parameters)),
            deterministic=family in DETERMINISTIC and parameters.get("kernel") != SEVERAL_OPTIMA,
            published=published.get((family, _canonical(parameters)), {}),
        )
        for family, parameters in _expanded()
        if not _why_not(family, parameters)
    )


def of_families(families: Sequence[str]) -> tuple[Configuration, ...]:
    """The rows of these families. Raises InputError for one that is not in the grid."""
    known = {row.family.lower(): row.family for row in configurations()}
    if unknown := [name for name in families if name.lower() not in known]:
        raise InputError(
            f"there is no family {', '.join(unknown)}; the families are {', '.join(known.values())}"
        )
    wanted = {known[name.lower()] for name in families}
    return tuple(row for row in configurations() if row.family in wanted)


def refused() -> tuple[Refused, ...]:
    """The 14 settings that were not valid in 2017."""
    return tuple(
        Refused(spelling=spelled(family, parameters), reason=reason)
        for family, parameters in _expanded()
        if (reason := _why_not(family, parameters))
    )


def spelled(family: str, parameters: Mapping[str, Any]) -> str:
    """A constructor call as one writes it; the ten equal priors of GaussianNB in short."""
    short = {"priors": "[0.1] * 10"}
    return (
        f"{family}({', '.join(f'{key}={short.get(key, repr(value))}' for key, value in parameters.items())})"
    )


def _expanded() -> Iterator[tuple[str, dict[str, Any]]]:
    for family, choices in GRID.items():
        for values in itertools.product(*choices.values()):
            yield family, dict(zip(choices, values, strict=True))


def _why_not(family: str, parameters: Mapping[str, Any]) -> str:
    """Why a setting of the grid is none of the 129; empty for one of them."""
    if family == "GaussianProcessClassifier":
        return "one kernel matrix of 60,000 images takes 28.8 GB, and the time grows with its cube"
    if parameters.get("multi_class") == "multinomial":
        return "the solver of 2017's default, liblinear, has no multinomial loss"
    if family == "LinearSVC" and parameters["multi_class"] == "ovr" and parameters["penalty"] == "l1":
        return "liblinear has no dual solver with an l1 penalty"
    return ""


def _meaning(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What really decides of the parameters: two rows with equal meaning are one algorithm."""
    meaning = dict(parameters)
    if parameters.get("multi_class") == "crammer_singer":  # which ignores the other two
        del meaning["loss"], meaning["penalty"]
    if parameters.get("max_depth") == 100 and parameters.get("splitter") == "best":
        meaning["max_depth"] = 50  # no such tree on these data grows so deep; random and forests' trees do
    if parameters.get("n_neighbors") == 1:  # a single vote has no weight
        del meaning["weights"]
    return meaning


def _shared(family: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What a shared fit has in common: one search, one Gram matrix, one staged ensemble, one tree to cut."""
    common = _meaning(parameters)
    if family == "RandomForestClassifier":  # one forest for depth 50 and 100 but for the few trees between
        common["max_depth"] = min(common["max_depth"], 50)
    free = {
        "KNeighborsClassifier": {"n_neighbors", "weights"},
        "SVC": {"C", "kernel"},
        "DecisionTreeClassifier": {"max_depth"},
        "ExtraTreeClassifier": {"max_depth"},
        "RandomForestClassifier": {"n_estimators"},
        "GradientBoostingClassifier": {"n_estimators"},
    }.get(family, set())
    return {key: value for key, value in common.items() if key not in free}


def _name(family: str, parameters: Mapping[str, Any]) -> str:
    settings = (
        f"{key}={'-'.join(map(str, value)) if isinstance(value, tuple) else value}"
        for key, value in parameters.items()
        if key != "priors"
    )
    return " ".join([family, *settings])


def _published() -> dict[tuple[str, str], dict[str, float]]:
    """Table 3: (family, parameters as text) -> data set -> accuracy."""
    with (Path(__file__).parent / "table3.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["classifier"], _canonical(json.loads(row["parameter"]))): {
                "fashion-mnist": float(row["fashion"]),
                "mnist": float(row["mnist"]),
            }
            for row in csv.DictReader(stream)
        }


def _canonical(parameters: Mapping[str, Any]) -> str:
    exact = {key: float(value) if key == "C" else value for key, value in parameters.items()}
    return json.dumps(exact, sort_keys=True)
