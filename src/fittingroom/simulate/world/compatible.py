"""What can occur together: sleeves on shirts and never on shoes, denim on jeans more often than on gowns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.data.attributes import imaterialist
from fittingroom.data.toml_file import read_toml
from fittingroom.simulate.garments.categories import CATEGORIES
from fittingroom.simulate.garments.materials import BUILT
from fittingroom.simulate.garments.scene import drawable, fits

THIN_ODDS = 5.0
"""How much oftener a sleeveless garment has a neckline that can hang from straps: the published share of
Spaghetti Straps needs that many (our choice)."""


@dataclass(frozen=True)
class Opening:
    """A neckline and a sleeve that one garment can have; both empty for garments that have neither."""

    neckline: str
    sleeve: str

    @property
    def thin(self) -> bool:
        """Whether it can hang from spaghetti straps."""
        return self.sleeve == "Sleeveless" and fits(self.neckline, self.sleeve, thin=True)

    def carries(self, style: str) -> bool:
        """Whether a style can be had with it: two need an opening of their own."""
        return {"Spaghetti Straps": self.thin, "Bandeaus": self.sleeve == "Strapless"}.get(style, True)


@dataclass(frozen=True)
class Compatible:
    """kinds: category -> kind of garment; openings and their odds (categories, openings), 0 for never.

    odds: group -> (rows, labels of the group), see `row_of`; clash: group -> (labels, labels) bool, which two
    labels exclude each other.
    """

    kinds: Mapping[str, str]
    openings: tuple[Opening, ...]
    opening_odds: np.ndarray
    odds: Mapping[str, np.ndarray]
    clash: Mapping[str, np.ndarray]

    @property
    def opens(self) -> np.ndarray:
        """Categories that have a neckline and sleeves, (categories,) bool; to others neither applies."""
        return self.opening_odds[:, 0] == 0


def row_of(group: str, category: np.ndarray, opening: np.ndarray, male: np.ndarray) -> np.ndarray:
    """The row of a group's table for products (n,): what its labels hang on besides the category.

    Gender hangs on the opening, style on opening and gender, material and pattern on gender, colour on
    neither. male: bool, whether a product is for men alone.
    """
    opened = category * len(compatible().openings) + opening
    rows = {"color": category, "gender": opened, "style": opened * 2 + male}
    return rows.get(group, category * 2 + male)


@lru_cache(maxsize=1)
def compatible() -> Compatible:
    """What the drawing can draw together, and how likely compatible.toml finds it."""
    told = _told()
    kinds = {name: kind for kind, names in told["kinds"].items() for name in names}
    categories = _names("category")
    openings, opening_odds = _openings(categories)
    odds = {
        group: np.array([_odds(told, name, kinds[name], _names(group)) for name in categories])
        for group in ("gender", "style", "color", "material", "pattern")
    }
    unmanly = told["male"]
    on_men = {
        group: np.array([[1.0] * len(names), [unmanly.get(name, 1.0) for name in names]])
        for group in ("style", "material", "pattern")
        if (names := _names(group))
    }
    carried = np.array([[one.carries(style) for style in _names("style")] for one in openings])
    for_men = np.array([unmanly.get(one.neckline, 1.0) * unmanly.get(one.sleeve, 1.0) for one in openings])
    of_gender = np.stack(
        [for_men if name == "Male" else np.ones(len(openings)) for name in _names("gender")], axis=1
    )
    tables = {
        "color": odds["color"],
        "gender": odds["gender"][:, None] * of_gender,
        "style": odds["style"][:, None, None] * carried[:, None] * on_men["style"],
        "material": odds["material"][:, None] * on_men["material"],
        "pattern": odds["pattern"][:, None] * on_men["pattern"],
    }
    built = np.array([name in BUILT for name in _names("pattern")])
    clash = {group: np.zeros((table.shape[-1],) * 2, bool) for group, table in tables.items()}
    return Compatible(
        kinds=kinds,
        openings=openings,
        opening_odds=opening_odds,
        odds={group: table.reshape(-1, table.shape[-1]) for group, table in tables.items()},
        clash=clash | {"pattern": np.outer(built, built)},
    )


def _told() -> dict[str, Any]:
    return read_toml(Path(__file__).parent / "compatible.toml", "the table of what occurs together")


def _names(group: str) -> list[str]:
    return [label.name for label in imaterialist().of_group(group)]


def _openings(categories: Sequence[str]) -> tuple[tuple[Opening, ...], np.ndarray]:
    """All openings, the empty one first, and how often each category is drawn with each where nothing is
    said.
    """
    found: dict[Opening, list[float]] = {Opening("", ""): [0.0] * len(categories)}
    for at, name in enumerate(categories):
        spec = CATEGORIES[name]
        if not spec.necks:
            found[Opening("", "")][at] = 1.0
        thin = getattr(spec.cuts[-1], "thin", False)
        for neck in spec.necks:
            for arm in spec.arms:
                if fits(neck, arm, thin=thin):
                    one = Opening(neck, arm)
                    odds = THIN_ODDS if one.thin else 1.0
                    found.setdefault(one, [0.0] * len(categories))[at] += odds
    return tuple(found), np.array(list(found.values())).T


def _odds(told: Mapping[str, Any], category: str, kind: str, names: Sequence[str]) -> list[float]:
    """How much likelier each label is with a category than on the whole; 0 where it cannot be drawn with
    it.
    """
    of_kind, of_category, can = told["odds"].get(kind, {}), told["odds"].get(category, {}), drawable(category)
    return [(name in can) * of_kind.get(name, 1.0) * of_category.get(name, 1.0) for name in names]


def strays() -> set[str]:
    """Names in compatible.toml that are neither a kind nor a label: there should be none."""
    told = _told()
    kinds, labels = set(told["kinds"]), set(imaterialist().by_name)
    named = {name for names in told["kinds"].values() for name in names} | set(told["male"])
    named |= {name for name in told["odds"] if name not in kinds}
    return (named | {name for odds in told["odds"].values() for name in odds}) - labels
