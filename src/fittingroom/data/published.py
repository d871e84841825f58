"""What a published data set is: its card, the files that make it, and how to read them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from fittingroom.types import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """One file as its publisher names it, and how to know that it is right.

    `sha256` and `size` (bytes) are of the uncompressed IDX payload where that digest is known
    ("payload": any gzip of the same content will do, or none), else of the file as it is served
    ("container": only that digest was published).
    """

    name: str
    sha256: str
    size: int
    of: Literal["payload", "container"] = "payload"

    @property
    def most_bytes(self) -> int:
        """What a download may take: gzip adds at most a thousandth to what it cannot compress."""
        return self.size if self.of == "container" else self.size + self.size // 1000 + 1024


@dataclass(frozen=True, slots=True)
class PartArrays:
    """One part as read: images (n, h, w[, c]) uint8, labels (n,) and, where known, groups (n,)."""

    images: np.ndarray
    labels: np.ndarray
    groups: np.ndarray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSet:
    """A data set that others publish.

    addresses: base URLs that serve every file under its name. `read` takes the path of each file by
    name and yields the parts in the card's order, one at a time, so that a large set is never in
    memory twice. `shelf` is the folder in downloads and mirrors (variants in one archive share it).
    package, installed: Debian's package of the same files, and the folder where it puts them.
    `payloads` computes from cached parts the digests of the files that they came from.
    """

    card: Card
    files: tuple[RemoteFile, ...]
    addresses: tuple[str, ...]
    read: Callable[[Mapping[str, Path]], Iterator[tuple[str, PartArrays]]]
    shelf: str
    package: str = ""
    installed: str = ""
    payloads: Callable[[Mapping[str, PartArrays]], Mapping[str, str]] | None = None
