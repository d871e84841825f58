"""Flipped or lying: there or not there, without severities.

A garment stays what it is. A letter or digit does not: of a data set of those, these two ask something else.
"""

import numpy as np

from fittingroom.measure.defects.canvas import changed, refuse_severity


def mirror(images: np.ndarray, severity: int | None = None, *, rng: np.random.Generator) -> np.ndarray:
    """Left and right exchanged."""
    refuse_severity(severity, "mirror")
    return changed(images, lambda planes, _: planes[..., ::-1], rng=rng)


def quarter_turn(images: np.ndarray, severity: int | None = None, *, rng: np.random.Generator) -> np.ndarray:
    """Turned by 90 degrees, either way; a picture that is not square is stretched into its frame again."""
    refuse_severity(severity, "quarter turn")

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        height, width = planes.shape[-2:]
        rows = ((np.arange(width) + 0.5) * height / width).astype(np.int64)
        columns = ((np.arange(height) + 0.5) * width / height).astype(np.int64)
        lying = planes[:, :, rows[None, :], columns[:, None]]
        clockwise = (draws[:, 0] < 0.5)[:, None, None, None]
        return np.where(clockwise, lying[..., ::-1], lying[:, :, ::-1])

    return changed(images, change, draws=1, rng=rng)
