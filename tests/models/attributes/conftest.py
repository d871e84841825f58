"""A small attribute set with planted labels: colours may be several, the place of a square is one or none."""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from fittingroom.data.attributes import Group, Label, LabelMap, label_map_csv

LABELS = LabelMap(
    (
        Label(3, "red", "color"),
        Label(5, "green", "color"),
        Label(8, "blue", "color"),
        Label(11, "top", "place"),
        Label(12, "bottom", "place"),
    ),
    (Group("color", False, 1), Group("place", True, 2)),
)


def jpeg(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=92)
    return stream.getvalue()


MORE_LABELS = LabelMap(
    (*LABELS.labels, *(Label(20 + at, f"rare {at}", "rare") for at in range(5))),
    (*LABELS.groups, Group("rare", False, 3)),
)
"""With labels that no image has: the measures need more than eight."""


def pictures(n: int, rng: np.random.Generator, size_px: int = 24) -> tuple[np.ndarray, list[list[int]]]:
    """Noise whose channels are bright where their colour is present, with a white square above or below."""
    colours, places = rng.random((n, 3)) < 0.4, rng.integers(0, 3, n)
    images = rng.integers(0, 60, (n, size_px, size_px, 3)) + 120 * colours[:, None, None, :]
    third = size_px // 3
    for row, place in enumerate(places):
        if place:
            top = 1 if place == 1 else size_px - third - 1
            images[row, top : top + third, third : 2 * third] = 255
    ids = [
        [(3, 5, 8)[c] for c in range(3) if colours[row, c]] + ([10 + int(places[row])] if places[row] else [])
        for row in range(n)
    ]
    return images.astype(np.uint8), ids


def table(images: np.ndarray, ids: list[list[int]], first: int, **columns) -> pa.Table:
    n = len(images)
    return pa.table(
        {
            "id": [f"p{first + row}" for row in range(n)],
            "row": pa.array(range(first, first + n), pa.int64()),
            "product_id": [f"p{first + row}" for row in range(n)],
            "image": pa.array([jpeg(image) for image in images], pa.binary()),
            "labels": pa.array(ids, pa.list_(pa.int16())),
            "unknown": pa.array(columns.get("unknown", [[]] * n), pa.list_(pa.string())),
            "not_applicable": pa.array(columns.get("not_applicable", [[]] * n), pa.list_(pa.string())),
            "leak_group": pa.array(range(first, first + n), pa.int64()),
        }
    )


def write_set(
    folder: Path, *, train: int = 192, val: int = 64, size_px: int = 24, labels: LabelMap = LABELS
) -> Path:
    rng = np.random.default_rng(3)
    (folder / "part").mkdir(parents=True)
    half = train // 2
    for name, n, first in (
        ("train-00000", half, 0),
        ("train-00001", train - half, half),
        ("val-00000", val, train),
        ("test-00000", 16, train + val),
    ):
        images, ids = pictures(n, rng, size_px)
        pq.write_table(table(images, ids, first), folder / "part" / f"{name}.parquet", row_group_size=50)
    (folder / "labels.csv").write_text(label_map_csv(labels))
    (folder / "set.json").write_text(json.dumps({"simulated": True}))
    return folder


@pytest.fixture(scope="session")
def kept(small_set: Path) -> Path:
    """Where tests that only read share what is kept of the small set: making it starts processes."""
    return small_set / "images"


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_set(tmp_path_factory.mktemp("attributes") / "set")
