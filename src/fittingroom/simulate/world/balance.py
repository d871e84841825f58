"""The numbers that make a world's frequencies the published ones, whatever occurs together in it.

A group's labels ring like clocks: label l at an exponential time with rate odds[category, l] * weight[l]; the
first to ring is a product's main label, the second its next. That is drawing one after the other without
putting back. The weights are found so that, averaged over categories and over how richly is tagged, each
label is tagged as often as published.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.data.attributes import LabelMap, imaterialist
from fittingroom.data.imaterialist import COUNTED_IMAGES, published_counts
from fittingroom.errors import InputError
from fittingroom.simulate.world.compatible import compatible
from fittingroom.simulate.world.settings import World

ROUNDS, OPENING_ROUNDS, CLOSE, TOLERATED = 60, 2000, 1e-4, 2e-3
TIMES = np.logspace(-6, 9, 121)
"""When clocks are looked at; rates are scaled to a sum of 1 for each category."""

MALE = [label.name for label in imaterialist().of_group("gender")].index("Male")

NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()


@dataclass(frozen=True)
class GroupBalance:
    """A group of a world: rates (rows, labels) of its clocks, for the rows of `row_of`.

    clash (labels, labels): which two no product has; present: share of the products that have a label of it,
    where it applies; more: see `Scene`; named and further: the b of the logits of tagging the group at all,
    and each label of it after the first.
    """

    rates: np.ndarray
    clash: np.ndarray
    present: float
    more: tuple[float, ...]
    named: float
    further: float


@dataclass(frozen=True)
class Balance:
    """categories (105,): shares; openings (105, k): rates of necklines with sleeves; groups: gender, style,
    color, material and pattern by name.

    named: the b of naming category, neckline and sleeve; opened: share of the products that have the last
    two; shift: how much richer val and test are tagged than train.
    """

    categories: np.ndarray
    openings: np.ndarray
    opened: float
    named: Mapping[str, float]
    groups: Mapping[str, GroupBalance]
    shift: Mapping[str, float]
    rho: float


def balance(world: World) -> Balance:
    """Balance a world. Raises InputError for settings under which no world has the frequencies."""
    counts, table, rho = published_counts() / COUNTED_IMAGES, compatible(), world.tagging.rho
    target = {group: counts[columns] for group, columns in group_columns(imaterialist()).items()}
    shares = target["category"] / target["category"].sum()
    opened = float(shares @ table.opens)
    openings = _opened(world, shares, target)
    p = openings / openings.sum(axis=1, keepdims=True)
    joint = shares[:, None] * p  # (categories, openings)
    groups = {"gender": _group(world, "gender", target["gender"], joint.reshape(-1))}
    rates = groups["gender"].rates
    man = (rates[:, MALE] / rates.sum(axis=1)).reshape(joint.shape)
    of_men = np.stack([joint * (1 - man), joint * man], axis=2)
    rows = {"style": of_men.reshape(-1), "color": shares}
    groups |= {
        name: _group(world, name, target[name], rows.get(name, of_men.sum(axis=1).reshape(-1)))
        for name in ("style", "color", "material", "pattern")
    }
    named = {
        name: _b(target[name].sum() / (1.0 if name == "category" else opened), rho, name)
        for name in ("category", "neckline", "sleeve")
    }
    balanced = Balance(shares, openings, opened, named, groups, {"train": 0.0}, rho)
    shift = {
        part: _root(lambda r, mean=mean: expected_labels(balanced, r) - mean, f"{part}_labels = {mean}")
        for part, mean in (("val", world.tagging.val_labels), ("test", world.tagging.test_labels))
    }
    return replace(balanced, shift={"train": 0.0} | shift)


def expected_labels(balanced: Balance, shift: float) -> float:
    """Mean number of tagged labels where richness is normal around `shift`."""
    rho = balanced.rho
    total = sum(
        _mean(b, rho, shift) * (1.0 if name == "category" else balanced.opened)
        for name, b in balanced.named.items()
    )
    for group in balanced.groups.values():
        both = _mean_both(group.named, group.further, rho, shift)
        total += group.present * (_mean(group.named, rho, shift) + sum(group.more) * both)
    return total


def _opened(world: World, shares: np.ndarray, target: Mapping[str, np.ndarray]) -> np.ndarray:
    """Rates of the openings (categories, openings), by fitting both margins in turn."""
    table, sides = compatible(), []
    for name in ("neckline", "sleeve"):
        names = [label.name for label in imaterialist().of_group(name)]
        of_opening = np.array([names.index(getattr(one, name)) for one in table.openings[1:]])
        wanted = target[name] / target[name].sum() * float(shares @ table.opens)
        sides.append((name, of_opening, wanted))
    rates = table.opening_odds.copy()
    worst = np.inf
    for _ in range(OPENING_ROUNDS):
        worst = 0.0
        for name, of_opening, wanted in sides:
            p = rates / rates.sum(axis=1, keepdims=True)
            got = np.bincount(of_opening, shares @ p[:, 1:], minlength=len(wanted))
            worst = max(worst, _worst(world, name, got, wanted, fail=False))
            rates[:, 1:] *= (wanted / got)[of_opening]
        if worst < CLOSE:
            return rates
    for name, of_opening, wanted in sides:
        p = rates / rates.sum(axis=1, keepdims=True)
        _worst(world, name, np.bincount(of_opening, shares @ p[:, 1:], minlength=len(wanted)), wanted)
    return rates


def _group(world: World, name: str, target: np.ndarray, shares: np.ndarray) -> GroupBalance:
    """The balance of one group whose labels are to be tagged at the rates `target` (k,); shares of its
    rows.
    """
    table, tagging = compatible(), world.tagging
    odds, clash = table.odds[name], table.clash[name]
    present, more = world.scene.present.get(name, 1.0), world.scene.more.get(name, ())
    coverage = tagging.coverage.get(name, float(target.sum())) / present
    named = np.inf if name == "gender" else _b(coverage, tagging.rho, name)
    coverage = _mean(named, tagging.rho, 0.0)
    further = -np.inf
    if more:
        wanted = target.sum() / present - coverage  # labels after the first
        further = _root(
            lambda b: _mean_both(named, b, tagging.rho, 0.0) * sum(more) - wanted,
            f"{name} with {target.sum() / (coverage * present):.3f} labels on a tagged image",
        )
    both = _mean_both(named, further, tagging.rho, 0.0)
    tagged = np.array([coverage, *(share * both for share in more)]) * present
    weights, got = target / target.sum(), np.zeros_like(target)
    for _ in range(ROUNDS):
        got = np.einsum("c,j,cjl->l", shares, tagged, _positions(odds * weights, len(tagged), clash))
        if _worst(world, name, got, target, fail=False) < CLOSE:
            break
        weights = weights * (target / got)
    _worst(world, name, got, target)
    return GroupBalance(odds * weights, clash, present, tuple(more), named, further)


def _worst(world: World, group: str, got: np.ndarray, wanted: np.ndarray, *, fail: bool = True) -> float:
    """How far the label that is farthest off is off; raises InputError for more than TOLERATED."""
    off = np.abs(got / wanted - 1)
    if fail and not off.max() <= TOLERATED:
        at = int(np.nanargmax(off)) if np.isfinite(off).any() else 0
        raise InputError(
            f"the world {world.name}: {imaterialist().of_group(group)[at].name} ({group}) would be "
            f"{got[at] / wanted[at]:.3f} times as frequent as published: too few categories can have it, or "
            "`present` and `more` of the scene are too small"
        )
    return float(off.max())


def _positions(rates: np.ndarray, places: int, clash: np.ndarray) -> np.ndarray:
    """P(label l is the j-th of a product), (rows, places, labels); 0 for a row whose rates are all 0.

    A second label that clashes with the first is left out; groups with clashes have two places at most.
    """
    total = rates.sum(axis=1, keepdims=True)
    p = rates / np.where(total, total, 1)
    if places == 1:
        return p[:, None, :]
    if places == 2:
        second = (p / np.maximum(1 - p, 1e-12)) @ ~clash - p / np.maximum(1 - p, 1e-12) * ~np.diag(clash)
        return np.stack([p, p * second], axis=1)
    distinct, back = np.unique(p, axis=0, return_inverse=True)
    return np.stack([_rings(row, places) for row in distinct])[back.reshape(-1)]


def _rings(p: np.ndarray, places: int) -> np.ndarray:
    """The same for one category: integrate over the time at which l rings, with j - 1 others before it."""
    can = np.flatnonzero(p)
    rung = -np.expm1(-p[can][:, None] * TIMES)  # (labels, times)
    before = np.zeros((places, len(can), len(TIMES)))
    before[0] = 1
    for other in range(len(can)):
        now = before * (1 - rung[other])
        now[1:] += before[:-1] * rung[other]
        now[:, other] = before[:, other]  # a clock is not among the others
        before = now
    step = np.gradient(np.log(TIMES)) * TIMES
    density = p[can][:, None] * np.exp(-p[can][:, None] * TIMES) * step
    found = np.zeros((places, len(p)))
    found[:, can] = (before * density).sum(axis=2)
    return found


def _mean(b: float, rho: float, shift: float) -> float:
    """Mean of the logistic of b + rho r over normal r around `shift`."""
    return float(NODE_WEIGHTS @ _logistic(b + rho * (NODES + shift)))


def _mean_both(named: float, further: float, rho: float, shift: float) -> float:
    r = rho * (NODES + shift)
    return float(NODE_WEIGHTS @ (_logistic(named + r) * _logistic(further + r)))


def _logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))


def _b(share: float, rho: float, what: str) -> float:
    return _root(
        lambda b: _mean(b, rho, 0.0) - share, f"{what} on {share:.1%} of the images that can have it"
    )


def _root(rising: Callable[[float], float], what: str) -> float:
    """Where a rising function is 0, by halving. Raises InputError where it is nowhere."""
    low, high = -40.0, 40.0
    if rising(low) > 0 or rising(high) < 0:
        raise InputError(f"no world has {what}: change the shares of `scene`, or what is asked of `tagging`")
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def group_columns(labels: LabelMap) -> dict[str, np.ndarray]:
    """The columns of each group's labels, in the order of `of_group`."""
    column = labels.columns()
    return {
        group.name: np.array([column[label.id] for label in labels.of_group(group.name)])
        for group in labels.groups
    }
