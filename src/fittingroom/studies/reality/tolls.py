"""What damage takes from networks that were trained with several seeds, and what leaving a family out shows.

All numbers are means over a damage's severities, on the same pictures of test for all networks and seeds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.conformal import Promise, sets
from fittingroom.measure.cues import CUES
from fittingroom.measure.defects import DEFECTS
from fittingroom.measure.repeated import repeated_mean
from fittingroom.measure.seeds import OverSeeds, holm
from fittingroom.studies.reality.defects import CLEAN, Condition, conditions
from fittingroom.studies.reality.outcomes import Outcome
from fittingroom.studies.reality.told import promises
from fittingroom.types import Dataset, Measurement

SHOWN = 0.05
"""A difference is shown if its p-value, adjusted by Holm for all of its kind, is at most this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """One damage and one network. `lost`: accuracy minus that on the same pictures clean, p after Holm.

    claims: confidence less accuracy, what is claimed too much; covered: of sets that promise 0.9.
    """

    damage: str
    title: str
    family: str
    accuracy: Measurement
    lost: Measurement
    p: float
    stated: Measurement
    claims: Measurement
    covered: Measurement

    @property
    def is_cue(self) -> bool:
        return self.family == "cue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolls:
    """Every damage to one network; clean: on the same pictures; suite: mean over all defects, no cues."""

    clean: Measurement
    suite: Measurement
    suite_stated: Measurement
    each: tuple[Toll, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two networks on the same pictures, seed by seed: `a` minus `b`; p is adjusted by Holm."""

    what: str
    a: Measurement
    b: Measurement
    difference: OverSeeds
    p: float

    @property
    def shown(self) -> bool:
        return self.p <= SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One family of defects, and the networks that learned none of it, all but it, and all of it.

    gained: the network without the family minus the default one, what other families' defects teach of this
    one; missed: the network that learned all minus the one without.
    """

    family: str
    default: Measurement
    without: Measurement
    learned: Measurement
    gained: Compared
    missed: Compared

    @property
    def helped(self) -> bool:
        """Whether learning the other families is shown to help with this one."""
        return self.gained.shown and self.gained.difference.measurement.value > 0


def tolls(data: Dataset, found: Sequence[Outcome], rows: np.ndarray) -> Tolls:
    """What damage does to one network, all of whose seeds were shown everything."""
    labels, groups = _labels(data, rows)
    asked, fitted = conditions(DEFECTS, CUES), promises([o.cal for o in found], data.part("cal").labels)
    values = {c: _values(found, c, labels, fitted) for c in asked}
    by_damage = _by_damage(values)
    clean = by_damage[CLEAN.damage]
    each, ps = [], []
    for damage, (right, stated, covered) in by_damage.items():
        if damage == CLEAN.damage:
            continue
        where = f"test, {damage}"
        condition = next(c for c in asked if c.damage == damage)
        lost = repeated_mean("against clean", right - clean[0], part=where, unit="points", groups=groups)
        ps.append(lost.p)
        each.append(
            {
                "damage": damage,
                "title": condition.title,
                "family": condition.family,
                "accuracy": _mean("accuracy", right, where, groups),
                "lost": lost.measurement,
                "stated": _mean("mean confidence", stated, where, groups),
                "claims": repeated_mean(
                    "confidence less accuracy", stated - right, part=where, unit="points", groups=groups
                ).measurement,
                "covered": _mean("coverage of 90 % sets", covered, where, groups),
            }
        )
    suite = suite_of(found, data, rows)
    graded = [by_damage[d.name][1] for d in DEFECTS]
    return Tolls(
        clean=_mean("accuracy", clean[0], "test, clean", groups),
        suite=_mean(f"accuracy, mean of {len(DEFECTS)} defects", suite, "test, damaged", groups),
        suite_stated=_mean("mean confidence", np.mean(graded, axis=0), "test, damaged", groups),
        each=tuple(Toll(**one, p=float(p)) for one, p in zip(each, holm(ps), strict=True)),
    )


def suite_of(found: Sequence[Outcome], data: Dataset, rows: np.ndarray) -> np.ndarray:
    """The share of all defects under which each picture was answered right, (s, n)."""
    return np.mean([right_under(found, data, rows, [d.name]) for d in DEFECTS], axis=0)


def right_under(
    found: Sequence[Outcome], data: Dataset, rows: np.ndarray, damages: Sequence[str]
) -> np.ndarray:
    """The share of these damages, each a mean of its severities, answered right for each picture, (s, n)."""
    labels, _ = _labels(data, rows)
    asked = conditions(DEFECTS, CUES)
    of = [[c.name for c in asked if c.damage == damage] for damage in damages]
    return np.array(
        [
            np.mean(
                [
                    np.mean([o.damaged[name].argmax(axis=1) == labels for name in names], axis=0)
                    for names in of
                ],
                axis=0,
            )
            for o in found
        ]
    )


def left_out(data: Dataset, found: Mapping[str, Sequence[Outcome]], rows: np.ndarray) -> tuple[LeftOut, ...]:
    """For each family that a network never learned: does what the others teach help with it?

    found: the outcomes by arm, "default", "defects" and "without-FAMILY" among them; seed by seed compared.
    """
    _, groups = _labels(data, rows)
    families = [name.removeprefix("without-") for name in found if name.startswith("without-")]
    rights = []
    for family in families:
        names = [d.name for d in DEFECTS if d.family == family]
        arms = (found["default"], found[f"without-{family}"], found["defects"])
        rights.append(tuple(right_under(arm, data, rows, names) for arm in arms))
    pairs = [
        pair
        for family, (default, without, learned) in zip(families, rights, strict=True)
        for pair in ((f"{family}: gained", without, default), (f"{family}: missed", learned, without))
    ]
    judged = compare(pairs, part="test, damaged", groups=[groups] * len(pairs))
    return tuple(
        LeftOut(
            family=family,
            default=judged[2 * i].b,
            without=judged[2 * i].a,
            learned=judged[2 * i + 1].a,
            gained=judged[2 * i],
            missed=judged[2 * i + 1],
        )
        for i, family in enumerate(families)
    )


def compare(
    pairs: Sequence[tuple[str, np.ndarray, np.ndarray]],
    *,
    part: str,
    groups: Sequence[np.ndarray | None],
) -> tuple[Compared, ...]:
    """Compare two networks several times; each pair is (what, a (s, n), b (s, n)), Holm over all of them."""
    found = [
        (
            what,
            _mean(f"accuracy, {what}", a, part, of),
            _mean(f"accuracy, {what}", b, part, of),
            repeated_mean(what, a.astype(float) - b, part=part, unit="points", groups=of),
        )
        for (what, a, b), of in zip(pairs, groups, strict=True)
    ]
    ps = holm([difference.p for *_, difference in found]) if found else []
    return tuple(
        Compared(what=what, a=a, b=b, difference=difference, p=float(p))
        for (what, a, b, difference), p in zip(found, ps, strict=True)
    )


def _labels(data: Dataset, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    test = data.rows("test")[rows]
    return data.labels[test], None if data.groups is None else data.groups[test]


def _values(
    found: Sequence[Outcome], condition: Condition, labels: np.ndarray, fitted: Sequence[Promise]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Right, confidence and covered, (s, n) each."""
    scores = [o.damaged[condition.name] for o in found]
    row = np.arange(len(labels))
    return (
        np.array([p.argmax(axis=1) == labels for p in scores], float),
        np.array([p.max(axis=1) for p in scores], float),
        np.array([sets(f, p)[row, labels] for f, p in zip(fitted, scores, strict=True)], float),
    )


def _by_damage(values: Mapping[Condition, tuple[np.ndarray, ...]]) -> dict[str, np.ndarray]:
    """The mean over severities, (3, s, n) for each damage."""
    return {
        damage: np.mean([np.array(v) for c, v in values.items() if c.damage == damage], axis=0)
        for damage in dict.fromkeys(c.damage for c in values)
    }


def _mean(name: str, values: np.ndarray, part: str, groups: np.ndarray | None) -> Measurement:
    return repeated_mean(name, values, part=part, groups=groups).measurement
