"""What a fit is known to cost, in processor seconds and memory: for the order of a run and the time left.

Measured on Fashion-MNIST (60,000 learned, 10,000 asked, 784 pixels), one core of an AMD EPYC; what a run
has measured itself takes their place.
"""

from collections.abc import Iterable, Mapping, Sequence

from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.result import Result

LEARNED, PIXELS = 60_000, 784

DEFAULT_S = 60.0
"""Of a user's own row, as long as nothing is known of it."""

STOCK_S: Mapping[str, float] = {
    "GaussianNB": 1.2,
    "PassiveAggressiveClassifier": 5,
    "SGDClassifier": 8,
    "Perceptron": 8,
    "ExtraTreeClassifier": 1,
    "DecisionTreeClassifier": 18,
    "RandomForestClassifier": 60,
    "KNeighborsClassifier": 250,
    "MLPClassifier": 45,
    "SVC": 450,
    "LogisticRegression": 900,
    "LinearSVC": 2_100,
    "GradientBoostingClassifier": 10_000,
}
FAST_S: Mapping[str, float] = {
    "KNeighborsClassifier": 8,
    "DecisionTreeClassifier": 12,
    "ExtraTreeClassifier": 3,
    "RandomForestClassifier": 14,
    "MLPClassifier": 22,
    "SVC": 1_000,
    "LogisticRegression": 80,
    "LinearSVC": 700,
    "GradientBoostingClassifier": 150,
}
"""Of a whole shared fit."""


Known = Mapping[tuple[str, str, str], float]
"""(data, group, engine) -> processor seconds of the whole fit."""


def known_costs(results: Iterable[Result]) -> Known:
    """What fits took as measured in these results: each data set apart, whose size no result states."""
    costs: dict[tuple[str, str, str], float] = {}
    for result in results:
        if result.cpu_s is not None:
            place = (result.data, result.group, result.engine)
            costs[place] = max(costs.get(place, 0.0), result.cpu_s)
    return costs


def cost_s(
    rows: Sequence[Configuration],
    engine: str,
    *,
    data: str,
    group: str,
    learned: int,
    pixels: int,
    known: Known,
) -> float:
    """Processor seconds that a fit of this group will take on these data: as known, else roughly.

    data: as in `Result.data`. Roughly is linear in images and pixels.
    """
    if (data, group, engine) in known:
        return max(known[data, group, engine], 0.01)
    table = FAST_S if engine == "fast" else STOCK_S
    each = table.get(rows[0].family, DEFAULT_S)
    times = 1 if engine == "fast" else len(rows)
    return each * times * learned * pixels / (LEARNED * PIXELS)


def memory_bytes(rows: Sequence[Configuration], engine: str, *, learned: int, pixels: int) -> int:
    """Memory that a fit is expected to need: its declared class, by which fits run side by side or alone."""
    family = rows[0].family
    copies = {"SVC": 8 if engine == "fast" else 6}.get(family, 5)
    return int(6e8 + copies * learned * pixels * 8)
