"""Is one data set harder than another? Row by row and family by family; and what of a table is noise."""

from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np

from fittingroom.measure.intervals import newcombe
from fittingroom.reporting.leaderboard import Column, Entry, FamilyGap, Harder, Twins
from fittingroom.types import Measurement


def harder(entries: Sequence[Entry], first: Column, second: Column) -> Harder | None:
    """Test the claim that every row does worse on `first` than on `second`; None with no row on both.

    Answers of outsiders are left out: nobody ran them here.
    """
    pairs = _pairs(entries, first.name, second.name)
    if not pairs:
        return None
    # without an interval a row settles nothing
    spans = {name: newcombe(a, b) or (-1.0, 1.0) for name, (a, b) in pairs.items()}
    families = {entry.name: entry.family for entry in entries if entry.name in pairs}
    distinct = list({e.algorithm: pairs[e.name] for e in reversed(entries) if e.name in pairs}.values())
    spearman, kendall = _correlations(distinct)
    return Harder(
        first=first.name,
        second=second.name,
        rows=len(pairs),
        worse=sum(high < 0 for _, high in spans.values()),
        easier=tuple(name for name, (low, _) in spans.items() if low > 0),
        unsettled=tuple(name for name, (low, high) in spans.items() if low <= 0 <= high),
        algorithms=len(distinct),
        spearman=spearman,
        kendall=kendall,
        families=tuple(
            _gap(family, [pairs[name] for name, own in families.items() if own == family])
            for family in dict.fromkeys(families.values())
        ),
    )


def _pairs(
    entries: Sequence[Entry], first: str, second: str
) -> Mapping[str, tuple[Measurement, Measurement]]:
    found = {}
    for entry in entries:
        scores = entry.scores[first], entry.scores[second]
        a, b = (score.accuracy for score in scores)
        if a is not None and b is not None and all(score.status != "unverified" for score in scores):
            found[entry.name] = (a, b)
    return found


def _correlations(pairs: Sequence[tuple[Measurement, Measurement]]) -> tuple[float | None, float | None]:
    """Spearman's and Kendall's (tau-b); None where there is no order to compare."""
    from scipy.stats import rankdata

    a, b = np.array([(a.value, b.value) for a, b in pairs]).T
    if len(pairs) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None, None
    above_a, above_b = (np.sign(values[:, None] - values) for values in (a, b))
    kendall = (above_a * above_b).sum() / np.sqrt((above_a**2).sum() * (above_b**2).sum())
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1]), float(kendall)


def _gap(family: str, pairs: Sequence[tuple[Measurement, Measurement]]) -> FamilyGap:
    ratios = [(1 - a.value) / (1 - b.value) for a, b in pairs if b.value < 1]
    return FamilyGap(
        family=family,
        rows=len(pairs),
        drop=median(b.value - a.value for a, b in pairs),
        ratio=median(ratios) if ratios else None,
    )


def twins(entries: Sequence[Entry], data: str, fits: Mapping[str, object]) -> tuple[Twins, ...]:
    """Rows that are one algorithm under several names, and how far apart they lie on one data set.

    fits: row name -> what identifies the fit that answered for it, of the rows that ran.
    """
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.algorithm, []).append(entry)
    return tuple(_twins(members, data, fits) for members in groups.values() if len(members) > 1)


def _twins(members: Sequence[Entry], data: str, fits: Mapping[str, object]) -> Twins:
    scores = [entry.scores[data] for entry in members]
    used = [fits[entry.name] for entry in members if entry.name in fits]
    return Twins(
        data=data,
        names=tuple(entry.name for entry in members),
        ours=_reach([score.accuracy.value for score in scores if score.accuracy is not None]),
        published=_reach([score.published for score in scores if score.published is not None]),
        one_fit=len(used) > 1 and len(set(used)) == 1,
    )


def _reach(values: Sequence[float]) -> float | None:
    return max(values) - min(values) if len(values) > 1 else None
