"""What every page asks of a model, whatever it answers: each computed at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fittingroom.app.desk import Desk
from fittingroom.app.preparing import Preparation
from fittingroom.app.safety import Refused, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Functions to JSON values. about: what the page must know; sample: an image of val by chance;
    ask_sample: the answer about the image of that number; ask: about bytes, prepared so, from a source."""

    desk: Desk
    preparations: tuple[Preparation, ...]
    about: Callable[[], dict[str, Any]]
    sample: Callable[[], dict[str, Any]]
    ask_sample: Callable[[str], dict[str, Any]]
    ask: Callable[[bytes, Preparation, str], dict[str, Any]]


def place(number: str, n: int) -> int:
    """Which of the n images of val an address names. Raises Refused with status 400 for none of them."""
    found = whole(number)
    if found is None or found >= n:
        raise Refused(400, f"the images of the validation part are numbered 0 to {n - 1}")
    return found
