"""The official JSON goes in, in every spelling that is about, and out."""

import json
from pathlib import Path
from typing import Any

import pytest

from fittingroom.data.attributes import imaterialist
from fittingroom.data.imaterialist.official_json import Listed, read_official, write_official
from fittingroom.errors import DataError

EXPECTED = Listed(
    ids=("1", "2", "x"), urls=("http://a/1.jpg", "http://a/2.jpg", ""), labels=((66, 222), (), (5,))
)


def written(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "official.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_both_spellings_text_and_numbers_addresses_and_lists_read_alike(tmp_path: Path):
    files = {
        "images": [
            {"imageId": "1", "url": ["http://a/1.jpg"]},
            {"image_id": 2, "url": "http://a/2.jpg"},
            {"imageId": "x"},
        ],
        "annotations": [
            {"imageId": 1, "labelId": ["222", 66, "66"]},
            {"image_id": "x", "label_id": [5]},
        ],
    }
    assert read_official(written(tmp_path, files), imaterialist()) == EXPECTED


def test_what_is_written_comes_back(tmp_path: Path):
    path = tmp_path / "out.json"
    assert EXPECTED.labels is not None
    write_official(path, EXPECTED.ids, EXPECTED.urls, EXPECTED.labels)
    assert read_official(path) == EXPECTED
    assert json.loads(path.read_text())["annotations"][0] == {"labelId": ["66", "222"], "imageId": "1"}
    write_official(path, EXPECTED.ids, EXPECTED.urls)
    assert read_official(path) == Listed(EXPECTED.ids, EXPECTED.urls, None)


def test_an_id_that_is_listed_twice_stays_twice_and_its_annotations_are_joined(tmp_path: Path):
    files = {
        "images": [{"imageId": 1, "url": "http://a"}, {"imageId": "1", "url": "http://b"}],
        "annotations": [{"imageId": 1, "labelId": [3]}, {"imageId": 1, "labelId": [2, 3]}],
    }
    found = read_official(written(tmp_path, files))
    assert found == Listed(("1", "1"), ("http://a", "http://b"), ((2, 3), (2, 3)))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ([], 'a list "images", found none'),
        ({"images": {}}, 'a list "images", found none'),
        ({"images": [], "annotations": 3}, "must be a list, found int"),
        ({"images": [{"id": 3}]}, "image 0 has neither imageId nor image_id; it has id"),
        ({"images": [7]}, "image 0 must be an object, found 7"),
        ({"images": [{"imageId": ""}]}, "an image's id is a text or a whole number, found ''"),
        ({"images": [{"imageId": 1.5}]}, "found 1.5"),
        ({"images": [{"imageId": 1, "url": ["a", "b"]}]}, "url must be a text or a list of one"),
        ({"images": [], "annotations": [{"imageId": 4, "labelId": []}]}, "of the image 4, which .* not list"),
        ({"images": [{"imageId": 4}], "annotations": [{"imageId": 4}]}, "neither labelId nor label_id"),
        (
            {"images": [{"imageId": 4}], "annotations": [{"imageId": 4, "labelId": 3}]},
            "must be a list of ids",
        ),
        ({"images": [{"imageId": 4}], "annotations": [{"imageId": 4, "labelId": ["a"]}]}, "found 'a'"),
        ({"images": [{"imageId": 4}], "annotations": [{"imageId": 4, "labelId": [True]}]}, "found True"),
        ({"images": [{"imageId": 4}], "annotations": [{"imageId": 4, "labelId": [229]}]}, "the label 229"),
    ],
)
def test_a_file_of_another_form_is_refused(content: Any, complaint: str, tmp_path: Path):
    with pytest.raises(DataError, match=complaint):
        read_official(written(tmp_path, content), imaterialist())


def test_what_is_no_json_is_refused(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(b'{"images": [')
    with pytest.raises(DataError, match="not a readable JSON"):
        read_official(tmp_path / "a.json")
    with pytest.raises(DataError, match="cannot be read"):
        read_official(tmp_path / "none.json")
