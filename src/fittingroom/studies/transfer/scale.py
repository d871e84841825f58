"""How large a study of transfer is: every number that its results depend on, beside the data."""

from dataclasses import dataclass

from fittingroom.errors import InputError
from fittingroom.studies.transfer.criterion import AT


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """size_px: what the network sees; lite0_px: what EfficientNet-Lite0 sees.

    products, epochs: of the simulated world, and how often each pretraining sees its training part; the
    catalogue, which is smaller, is seen more often, so that all see as many images. seeds: divisions of the
    photos, each with pretrainings of its own. shares: of the target's training part. steps, batch: of each
    fine-tuning; passes: over its photos, at least, or the largest share would be seen too seldom.
    """

    size_px: int = 64
    lite0_px: int = 144
    products: int = 20_000
    epochs: int = 6
    seeds: int = 5
    shares: tuple[float, ...] = (0.05, 0.1, 0.25, 1.0)
    steps: int = 400
    passes: int = 12
    batch: int = 32

    def __post_init__(self):
        if self.seeds < 1 or self.steps < 1 or self.passes < 1 or self.epochs < 1:
            raise InputError(
                "a study of transfer needs at least 1 seed, 1 epoch, 1 step and 1 pass, "
                f"got {self.seeds}, {self.epochs}, {self.steps} and {self.passes}"
            )
        if AT not in self.shares or not all(0 < share <= 1 for share in self.shares):
            raise InputError(
                f"shares lie above 0 and up to 1, and {AT:g} is one of them (the criterion asks for it), "
                f"got {', '.join(f'{share:g}' for share in self.shares)}"
            )


FULL = Scale()
QUICK = Scale(products=4_000, epochs=3, seeds=2, shares=(0.1, 1.0), steps=150, passes=1)
"""A rough look in half an hour."""
