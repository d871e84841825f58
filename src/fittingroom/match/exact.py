"""Pictures whose bytes are equal."""

import hashlib
from collections.abc import Iterable

import numpy as np

from fittingroom.match.correlation import check_images, check_same_shape


def exact_groups(images: np.ndarray) -> np.ndarray:
    """Number the distinct pictures, so that copies share a number.

    images: (n, h, w) or (n, h, w, c) uint8, also memory-mapped. Returns (n,) int64: rows of equal
    bytes have equal numbers, and numbers count up from 0 in order of first occurrence.
    """
    check_images(images)
    return _numbers(images, {})


def equal_groups(contents: Iterable[bytes]) -> np.ndarray:
    """Number distinct contents, as `exact_groups` does, of pictures that need not be of one size.

    Returns (n,) int64; give fingerprints where the contents themselves would not fit into memory.
    """
    numbers: dict[bytes, int] = {}
    return np.fromiter((numbers.setdefault(content, len(numbers)) for content in contents), np.int64)


def exact_pairs(images_a: np.ndarray, images_b: np.ndarray) -> np.ndarray:
    """Find every pair of a row of `images_a` and a row of `images_b` with equal bytes.

    Both uint8, pictures of one shape. Returns (m, 2) int64, sorted by the first column, then the second.
    """
    check_same_shape(images_a, images_b)
    numbers: dict[bytes, int] = {}
    in_b = _numbers(images_b, numbers)
    in_a = _numbers(images_a, numbers)
    order = np.argsort(in_b, kind="stable")
    first, last = (np.searchsorted(in_b[order], in_a, side) for side in ("left", "right"))
    copies = last - first
    offset = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    rows_b = order[np.repeat(first, copies) + offset]
    return np.column_stack([np.repeat(np.arange(len(in_a)), copies), rows_b])


def _numbers(images: np.ndarray, numbers: dict[bytes, int]) -> np.ndarray:
    # 16 bytes of BLAKE2b: two pictures of a billion collide with a chance below 1e-20.
    digests = (hashlib.blake2b(np.ascontiguousarray(row).data, digest_size=16).digest() for row in images)
    return np.fromiter((numbers.setdefault(d, len(numbers)) for d in digests), np.int64, len(images))
