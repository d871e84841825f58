"""Images in Parquet, in the layout that Hugging Face `datasets` reads as pictures.

One row an image: `image` is a struct of `bytes` (an encoded picture) and `path`, `label` a class
number whose names stand in the schema's metadata under the key "huggingface". Tables with one
column per pixel (label, pixel0, pixel1, ...), as found on competition sites, are read too.
"""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.data.arrays import assemble, brought
from fittingroom.data.image_folder import PART_FOLDERS, visible
from fittingroom.data.pictures import decode, encode_png, in_threads
from fittingroom.errors import DataError, MissingExtra
from fittingroom.types import PARTS, Card, Dataset, LabelNoise

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 1000
"""Rows per row group: small enough for readers that fetch one group to show one picture."""

CARD_KEY = b"fittingroom"
"""Where the card lies in the schema's metadata, so that an exported data set keeps it."""


def find_parquet(folder: Path) -> list[Path]:
    """The Parquet files of a folder, or of its folder data/: train first, test last."""
    for place in (folder, folder / "data"):
        if place.is_dir() and (found := [entry for entry in visible(place) if entry.suffix == ".parquet"]):
            return sorted(found, key=lambda file: PARTS.index(part_named(file)))
    return []


def read_parquet(path: Path) -> Dataset:
    """Read a Parquet file, or a folder of them, as a Dataset.

    Files called train*, validation* or test* are those parts; a column `part` or `split` says it row
    by row; without either, all is train. Columns `id` and `group` are used if they exist.
    Raises DataError for other columns, damaged files, and pictures that do not decode; MissingExtra
    without pyarrow.
    """
    files = find_parquet(path) if path.is_dir() else [path]
    table, file_parts = _read_tables(path, files)
    columns = set(table.column_names)
    image = next((name for name in ("image", "img") if name in columns), None)
    label = next((name for name in ("label", "labels") if name in columns), None)
    pixels = sorted(
        (name for name in columns if re.fullmatch(r"pixel_?\d+", name)),
        key=lambda name: int(name.removeprefix("pixel").strip("_")),
    )
    if label is None or not (image or pixels):
        raise DataError(
            f"{path}: expected the columns image and label, or label and pixel0, pixel1, ..., "
            f"found {', '.join(table.column_names[:8])}"
        )
    if empty := table[label].null_count:
        raise DataError(f"{path}: {empty} of {len(table)} labels are empty; take these rows out")
    part = next((table[name].to_pylist() for name in ("part", "split") if name in columns), file_parts)
    part = [PART_FOLDERS.get(str(name).lower(), str(name)) for name in part]
    names = [f"{name} row {row}" for row, name in enumerate(part)]
    images, notes = _images(path, table, image, names) if image else (_pixel_columns(table, pixels), ())
    classes = _class_names(table.schema.metadata or {}, label)
    labels = table[label].to_numpy()
    return assemble(
        images,
        labels,
        name=path.resolve().stem,
        source=brought(path),
        part=part,
        classes=classes,
        ids=table["id"].to_pylist() if "id" in columns else None,
        groups=table["group"].to_numpy() if "group" in columns else None,
        notes=notes,
        card=_card(path, table.schema.metadata or {}, classes, part),
    )


def write_parquet(dataset: Dataset, rows: np.ndarray, path: Path, *, part: str) -> int:
    """Write `rows` of a data set as one Parquet file; returns the bytes of its columns in memory.

    Equal data give equal bytes (for one version of pyarrow). Raises MissingExtra without pyarrow.
    """
    pa, parquet = pyarrow("writing Parquet")
    schema = _schema(dataset)
    in_order = in_threads(lambda row: encode_png(dataset.images[row]), rows.tolist(), desc=f"writing {part}")
    size = 0
    with (
        closing(in_order) as encoded,
        parquet.ParquetWriter(path, schema, use_dictionary=False) as writer,
    ):
        for start in range(0, len(rows), ROWS_AT_ONCE):
            block = rows[start : start + ROWS_AT_ONCE]
            ids = dataset.ids[block].tolist()
            pictures = [{"bytes": next(encoded), "path": f"{name}.png"} for name in ids]
            columns = [pictures, dataset.labels[block].tolist(), ids]
            if dataset.groups is not None:
                columns.append(dataset.groups[block].tolist())
            table = pa.table(columns, schema=schema)
            writer.write_table(table)
            size += table.nbytes
    return size


