"""The leaderboard of a file of results: what `board` needs, put together from it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fittingroom.errors import InputError
from fittingroom.reporting.leaderboard import Leaderboard
from fittingroom.studies.benchmark import RESULTS
from fittingroom.studies.benchmark.board import PREFERENCE, board
from fittingroom.studies.benchmark.costs import Known, cost_s, known_costs
from fittingroom.studies.benchmark.engines import FAST, engine_for
from fittingroom.studies.benchmark.estimators import today
from fittingroom.studies.benchmark.grid import Configuration, configurations
from fittingroom.studies.benchmark.question import identity
from fittingroom.studies.benchmark.result import Mode
from fittingroom.studies.benchmark.row import Truth
from fittingroom.studies.benchmark.scoring import score
from fittingroom.studies.benchmark.second import second_test
from fittingroom.studies.benchmark.store import Store
from fittingroom.studies.provenance import circumstances
from fittingroom.types import Dataset


def leaderboard(
    *data_sets: Dataset,
    store: str | Path = RESULTS,
    rows: Sequence[Configuration] | None = None,
    mode: Mode = "paper",
    engine: str = FAST,
    seed: int = 0,
) -> Leaderboard:
    """The table of all rows (the paper's unless given) on these data sets, as the file `store` knows them.

    engine: whose runs a row shows where there are both. Raises InputError where nothing has been run.
    """
    rows = tuple(rows if rows is not None else configurations())
    learned_for = [(data, data) for data in data_sets]
    learned_for += [(second, data) for data in data_sets if (second := second_test(data))]
    data_sets = tuple(data for data, _ in learned_for)
    kept = Store(Path(store))
    results = score(kept, data_sets, kept.results())
    if not any(result.data == identity(data) for result in results for data in data_sets):
        names = ", ".join(data.card.name for data in data_sets)
        raise InputError(f"{store} holds no results about {names}: run `fittingroom bench` first")
    known = known_costs(results)
    expected = {}
    for data, taught in learned_for:
        costs = _expected(rows, taught, known, mode=mode, engine=engine)
        expected |= {(name, data.card.name): cost for name, cost in costs.items()}
    return board(
        rows,
        results,
        [
            Truth(
                name=data.card.name,
                title=data.card.title,
                fingerprint=identity(data),
                labels=data.take("test").labels,
            )
            for data in data_sets
        ],
        mode=mode,
        today={row.name: today(row, mode) for row in rows},
        expected_s=expected,
        engines=PREFERENCE if engine == FAST else PREFERENCE[::-1],
        provenance=_provenance(results),
        rng=np.random.default_rng(seed),
    )


def _expected(
    rows: Sequence[Configuration], taught: Dataset, known: Known, *, mode: Mode, engine: str
) -> dict[str, float]:
    """Row name -> processor seconds of one seed that learns from this data set."""
    learned = sum(len(taught.rows(part)) for part in ("train", "val", "cal"))
    costs = {}
    for row in rows:
        used = engine_for(row, mode, wanted=engine)
        costs[row.name] = cost_s(
            [row],
            used.name,
            data=identity(taught),
            group=used.group(row),
            learned=learned,
            pixels=int(taught.images[0].size),
            known=known,
        )
    return costs


def _provenance(results) -> dict[str, str]:
    machines = sorted({result.machine for result in results if result.machine})
    versions = sorted({result.versions for result in results if result.versions})
    days = sorted({result.made[:10] for result in results if result.made})
    return {
        **circumstances(),
        "runs made": f"{days[0]} to {days[-1]}" if days else "not known",
        "runs made on": "; ".join(machines) or "not known",
        "runs made with": "; ".join(versions) or "not known",
    }
