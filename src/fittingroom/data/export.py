"""A Dataset as files that other tools read: MNIST's IDX, class folders of PNG, npz, Parquet.

What is exported are the official parts: `test`, and as `train` all other rows in their first order,
so that the split made here for choosing and calibrating leaves no trace. Exporting is looking at
data, not at a score, so the test part needs no opening. All four come back through `open_path` with
equal images, labels and class names; equal data give equal bytes.
"""

import csv
import os
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
from tqdm import tqdm

from fittingroom.data.croissant import croissant, json_text
from fittingroom.data.hub_card import hub_card
from fittingroom.data.idx import write_idx
from fittingroom.data.image_folder import CLASSES_FILE, LABELS_FILE
from fittingroom.data.parquet import features, write_parquet
from fittingroom.data.pictures import encode_png, in_threads
from fittingroom.errors import InputError
from fittingroom.files import landing, landing_folder
from fittingroom.types import Card, Dataset

MNIST_PREFIX: Mapping[str, str] = MappingProxyType({"train": "train", "test": "t10k"})
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can hold: entries get it so that equal data give equal bytes."""


def export(dataset: Dataset, to: str, out: str | os.PathLike[str]) -> Path:
    """Write a data set in the format `to`: idx, png, npz or parquet; returns where it lies.

    npz makes one file, the others a folder. `out` must not exist yet, or be an empty folder: nothing
    of yours is overwritten, and an interrupted export leaves nothing behind. Raises InputError for
    another format, an `out` that is taken, and data that the format cannot hold; MissingExtra for
    parquet without pyarrow.
    """
    out = Path(out)
    if to not in FORMATS:
        raise InputError(f"a data set is exported to {', '.join(FORMATS)}, found {to!r}")
    refuse_taken(out, to)
    if to == "npz":
        with landing(out) as beside:
            write_npz(dataset, beside)
    else:
        with landing_folder(out) as beside:
            FORMATS[to](dataset, beside)
    return out


def refuse_taken(out: Path, to: str) -> None:
    """Raise InputError if an export in the format `to` may not be written to `out`."""
    if out.is_dir() and any(out.iterdir()):
        raise InputError(f"{out}: this folder is not empty; name a new one, nothing is overwritten")
    if out.exists() and (not out.is_dir() or to == "npz"):
        raise InputError(f"{out}: this exists already; name a new place, nothing is overwritten")


def official_parts(dataset: Dataset) -> dict[str, np.ndarray]:
    """Row numbers of train (every row outside test) and of test, if there is one, in first order."""
    test = np.sort(dataset.rows("test"))
    parts = {"train": np.setdiff1d(np.arange(len(dataset.labels)), test), "test": test}
    return {part: rows for part, rows in parts.items() if len(rows)}


def write_idx_folder(dataset: Dataset, folder: Path) -> None:
    """The files of MNIST under their exact names, gzipped; classes.txt keeps the class names."""
    if dataset.images.ndim != 3 or len(dataset.card.classes) > 256:
        raise InputError(
            f"{dataset.card.name}: MNIST's IDX files hold grey images of up to 256 classes, found shape "
            f"{dataset.images.shape[1:]} and {len(dataset.card.classes)} classes; use png, npz or parquet"
        )
    files = {}
    for part, rows in official_parts(dataset).items():
        prefix = MNIST_PREFIX[part]
        files[f"{prefix}-images-idx3-ubyte.gz"] = (dataset.images, rows)
        files[f"{prefix}-labels-idx1-ubyte.gz"] = (dataset.labels.astype(np.uint8), rows)
    for name, (array, rows) in tqdm(
        files.items(), desc="writing", unit="file", disable=None, leave=False, delay=1
    ):
        write_idx(folder / name, array[rows])
    _write_classes(dataset, folder)


def write_png_folder(dataset: Dataset, folder: Path) -> None:
    """train/CLASS/ID.png and test/CLASS/ID.png; labels.csv and classes.txt keep what names cannot."""
    class_folders = file_names(dataset.card.classes)
    rows, places = [], []
    for part, part_rows in official_parts(dataset).items():
        names = file_names(dataset.ids[part_rows].tolist())
        labels = dataset.labels[part_rows].tolist()
        rows += part_rows.tolist()
        places += [
            f"{part}/{class_folders[label]}/{name}.png" for label, name in zip(labels, names, strict=True)
        ]
    for parent in {Path(place).parent for place in places}:
        (folder / parent).mkdir(parents=True)

    def write(at: int) -> None:
        (folder / places[at]).write_bytes(encode_png(dataset.images[rows[at]]))

    for _ in in_threads(write, range(len(rows)), desc="writing"):
        pass
    _write_labels(dataset, folder, rows, places)
    _write_classes(dataset, folder)


def write_npz(dataset: Dataset, path: Path) -> None:
    """x_train, y_train, x_test, y_test as Keras names them, and ids, groups and class names beside."""
    arrays = {}
    for part, rows in official_parts(dataset).items():
        arrays[f"x_{part}"] = dataset.images[rows]
        arrays[f"y_{part}"] = dataset.labels[rows]
        arrays[f"ids_{part}"] = dataset.ids[rows].astype(str)
        if dataset.groups is not None:
            arrays[f"groups_{part}"] = dataset.groups[rows]
    arrays["classes"] = np.array(dataset.card.classes)
    size = sum(array.nbytes for array in arrays.values())
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        tqdm(
            total=size, desc="writing", unit="B", unit_scale=True, disable=None, leave=False, delay=1
        ) as bar,
    ):
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy", ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as stream:
                np.lib.format.write_array(stream, array, allow_pickle=False)
            bar.update(array.nbytes)


def write_parquet_folder(dataset: Dataset, folder: Path) -> None:
    """data/PART-00000-of-00001.parquet, a README.md as data set hubs read it, and croissant.json."""
    (folder / "data").mkdir()
    parts = official_parts(dataset)
    sizes = {
        part: write_parquet(dataset, rows, folder / "data" / f"{part}-00000-of-00001.parquet", part=part)
        for part, rows in parts.items()
    }
    counts = {part: len(rows) for part, rows in parts.items()}
    write_hub_texts(dataset.card, folder, counts=counts, sizes=sizes, grouped=dataset.groups is not None)


def write_hub_texts(
    card: Card,
    folder: Path,
    *,
    counts: Mapping[str, int],
    sizes: Mapping[str, int],
    grouped: bool,
    date: str | None = None,
) -> None:
    """README.md and croissant.json for a folder whose data/*.parquet are written.

    counts and sizes: of each part its rows, and the bytes of its columns in memory; grouped: whether there is
    a column of groups; date: see `croissant`.
    """
    text = hub_card(card, features(card.classes, grouped=grouped), counts, folder, sizes)
    (folder / "README.md").write_text(text, encoding="utf-8")
    described = croissant(card, folder=folder, date=date)
    (folder / "croissant.json").write_text(json_text(described), encoding="utf-8")


FORMATS: Mapping[str, Callable[[Dataset, Path], None]] = MappingProxyType(
    {
        "idx": write_idx_folder,
        "png": write_png_folder,
        "npz": write_npz,
        "parquet": write_parquet_folder,
    }
)


def file_names(names: Sequence[str]) -> list[str]:
    """Names that every file system takes, in the same order and all different, whatever the case."""
    safe = [re.sub(r'[\x00-\x1f/\\:*?"<>|]', "_", name).strip(" .")[:150] or "_" for name in names]
    if len({name.casefold() for name in safe}) == len(safe):
        return safe
    return [f"{number:05d}_{name}" for number, name in enumerate(safe)]


def _write_labels(dataset: Dataset, folder: Path, rows: Sequence[int], places: Sequence[str]) -> None:
    """labels.csv: what each picture is, in the data set's own words and order."""
    header = ["file", "label", "part", "id", *(["group"] if dataset.groups is not None else [])]
    with (folder / LABELS_FILE).open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(header)
        for row, place in zip(rows, places, strict=True):
            line = [place, dataset.card.classes[dataset.labels[row]], place.split("/")[0], dataset.ids[row]]
            table.writerow(line if dataset.groups is None else [*line, dataset.groups[row]])


def _write_classes(dataset: Dataset, folder: Path) -> None:
    (folder / CLASSES_FILE).write_text(
        "".join(f"{name}\n" for name in dataset.card.classes), encoding="utf-8"
    )