def features(classes: Sequence[str], *, grouped: bool) -> dict[str, Any]:
    """The columns of an exported table, as Hugging Face `datasets` describes them in JSON."""
    described: dict[str, Any] = {
        "image": {"_type": "Image"},
        "label": {"names": list(classes), "_type": "ClassLabel"},
        "id": {"dtype": "string", "_type": "Value"},
    }
    if grouped:
        described["group"] = {"dtype": "int64", "_type": "Value"}
    return described


def _schema(dataset: Dataset) -> "pa.Schema":
    pa, _ = pyarrow("writing Parquet")
    fields = [
        ("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
        ("label", pa.int64()),
        ("id", pa.string()),
        *([("group", pa.int64())] if dataset.groups is not None else []),
    ]
    metadata = {
        b"huggingface": json.dumps(
            {"info": {"features": features(dataset.card.classes, grouped=dataset.groups is not None)}}
        ).encode(),
        CARD_KEY: json.dumps(_card_values(dataset.card)).encode(),
    }
    return pa.schema(fields, metadata=metadata)


def _card_values(card: Card) -> dict[str, Any]:
    """What `_card` reads back; classes and counts follow from the table itself."""
    texts = {key: getattr(card, key) for key in ("name", "version", "licence", "source", "citation")}
    noise = asdict(card.label_noise) if card.label_noise else None
    return {**texts, "notes": list(card.notes), "chance": dict(card.chance), "label_noise": noise}


def _read_tables(path: Path, files: Sequence[Path]) -> tuple["pa.Table", list[str]]:
    """All rows of all files, and the part that each row's file is named for."""
    pa, parquet = pyarrow("reading Parquet")
    tables, parts = [], []
    for file in files:
        try:
            tables.append(parquet.read_table(file, partitioning=None))
        except (pa.ArrowException, OSError) as error:
            raise DataError(f"{file}: not a readable Parquet file: {str(error).splitlines()[0]}") from error
        parts += [part_named(file)] * len(tables[-1])
    try:
        return pa.concat_tables(tables), parts
    except pa.ArrowException as error:
        raise DataError(f"{path}: its {len(files)} Parquet files differ in their columns: {error}") from error


def part_named(file: Path) -> str:
    """The part that a file like test-00000-of-00001.parquet is named for; train if none."""
    word = re.match("[a-z]*", file.name.lower())
    return PART_FOLDERS.get(word[0] if word else "", "train")


def _images(
    path: Path, table: "pa.Table", column: str, names: Sequence[str]
) -> tuple[np.ndarray, tuple[str, ...]]:
    values = table[column].to_pylist()
    encoded = [value.get("bytes") if isinstance(value, Mapping) else value for value in values]
    if absent := sum(not isinstance(one, bytes) for one in encoded):
        raise DataError(
            f"{path}: the column {column} must hold encoded pictures (bytes, or a struct of bytes and path), "
            f"found {table.schema.field(column).type}, {absent} of {len(values)} rows without bytes"
        )
    return decode([one for one in encoded if isinstance(one, bytes)], names, where=str(path))


def _pixel_columns(table: "pa.Table", columns: Sequence[str]) -> np.ndarray:
    return np.stack([table[name].to_numpy() for name in columns], axis=1)


def _class_names(metadata: Mapping[bytes, bytes], label: str) -> tuple[str, ...] | None:
    """The names of a ClassLabel column, or None where the schema tells none."""
    try:
        names = json.loads(metadata.get(b"huggingface", b"{}"))["info"]["features"][label]["names"]
    except (ValueError, KeyError, TypeError):
        return None  # written by something else: the labels themselves are the names
    return tuple(names) if names else None


def _card(
    path: Path, metadata: Mapping[bytes, bytes], classes: Sequence[str] | None, part: Sequence[str]
) -> Card | None:
    """The card that an export of ours left in the schema, or None."""
    if CARD_KEY not in metadata or classes is None:
        return None
    try:
        known = json.loads(metadata[CARD_KEY])
        noise = known.pop("label_noise")
        return Card(
            **{
                **known,
                "classes": tuple(classes),
                "counts": {name: part.count(name) for name in dict.fromkeys(part)},
                "notes": tuple(known["notes"]),
                "label_noise": LabelNoise(**noise) if noise else None,
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: the card in the schema's metadata cannot be read: {error}") from error


def pyarrow(needed_for: str) -> tuple[Any, Any]:
    """The modules pyarrow and pyarrow.parquet. Raises MissingExtra where they are not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra(needed_for, "pyarrow", "parquet") from None
    return pa, parquet
