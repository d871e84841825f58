"""The frame that MNIST puts a digit into: a box of 20 x 20 pixels, centred by its mass in 28 x 28.

LeCun's page of MNIST says it in words; which pixel the mass lies on was measured on 20,000 of its train
digits (index 14.0 in both directions, from 13.5 to 14.5, since digits move by whole pixels).
"""

import numpy as np
from PIL import Image

from fittingroom.errors import InputError

FRAME_PX = 28
BOX_PX = 20
CENTRE_PX = 14


def framed(ink: np.ndarray, *, box_px: int = BOX_PX) -> np.ndarray:
    """Put ink into the frame, (28, 28) uint8, light on dark.

    ink: (h, w) uint8, 0 where there is none, of any size. Its own box is resized by area, until the longest
    edge is `box_px`, and moved by whole pixels until its mass lies on CENTRE_PX, or as near as the frame
    lets it without a cut. Raises InputError where there is no ink, or for a box that does not fit.
    """
    if not 1 <= box_px <= FRAME_PX:
        raise InputError(f"a digit's box must be 1 to {FRAME_PX} pixels, asked for {box_px}")
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        raise InputError("a digit without ink cannot be framed: draw something first")
    own = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = box_px / max(own.shape)
    size = [max(1, round(edge * scale)) for edge in own.shape[::-1]]
    small = np.asarray(Image.fromarray(own).resize(size, Image.Resampling.BOX))
    frame = np.zeros((1, FRAME_PX, FRAME_PX), np.uint8)
    frame[0, : small.shape[0], : small.shape[1]] = small
    return centred(frame)[0]


def centred(pictures: np.ndarray) -> np.ndarray:
    """Move the ink of pictures (n, 28, 28) uint8 by whole pixels, until its mass lies on CENTRE_PX.

    Or as near as the frame lets it without a cut. A picture without ink stays as it is.
    """
    for axis in (1, 2):
        mass = pictures.sum(axis=3 - axis, dtype=np.int64)
        total = np.maximum(mass.sum(axis=1), 1)
        way = np.rint(CENTRE_PX - mass @ np.arange(FRAME_PX) / total).astype(np.int64)
        free_before = (mass > 0).argmax(axis=1)
        free_after = (mass[:, ::-1] > 0).argmax(axis=1)
        way = np.clip(way, -free_before, free_after)
        source = (np.arange(FRAME_PX) - way[:, None]) % FRAME_PX  # what comes round the edge is empty
        pictures = np.take_along_axis(pictures, np.expand_dims(source, 3 - axis), axis)
    return pictures
