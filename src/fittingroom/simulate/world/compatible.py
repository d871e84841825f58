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

TIED = {"Spaghetti Straps": "thin", "Bandeaus": "Strapless"}
"""Styles that need one kind of opening."""

THIN_ODDS = 5.0
"""How much oftener a sleeveless garment has a neckline that can hang from straps: the published share of
Spaghetti Straps needs that many (our choice)."""

OPENINGS = ("other", "thin", "Strapless")
"""Kinds of openings: thin is a neckline that can hang from straps, without sleeves."""


@dataclass(frozen=True)
class Opening:
    """A neckline and a sleeve that one garment can have; both empty for garments that have neither."""

    neckline: str
    sleeve: str

    @property
    def kind(self) -> str:
        if self.sleeve == "Sleeveless" and fits(self.neckline, self.sleeve, thin=True):
            return "thin"
        return "Strapless" if self.sleeve == "Strapless" else "other"


@dataclass(frozen=True)
class Compatible:
    """kinds: category -> kind of garment; openings and their odds (categories, openings), 0 for never.

    odds: group -> (categories, labels of the group); of styles (categories x OPENINGS, labels), the openings
    of a category together. clash: group -> (labels, labels) bool, which two labels exclude each other.
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


@lru_cache(maxsize=1)
def compatible() -> Compatible:
    """What the drawing can draw together, and how likely compatible.toml finds it."""
    told = read_toml(Path(__file__).parent / "compatible.toml", "the table of what occurs together")
    kinds = {name: kind for kind, names in told["kinds"].items() for name in names}
    categories = [label.name for label in imaterialist().of_group("category")]
    openings, opening_odds = _openings(categories)
    odds = {
        group: np.array([_odds(told, name, kinds[name], _names(group)) for name in categories])
        for group in ("gender", "color", "material", "pattern")
    }
    styles = _names("style")
    odds["style"] = np.array(
        [
            [
                rate * (TIED.get(style, opening) == opening)
                for style, rate in zip(styles, _odds(told, name, kinds[name], styles), strict=True)
            ]
            for name in categories
            for opening in OPENINGS
        ]
    )
    built = np.array([name in BUILT for name in _names("pattern")])
    clash = {
        group: np.zeros((len(_names(group)),) * 2, bool) for group in ("gender", "color", "material", "style")
    }
    return Compatible(kinds, openings, opening_odds, odds, clash | {"pattern": np.outer(built, built)})


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
                    odds = THIN_ODDS if one.kind == "thin" else 1.0
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
    told = read_toml(Path(__file__).parent / "compatible.toml", "the table of what occurs together")
    kinds, labels = set(told["kinds"]), set(imaterialist().by_name)
    named = {name for names in told["kinds"].values() for name in names}
    named |= {name for name in told["odds"] if name not in kinds}
    return (named | {name for odds in told["odds"].values() for name in odds}) - labels
