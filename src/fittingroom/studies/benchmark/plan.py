"""Which fits a run of the benchmark still needs, in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fittingroom.studies.benchmark.costs import cost_s, known_costs, memory_bytes
from fittingroom.studies.benchmark.engines import ENGINES, engine_for
from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.question import Material, identity
from fittingroom.studies.benchmark.result import KEY, RUN_HERE, Asked, Mode, Result, key_of
from fittingroom.types import Dataset

CHECKS = 2
"""A deterministic row is run once, and once more in another order of the images, as a check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One fit: the rows that it answers, all of one group and engine, for one data set, seed and part asked.

    place: of the data set among those of the run. second: fingerprint and name of the second test part
    that is asked about too. cost_s: processor seconds expected. deadline: when the run's budget ends
    (seconds since the epoch); limit_s: of wall time; memory_bytes: expected, `limit_bytes` allowed.
    """

    rows: tuple[Configuration, ...]
    place: int
    data: str
    data_name: str
    asked: Asked
    seed: int
    mode: Mode
    engine: str
    cost_s: float
    limit_s: float
    memory_bytes: int
    limit_bytes: int
    deadline: float = field(default=float("inf"))
    second: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """What progress shows."""
        what = self.rows[0].name
        if len(self.rows) > 1:
            engine = engine_for(self.rows[0], self.mode, wanted=self.engine)
            what = f"{engine.group(self.rows[0])} ({len(self.rows)} rows)"
        return f"{what}, {self.data_name}, {'val' if self.asked == 'val' else f'seed {self.seed}'}"

    @property
    def parts(self) -> tuple[dict[str, str], ...]:
        """What tells the results of the part asked and of the second test part, if there is one, apart."""
        own = {"data": self.data, "data_name": self.data_name}
        if self.second is None:
            return (own,)
        return own, {"data": self.second[0], "data_name": self.second[1]}

    def result(self, row: Configuration, **found: object) -> Result:
        """What is known of a row's result before it is asked, and what was found."""
        return Result(**(_fields(self, row) | found))  # pyright: ignore[reportArgumentType]


def _fields(fit: "Fit", row: Configuration) -> dict[str, object]:
    engine = engine_for(row, fit.mode, wanted=fit.engine)
    return {
        "configuration": row.name,
        "data": fit.data,
        "data_name": fit.data_name,
        "seed": fit.seed,
        "mode": fit.mode,
        "asked": fit.asked,
        "engine": engine.name,
        "group": engine.group(row),
        "equivalence": engine.equivalence,
        "versions": ", ".join(filter(None, (engine.versions, row.identity))),
        "source": RUN_HERE,
    }


def keys(fit: Fit, row: Configuration) -> tuple[str, ...]:
    """The key of one row's result, and of that for the second test part if there is one."""
    fields = _fields(fit, row)
    return tuple(key_of(**{name: (fields | part)[name] for name in KEY}) for part in fit.parts)


def plan(
    data_sets: Sequence[Dataset],
    seconds: Sequence[Dataset | None],
    materials: Sequence[Material],
    rows: Sequence[Configuration],
    *,
    mode: Mode,
    seeds: int,
    engine: str,
    selection: bool,
    limit_s: float,
    budget_bytes: int,
    deadline: float,
    there: Mapping[str, Result],
) -> tuple[Fit, ...]:
    """The fits whose results are not `there` (key -> result) yet.

    The first seed of every row comes first, the cheapest fit before all others, so that a whole table is
    visible early; then the runs asked for val, which serve to choose (`selection`); then the other seeds,
    the costliest first, which keeps all workers busy to the end.
    """
    known = known_costs(there.values())
    val: list[tuple[Asked, int]] = [("val", 0)] if selection else []
    rounds: list[tuple[Asked, int]] = [("test", 0), *val, *(("test", seed) for seed in range(1, seeds))]
    fits: list[tuple[tuple, Fit]] = []
    for place, (data, second, material) in enumerate(zip(data_sets, seconds, materials, strict=True)):
        pixels, own = int(material.images[0].size), identity(data)
        of_second = (identity(second), second.card.name) if second else None
        for asked, seed in rounds:
            if asked not in material.asked:
                continue
            for members in _groups(rows, mode, engine):
                if seed >= CHECKS and all(row.deterministic for row in members):
                    continue
                learned = len(material.learned[asked])
                used = engine_for(members[0], mode, wanted=engine)
                needs = memory_bytes(members, used.name, learned=learned, pixels=pixels)
                fit = Fit(
                    rows=members,
                    place=place,
                    data=own,
                    data_name=data.card.name,
                    asked=asked,
                    seed=seed,
                    mode=mode,
                    engine=engine,
                    cost_s=cost_s(
                        members,
                        used.name,
                        data=own,
                        group=used.group(members[0]),
                        learned=learned,
                        pixels=pixels,
                        known=known,
                    ),
                    limit_s=limit_s,
                    memory_bytes=min(needs, budget_bytes),
                    limit_bytes=min(2 * needs + 2_000_000_000, budget_bytes),
                    deadline=deadline,
                    second=of_second if asked == "test" else None,
                )
                fits += _still(fit, there)
    return tuple(fit for _, fit in sorted(fits, key=lambda pair: pair[0]))


def _still(fit: Fit, there: Mapping[str, Result]) -> list[tuple[tuple, Fit]]:
    """The fit for the rows that have no result yet, with its place in the order; nothing if all have."""
    missing = tuple(row for row in fit.rows if any(key not in there for key in keys(fit, row)))
    if not missing:
        return []
    first = fit.seed == 0
    order = (not first, first and fit.asked == "val", fit.cost_s if first else -fit.cost_s)
    return [(order, replace(fit, rows=missing))]


def _groups(rows: Sequence[Configuration], mode: Mode, engine: str) -> list[tuple[Configuration, ...]]:
    """Rows that one fit answers: those that an engine puts together."""
    groups: dict[tuple, list[Configuration]] = {}
    for row in rows:
        used = engine_for(row, mode, wanted=engine)
        groups.setdefault((used.group(row), ENGINES.index(used)), []).append(row)
    return [tuple(members) for members in groups.values()]
