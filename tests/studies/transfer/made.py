"""Small made photos of people, and a small made catalogue."""

import csv
from pathlib import Path

import numpy as np
from PIL import Image

COLOURS = {"hat": (210, 60, 50), "shoe": (50, 190, 70), "coat": (60, 70, 210)}


def _save(path: Path, colour: tuple[int, int, int], rng: np.random.Generator) -> None:
    pixels = np.clip(np.array(colour) + rng.normal(0, 40, (30, 24, 3)), 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path)


def write_photos(folder: Path, *, each: int = 30, people: int = 10) -> Path:
    """Three classes of other colours, `each` photos a class by `people` people, and a label to be dropped."""
    rng = np.random.default_rng(5)
    folder.mkdir()
    rows = [("file", "label", "person")]
    for name, colour in COLOURS.items():
        for at in range(each):
            rows.append((f"{name}-{at}.png", name, f"p{at % people}"))
            _save(folder / rows[-1][0], colour, rng)
    rows.append(("odd.png", "Not sure", "p0"))
    _save(folder / "odd.png", (128, 128, 128), rng)
    with (folder / "labels.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder


def write_catalogue(folder: Path, *, n: int = 36) -> Path:
    """Products of two seasons (one of them unknown for a few), whose titles tell the colour."""
    rng = np.random.default_rng(6)
    folder.mkdir()
    rows = [("id", "file", "title", "season", "price")]
    names = list(COLOURS)
    for at in range(n):
        season = "" if at < 4 else ("winter", "summer")[at % 2]
        rows.append((str(at), f"{at}.png", f"Fine {names[at % 3]} no. {at}", season, str(1000 + at)))
        _save(folder / f"{at}.png", COLOURS[names[at % 3]], rng)
    with (folder / "products.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder
