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
    class number of each record, -1 for none; digests: sha256 of each plain IDX file, once it is written.
    """

    name: str
    classes: tuple[str, ...]
    listing: Listing
    recipe: Recipe
    pool: Pool
    parts: Mapping[str, Rows]
    families: np.ndarray
    codes: np.ndarray
    seed: int
    credits: Credits
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> Mapping[str, int]:
        """How many records were refused, by reason, in the order of decision."""
        return self.pool.refused

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


def versions() -> dict[str, str]:
    """The versions of PACKAGES here."""
    return {package: version(package) for package in PACKAGES}
