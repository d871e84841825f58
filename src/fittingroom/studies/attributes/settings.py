"""What a study of attributes is made with: the world, the learning, the seeds."""

from dataclasses import dataclass, replace

from fittingroom.errors import InputError
from fittingroom.simulate.world.settings import WORLDS, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """products, world_seed, world_px: the world that is made, where none is given.

    networks: the first climbs the ladder, the others learn as the paper did; size_px: what they see; batch,
    epochs: of every training alike; seeds: trainings of each arm; checked: images of train whose truth is
    looked up to count sellers' errors.
    """

    products: int = 12_000
    world_seed: int = 2019
    world_px: int = 128
    networks: tuple[str, ...] = ("small",)
    size_px: int = 64
    batch: int = 128
    epochs: int = 8
    seeds: int = 3
    checked: int = 500

    def __post_init__(self):
        if self.products < 100 or self.seeds < 1 or self.epochs < 1 or self.checked < 2:
            raise InputError(
                "a study needs at least 100 products, 1 seed, 1 epoch and 2 images to check, got "
                f"{self.products}, {self.seeds}, {self.epochs} and {self.checked}"
            )
        if not self.networks or len(set(self.networks)) < len(self.networks):
            raise InputError(f"a study needs networks, each once, got {', '.join(self.networks) or 'none'}")


QUICK = Settings(products=1200, size_px=32, batch=32, epochs=8, seeds=2, checked=200)
"""A rough look in some minutes: it settles nothing."""

VAL_SHARE, TEST_SHARE = 0.08, 0.17
"""Of the study's world. The paper's .9 and 3.7 % of a small world would be too few images to tell arms
apart."""


def study_world() -> World:
    """The world `wish` with larger val and test parts."""
    wish = WORLDS["wish"]
    tagging = replace(wish.tagging, val_share=VAL_SHARE, test_share=TEST_SHARE)
    return replace(wish, name="study", tagging=tagging)
