"""A made probe: photos of squares on walls, of three senders, and a model whose answers are known."""

from pathlib import Path

import numpy as np
from PIL import Image

from fittingroom.studies.reality.class_map import ClassMap, class_map

WHERE = {"oben": (2, 2), "rechts": (2, 14), "unten": (14, 8)}
"""Label of a photo -> where its bright square lies in 24 x 24."""

MAP = {
    "data": "squares",
    "prepare": ["stretch", "stretch-negate"],
    "unknown": ["leer"],
    "ignore": ["Not sure"],
    "strict": {"oben": "left", "rechts": "right", "unten": "below"},
    "coarse": {"oben": "top", "rechts": "top", "unten": "below"},
    "groups": {"top": ["left", "right"]},
}


def chart() -> ClassMap:
    return class_map(MAP, name="made")


def photo(label: str, rng: np.random.Generator, *, size: int = 24) -> np.ndarray:
    picture = rng.integers(0, 40, (24, 24, 3))
    if label in WHERE:
        y, x = WHERE[label]
        picture[y : y + 8, x : x + 8] += 190
    return picture.astype(np.uint8).repeat(size // 24, axis=0).repeat(size // 24, axis=1)


def photo_folder(folder: Path, rng: np.random.Generator, *, each: int = 8, senders: int = 4) -> Path:
    """`each` photos of every label, an unknown thing and an unsure one, by `senders` people in turn."""
    (folder / "images").mkdir(parents=True)
    lines = ["file,label,who"]
    for label in (*WHERE, "leer", "Not sure"):
        for at in range(each):
            name = f"images/{label}-{at}.png"
            Image.fromarray(photo(label, rng)).save(folder / name)
            lines.append(f"{name},{label},{chr(97 + at % senders)}")
    (folder / "labels.csv").write_text("\n".join(lines) + "\n")
    return folder


def looks(images: np.ndarray) -> np.ndarray:
    """A model of 12 x 12 pictures that compares the three places: probabilities (n, 3)."""
    spots = [images[:, y : y + 4, x : x + 4].mean(axis=(1, 2)) for y, x in ((1, 1), (1, 7), (7, 4))]
    powers = np.exp(np.stack(spots, axis=1) / 40)
    return powers / powers.sum(axis=1, keepdims=True)
