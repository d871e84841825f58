"""The cache: each data set as plain .npy files that open memory-mapped, with a manifest written last.

    CACHE/sets/NAME/images.npy, labels.npy[, groups.npy], manifest.json

A folder without a manifest is unfinished, one whose files do not fit it is damaged; neither is
trusted: the set is built again. The cheap check (sizes, shapes) runs at each opening, the full one
(every byte) in `check_bytes`.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from fittingroom.data.published import PartArrays
from fittingroom.errors import DataError
from fittingroom.files import fingerprint, landing, sha256_file, write_text

LAYOUT = 1
"""Version of the layout; caches of another version are built again."""

MANIFEST = "manifest.json"
ROWS_AT_ONCE = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached:
    """A cached data set, open: arrays over all parts (images memory-mapped), and rows per part in order."""

    images: np.ndarray
    labels: np.ndarray
    groups: np.ndarray | None
    counts: Mapping[str, int]
    fingerprint: str

    def parts(self) -> dict[str, np.ndarray]:
        """Row numbers of each part, (m,) int64: the parts lie one after another."""
        ends = np.cumsum(list(self.counts.values()))
        return {
            part: np.arange(end - n, end, dtype=np.int64)
            for (part, n), end in zip(self.counts.items(), ends, strict=True)
        }


def cache_folder() -> Path:
    """Where data sets and downloads are kept: FITTINGROOM_CACHE, else the user's cache folder."""
    if folder := os.environ.get("FITTINGROOM_CACHE"):
        return Path(folder).expanduser()
    import platformdirs

    return platformdirs.user_cache_path("fittingroom")


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock of this name across processes, so that two at once do not do the same work twice.

    Says so in one line when it has to wait for longer than a second.
    """
    from filelock import FileLock, Timeout

    path = cache_folder() / "locks" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=1)
    except Timeout:
        print(f"{name}: waiting for another process that is getting it", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def write_cached(
    folder: Path,
    parts: Iterator[tuple[str, PartArrays]],
    *,
    counts: Mapping[str, int],
    payload: Mapping[str, str],
) -> None:
    """Write a data set into `folder`; whatever lies there counts as unfinished until all is written.

    counts: rows per part, in the order in which `parts` yields them; payload: digest of each file
    that the arrays came from. Raises DataError when a part has another number of rows.
    """
    (folder / MANIFEST).unlink(missing_ok=True)
    columns = _write_images(folder / "images.npy", parts, counts)
    for name, column in columns.items():
        _write_array(folder / name, column)
    _write_manifest(folder, ["images.npy", *columns], counts, payload)


def _write_images(
    path: Path, parts: Iterator[tuple[str, PartArrays]], counts: Mapping[str, int]
) -> dict[str, np.ndarray]:
    """Write the images of all parts one after another; return labels and, if all have them, groups."""
    total = sum(counts.values())
    labels, groups = {}, []
    bar = tqdm(total=total, desc=f"writing {path.parent.name}", disable=None, leave=False, delay=1)
    with bar, landing(path) as beside, beside.open("wb") as stream:
        for part, arrays in parts:
            _check_length(path.parent.name, part, arrays, counts.get(part, 0))
            if not labels:
                shape = (total, *arrays.images.shape[1:])
                header = {"descr": "|u1", "fortran_order": False, "shape": shape}
                np.lib.format.write_array_header_1_0(stream, header)
            for first in range(0, len(arrays.images), ROWS_AT_ONCE):
                rows = arrays.images[first : first + ROWS_AT_ONCE]
                # Written, not mapped: a full disk then raises an error instead of ending the process.
                stream.write(np.ascontiguousarray(rows).data)
                bar.update(len(rows))
            labels[part] = arrays.labels.astype(np.int64)
            groups.append(arrays.groups)
        if list(labels) != list(counts):
            raise DataError(
                f"{path.parent.name}: expected the parts {', '.join(counts)}, found {', '.join(labels)}"
            )
    columns = {"labels.npy": np.concatenate(list(labels.values()))}
    if all(g is not None for g in groups):
        columns["groups.npy"] = np.concatenate(groups).astype(np.int64)
    return columns


def _check_length(name: str, part: str, arrays: PartArrays, expected: int) -> None:
    images, labels = len(arrays.images), len(arrays.labels)
    if not images == labels == expected:
        raise DataError(
            f"{name}: part {part} should have {expected:,} images and labels, "
            f"found {images:,} images and {labels:,} labels"
        )


def _write_array(path: Path, array: np.ndarray) -> None:
    with landing(path) as beside, beside.open("wb") as stream:
        np.save(stream, array)


def _write_manifest(
    folder: Path, names: list[str], counts: Mapping[str, int], payload: Mapping[str, str]
) -> None:
    arrays = {name: np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in names}
    manifest = {
        "layout": LAYOUT,
        "counts": dict(counts),
        "payload": dict(payload),
        "arrays": {
            name: {
                "shape": array.shape,
                "dtype": array.dtype.str,
                "bytes": (folder / name).stat().st_size,
                "sha256": sha256_file(folder / name),
            }
            for name, array in arrays.items()
        },
        "fingerprint": fingerprint(arrays["images.npy"], arrays["labels.npy"]),
    }
    write_text(folder / MANIFEST, json.dumps(manifest, indent=1) + "\n")


def open_cached(folder: Path, *, payload: Mapping[str, str]) -> Cached:
    """Open a cached data set, memory-mapped; nothing is read that is not asked for.

    payload: the digests that the files it came from must have had. Raises FileNotFoundError where
    nothing is finished, and DataError where the files do not fit the manifest.
    """
    manifest = _read_manifest(folder)
    if manifest.get("layout") != LAYOUT or manifest.get("payload") != dict(payload):
        raise DataError(f"{folder} was written by another version of fittingroom or from other files")
    arrays = {name: _open_array(folder / name, about) for name, about in manifest["arrays"].items()}
    return Cached(
        images=arrays["images.npy"],
        labels=np.asarray(arrays["labels.npy"]),
        groups=arrays.get("groups.npy"),
        counts=manifest["counts"],
        fingerprint=manifest["fingerprint"],
    )


def check_bytes(folder: Path) -> int:
    """Read every cached byte and compare with the manifest; returns the number of bytes.

    Raises DataError naming the file, the digest expected and the digest found.
    """
    manifest = _read_manifest(folder)
    for name, about in tqdm(manifest["arrays"].items(), folder.name, disable=None, leave=False, delay=1):
        found = sha256_file(folder / name)
        if found != about["sha256"]:
            raise DataError(
                f"{folder / name} has changed since it was written: expected sha256 {about['sha256']}, "
                f"found {found}; delete the folder and get the data set again"
            )
    return sum(about["bytes"] for about in manifest["arrays"].values())


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        named = manifest["arrays"]
        if not {"images.npy", "labels.npy"} <= set(named) or {"counts", "fingerprint"} - set(manifest):
            raise DataError(f"{folder / MANIFEST} lacks entries: found {', '.join(manifest)}")
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{folder / MANIFEST} is damaged ({error})") from error
    return manifest


def _open_array(path: Path, about: Mapping[str, Any]) -> np.ndarray:
    found = path.stat().st_size if path.is_file() else 0
    if found != about["bytes"]:
        raise DataError(f"{path} should have {about['bytes']:,} bytes, found {found:,}")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"{path} is damaged ({error})") from error
    if list(array.shape) != about["shape"] or array.dtype.str != about["dtype"]:
        raise DataError(f"{path} should hold {about['dtype']} of {about['shape']}, found {array.shape}")
    return array
