"""IDX, the file format of MNIST: a few header bytes, then the array, often inside gzip.

Layout: two zero bytes, one byte for the element type, one for the number of dimensions; each
dimension as a big-endian 32-bit number; then the elements, big-endian, last dimension fastest.
Source: the description on the MNIST page, http://yann.lecun.com/exdb/mnist/.
"""

import gzip
import hashlib
import io
import math
import os
import struct
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from fittingroom.errors import DataError, InputError
from fittingroom.files import landing

TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
"""Element types of the format: code -> numpy dtype as on disk."""

GZIP_MAGIC = b"\x1f\x8b"
CHUNK = 1 << 20
MOST_DIMENSIONS = 32
LONGEST_HEADER = 4 + 4 * MOST_DIMENSIONS
DEFLATE_RATIO = 1032
"""No deflate stream expands further than this (zlib's technical notes, "maximum compression factor")."""


def read_idx(source: str | os.PathLike[str] | bytes, *, dimensions: int | None = None) -> np.ndarray:
    """Read one IDX array from a file or from bytes, plain or gzip (told by content, not by name).

    Returns an array of the shape in the header, in native byte order; `dimensions` is the number
    of dimensions it must have, if given. Raises DataError, saying what was expected and found, for
    wrong magic bytes, an unknown element type, another number of dimensions, a file that ends early
    or goes on after its end, and broken gzip. No more is ever decompressed than the header promises.
    """
    if isinstance(source, bytes):
        return _read(io.BytesIO(source), len(source), "IDX data", dimensions)
    path = Path(source)
    try:
        with path.open("rb") as stream:
            return _read(stream, path.stat().st_size, str(path), dimensions)
    except OSError as error:
        raise DataError(f"{path}: cannot be read as an IDX file ({error.strerror or error})") from error


def write_idx(path: str | os.PathLike[str], array: np.ndarray) -> None:
    """Write an array as IDX, atomically; inside gzip when the name ends in .gz.

    Equal arrays give equal bytes (the gzip header holds neither name nor time). The element type
    must be one of the format: uint8, int8, int16, int32, float32 or float64.
    """
    header = idx_header(array)
    content = np.ascontiguousarray(array, dtype=_disk_type(array.dtype)).reshape(-1).view(np.uint8).data
    with landing(path) as beside, beside.open("wb") as stream:
        if not str(path).endswith(".gz"):
            stream.write(header)
            stream.write(content)
            return
        with gzipped(stream) as packed:
            packed.write(header)
            packed.write(content)


