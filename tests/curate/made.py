"""Small made catalogues: drawn shapes that differ, with titles and tags."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from PIL import Image
from pyarrow import parquet

COLUMNS = ("id", "product_id", "title", "description", "tags", "image", "seller")


def picture(number: int, size: int = 48) -> np.ndarray:
    """A picture (size, size, 3) that no other number has."""
    rng = np.random.default_rng(number)
    blocks = rng.integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return blocks.repeat(size // 6, 0).repeat(size // 6, 1)


def encoded(pixels: np.ndarray, kind: str = "JPEG", **settings: Any) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **settings)
    return stream.getvalue()


def record(number: int, **other: Any) -> dict[str, Any]:
    """A record of which everything is fine, but for what is given."""
    return {
        "id": f"item-{number}",
        "product_id": f"product-{number}",
        "title": ("Women's red cotton dress", "Men's black leather jacket")[number % 2],
        "description": "",
        "tags": (["red", "dress", "women"], ["jacket", "black", "mens"])[number % 2],
        "image": encoded(picture(number)),
        "seller": f"seller-{number % 3}",
    } | other


def write(path: Path, records: Sequence[dict[str, Any]], *, group: int = 1000) -> Path:
    """Records as a Parquet file, with all columns that the first has."""
    binary = isinstance(records[0].get("image"), bytes | None)
    kinds = {"tags": pa.list_(pa.string()), "image": pa.binary() if binary else pa.string()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS if name in records[0]])
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.Table.from_pylist(list(records), schema), path, row_group_size=group)
    return path
