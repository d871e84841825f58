"""Features of somebody else's network, stored once: DINOv3, SigLIP, FashionCLIP, or one of our own.

A `FeatureExtractor` is anything that can be called with pixels and says its name, width and size. What it
answers is kept in a .npy file, and beside it of which images; `probe` learns a head on it, which takes
seconds. Weights are the user's.
"""

import json
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.files import fingerprint, landing, write_text
from fittingroom.models.attributes.gallery import Gallery

AT_ONCE = 64


@runtime_checkable
class FeatureExtractor(Protocol):
    """Called with images (n, size_px, size_px, 3) uint8 it returns features (n, width) float32.

    Two extractors of one name are taken for one: put the version of the weights into it.
    """

    @property
    def name(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def size_px(self) -> int: ...

    def __call__(self, images: np.ndarray) -> np.ndarray: ...


def extract(images: Gallery, extractor: FeatureExtractor, place: Path) -> np.ndarray:
    """Features (n, width) float32 of the images of a part, in order: from `place` (.npy), or put there.

    Returned mapped, read only. Raises InputError for images of another size than the extractor takes, for
    answers of another shape than it promises, and for a file at `place` with features of other images or by
    another extractor.
    """
    shape, note = (len(images), extractor.width), place.with_suffix(".json")
    asked = {"extractor": extractor.name, "width": extractor.width, "images": fingerprint(images.source.ids)}
    if place.is_file() and note.is_file():
        if json.loads(note.read_text(encoding="utf-8")) != asked:
            raise InputError(f"{place} holds features of other images, or not by {extractor.name}: remove it")
        return np.load(place, mmap_mode="r")
    if images.size_px != extractor.size_px:
        raise InputError(
            f"{extractor.name} takes images of {extractor.size_px} pixels, these have {images.size_px}: "
            "keep them at that size"
        )
    with landing(place) as beside:
        found = np.lib.format.open_memmap(beside, mode="w+", dtype=np.float32, shape=shape)
        pixels = np.empty((AT_ONCE, images.size_px, images.size_px, 3), np.uint8)
        starts = range(0, len(images), AT_ONCE)
        for start in tqdm(starts, extractor.name, unit_scale=AT_ONCE, disable=None, leave=False, delay=1):
            rows = np.arange(start, min(start + AT_ONCE, len(images)))
            images.gather(rows, pixels[: len(rows)])
            answer = np.asarray(extractor(pixels[: len(rows)]))
            if answer.shape != (len(rows), extractor.width) or not np.isfinite(answer).all():
                raise InputError(
                    f"{extractor.name} must answer {len(rows)} images with finite features of shape "
                    f"({len(rows)}, {extractor.width}), answered {answer.shape}"
                )
            found[rows] = answer
        found.flush()
    write_text(note, json.dumps(asked))
    return np.load(place, mmap_mode="r")
