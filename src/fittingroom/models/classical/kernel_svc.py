"""Support vector classifiers with kernels, many settings at once on shared dot products.

scikit-learn's SVC solves one machine for each pair of classes and computes its kernel anew, row by row,
for each setting. Here the dot products of two classes are computed once, every kernel is made from them,
and each machine is solved on a matrix in memory: two classes of 6,000 images take 1.2 GB, never 14.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.models.classical.gram import KernelSetting, kernel_values, pair_dots
from fittingroom.models.classical.linear import check_training
from fittingroom.models.classical.smo import Separator, smo
from fittingroom.models.classical.svm_interior import interior_point

PATIENCE = 50_000
"""Steps within which decomposition solves easy classes with a linear kernel; larger C are harder."""
ASKED = 1000


@dataclass(frozen=True, slots=True)
class SvcAnswer:
    """labels: (m,) of the rows asked; iterations: the solvers' steps, summed over the pairs of classes.

    converged: whether every pair's machine met its tolerance.
    """

    labels: np.ndarray
    iterations: int
    converged: bool


def svc_labels(
    x: np.ndarray, labels: np.ndarray, asked: np.ndarray, settings: Sequence[KernelSetting]
) -> Iterator[tuple[int, SvcAnswer]]:
    """Fit a classifier for each setting and label `asked`; yields each setting's place and answer.

    The same optimum as scikit-learn's SVC (tol=1e-3, shrinking=True, break_ties=False) up to its
    tolerance, and the same vote of the pairs. With the sigmoid, whose kernel matrix is not positive
    semi-definite, there are several stationary points: the same steps are taken from the same start, but
    rounding may end them elsewhere. All settings are ready together, since all of a pair's machines are
    solved while its dot products are in memory: 8 to 10 bytes x (rows of the two largest classes)^2.
    x: (n, p) read as float32, standardised; labels: (n,) int64 from 0; asked: (m, p).
    """
    k = check_training(x, labels)
    _check_asked(x, asked)
    x, asked = x[np.argsort(labels, kind="stable")].astype(np.float32), asked.astype(np.float32)
    spans = _spans(labels)
    coefficients = np.zeros((len(settings), len(x), k))
    biases = np.zeros((len(settings), k, k))
    iterations, converged = np.zeros(len(settings), np.int64), np.ones(len(settings), bool)
    for a, b, dots in _pairs(x, spans):
        for place, machine in _machines(x[spans[a]], x[spans[b]], dots, settings):
            coefficients[place, spans[a], b], coefficients[place, spans[b], a] = np.split(
                machine.beta, [spans[a].stop - spans[a].start]
            )
            biases[place, a, b] = machine.bias
            iterations[place] += machine.iterations
            converged[place] &= machine.converged
    votes = _votes(x, asked, spans, settings, coefficients, biases)
    for place in range(len(settings)):
        yield place, SvcAnswer(votes[place], int(iterations[place]), bool(converged[place]))


def _check_asked(x: np.ndarray, asked: np.ndarray) -> None:
    if asked.ndim != 2 or asked.shape[1] != x.shape[1]:
        raise InputError(f"labels are asked for rows as long as those of x {x.shape}, found {asked.shape}")
    if not np.isfinite(asked).all():
        raise InputError("labels are asked for rows with NaN or infinite values: fill or drop them before")


def _spans(labels: np.ndarray) -> list[slice]:
    """Where each class stands once the rows are sorted by class."""
    ends = np.cumsum(np.bincount(labels))
    return [slice(int(start), int(end)) for start, end in zip([0, *ends], ends, strict=False)]


def _pairs(x: np.ndarray, spans: list[slice]) -> Iterator[tuple[int, int, np.ndarray]]:
    """Each pair of classes with the dot products of all its rows, those of the first class kept."""
    for a, first in enumerate(spans[:-1]):
        within = x[first] @ x[first].T
        for b in range(a + 1, len(spans)):
            yield a, b, pair_dots(x[first], x[spans[b]], within)


def _machines(
    first: np.ndarray, second: np.ndarray, dots: np.ndarray, settings: Sequence[KernelSetting]
) -> Iterator[tuple[int, Separator]]:
    """Solve one pair of classes for every setting; yields the setting's place and its machine."""
    sign = np.repeat([1.0, -1.0], [len(first), len(second)])
    norms = dots.diagonal().copy()
    for members in _by_kernel(settings):
        kernel = kernel_values(dots, settings[members[0]], norms, norms)
        if settings[members[0]].kernel != "linear":
            yield from ((place, smo(kernel, sign, settings[place].C)) for place in members)
            continue
        x = np.concatenate([first, second]).astype(np.float64)
        near = None
        for place in sorted(members, key=lambda place: settings[place].C):
            machine = near or smo(kernel, sign, settings[place].C, max_steps=PATIENCE)
            if near or not machine.converged:
                machine = near = interior_point(x, sign, settings[place].C, near=near)
            yield place, machine


def _by_kernel(settings: Sequence[KernelSetting]) -> list[list[int]]:
    """The places of the settings that share a kernel matrix."""
    groups: dict[tuple, list[int]] = {}
    for place, setting in enumerate(settings):
        groups.setdefault(setting.function, []).append(place)
    return list(groups.values())


def _votes(
    x: np.ndarray,
    asked: np.ndarray,
    spans: list[slice],
    settings: Sequence[KernelSetting],
    coefficients: np.ndarray,
    biases: np.ndarray,
) -> np.ndarray:
    """(settings, m) numbers of the classes with most votes, of equals the first, as libsvm counts."""
    factors = [
        [_factor(setting, x[span], own[span]) for span in spans]
        for setting, own in zip(settings, coefficients, strict=True)
    ]
    left, right = _norms(asked), _norms(x)
    votes = np.empty((len(settings), len(asked)), np.int64)
    for start in range(0, len(asked), ASKED):
        rows = slice(start, start + ASKED)
        parts = np.zeros((len(settings), len(asked[rows]), len(spans), len(spans)))
        for c, span in enumerate(spans):
            dots = asked[rows] @ x[span].T
            for members in _by_kernel(settings):
                values = asked[rows]
                if settings[members[0]].kernel != "linear":
                    values = kernel_values(dots, settings[members[0]], left[rows], right[span])
                values = values.astype(np.float64)
                for place in members:
                    parts[place, :, c] = values @ factors[place][c]
        for place, part in enumerate(parts):
            votes[place, rows] = _winner(part + part.transpose(0, 2, 1) + biases[place])
    return votes


def _factor(setting: KernelSetting, x: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """What the kernel values of a row are multiplied by; with a linear kernel, the row itself."""
    return x.T.astype(np.float64) @ coefficients if setting.kernel == "linear" else coefficients


def _norms(x: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->i", x, x)


def _winner(decisions: np.ndarray) -> np.ndarray:
    """(m,) the class with most votes; decisions (m, k, k): entry a, b with a < b is above 0 for a."""
    k = decisions.shape[1]
    for_first = np.triu(decisions > 0, 1)
    for_second = np.triu(np.ones((k, k), bool), 1) & ~for_first
    return (for_first.sum(axis=2) + for_second.sum(axis=1)).argmax(axis=1)