def gzipped(stream: BinaryIO) -> gzip.GzipFile:
    """A gzip file to write into `stream`, whose header holds neither name nor time."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0)


def idx_header(array: np.ndarray) -> bytes:
    """The header bytes that stand before `array` in an IDX file."""
    if not 1 <= array.ndim <= MOST_DIMENSIONS or max(array.shape) >= 1 << 32:
        raise InputError(
            f"IDX holds 1 to {MOST_DIMENSIONS} dimensions of at most 4,294,967,295 items each, "
            f"found shape {array.shape}"
        )
    code = next(code for code, disk in TYPES.items() if disk == _disk_type(array.dtype))
    return struct.pack(f">2xBB{array.ndim}I", code, array.ndim, *array.shape)


def _disk_type(dtype: np.dtype) -> str:
    disk = f">{dtype.kind}{dtype.itemsize}"
    if disk not in TYPES.values():
        raise InputError(
            f"IDX holds uint8, int8, int16, int32, float32 or float64, found {dtype}: convert the array first"
        )
    return disk


def _read(stream: BinaryIO, length: int, name: str, dimensions: int | None) -> np.ndarray:
    packed = stream.read(2) == GZIP_MAGIC
    stream.seek(0)
    head = _start_of_gzip(stream, name) if packed else stream.read(LONGEST_HEADER)
    stream.seek(0)
    dtype, shape = _parse_header(head, name, dimensions)
    start = 4 + 4 * len(shape)
    promised = start + math.prod(shape) * dtype.itemsize
    holds = f"the header promises shape {shape} of {dtype.name}, {promised:,} bytes in all"
    if packed:
        content = _inflate(stream, length, promised, name, holds)
    elif length != promised:
        raise DataError(f"{name}: {holds}; found {length:,}, so the file {_fault(length, promised)}")
    else:
        content = np.frombuffer(bytearray(stream.read()), np.uint8)
    values = content[start:].view(dtype).reshape(shape)
    return values.astype(dtype.newbyteorder("="), copy=False)


def _fault(found: int, promised: int) -> str:
    return "ends early" if found < promised else "goes on after the array"


def _parse_header(head: bytes, name: str, dimensions: int | None) -> tuple[np.dtype, tuple[int, ...]]:
    if len(head) < 4:
        raise DataError(f"{name}: an IDX file starts with 4 bytes of header, found {len(head)} in all")
    if head[:2] != b"\0\0":
        raise DataError(
            f"{name}: an IDX file starts with two zero bytes, found {head[:2].hex(' ')}: this is no IDX file"
        )
    code, ndim = head[2], head[3]
    if code not in TYPES:
        known = ", ".join(f"{code:#04x}" for code in TYPES)
        raise DataError(f"{name}: IDX knows the element types {known}, found {code:#04x}")
    if dimensions is not None and ndim != dimensions:
        raise DataError(f"{name}: expected an array of {dimensions} dimensions, the header says {ndim}")
    if not 1 <= ndim <= MOST_DIMENSIONS:
        raise DataError(f"{name}: an IDX array has 1 to {MOST_DIMENSIONS} dimensions, the header says {ndim}")
    if len(head) < 4 + 4 * ndim:
        raise DataError(
            f"{name}: a header of {ndim} dimensions has {4 + 4 * ndim} bytes, the file ends after {len(head)}"
        )
    return np.dtype(TYPES[code]), struct.unpack_from(f">{ndim}I", head, 4)


def _inflater() -> tuple[Any, tuple[Any, ...]]:
    """A gzip decompressor and the errors that it raises: isal's if installed (faster), else zlib's."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib.decompressobj(wbits=31), (zlib.error,)
    return isal_zlib.decompressobj(wbits=31), (zlib.error, isal_zlib.error)


def _start_of_gzip(stream: BinaryIO, name: str) -> bytes:
    """The first bytes inside a gzip file, as many as the longest IDX header may have."""
    inflate, broken = _inflater()
    head = b""
    try:
        while len(head) < LONGEST_HEADER and not inflate.eof and (piece := stream.read(4096)):
            head += inflate.decompress(piece, LONGEST_HEADER - len(head))
    except broken as error:
        raise DataError(f"{name}: the gzip data are broken ({error})") from error
    return head


def _inflate(stream: BinaryIO, length: int, promised: int, name: str, holds: str) -> np.ndarray:
    """Decompress exactly `promised` bytes into one buffer; refuse a stream that holds fewer or more."""
    if promised > length * DEFLATE_RATIO:
        raise DataError(
            f"{name}: {holds}; {length:,} bytes of gzip cannot hold that, "
            "so the file ends early or its header is wrong"
        )
    content = np.empty(promised, np.uint8)
    inflate, broken = _inflater()
    filled = 0
    try:
        while not inflate.eof:
            piece = inflate.unconsumed_tail or stream.read(CHUNK)
            # One byte more than promised is asked for, so that a stream that goes on is noticed.
            out = inflate.decompress(piece, promised + 1 - filled)
            if filled + len(out) > promised:
                raise DataError(f"{name}: {holds}; the gzip data hold more")
            content[filled : filled + len(out)] = np.frombuffer(out, np.uint8)
            filled += len(out)
            if not piece and not out:
                raise DataError(f"{name}: {holds}; the gzip data end early, after {filled:,}")
    except broken as error:
        raise DataError(f"{name}: the gzip data are broken ({error}) after {filled:,} bytes") from error
    if filled < promised:
        raise DataError(f"{name}: {holds}; found {filled:,}, so the file ends early")
    if after := len(inflate.unused_data) + len(stream.read(CHUNK)):
        raise DataError(f"{name}: {after:,} bytes or more follow after the end of the gzip data")
    return content


def payload_sha256(array: np.ndarray) -> str:
    """SHA-256 of the uncompressed IDX file that holds `array`: the digest by which data sets are known.

    Gzip files of equal content differ by tool and level, so that a digest of the container proves
    little; this one can also be computed from arrays that were read long ago.
    """
    digest = hashlib.sha256(idx_header(array))
    digest.update(np.ascontiguousarray(array, dtype=_disk_type(array.dtype)).data)
    return digest.hexdigest()
