"""Background removal by GrabCut (Rother, Kolmogorov & Blake 2004, SIGGRAPH), from OpenCV."""

import numpy as np

from fittingroom.build.component import on_white
from fittingroom.errors import MissingExtra

FRAME_PX = 2
"""Pixels at each edge that are taken for background in any case."""


def grabcut(picture: np.ndarray, *, rounds: int, least: float) -> np.ndarray | str:
    """Cut the object of a photo (h, w, 3) out and put it on white.

    It is told nothing but that the object is probably inside the ellipse that the picture's edges touch
    and background outside; `rounds` of its algorithm follow. The largest piece stays, if it covers the
    share `least` of the picture; else says why not. Its own random start is fixed, so that a picture gives
    the same cut-out each time. Raises MissingExtra where OpenCV is not installed.
    """
    try:
        import cv2
    except ImportError as error:
        raise MissingExtra("the preparation grabcut", "opencv-python-headless", "cutout") from error
    height, width, _ = picture.shape
    if min(height, width) <= 2 * FRAME_PX + 1:
        return "too small to be cut out"
    mask = _prior(height, width, cv2)
    model = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    try:
        bgr = np.ascontiguousarray(picture[..., ::-1])
        cv2.grabCut(bgr, mask, (0, 0, width, height), *model, rounds, cv2.GC_INIT_WITH_MASK)
    except cv2.error as error:
        return f"GrabCut failed ({str(error).strip().splitlines()[-1]})"
    return on_white(picture, (mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), least=least)


def _prior(height: int, width: int, cv2) -> np.ndarray:
    y = (np.arange(height) - (height - 1) / 2)[:, None] / (height / 2)
    x = (np.arange(width) - (width - 1) / 2) / (width / 2)
    mask = np.where(x**2 + y**2 <= 1, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    for side in (mask[:FRAME_PX], mask[-FRAME_PX:], mask[:, :FRAME_PX], mask[:, -FRAME_PX:]):
        side[:] = cv2.GC_BGD
    return mask
