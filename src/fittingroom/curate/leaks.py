"""The proof that no group of copies stands on both sides of a split."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.data.parquet import pyarrow
from fittingroom.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

PARTS = ("train", "val", "test")
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaks:
    """What crosses a split. groups, products, pictures: how many leak groups, product ids and byte-identical
    pictures stand in two parts; pairs: verified pairs of copies that do, `looked_for` of how many (None: no
    pairs were given, so that nobody looked beyond the three); examples name some."""

    rows: int
    groups: int
    products: int
    pictures: int
    pairs: int
    looked_for: int | None
    examples: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether nothing crosses."""
        return not (self.groups or self.products or self.pictures or self.pairs)

    @property
    def sentence(self) -> str:
        """The finding in a sentence."""
        looked = "leak groups, product ids and bytes of pictures"
        if self.looked_for is not None:
            looked += f", and {self.looked_for:,} verified pairs of copies"
        if self.none:
            return f"Nothing crosses a split: {looked} of {self.rows:,} rows were compared."
        return (
            f"{self.groups:,} leak groups, {self.products:,} products, {self.pictures:,} identical pictures "
            f"and {self.pairs:,} pairs of copies cross a split: {looked} of {self.rows:,} rows were compared."
        )


def find_leaks(folder: Path, pairs: "tuple[np.ndarray, np.ndarray] | None" = None) -> Leaks:
    """Look through a set for anything that stands in two parts.

    pairs: rows (m,) and (m,) of verified copies, as the detector gives them: the proof does not rest on the
    groups that the split was made from. Rows that the set does not hold are passed over. Only the hashes of
    val's and test's pictures are held, so that memory does not grow with train. Raises DataError where there
    are no parts, or a leak group is empty.
    """
    parts = {part: sorted((folder / "part").glob(f"{part}-*.parquet")) for part in PARTS}
    if not any(parts.values()):
        raise DataError(f"{folder}: there is no part/train-*.parquet, nor of val or test")
    small = {part: _columns(files, ("row", "leak_group")) for part, files in parts.items()}
    for part, table in small.items():
        if table["leak_group"].null_count:
            raise DataError(f"{folder}: {table['leak_group'].null_count} rows of {part} have no leak group")
    groups = {part: np.unique(np.asarray(table["leak_group"])) for part, table in small.items()}
    shared = np.unique(np.concatenate([_both(groups[a], groups[b]) for a, b in combinations(PARTS, 2)]))
    products = _products(parts)
    same = _same_bytes(parts)
    crossing = _crossing(small, pairs)
    return Leaks(
        rows=sum(map(len, small.values())),
        groups=len(shared),
        products=len(products),
        pictures=len(same),
        pairs=len(crossing),
        looked_for=None if pairs is None else len(pairs[0]),
        examples=(
            *(f"leak group {group}" for group in shared[:SHOWN]),
            *(f"product {product}" for product in products[:SHOWN]),
            *(f"the picture of {a} in {x} is that of {b} in {y}" for a, x, b, y in same[:SHOWN]),
            *(f"row {a} in {x} is a copy of row {b} in {y}" for a, x, b, y in crossing[:SHOWN]),
        ),
    )


def _both(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.intersect1d(a, b, assume_unique=True)


def _columns(files: list[Path], names: tuple[str, ...]) -> "pa.Table":
    pa, parquet = pyarrow("reading a set")
    if not files:
        return pa.table({name: pa.array([], pa.int64()) for name in names})
    return pa.concat_tables(
        [parquet.read_table(file, columns=list(names), partitioning=None) for file in files]
    )


def _products(parts: dict[str, list[Path]]) -> list[str]:
    """Product ids that stand in two parts; an empty one is none. Only those of val and test are held."""
    _, parquet = pyarrow("reading a set")
    held: dict[str, set[str]] = {}
    for part in ("val", "test"):
        files = parts[part]
        ids = _columns(files, ("product_id",))["product_id"].unique().to_pylist() if files else []
        held[part] = {str(one) for one in ids if one}
    found = held["val"] & held["test"]
    wanted = held["val"] | held["test"]
    for file in parts["train"]:
        for batch in parquet.ParquetFile(file).iter_batches(1 << 16, columns=["product_id"]):
            found |= wanted.intersection(batch["product_id"].unique().to_pylist())
    return sorted(found)


def _hashes(files: list[Path]) -> Iterator[tuple[bytes, str]]:
    _, parquet = pyarrow("reading a set")
    for file in files:
        for batch in parquet.ParquetFile(file).iter_batches(256, columns=["id", "image"]):
            for record, image in zip(batch["id"].to_pylist(), batch["image"], strict=True):
                yield blake2b(memoryview(image.as_buffer()), digest_size=16).digest(), record


def _same_bytes(parts: dict[str, list[Path]]) -> list[tuple[str, str, str, str]]:
    """Pictures of one content in two parts: record, part, record, part."""
    held: dict[bytes, tuple[str, str]] = {}
    found = []
    for part in ("test", "val", "train"):
        for digest, record in _hashes(parts[part]):
            other = held.get(digest)
            if other is not None and other[1] != part:
                found.append((record, part, *other))
            elif part != "train":
                held.setdefault(digest, (record, part))
    return found


def _crossing(
    small: "dict[str, pa.Table]", pairs: "tuple[np.ndarray, np.ndarray] | None"
) -> list[tuple[int, str, int, str]]:
    if pairs is None:
        return []
    rows = np.concatenate([np.asarray(table["row"]) for table in small.values()])
    part = np.repeat(np.arange(len(small)), [len(table) for table in small.values()])
    order = np.argsort(rows)
    rows, part = rows[order], part[order]
    ends = []
    for end in pairs:
        place = np.searchsorted(rows, end).clip(max=max(0, len(rows) - 1))
        ends.append(np.where(rows[place] == end, part[place], -1))
    across = np.flatnonzero((ends[0] != ends[1]) & (ends[0] >= 0) & (ends[1] >= 0))
    names = list(small)
    return [(int(pairs[0][i]), names[ends[0][i]], int(pairs[1][i]), names[ends[1][i]]) for i in across]
