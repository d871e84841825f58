"""A small set in the folder layout that curate writes: parts, label map, decisions, counts."""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from fittingroom.data.attributes import Group, Label, LabelMap, label_map_csv

LABELS = LabelMap(
    labels=(
        Label(1, "Dresses", "category"),
        Label(2, "Jeans", "category"),
        Label(3, "Coats & <Jackets>", "category"),
        Label(4, "Red", "color"),
        Label(5, "Blue", "color"),
        Label(9, "Short Sleeves", "sleeve"),
    ),
    groups=(Group("category", True, 1), Group("color", False, 2), Group("sleeve", True, 8)),
)
ROWS = {"train": 24, "val": 6, "test": 6}
WORDS = pa.list_(pa.string())
PART = pa.schema(
    [
        ("id", pa.string()),
        ("row", pa.int64()),
        ("product_id", pa.string()),
        ("image", pa.binary()),
        ("labels", pa.list_(pa.int16())),
        ("unknown", WORDS),
        ("not_applicable", WORDS),
        ("leak_group", pa.int64()),
    ]
)
DECISION = pa.schema(
    [
        ("row", pa.int64()),
        ("record", pa.string()),
        ("step", pa.string()),
        ("kept", pa.bool_()),
        ("reason", pa.string()),
        ("subject", pa.string()),
        ("number", pa.float64()),
    ]
)


def picture(row: int) -> bytes:
    """A JPEG of 40 x 30 pixels that tells the row by its shade and stripe."""
    image = np.full((40, 30, 3), 40 + 5 * row, np.uint8)
    image[row, :, row % 3] = 255
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=90)
    return stream.getvalue()


def records() -> list[dict]:
    """Rows in order: two products of two views, a shoe without sleeves, an unknown color."""
    found = []
    for row in range(sum(ROWS.values())):
        labels = [1 + row % 3, *([4] if row % 2 else [5, 4]), *([9] if row % 4 == 0 else [])]
        found.append(
            {
                "id": f"r{row}",
                "row": row,
                "product_id": f"p{row // 2}",
                "image": picture(row),
                "labels": [x for x in labels if not (row % 5 == 3 and x in (4, 5))],
                "unknown": ["color"] if row % 5 == 3 else [],
                "not_applicable": ["sleeve"] if row % 3 == 1 and row % 4 else [],
                "leak_group": row // 2,
            }
        )
    return found


def write_decisions(folder: Path, step: str, rows: list[tuple]) -> None:
    """Rows (row, kept, reason, subject, number) of a step."""
    (folder / "decisions" / step).mkdir(parents=True, exist_ok=True)
    columns = [
        {
            "row": row,
            "record": f"r{row}",
            "step": step,
            "kept": kept,
            "reason": reason,
            "subject": subject,
            "number": number,
        }
        for row, kept, reason, subject, number in rows
    ]
    pq.write_table(
        pa.Table.from_pylist(columns, DECISION), folder / "decisions" / step / "part-00000.parquet"
    )


def write_set(folder: Path) -> Path:
    """Write the set; returns the folder."""
    (folder / "part").mkdir(parents=True)
    rows, start = records(), 0
    for part, n in ROWS.items():
        table = pa.Table.from_pylist(rows[start : start + n], PART)
        pq.write_table(table, folder / "part" / f"{part}-00000.parquet", row_group_size=8)
        start += n
    (folder / "labels.csv").write_text(label_map_csv(LABELS))
    write_decisions(
        folder,
        "map",
        [
            *[(row, True, "mapped", "Dresses", 1.0) for row in range(40)],
            *[(row, False, "unknown-tag", "</script>lovely", None) for row in range(30)],
        ],
    )
    write_decisions(
        folder,
        "duplicates",
        [
            *[(row, True, "only-one", "", None) for row in range(36)],
            *[(row, False, "copy", f"r{row - 36}", 0.97) for row in range(36, 40)],
        ],
    )
    about = {
        "steps": ["map", "duplicates"],
        "reasons": {
            "map": {"mapped": "The tag is a label.", "unknown-tag": "No rule knows the tag."},
            "duplicates": {"only-one": "No copy was found.", "copy": "A better copy was kept."},
        },
        "costs": {"map": {"seconds": 1.5, "rows": 40}},
        "simulated": True,
        "seed": 7,
    }
    (folder / "set.json").write_text(json.dumps(about))
    return folder
