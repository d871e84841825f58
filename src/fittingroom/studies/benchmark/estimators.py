"""What a row of 2017 is in today's scikit-learn, in two modes that are never mixed in one column.

`paper` keeps the stopping rules and defaults of scikit-learn 0.19, which changed silently since: five
epochs of stochastic gradients, two stale epochs of the MLP, the dual solver of LinearSVC,
gamma = 1 / pixels. `modern` leaves to today's defaults whatever the row does not set itself.
"""

from collections.abc import Callable, Mapping
from typing import Any

from fittingroom.errors import InputError, MissingExtra
from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.result import Mode

FIVE_EPOCHS: Mapping[str, Any] = {"max_iter": 5, "tol": None}


def estimator(row: Configuration, *, mode: Mode, seed: int) -> Any:
    """A new unfitted estimator for a row; `seed` becomes its random state where it has one.

    Raises MissingExtra without scikit-learn, InputError for a family that is none of the paper's.
    """
    if row.estimator is not None:
        return _own(row.estimator, seed)
    try:
        import sklearn  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtra("the benchmark", "scikit-learn", "bench") from error
    if row.family not in TODAY:
        raise InputError(f"there is no family {row.family!r}; the families are {', '.join(TODAY)}")
    return TODAY[row.family](row.parameters, mode, seed)


def today(row: Configuration, mode: Mode) -> str:
    """The estimator of a row as today's scikit-learn spells it, on one line, without the seed."""
    by_function = callable(row.estimator) and not hasattr(row.estimator, "fit")
    if by_function or row.family == "GaussianNB":  # whose ten priors scikit-learn would print as "..."
        return row.spelling
    text = " ".join(str(estimator(row, mode=mode, seed=0)).split())
    return text.replace(", random_state=0", "").replace("random_state=0, ", "").replace("random_state=0", "")


def _own(given: Any, seed: int) -> Any:
    """A user's estimator, the seed set wherever it has a random state, or what their function makes of it."""
    if not hasattr(given, "fit"):
        return given(seed)
    from sklearn.base import clone

    fresh: Any = clone(given)
    return fresh.set_params(**{name: seed for name in fresh.get_params() if _is_random_state(name)})


def _is_random_state(name: str) -> bool:
    """Whether a setting, at whatever depth (`step__random_state`), is a random state."""
    return name.rpartition("__")[2] == "random_state"


def _passive_aggressive(parameters: Mapping[str, Any], mode: Mode, seed: int) -> Any:
    from sklearn.linear_model import SGDClassifier

    # PassiveAggressiveClassifier itself leaves scikit-learn in 1.10; this is its own advice for a successor
    same: dict[str, Any] = {"loss": "hinge", "penalty": None, "learning_rate": "pa1", "eta0": parameters["C"]}
    return SGDClassifier(**same, random_state=seed, **(FIVE_EPOCHS if mode == "paper" else {}))


def _sgd(parameters: Mapping[str, Any], mode: Mode, seed: int) -> Any:
    from sklearn.linear_model import SGDClassifier

    loss: Any = {"log": "log_loss"}.get(parameters["loss"], parameters["loss"])
    stopping: Mapping[str, Any] = FIVE_EPOCHS if mode == "paper" else {}
    return SGDClassifier(loss=loss, penalty=parameters["penalty"], random_state=seed, **stopping)


def _perceptron(parameters: Mapping[str, Any], mode: Mode, seed: int) -> Any:
    from sklearn.linear_model import Perceptron

    return Perceptron(**parameters, random_state=seed, **(FIVE_EPOCHS if mode == "paper" else {}))


def _decision_tree(parameters: Mapping[str, Any], _mode: Mode, seed: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(**parameters, random_state=seed)


def _extra_tree(parameters: Mapping[str, Any], _mode: Mode, seed: int) -> Any:
    from sklearn.tree import ExtraTreeClassifier

    return ExtraTreeClassifier(**parameters, random_state=seed)


def _forest(parameters: Mapping[str, Any], _mode: Mode, seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(**parameters, random_state=seed)


def _boosting(parameters: Mapping[str, Any], _mode: Mode, seed: int) -> Any:
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(**{**parameters, "loss": "log_loss"}, random_state=seed)


def _logistic(parameters: Mapping[str, Any], mode: Mode, seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    l1 = parameters["penalty"] == "l1"
    solver: dict[str, Any] = (
        {"solver": "liblinear"} if mode == "paper" or l1 else {}
    )  # today's default knows no l1
    one = LogisticRegression(C=parameters["C"], l1_ratio=int(l1), random_state=seed, **solver)
    return OneVsRestClassifier(one)


def _mlp(parameters: Mapping[str, Any], mode: Mode, seed: int) -> Any:
    from sklearn.neural_network import MLPClassifier

    stopping: dict[str, Any] = {"n_iter_no_change": 2} if mode == "paper" else {}
    return MLPClassifier(**parameters, random_state=seed, **stopping)


def _neighbours(parameters: Mapping[str, Any], _mode: Mode, _seed: int) -> Any:
    from sklearn.neighbors import KNeighborsClassifier

    # 2017's choice at 784 pixels, a kd-tree, gives the same answers at an absurd cost
    return KNeighborsClassifier(**parameters, algorithm="brute")


def _svc(parameters: Mapping[str, Any], mode: Mode, _seed: int) -> Any:
    from sklearn.svm import SVC

    return SVC(**parameters, gamma="auto" if mode == "paper" else "scale", cache_size=1000)


def _linear_svc(parameters: Mapping[str, Any], mode: Mode, seed: int) -> Any:
    from sklearn.svm import LinearSVC

    dual: Any = True if mode == "paper" else "auto"
    return LinearSVC(**parameters, dual=dual, random_state=seed)


def _naive_bayes(parameters: Mapping[str, Any], _mode: Mode, _seed: int) -> Any:
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB(**parameters)


TODAY: Mapping[str, Callable[[Mapping[str, Any], Mode, int], Any]] = {
    "PassiveAggressiveClassifier": _passive_aggressive,
    "SGDClassifier": _sgd,
    "Perceptron": _perceptron,
    "DecisionTreeClassifier": _decision_tree,
    "RandomForestClassifier": _forest,
    "LogisticRegression": _logistic,
    "MLPClassifier": _mlp,
    "KNeighborsClassifier": _neighbours,
    "SVC": _svc,
    "GaussianNB": _naive_bayes,
    "ExtraTreeClassifier": _extra_tree,
    "GradientBoostingClassifier": _boosting,
    "LinearSVC": _linear_svc,
}
