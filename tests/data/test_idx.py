"""IDX: what is written comes back; what is not IDX is refused with a sentence."""

import gzip
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from fittingroom.data import idx
from fittingroom.data.idx import payload_sha256, read_idx, write_idx
from fittingroom.errors import DataError, InputError
from fittingroom.files import sha256_file

# Written by hand from the description of the format: int16, 2 x 3, big-endian.
BY_HAND = bytes.fromhex("00 00 0b 02 00000002 00000003 0001 0002 0003 ffff 7fff 8000")


@pytest.fixture(params=["isal", "zlib"])
def inflater(request, monkeypatch):
    if request.param == "zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
    else:
        pytest.importorskip("isal")
    return request.param


arrays = st.sampled_from(["u1", "i1", "<i2", ">i2", "<i4", ">i4", "<f4", ">f4", "<f8", ">f8"]).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=1, max_dims=5, min_side=0, max_side=5))
)


@given(array=arrays, suffix=st.sampled_from(["", ".gz"]))
@settings(max_examples=150, deadline=None)
def test_round_trip(array, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"array{suffix}"
        write_idx(path, array)
        for source in (path, str(path), path.read_bytes()):
            back = read_idx(source, dimensions=array.ndim)
            assert back.dtype == array.dtype.newbyteorder("=")
            assert back.dtype.isnative
            assert back.shape == array.shape
            assert back.tobytes() == array.astype(back.dtype).tobytes()


def test_reads_what_was_written_by_hand(inflater):
    expected = np.array([[1, 2, 3], [-1, 32767, -32768]], np.int16)
    np.testing.assert_array_equal(read_idx(BY_HAND), expected)
    np.testing.assert_array_equal(read_idx(gzip.compress(BY_HAND)), expected)


def test_writes_what_was_written_by_hand(tmp_path):
    write_idx(tmp_path / "a", np.array([[1, 2, 3], [-1, 32767, -32768]], np.int16))
    assert (tmp_path / "a").read_bytes() == BY_HAND


def test_large_gzip_spans_many_chunks(tmp_path, inflater, monkeypatch, rng):
    monkeypatch.setattr(idx, "CHUNK", 1000)
    array = rng.integers(0, 256, (40, 28, 28), dtype=np.uint8)
    write_idx(tmp_path / "a.gz", array)
    np.testing.assert_array_equal(read_idx(tmp_path / "a.gz"), array)


def test_gzip_is_told_by_content_not_by_name(tmp_path):
    (tmp_path / "plain.gz").write_bytes(BY_HAND)
    (tmp_path / "packed").write_bytes(gzip.compress(BY_HAND))
    np.testing.assert_array_equal(read_idx(tmp_path / "plain.gz"), read_idx(tmp_path / "packed"))


def test_equal_arrays_give_equal_files(tmp_path):
    array = np.arange(600, dtype=np.int32).reshape(2, 300)
    write_idx(tmp_path / "a.gz", array)
    write_idx(tmp_path / "other-name.gz", np.asfortranarray(array))
    content = (tmp_path / "a.gz").read_bytes()
    assert content == (tmp_path / "other-name.gz").read_bytes()
    assert content[3:8] == bytes(5), "the gzip header should hold no flags and no time"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.usefixtures("inflater")
@pytest.mark.parametrize(
    ("content", "dimensions", "sentence"),
    [
        (b"", None, "starts with 4 bytes of header, found 0"),
        (b"\0\0\x08", None, "starts with 4 bytes of header, found 3"),
        (b"\x89PNG" + BY_HAND, None, "starts with two zero bytes, found 89 50"),
        (b"\0\0\x0a\x01\0\0\0\0", None, "knows the element types .*0x0e, found 0x0a"),
        (BY_HAND, 3, "expected an array of 3 dimensions, the header says 2"),
        (b"\0\0\x08\x00\x07", None, "has 1 to 32 dimensions, the header says 0"),
        (b"\0\0\x08\xff" + bytes(1020), None, "has 1 to 32 dimensions, the header says 255"),
        (BY_HAND[:9], None, "header of 2 dimensions has 12 bytes, the file ends after 9"),
        (BY_HAND[:-1], None, r"promises shape \(2, 3\) of int16, 24 bytes in all; found 23, .* ends early"),
        (BY_HAND + b"\0", None, "24 bytes in all; .*(found 25, .*goes on after|the gzip data hold more)"),
    ],
)
def test_refuses(content, dimensions, sentence, pack, tmp_path):
    path = tmp_path / "digits"
    path.write_bytes(pack(content))
    with pytest.raises(DataError, match=sentence) as caught:
        read_idx(path, dimensions=dimensions)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda packed: packed + b"junk", "4 bytes or more follow after the end of the gzip data"),
        (lambda packed: packed + gzip.compress(b"more"), "follow after the end of the gzip data"),
        (lambda packed: packed[:-9], "the gzip data end early"),
        (lambda packed: packed[:-3], "the gzip data end early"),
        (lambda packed: packed[:-8] + bytes(8), "the gzip data are broken"),
        (lambda packed: packed[:10] + b"\xff" * 20 + packed[30:], "the gzip data are broken"),
        (lambda packed: packed[:2] + b"\xff" + packed[3:], "the gzip data are broken"),
    ],
)
def test_refuses_damaged_gzip(damage, sentence, inflater):
    with pytest.raises(DataError, match=sentence):
        read_idx(damage(gzip.compress(BY_HAND, mtime=0)))


