"""Texts of many types are read as text; what is none is refused before anything is begun."""

import pyarrow as pa
import pytest

from fittingroom.curate.column_types import check_tags, check_text, pictures_inside, readable
from fittingroom.errors import DataError

TEXTS = pa.list_(pa.string())


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (pa.array(["a", None]), ["a", None]),
        (pa.array(["a", None]).dictionary_encode(), ["a", None]),
        (pa.array([b"caf\xc3\xa9", b"caf\xe9"]), ["caf\u00e9", "caf\ufffd"]),
        (pa.array([1, 2]), ["1", "2"]),
        (pa.array(["a", None], pa.string_view()), ["a", None]),
        (pa.nulls(2), [None, None]),
        (pa.array([["a", None], None], pa.large_list(pa.string())), [["a"], None]),
        (pa.array([["a"], ["b"]], pa.list_(pa.string(), 1)), [["a"], ["b"]]),
        (pa.array([["a"], ["b"]], pa.list_view(pa.string())), [["a"], ["b"]]),
        (pa.array([[1, 2], []]), [["1", "2"], []]),
    ],
)
def test_what_can_be_read_is_read(array, said):
    check_tags("shop", "tags", array.type)
    assert readable(pa.chunked_array([array])).to_pylist() == said


@pytest.mark.parametrize("kind", [pa.map_(pa.string(), pa.string()), pa.struct([("a", pa.string())]), TEXTS])
def test_a_title_is_text(kind):
    with pytest.raises(DataError, match="the column 'title' must be text"):
        check_text("shop", "title", kind)


def test_tags_are_text_or_lists_of_it():
    with pytest.raises(DataError, match="lists of text, found map"):
        check_tags("shop", "tags", pa.map_(pa.string(), pa.string()))
    with pytest.raises(DataError, match="lists of text, found list"):
        check_tags("shop", "tags", pa.list_(TEXTS))


def test_a_picture_is_bytes_or_named():
    bytes_and_path = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    inside = [pa.binary(), pa.large_binary(), pa.binary_view(), bytes_and_path]
    named = [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
    assert [pictures_inside("shop", "image", kind) for kind in inside] == [True] * 4
    assert [pictures_inside("shop", "image", kind) for kind in named] == [False] * 3
    for kind in (pa.float64(), TEXTS, pa.struct([("path", pa.string())])):
        with pytest.raises(DataError, match="must hold paths or addresses"):
            pictures_inside("shop", "image", kind)
