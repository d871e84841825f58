"""What a source holds, as columns: small enough for a million pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from fittingroom.data.image_folder import in_counting_order

if TYPE_CHECKING:
    import pyarrow as pa

Content = bytes | str
"""An encoded picture; or, as text, why its bytes cannot be had."""

COLUMNS = ("ids", "labels", "groups", "places", "offsets", "sizes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Records in a fixed order.

    ids: what the source calls each; labels (n,) int32: numbers of `words`, the distinct labels in counting
    order, -1 for none; groups: whose or which product, where the source tells it. Where the bytes are, by
    `kind`: for "files" `places` are names below `path`; for "tar" (n,) int32 numbers of `containers`, with
    `offsets` and `sizes` in bytes; for "parquet" the same with `offsets` row numbers in the file. `steps`:
    where a stretch of records that is read at once may begin, where that matters. `about`: one line.
    """

    path: Path
    kind: Literal["files", "parquet", "tar"]
    ids: "pa.Array"
    labels: np.ndarray
    words: tuple[str, ...]
    places: Any
    containers: tuple[Path, ...] = ()
    offsets: np.ndarray | None = None
    sizes: np.ndarray | None = None
    groups: "pa.Array | None" = None
    steps: np.ndarray | None = None
    column: str = ""
    about: str = ""

    def __len__(self) -> int:
        return len(self.labels)

    def columns(self) -> Mapping[str, Any]:
        """What has one entry a record."""
        held = ((name, getattr(self, name)) for name in COLUMNS)
        return {name: column for name, column in held if column is not None}


def numbered(column: "pa.Array | pa.ChunkedArray") -> tuple[np.ndarray, tuple[str, ...]]:
    """Labels as text, numbered in counting order of the distinct ones: (n,) int32, -1 for none; the words."""
    coded = texts(column).dictionary_encode()
    found: Sequence[str] = [word.strip() for word in coded.dictionary.to_pylist()]
    words = sorted({word for word in found if word}, key=in_counting_order)
    place = {word: number for number, word in enumerate(words)}
    table = np.array([place.get(word, -1) for word in found] or [-1], np.int32)
    return table[coded.indices.to_numpy()], tuple(words)


def texts(column: "pa.Array | pa.ChunkedArray") -> "pa.Array":
    """A column as one array of text; none is the empty text."""
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.cast(pa.string()).fill_null("")
