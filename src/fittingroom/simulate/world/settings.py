"""What a world is made by: every rate, with its source, or marked as our choice.

[G] Guo et al. 2019 (arXiv 1906.05750) and its Table 1. All others are our choice: nobody has published how
often sellers err. They are there to be changed; a step of curation should be right under several worlds.
"""

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fittingroom.data.attributes import imaterialist
from fittingroom.data.toml_file import read_toml
from fittingroom.data.toml_settings import settings_of, settings_text
from fittingroom.errors import InputError, did_you_mean
from fittingroom.simulate.world.words import words

KINDS = (
    "exact", "recompressed", "recoloured", "mirrored", "turned", "cropped", "resized", "watermark", "banner",
    "border",
)  # fmt: skip
"""Kinds of copies, in the order in which they are done and named."""

GROUPS = tuple(group.name for group in imaterialist().groups)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a product is. The labels' frequencies are the published ones (data/imaterialist/counts.csv).

    present: share of products that have some label of the group, where not all have one that can.
    more: share that has a second, third ... label of the group, of those that have one.
    """

    present: Mapping[str, float] = field(default_factory=lambda: {"pattern": 0.55, "style": 0.95})
    more: Mapping[str, tuple[float, ...]] = field(
        default_factory=lambda: {"color": (0.72, 0.4, 0.12), "material": (0.5,), "pattern": (0.12,)}
    )


@dataclass(frozen=True, kw_only=True)
class Tagging:
    """How richly a product is tagged: logit of naming a group = b + rho r, r normal with mean 0 in train.

    coverage: share of images with a label of the group, [G] #Image / 1,012,947; the groups with one answer
    need none, since their counts say it; gender is always named (its counts sum to all images).
    labels_per_image: labels of a group on an image that has one, [G] #Label / #Image. val and test have the
    mean numbers of labels that Table 3 of [G] implies (8 P / R); their richness is shifted until they have.
    """

    rho: float = 1.0
    coverage: Mapping[str, float] = field(
        default_factory=lambda: {"color": 0.46117, "material": 0.58362, "pattern": 0.30769}
    )
    labels_per_image: Mapping[str, float] = field(
        default_factory=lambda: {"color": 1.9157, "material": 1.1861, "pattern": 1.0439}
    )
    val_labels: float = 8.03
    test_labels: float = 8.08
    val_share: float = 9_897 / 1_062_550
    test_share: float = 39_706 / 1_062_550


@dataclass(frozen=True, kw_only=True)
class Sellers:
    """Who lists the products, and what goes wrong with their tags.

    A seller's carelessness multiplies all rates of error: exp(spread * normal), mean 1 over sellers.
    `missing` is not at random: a label in fewer than 10,000 images is left out `rare` times as often.
    """

    products_each: float = 40.0
    languages: Mapping[str, float] = field(
        default_factory=lambda: {"en": 0.7, "de": 0.1, "fr": 0.1, "es": 0.1}
    )
    own_language: float = 0.8
    official: float = 0.35
    spread: float = 0.8
    missing: float = 0.06
    rare: float = 2.5
    wrong: float = 0.03
    coarse: float = 0.12
    size: float = 0.3
    spam: float = 0.15
    misspelt: float = 0.02


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What titles and descriptions say. true: P(a label's words | the product has it), per group; false:
    P(some wrong label of the group is named); negated: P(a description denies a label that the product
    lacks).

    stuffing: share of titles that end in popular words, true or not; empty: share of rows without
    description.
    """

    true: Mapping[str, float] = field(
        default_factory=lambda: {
            "category": 0.9,
            "color": 0.35,
            "gender": 0.6,
            "material": 0.4,
            "neckline": 0.3,
            "pattern": 0.5,
            "sleeve": 0.35,
            "style": 0.35,
        }
    )
    false: float = 0.01
    negated: float = 0.12
    stuffing: float = 0.15
    empty: float = 0.3


@dataclass(frozen=True, kw_only=True)
class Copies:
    """What else is in the catalogue besides one picture a product. Shares count rows per product.

    views: other views of a product (no copies), of which half are second views, a third third ones.
    kinds: weights of the kinds; combined: share of the copies that are of two or three kinds at once;
    popularity: 1 copies all pictures alike, more prefers the most wanted; other_seller: share of copies that
    somebody else lists, with other tags.
    """

    views: float = 0.12
    copies: float = 0.13
    kinds: Mapping[str, float] = field(
        default_factory=lambda: {
            "exact": 3.0,
            "recompressed": 2.0,
            "resized": 1.0,
            "mirrored": 1.0,
            "cropped": 2.0,
            "recoloured": 2.0,
            "watermark": 1.0,
            "border": 1.0,
            "banner": 1.0,
            "turned": 0.5,
        }
    )
    combined: float = 0.25
    popularity: float = 2.0
    other_seller: float = 0.6


