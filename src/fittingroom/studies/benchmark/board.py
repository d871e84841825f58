"""From stored runs to the leaderboard: which results count, in which order rows stand, what is not said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from fittingroom.errors import InputError
from fittingroom.reporting.format import counted, enumerated
from fittingroom.reporting.leaderboard import Column, Entry, Leaderboard, Score
from fittingroom.studies.benchmark.column import judge
from fittingroom.studies.benchmark.engines import FAST, STOCK
from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.harder import harder, twins
from fittingroom.studies.benchmark.identity import same_estimator
from fittingroom.studies.benchmark.result import RUN_HERE, Mode, Result
from fittingroom.studies.benchmark.row import Row, Truth, row

OTHER_VERSIONS = "made with other versions than those that a row shows: runs of two are never mixed"

PREFERENCE = (FAST, STOCK)
"""Whose runs a row shows, where there are several: the first that has a run that went well."""

NOT_TESTED = (
    "Other training images: every seed learns from the same ones, so that the spread of seeds says nothing "
    "of another sample of them.",
    "Other settings: each row has the settings of the grid, and nothing was tuned.",
    "Pictures from anywhere else: an order that holds on these test images need not hold on yours.",
    "How surely a model speaks: runs keep the class they name, not their scores.",
)


def board(
    configurations: Sequence[Configuration],
    results: Iterable[Result],
    data_sets: Sequence[Truth],
    *,
    mode: Mode,
    title: str = "",
    today: Mapping[str, str] | None = None,
    expected_s: Mapping[tuple[str, str], float] | None = None,
    engines: Sequence[str] = PREFERENCE,
    provenance: Mapping[str, str] | None = None,
    rng: np.random.Generator,
) -> Leaderboard:
    """Make the leaderboard of one mode: every configuration is a row, whatever became of it.

    The first two data sets are compared: is the first harder? today: row name -> its estimator in
    today's scikit-learn. expected_s: (row name, data set name) -> processor seconds of one seed, shown
    for what was not run. What somebody else handed in (`Result.source`) becomes a row of its own, unverified
    until it was made again here; results that do not belong are counted in `left_out`.
    Raises InputError without configurations or data sets, and where labels do not fit the right answers.
    """
    if not configurations or not data_sets:
        raise InputError(
            f"a leaderboard needs rows and data sets, got {len(configurations)} and {len(data_sets)}"
        )
    kept, gone = _sort_out(results, configurations, data_sets, mode)
    rows = [*configurations, *_outsiders(configurations, kept)]
    columns, scores, fits = [], {}, {}
    for truth in data_sets:
        judged = [
            _row(one, kept.get((one.name, truth.name), []), truth, expected_s or {}, engines) for one in rows
        ]
        gone[OTHER_VERSIONS] += sum(one.left_out for one in judged)
        column, scores[truth.name] = judge(judged, truth, rng=rng)
        columns.append(column)
        fits[truth.name] = {one.name: one.fit for one in judged if one.runs}
    entries = [_entry(one, today or {}, {name: of[one.name] for name, of in scores.items()}) for one in rows]
    entries = _in_order(entries, columns)
    return Leaderboard(
        title=title
        or f"{counted(len(configurations), 'classifier')} on {enumerated([c.title for c in columns])}",
        mode=mode,
        columns=tuple(columns),
        entries=tuple(entries),
        harder=harder(entries, columns[0], columns[1]) if len(columns) > 1 else None,
        twins=tuple(pair for name, of in fits.items() for pair in twins(entries, name, of)),
        left_out=tuple(f"{counted(n, 'run')} {why}." for why, n in sorted(gone.items()) if n),
        not_tested=NOT_TESTED,
        provenance=provenance or {},
    )


def _sort_out(
    results: Iterable[Result], configurations: Sequence[Configuration], data_sets: Sequence[Truth], mode: Mode
) -> tuple[dict[tuple[str, str], list[Result]], Counter[str]]:
    """The results that may count, by row and data set; and why others do not, with how many."""
    known = {one.name: one.identity for one in configurations}
    names = {truth.fingerprint: truth.name for truth in data_sets}
    kept, gone = {}, Counter()
    for result in results:
        if result.mode != mode:
            gone[f"of the mode {result.mode}, which is never mixed with {mode}"] += 1
        elif result.data not in names:
            other = "another revision" if result.data_name in names.values() else "not shown here"
            gone[f"on {result.data_name}: {other}"] += 1
        elif result.source != RUN_HERE:
            name = f"{result.configuration}{', handed in' if result.configuration in known else ''}"
            kept.setdefault((name, names[result.data]), []).append(result)
        elif result.configuration not in known:
            gone["of configurations that are not among these rows"] += 1
        elif known[result.configuration] and not same_estimator(result.versions, known[result.configuration]):
            gone["of another estimator that had a row's name"] += 1
        else:
            kept.setdefault((result.configuration, names[result.data]), []).append(result)
    return kept, gone


def _outsiders(
    configurations: Sequence[Configuration], kept: Mapping[tuple[str, str], Sequence[Result]]
) -> list[Configuration]:
    known = {one.name for one in configurations}
    names = dict.fromkeys(name for name, _ in kept if name not in known)
    return [Configuration(name=name, family="handed in", spelling=name) for name in names]


def _row(
    one: Configuration,
    results: Sequence[Result],
    truth: Truth,
    expected_s: Mapping[tuple[str, str], float],
    engines: Sequence[str],
) -> Row:
    return row(
        one.name,
        results,
        truth,
        engines=engines,
        deterministic=one.deterministic,
        published=one.published.get(truth.name),
        expected_s=expected_s.get((one.name, truth.name)),
    )


def _entry(one: Configuration, today: Mapping[str, str], scores: Mapping[str, Score]) -> Entry:
    return Entry(
        name=one.name,
        family=one.family,
        spelling=one.spelling,
        today=today.get(one.name, ""),
        algorithm=one.algorithm,
        group=one.group,
        deterministic=one.deterministic,
        scores=scores,
    )


def _in_order(entries: Sequence[Entry], columns: Sequence[Column]) -> list[Entry]:
    """The chosen best of the first data set on top, then by accuracy there; what has none last, by name."""

    def place(entry: Entry) -> tuple:
        accuracies = [entry.scores[column.name].accuracy for column in columns]
        values = [float("inf") if m is None else -m.value for m in accuracies]
        return entry.name != columns[0].best, *values, entry.name

    return sorted(entries, key=place)
