"""What products are, and what of it a perfect reader of their sellers would have tagged."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from fittingroom.data.attributes import imaterialist
from fittingroom.simulate.world.balance import MALE, Balance, group_columns
from fittingroom.simulate.world.compatible import compatible, row_of
from fittingroom.simulate.world.counted import choices, uniforms

NONE = -1

UNDYED = ("Clear", "Multi Color")
"""Colours that nothing can be dyed in."""

FIRST = ("category", "gender", "neckline", "sleeve", "style", "color", "material", "pattern")
"""The order in which a scene names its groups; the main colour is the first of the colours."""


@dataclass(frozen=True)
class Scenes:
    """What n products are: columns of the label map (n, slots) int16, NONE where a slot is empty.

    group: to which group each slot belongs; place: 0 for a group's main label, then 1, 2 ...
    """

    slots: np.ndarray
    group: tuple[str, ...]
    place: tuple[int, ...]

    def slot(self, group: str) -> int:
        """The slot of a group's main label."""
        return self.group.index(group)


def scenes(balanced: Balance, seed: int, products: np.ndarray) -> Scenes:
    """Draw the scenes of products (n,)."""
    labels, table = imaterialist(), compatible()
    columns = group_columns(labels)
    category = choices(uniforms(seed, "category", products, 1)[:, 0], balanced.categories)
    opening = _clocks(seed, "openings", products, balanced.openings[category]).argmin(axis=1)
    male = np.zeros(len(products), bool)
    found = {"category": columns["category"][category][:, None]}
    for name in FIRST[1:]:
        if name in ("neckline", "sleeve"):
            column = {label.name: at for label, at in zip(labels.of_group(name), columns[name], strict=True)}
            of_opening = np.array([column.get(getattr(one, name), NONE) for one in table.openings])
            found[name] = of_opening[opening][:, None]
        else:
            found[name] = _labels(balanced, seed, name, products, row_of(name, category, opening, male))
        if name == "gender":
            male = found[name][:, 0] == columns[name][MALE]
    return Scenes(
        slots=np.concatenate(list(found.values()), axis=1).astype(np.int16),
        group=tuple(name for name, some in found.items() for _ in range(some.shape[1])),
        place=tuple(place for some in found.values() for place in range(some.shape[1])),
    )


def _labels(balanced: Balance, seed: int, name: str, products: np.ndarray, row: np.ndarray) -> np.ndarray:
    """The labels of one group that products (n,) have, (n, places), the main one first."""
    own, columns = balanced.groups[name], group_columns(imaterialist())[name]
    places = 1 + len(own.more)
    times = _clocks(seed, f"{name} clocks", products, own.rates[row])
    order = _first(times, places)
    chance = uniforms(seed, f"{name} count", products, places)
    count = (chance[:, 0] < own.present) * (1 + _nested(chance[:, 1:], own.more))
    kept = np.isfinite(np.take_along_axis(times, order, axis=1)) & (np.arange(places) < count[:, None])
    if places == 2:
        kept[:, 1] &= ~own.clash[order[:, 0], order[:, 1]]
    return np.where(kept, columns[order], NONE)


def _clocks(seed: int, stream: str, products: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """When the clocks of these rates (n, k) ring; never for a rate of 0."""
    drawn = -np.log1p(-uniforms(seed, stream, products, rates.shape[1]))
    return np.divide(drawn, rates, out=np.full_like(drawn, np.inf), where=rates > 0)


def _nested(chance: np.ndarray, more: Sequence[float]) -> np.ndarray:
    """How many further labels, (n,): a product that has a third one has a second one."""
    return (chance[:, :1] < np.array(more)).sum(axis=1) if len(more) else np.zeros(len(chance), np.int64)


def other_colours(drawn: Scenes, balanced: Balance, seed: int, copies: np.ndarray) -> np.ndarray:
    """Columns (n,) of a colour for each recoloured copy that its scene does not have; copies (n,): their
    numbers.
    """
    columns = group_columns(imaterialist())["color"]
    dyes = np.array([imaterialist().labels[column].name not in UNDYED for column in columns])
    rates = balanced.groups["color"].rates.mean(axis=0) * dyes
    times = _clocks(seed, "another colour", copies, np.broadcast_to(rates, (len(copies), len(rates))))
    has = (drawn.slots[:, :, None] == columns).any(axis=1)
    return columns[np.where(has, np.inf, times).argmin(axis=1)]


def tagged(
    drawn: Scenes, balanced: Balance, seed: int, listings: np.ndarray, part: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Which slots are tagged, (n, slots) bool, and how richly, (n,) float: equal for rows of one listing.

    part: train, val or test of each row.
    """
    chance = uniforms(seed, "tagging", listings, 1 + len(drawn.group) + len(FIRST))
    shift = np.array([balanced.shift[name] for name in part])
    richness = ndtri(np.clip(chance[:, 0], 1e-12, 1 - 1e-12)) + shift
    kept = drawn.slots != NONE
    for slot, (name, place) in enumerate(zip(drawn.group, drawn.place, strict=True)):
        named = balanced.named[name] if name in balanced.named else balanced.groups[name].named
        kept[:, slot] &= chance[:, 1 + FIRST.index(name)] < _share(named, balanced.rho, richness)
        if place:
            further = balanced.groups[name].further
            own = chance[:, 1 + len(FIRST) + slot]
            kept[:, slot] &= own < _share(further, balanced.rho, richness)
    return kept, richness


def _share(b: float, rho: float, richness: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(b + rho * richness, -700, 700)))


def _first(times: np.ndarray, places: int) -> np.ndarray:
    """The columns of the `places` smallest of each row, the smallest first."""
    if places == 1:
        return times.argmin(axis=1)[:, None]
    nearest = np.argpartition(times, places - 1, axis=1)[:, :places]
    order = np.take_along_axis(times, nearest, axis=1).argsort(axis=1)
    return np.take_along_axis(nearest, order, axis=1)