@dataclass(frozen=True, kw_only=True)
class Annotators:
    """Who looks at the rows of val and test: `each` of `pool` annotators answer alone.

    sensitivity and specificity: mean per annotator over groups, spread on the logit; spammers answer by
    chance. difficulty: spread on the logit of how hard a row is; unseen: factor on the sensitivity for
    labels that no pixel shows; discard: P(an annotator gives a row of the hardest tenth back); [G] discarded
    .7 to 1.0 % of all.
    """

    pool: int = 25
    each: int = 4
    sensitivity: float = 0.88
    specificity: float = 0.997
    spread: float = 0.6
    difficulty: float = 0.8
    unseen: float = 0.8
    spammers: float = 0.08
    discard: float = 0.08


FREE = {
    "rho", "val_labels", "test_labels", "labels_per_image", "products_each", "languages", "spread", "rare",
    "kinds", "popularity", "pool", "each", "difficulty",
}  # fmt: skip
"""Numbers that are not shares."""


def _numbers(world: "World") -> list[tuple[str, float]]:
    """Every number of a world with the place where it stands, as section.key."""
    found = []
    for section in dataclasses.fields(world):
        part = getattr(world, section.name)
        for each in dataclasses.fields(part) if dataclasses.is_dataclass(part) else ():
            value = getattr(part, each.name)
            values = value.values() if isinstance(value, Mapping) else [value]
            for one in values:
                found += [
                    (f"{section.name}.{each.name}", x) for x in (one if isinstance(one, tuple) else [one])
                ]
    return found


@dataclass(frozen=True, kw_only=True)
class World:
    """All settings of a world; `wish` below is the one that has a name. Raises InputError for what cannot
    be.
    """

    name: str = "wish"
    scene: Scene = field(default_factory=Scene)
    tagging: Tagging = field(default_factory=Tagging)
    sellers: Sellers = field(default_factory=Sellers)
    texts: Texts = field(default_factory=Texts)
    copies: Copies = field(default_factory=Copies)
    annotators: Annotators = field(default_factory=Annotators)

    def __post_init__(self):
        for where, told, known in (
            ("kind of copy", self.copies.kinds, KINDS),
            ("language", self.sellers.languages, tuple(words().labels)),
            *(("group", part, GROUPS) for part in (self.scene.present, self.scene.more, self.texts.true)),
            *(("group", part, GROUPS) for part in (self.tagging.coverage, self.tagging.labels_per_image)),
        ):
            if strays := [name for name in told if name not in known]:
                raise InputError(
                    f"the world {self.name}: unknown {where} {strays[0]!r}{did_you_mean(strays[0], known)}; "
                    f"the {where}s are {', '.join(known)}"
                )
        for where, value in _numbers(self):
            free = where.split(".")[1] in FREE
            if not (0 <= value < (1e6 if free else 1 + 1e-9)):
                bound = "at least 0" if free else "between 0 and 1"
                raise InputError(f"the world {self.name}: {where} must be {bound}, found {value}")
        if self.annotators.each > self.annotators.pool:
            raise InputError(
                f"the world {self.name}: {self.annotators.each} answers a row need as many annotators, "
                f"found a pool of {self.annotators.pool}"
            )


WORLDS = {"wish": World()}
"""The worlds that are known by name."""


def find_world(source: str | os.PathLike[str]) -> World:
    """The world of a name, or the one that a TOML file describes. Raises InputError for what is neither."""
    if str(source) in WORLDS:
        return WORLDS[str(source)]
    if Path(source).suffix != ".toml":
        raise InputError(
            f"there is no world {str(source)!r}{did_you_mean(str(source), WORLDS)}; give a file that ends in "
            f".toml, or one of {', '.join(WORLDS)}"
        )
    return settings_of(World(name=Path(source).stem), read_toml(source, "the world"), str(source))


def world_text(world: World) -> str:
    """A world as the text of a TOML file that `find_world` reads back."""
    return settings_text(world)
