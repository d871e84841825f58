"""A data set that was built: what it holds, where each picture came from, what was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np

from fittingroom.build.drop_in import Rows
from fittingroom.build.pool import Pool
from fittingroom.build.recipe import Recipe
from fittingroom.build.refusal import REASONS
from fittingroom.build.sources import Listing
from fittingroom.data.copies import COPY_CORRELATION
from fittingroom.types import Card

PACKAGES = ("fittingroom", "numpy", "pillow", "pyarrow", "simplejpeg")
"""What the bytes of a built set depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """What only the user knows of the pictures: their licence, where they are from, how to cite them, when
    the set was published."""

    licence: str = "not stated"
    source: str = ""
    citation: str = "not stated"
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A set that was built of a listing by a recipe.

    parts: train and test; families (m,): numbers of the pool's pictures that may not be parted; codes (n,):
    class number of each record, -1 for none; conflicts (c, 2): records whose very picture stands in the set
    with another label, and the first that holds it; digests: sha256 of each plain IDX file, once written.
    """

    name: str
    classes: tuple[str, ...]
    listing: Listing
    recipe: Recipe
    pool: Pool
    parts: Mapping[str, Rows]
    families: np.ndarray
    codes: np.ndarray
    conflicts: np.ndarray
    seed: int
    credits: Credits
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> Mapping[str, int]:
        """How many records were refused, by reason, in the order of decision."""
        return self.pool.refused

    @property
    def remarks(self) -> tuple[str, ...]:
        """What users of the set should know and would not look for: absent classes, contradicting labels."""
        absent = (_absent(part, self) for part in self.parts)
        return tuple(remark for remark in (*absent, _labelled_twice(self)) if remark)

    @property
    def card(self) -> Card:
        """The card, made of nothing but what is here."""
        counts = {part: len(chosen.rows) for part, chosen in self.parts.items()}
        return Card(
            name=self.name,
            classes=self.classes,
            counts=counts,
            licence=self.credits.licence,
            source=self.credits.source or self.listing.about,
            citation=self.credits.citation,
            sha256=self.digests,
            chance={"accuracy": float(np.bincount(self.parts["test"].labels).max() / counts["test"])},
            notes=(
                f"made by the recipe {self.recipe.name}, version {self.recipe.version} "
                f"({self.recipe.fingerprint[:12]}): {self.recipe.title}",
                f"{sum(counts.values()):,} of {len(self.listing):,} pictures of the source, seed {self.seed}",
                f"exact, near (correlation {COPY_CORRELATION} or more) and mirrored copies"
                f"{', and groups,' if self.listing.groups is not None else ''} stand on one side",
                *(f"{n:,} left out: {REASONS[code][1]} ({code})" for code, n in self.refused.items()),
                *self.remarks,
            ),
        )

    def values(self) -> dict[str, Any]:
        """Everything about the set as values for JSON: what was built, of what, by what."""
        card, k = self.card, len(self.classes)
        return {
            "name": self.name,
            "classes": self.classes,
            "counts": {p: np.bincount(c.labels, minlength=k).tolist() for p, c in self.parts.items()},
            "records": len(self.listing),
            "refused": self.refused,
            "remarks": self.remarks,
            "recipe": {
                "name": self.recipe.name,
                "version": self.recipe.version,
                "fingerprint": self.recipe.fingerprint,
            },
            "seed": self.seed,
            "licence": card.licence,
            "source": card.source,
            "citation": card.citation,
            "sha256": self.digests,
            "versions": versions(),
        }


def _absent(part: str, built: Built) -> str:
    """Which classes have no picture in a part, and why: too few pictures, or one family that stays whole."""
    everywhere = np.concatenate([chosen.rows for chosen in built.parts.values()])
    labels = built.codes[built.pool.records[everywhere]]
    told = []
    for label in np.setdiff1d(np.arange(len(built.classes)), built.parts[part].labels):
        own = built.families[everywhere[labels == label]]
        families = len(np.unique(own))
        kin = "one family of copies or groups" if families == 1 else f"{families:,} families"
        told.append(f"{built.classes[label]} ({len(own):,} picture{'s' * (len(own) > 1)} of {kin})")
    return f"no {part} picture of {', '.join(told)}" if told else ""


def _labelled_twice(built: Built) -> str:
    """How many copies have another label, and the first: they stay, as nobody knows which label is right."""
    if not len(built.conflicts):
        return ""
    copy, before = (
        f"{built.listing.ids[int(record)].as_py()} as {built.classes[built.codes[record]]}"
        for record in built.conflicts[0]
    )
    n = len(built.conflicts)
    return f"{n:,} cop{'y' if n == 1 else 'ies'} with another label, the first is {copy}, equal to {before}"


def versions() -> dict[str, str]:
    """The versions of PACKAGES here."""
    return {package: version(package) for package in PACKAGES}
