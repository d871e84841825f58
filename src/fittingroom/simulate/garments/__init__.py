"""Garments drawn from labels: pictures whose every attribute is known."""

from fittingroom.simulate.garments.drawing import draw
from fittingroom.simulate.garments.scene import INVISIBLE, VISIBLE, completed, drawable, recoloured

__all__ = ["INVISIBLE", "VISIBLE", "completed", "draw", "drawable", "recoloured"]
