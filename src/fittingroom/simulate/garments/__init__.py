"""Garments drawn from labels: pictures whose every attribute is known."""

from importlib.util import find_spec

from fittingroom.errors import InputError, MissingExtra

for _module, _package in (("cv2", "opencv-python-headless"), ("skia", "skia-python")):
    if find_spec(_module) is None:
        raise MissingExtra("drawing garments", _package, "simulate")
try:
    import skia  # noqa: F401
except ImportError as error:
    raise InputError(
        f"skia, which draws garments, cannot be loaded ({error}): install the system's libEGL and libGL"
    ) from error

from fittingroom.simulate.garments.drawing import draw  # noqa: E402 - only what is installed can be imported
from fittingroom.simulate.garments.scene import (  # noqa: E402
    INVISIBLE,
    VISIBLE,
    completed,
    drawable,
    recoloured,
)

__all__ = ["INVISIBLE", "VISIBLE", "completed", "draw", "drawable", "recoloured"]
