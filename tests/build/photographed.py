"""Made product photos: garments of a few shapes on light grey, as files, tables and shards."""

import io
import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = ("bag", "shoe", "trouser")


def garment(label: int, rng: np.random.Generator, *, height: int = 73, width: int = 51) -> np.ndarray:
    """A dark thing of the class's shape on #fdfdfd, as a shop shows it; every one differs."""
    picture = np.full((height, width, 3), 0xFD, np.uint8)
    top, left = rng.integers(2, height // 6), rng.integers(2, width // 6)
    y, x = np.mgrid[:height, :width]
    inside = (y >= top) & (y < height - top) & (x >= left) & (x < width - left)
    if label == 0:
        inside &= y > height // 3
    elif label == 1:
        inside &= (y > height // 2) | (x > width // 2)
    else:
        inside &= (np.abs(x - width // 2) > width // 8) | (y < height // 4)
    cells = rng.integers(0, 150, (-(-height // 8), -(-width // 8), 3))
    colours = cells.repeat(8, axis=0).repeat(8, axis=1)[:height, :width]
    picture[inside] = colours[inside]
    return picture


def encoded(picture: np.ndarray, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, kind, **({"quality": 90} if kind == "JPEG" else {}))
    return stream.getvalue()


def class_folders(folder: Path, each: int, *, rng: np.random.Generator, kind: str = "PNG") -> Path:
    """Write `each` photos of every class into a folder per class."""
    for label, name in enumerate(CLASSES):
        (folder / name).mkdir(parents=True)
        for number in range(each):
            content = encoded(garment(label, rng), kind)
            (folder / name / f"{number}.{kind.lower()}").write_bytes(content)
    return folder


def samples(folder: Path) -> list[tuple[str, str, bytes]]:
    """Name, label and bytes of the photos in class folders, in counting order."""
    paths = [path for name in CLASSES for path in (folder / name).iterdir()]
    paths.sort(key=lambda path: (path.parent.name, int(path.stem)))
    return [(f"{path.parent.name}/{path.name}", path.parent.name, path.read_bytes()) for path in paths]


def as_csv(folder: Path, rows: Sequence[tuple[str, str, bytes]], groups: Sequence[str] = ()) -> Path:
    (folder / "images").mkdir(parents=True)
    lines = ["file,label,seller" if groups else "file,label"]
    for number, (name, label, content) in enumerate(rows):
        file = f"images/{number}{Path(name).suffix}"
        (folder / file).write_bytes(content)
        lines.append(",".join([file, label, *([groups[number]] if groups else [])]))
    (folder / "labels.csv").write_text("\n".join(lines) + "\n")
    return folder


def as_parquet(path: Path, rows: Sequence[tuple[str, str, bytes]], *, row_group: int = 1000) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {
        "image": [{"bytes": content, "path": name} for name, _, content in rows],
        "label": [label for _, label, _ in rows],
        "id": [name for name, _, _ in rows],
    }
    parquet.write_table(pa.table(columns), path, row_group_size=row_group)
    return path


def as_shards(folder: Path, rows: Sequence[tuple[str, str, bytes]], *, shards: int = 2) -> Path:
    folder.mkdir(parents=True)
    for number in range(shards):
        with tarfile.open(folder / f"shard-{number}.tar", "w") as archive:
            for at in range(number * len(rows) // shards, (number + 1) * len(rows) // shards):
                name, label, content = rows[at]
                for suffix, held in (
                    (Path(name).suffix, content),
                    (".json", json.dumps({"label": label, "id": name}).encode()),
                ):
                    member = tarfile.TarInfo(f"{at:06d}{suffix}")
                    member.size = len(held)
                    archive.addfile(member, io.BytesIO(held))
    return folder
