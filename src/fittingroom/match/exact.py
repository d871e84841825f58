"""Pictures whose bytes are equal."""

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np

from fittingroom.match.correlation import check_images, check_same_shape, chunks
from fittingroom.match.mapped import taken

DIGEST_BYTES = 16
"""Of BLAKE2b: two pictures of a billion collide with a chance below 1e-20."""


def exact_groups(images: np.ndarray) -> np.ndarray:
    """Number the distinct pictures, so that copies share a number.

    images: (n, h, w) or (n, h, w, c) uint8, also memory-mapped. Returns (n,) int64: rows of equal
    bytes have equal numbers, and numbers count up from 0 in order of first occurrence.
    """
    check_images(images)
    return _numbers(_digests(_rows(images)))


def equal_groups(contents: Iterable[bytes]) -> np.ndarray:
    """Number distinct contents, as `exact_groups` does, of pictures that need not be of one size.

    Returns (n,) int64; the contents are read one after another and not kept.
    """
    return _numbers(_digests(contents))


def exact_pairs(images_a: np.ndarray, images_b: np.ndarray) -> np.ndarray:
    """Find every pair of a row of `images_a` and a row of `images_b` with equal bytes.

    Both uint8, pictures of one shape. Returns (m, 2) int64, sorted by the first column, then the second.
    """
    check_same_shape(images_a, images_b)
    both = _numbers(np.concatenate([_digests(_rows(images)) for images in (images_a, images_b)]))
    in_a, in_b = np.split(both, [len(images_a)])
    order = np.argsort(in_b, kind="stable")
    first, last = (np.searchsorted(in_b[order], in_a, side) for side in ("left", "right"))
    copies = last - first
    offset = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    rows_b = order[np.repeat(first, copies) + offset]
    return np.column_stack([np.repeat(np.arange(len(in_a)), copies), rows_b])


def _rows(images: np.ndarray) -> Iterator[memoryview]:
    for rows in chunks(len(images), int(np.prod(images.shape[1:])), "looking for equal pictures"):
        for image in np.ascontiguousarray(taken(images, np.arange(rows.start, rows.stop))):
            yield image.data


def _digests(contents: Iterable[bytes | memoryview]) -> np.ndarray:
    """(n, 2) uint64."""
    digests = (hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest() for content in contents)
    return np.fromiter(digests, f"V{DIGEST_BYTES}").view(np.uint64).reshape(-1, 2)


def _numbers(digests: np.ndarray) -> np.ndarray:
    order = np.lexsort(digests.T)  # stable: of equal digests the first row stands first
    differs = (digests[order[1:]] != digests[order[:-1]]).any(axis=1)
    starts = np.flatnonzero(np.concatenate([[True], differs]))[: len(order)]
    first = np.empty(len(order), np.int64)
    first[order] = np.repeat(order[starts], np.diff(starts, append=len(order)))
    return np.unique(first, return_inverse=True)[1].astype(np.int64)
