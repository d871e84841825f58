"""What is compared: what a network knows before it sees the target, and what is then done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["multi-label", "category", "noisy", "catalogue"]
"""What a pretraining learns; of the first three the images are the same, and as many are seen of all four."""

KINDS: Mapping[Kind, str] = {
    "multi-label": "all labels of simulated garments",
    "category": "categories of simulated garments",
    "noisy": "sellers' tags of simulated garments",
    "catalogue": "titles and columns of a real catalogue",
}

Way = Literal["frozen", "fine-tuned", "noisy, then clean"]
"""frozen: a linear head on features; fine-tuned: every weight learns on; the last does so twice, at first on
the whole training part with wrong labels, then on the share with right ones."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to begin (a pretraining, none, and features of ImageNet) and one way to go on."""

    title: str
    pretrained: Kind | None
    way: Way
    imagenet: bool = False

    @property
    def begins(self) -> str:
        """How it begins, in a word or two: the row of a table whose columns are ways."""
        return BEGINNINGS[(self.pretrained, self.imagenet)]

    @property
    def name(self) -> str:
        """Its name in files: letters, digits and dashes."""
        return f"{self.begins} {self.way}".replace(",", "").replace(" + ", " ").replace(" ", "-").lower()


BEGINNINGS: Mapping[tuple[Kind | None, bool], str] = {
    (None, False): "scratch",
    ("multi-label", False): "multi-label",
    ("category", False): "category only",
    ("noisy", False): "noisy tags",
    ("catalogue", False): "catalogue",
    (None, True): "ImageNet",
    ("multi-label", True): "ImageNet + multi-label",
}


def _arm(begins: tuple[Kind | None, bool], way: Way) -> Arm:
    pretrained, imagenet = begins
    return Arm(f"{BEGINNINGS[begins]}, {way}", pretrained, way, imagenet)


ARMS: tuple[Arm, ...] = (
    *(_arm(begins, "frozen") for begins in BEGINNINGS),
    *(_arm(begins, "fine-tuned") for begins in BEGINNINGS if not begins[1]),
    *(_arm(begins, "noisy, then clean") for begins in BEGINNINGS if not begins[1]),
)


def arms(*, catalogue: bool, imagenet: bool) -> tuple[Arm, ...]:
    """The arms that can be had, with or without a catalogue and the weights of ImageNet."""
    return tuple(
        arm for arm in ARMS if (catalogue or arm.pretrained != "catalogue") and (imagenet or not arm.imagenet)
    )


def arm(begins: str, way: Way, among: tuple[Arm, ...] = ARMS) -> Arm | None:
    """The arm of this row and column; None if it is not among them."""
    return next((one for one in among if one.begins == begins and one.way == way), None)
