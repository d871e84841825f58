"""Why a picture is not in a data set: every reason has a code, and a sentence that says what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no-label": ("label", "the source gives it no label"),
        "other-class": ("label", "its label belongs to none of the classes that were asked for"),
        "missing": ("read", "its bytes cannot be had"),
        "not-a-picture": ("read", "it is not a picture, whatever its name says"),
        "damaged": ("read", "it begins as a picture and does not decode, or only with errors"),
        "gigantic": ("read", "it has more pixels than are decoded"),
        "unsupported": ("read", "its pixels are of a kind that no screen shows"),
        "empty": ("prepare", "nothing differs from the corners, so trimming leaves nothing"),
        "not-prepared": ("prepare", "a step of the recipe could not be done"),
        "blank": ("prepare", "what came out has one grey level"),
        "low-contrast": ("prepare", "what came out shows too little, as white products on white do"),
        "another-of-its-group": ("draw", "one picture a group was asked for, and another came first"),
        "not-drawn": ("draw", "its class has more pictures than were asked for"),
    }
)
"""Code -> the step at which it is decided, and what it means; in the order of decision."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One of REASONS, the decoder's or the step's own words, and the number behind it where there is one."""

    reason: str
    why: str
    number: float = float("nan")