def test_junk_is_found_beyond_the_chunk_that_ends_the_gzip_data(inflater, monkeypatch):
    packed = gzip.compress(BY_HAND)
    monkeypatch.setattr(idx, "CHUNK", len(packed))
    with pytest.raises(DataError, match="4 bytes or more follow"):
        read_idx(packed + b"junk")


def test_never_decompresses_more_than_promised(monkeypatch):
    """A bomb: 50 MB of zeros behind a header that promises 20 bytes."""
    bomb = gzip.compress(b"\0\0\x08\x01\0\0\0\x0c" + bytes(50_000_000))
    given = []
    make = idx._inflater

    class Counting:
        def __init__(self, inner):
            self.inner = inner

        def decompress(self, data, most):
            out = self.inner.decompress(data, most)
            given.append(len(out))
            return out

        def __getattr__(self, name):
            return getattr(self.inner, name)

    monkeypatch.setattr(idx, "_inflater", lambda: (Counting(make()[0]), make()[1]))
    with pytest.raises(DataError, match="20 bytes in all; the gzip data hold more"):
        read_idx(bomb)
    assert given[-1] == 21
    assert sum(given) <= idx.LONGEST_HEADER + 21


def test_a_header_that_promises_more_than_gzip_can_hold_is_refused_before_any_memory_is_taken():
    content = b"\0\0\x0e\x04" + b"\xff" * 16
    with pytest.raises(DataError, match="cannot hold that"):
        read_idx(gzip.compress(content))
    with pytest.raises(DataError, match="ends early"):
        read_idx(content)


@pytest.mark.parametrize("dtype", ["i8", "u2", "?", "f2", "U3"])
def test_other_element_types_are_refused_and_nothing_is_written(dtype, tmp_path):
    write_idx(tmp_path / "a", np.zeros(2, np.uint8))
    before = (tmp_path / "a").read_bytes()
    with pytest.raises(InputError, match="IDX holds uint8, int8, int16, int32, float32 or float64, found"):
        write_idx(tmp_path / "a", np.zeros(2, dtype))
    assert (tmp_path / "a").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_number_is_no_array():
    with pytest.raises(InputError, match="1 to 32 dimensions"):
        write_idx("never", np.array(5, np.uint8))


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(DataError, match=r"cannot be read as an IDX file \(No such file"):
        read_idx(tmp_path / "nothing")
    with pytest.raises(DataError, match="cannot be read as an IDX file"):
        read_idx(tmp_path)


def test_payload_digest_is_that_of_the_plain_file(tmp_path, rng):
    array = rng.integers(0, 256, (5, 4, 3), dtype=np.uint8)
    write_idx(tmp_path / "plain", array)
    assert payload_sha256(array) == sha256_file(tmp_path / "plain")
    assert payload_sha256(np.asfortranarray(array)) == sha256_file(tmp_path / "plain")
