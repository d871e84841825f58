"""How fast pictures are damaged: images a second of one core, beside what people would use instead.

    OMP_NUM_THREADS=1 python benchmarks/defects.py [--images 2000] [--large 24]

Processor seconds, not wall seconds; the mean over the severities of a defect, the best of three rounds.
Beside ours, at the same sizes and in the same run: the same operation image by image in Pillow, and, where
`imagecorruptions` can be imported (imagecorruptions-imaug 1.1.5 is its maintained fork), its nearest
corruption at severities 1 to 5; that one needs colour and at least 32 x 32 pixels, hence its column.
"""

import argparse
import io
import time
from collections.abc import Callable
from importlib import import_module

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from fittingroom.data import load
from fittingroom.measure.defects import DEFECTS, Defect

ROUNDS = 3
THEIRS = {
    "low-contrast": "contrast",
    "stain": "spatter",
    "blur": "gaussian_blur",
    "motion-blur": "motion_blur",
    "low-resolution": "pixelate",
    "noise": "gaussian_noise",
    "jpeg": "jpeg_compression",
}


def seconds(call: Callable[[], object]) -> float:
    """Processor seconds of a call, the least of a few."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        call()
        spent.append(time.process_time() - started)
    return min(spent)


def ours(defect: Defect, images: np.ndarray) -> float:
    """Images a second."""
    rng = np.random.default_rng(0)
    spent = sum(seconds(lambda s=s: defect.apply(images, s, rng=rng)) for s in defect.severities)
    return len(defect.severities) * len(images) / spent


def stored(picture: Image.Image) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=12)
    return Image.open(file).convert(picture.mode)


AFFINE, PERSPECTIVE = Image.Transform.AFFINE, Image.Transform.PERSPECTIVE
BILINEAR, BOX = Image.Resampling.BILINEAR, Image.Resampling.BOX
PILLOW: dict[str, Callable[[Image.Image], Image.Image]] = {
    "shift": lambda p: p.transform(p.size, AFFINE, (1, 0, 3, 0, 1, -2)),
    "scale": lambda p: p.transform(p.size, AFFINE, (0.7, 0, 4, 0, 0.7, 4), BILINEAR),
    "rotation": lambda p: p.rotate(18, BILINEAR),
    "perspective": lambda p: p.transform(p.size, PERSPECTIVE, (1, 0, 0, 0, 1, 0, 0.01, 0), BILINEAR),
    "bad-crop": lambda p: p.crop((0, 0, 21, 21)).resize(p.size, BILINEAR),
    "mirror": ImageOps.mirror,
    "invert": ImageOps.invert,
    "low-contrast": lambda p: ImageEnhance.Contrast(p).enhance(0.4),
    "blur": lambda p: p.filter(ImageFilter.GaussianBlur(1.4)),
    "low-resolution": lambda p: p.resize((10, 10), BOX).resize(p.size, BILINEAR),
    "jpeg": stored,
    "ink-thickness": lambda p: p.filter(ImageFilter.MaxFilter(3)),
}
"""The same operation on one picture of 28 x 28 pixels, at about severity 3, where Pillow has it."""


def pillow(defect: Defect, images: np.ndarray) -> float | None:
    """Images a second, arrays in and arrays out."""
    if defect.name not in PILLOW:
        return None

    def loop() -> None:
        for image in images:
            np.asarray(PILLOW[defect.name](Image.fromarray(image)))

    return len(images) / seconds(loop)


def imagecorruptions(defect: Defect, images: np.ndarray) -> float | None:
    """Images a second of the nearest corruption there, if it can be imported."""
    if defect.name not in THEIRS:
        return None
    try:
        corrupt = import_module("imagecorruptions").corrupt
    except ImportError:
        return None

    def loop() -> None:
        for severity in range(1, 6):
            for image in images:
                corrupt(image, corruption_name=THEIRS[defect.name], severity=severity)

    return 5 * len(images) / seconds(loop)


def ratio(mine: float, other: float | None) -> str:
    return "" if other is None else f"{mine / other:.1f} x"


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--images", type=int, default=2000, help="small pictures (default: 2000)")
    arguments.add_argument("--large", type=int, default=24, help="pictures of 224 x 224 (default: 24)")
    given = arguments.parse_args()
    grey = load("fashion-mnist").part("train").images[: given.images]
    few = np.repeat(np.pad(grey[:200], ((0, 0), (2, 2), (2, 2)))[..., None], 3, axis=3)
    large = np.stack([np.asarray(Image.fromarray(i).resize((224, 224))) for i in few[: given.large]])
    print("| defect | 28 x 28 grey, images/s | Pillow loop | 32 x 32 colour, imagecorruptions | 224 x 224 |")
    print("| --- | --- | --- | --- | --- |")
    rates = []
    for defect in DEFECTS:
        rate, at_32, at_224 = ours(defect, grey), ours(defect, few), ours(defect, large)
        rates.append((rate, at_224))
        beside = ratio(rate, pillow(defect, grey[:500])), ratio(at_32, imagecorruptions(defect, few[:40]))
        print(f"| {defect.title} | {rate:,.0f} | {beside[0]} | {beside[1]} | {at_224:,.0f} |", flush=True)
    mean = [len(rates) / sum(1 / one[i] for one in rates) for i in (0, 1)]
    print(f"| all, one after another | {mean[0]:,.0f} | | | {mean[1]:,.0f} |")


if __name__ == "__main__":
    main()
