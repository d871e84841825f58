"""What a drawn garment costs, and sheets of them to look at.

    python benchmarks/garments.py [--images 400] [--sizes 64 128 224] [--sheets FOLDER]

Labels are drawn with the published frequencies of the iMaterialist Fashion Attribute data set, each group
with its published coverage, for products 0, 1, 2, ... Processor seconds of one process, OpenCV on one
thread; all textures and tiles have been made before. On a busy machine the same work takes more processor
seconds, so images are timed in batches of 25, and both the median and the least of the batches are printed.
`--sheets` writes a PNG for each group of labels: every visible label on a product of its own.
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from fittingroom.data.attributes import imaterialist
from fittingroom.data.imaterialist import PARTS, TABLE_1, published_counts
from fittingroom.simulate.garments import VISIBLE, draw

BATCH = 25

COVERAGE = {name: images / PARTS["train"] for name, (_, images) in TABLE_1.items()}
"""Share of images with a label of the group (Guo et al. 2019, Table 1)."""

CELL_PX, COLUMNS, CAPTION_PX = 160, 10, 14


def sampled(rng: np.random.Generator) -> list[str]:
    """The labels of one product: one of each group that is labelled."""
    labels, counts = imaterialist(), published_counts()
    found = []
    for group in labels.groups:
        members = labels.of_group(group.name)
        if rng.random() < COVERAGE[group.name]:
            weights = np.array([counts[labels.labels.index(label)] for label in members], float)
            found.append(members[rng.choice(len(members), p=weights / weights.sum())].name)
    return found


def milliseconds(products: list[list[str]], size_px: int) -> np.ndarray:
    """Processor milliseconds an image, one value a batch."""
    for product, labels in enumerate(products):
        draw(labels, product=product, size_px=size_px)
    spent = []
    for start in range(0, len(products), BATCH):
        began = time.process_time()
        for product in range(start, min(start + BATCH, len(products))):
            draw(products[product], product=product, size_px=size_px)
        spent.append((time.process_time() - began) * 1000 / (min(start + BATCH, len(products)) - start))
    return np.array(spent)


def sheet(names: list[str]) -> Image.Image:
    rows = -(-len(names) // COLUMNS)
    page = Image.new("RGB", (COLUMNS * CELL_PX, rows * (CELL_PX + CAPTION_PX)), "white")
    pen = ImageDraw.Draw(page)
    for at, name in enumerate(names):
        x, y = at % COLUMNS * CELL_PX, at // COLUMNS * (CELL_PX + CAPTION_PX)
        pen.text((x + 2, y + 1), name, fill="black")
        page.paste(Image.fromarray(draw((name,), product=at, size_px=CELL_PX)), (x, y + CAPTION_PX))
    return page


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--images", type=int, default=400)
    parser.add_argument("--sizes", type=int, nargs="+", default=[64, 96, 128, 160, 224, 256])
    parser.add_argument("--sheets", type=Path)
    args = parser.parse_args()
    if args.sheets:
        args.sheets.mkdir(parents=True, exist_ok=True)
        for group in imaterialist().groups:
            names = [label.name for label in imaterialist().of_group(group.name) if label.name in VISIBLE]
            sheet(names).save(args.sheets / f"{group.name}.png")
        return
    cv2.setNumThreads(1)
    rng = np.random.default_rng(0)
    products = [sampled(rng) for _ in range(args.images)]
    print(f"{'px':>5} {'ms, median':>12} {'ms, least':>12} {'images/s':>10} {'at best':>10}")
    for size in args.sizes:
        spent = milliseconds(products, size)
        middle, least = np.median(spent), spent.min()
        print(f"{size:>5} {middle:>12.2f} {least:>12.2f} {1000 / middle:>10.0f} {1000 / least:>10.0f}")


if __name__ == "__main__":
    main()
