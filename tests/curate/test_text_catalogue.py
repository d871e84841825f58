"""Every line of a text catalogue becomes a row: what is said, or why it cannot be read."""

import json

import pytest
from pyarrow import parquet

from fittingroom.curate.text_catalogue import FAULT, split_tags, to_parquet
from fittingroom.data.attributes import imaterialist
from fittingroom.errors import DataError


def rows(path, tmp_path):
    to_parquet(path, tmp_path / "out.parquet", imaterialist())
    return parquet.read_table(tmp_path / "out.parquet").to_pylist()


def test_a_csv_keeps_its_columns_and_counts_its_bad_lines(tmp_path):
    path = tmp_path / "shop.csv"
    path.write_bytes(
        b'\xef\xbb\xbfid,title,image\n1,"a, ""quoted""\ntitle",a.jpg\n\n2,too few\n3,'
        + b"x" * 1_000_000
        + b",c.jpg\n4,caf\xe9,d.jpg\n"
    )
    found = rows(path, tmp_path)
    assert [row["id"] for row in found] == ["1", None, "3", "4"]
    assert found[0] == {"id": "1", "title": 'a, "quoted"\ntitle', "image": "a.jpg", FAULT: ""}
    assert found[1][FAULT] == "2 fields, the header has 3"
    assert len(found[2]["title"]) == 1_000_000
    assert found[3]["title"] == "caf\ufffd"


def test_json_lines_may_have_lists_texts_and_damage(tmp_path):
    path = tmp_path / "shop.jsonl"
    lines = [{"id": 7, "tags": ["red", "dress"], "image": ["u"]}, {"id": None, "tags": "red; dress,silk"}]
    path.write_text(
        "\n".join([*map(json.dumps, lines), "{half", "[1]", '{"id": "\\ud800"}', ""]), encoding="utf-8"
    )
    found = rows(path, tmp_path)
    assert found[0] == {"id": "7", "tags": ["red", "dress"], "image": "u", FAULT: ""}
    assert (found[1]["id"], found[1]["tags"]) == ("", ["red", "dress", "silk"])
    assert found[2][FAULT].startswith("not JSON")
    assert found[3][FAULT] == "a JSON list, expected an object"
    assert (found[4]["id"], found[4][FAULT]) == ("?", "")


def test_the_official_json_gives_tags_of_the_maps_own_names(tmp_path):
    path = tmp_path / "train.json"
    content = {
        "images": [{"url": ["http://a/1"], "imageId": "1"}, {"url": "http://a/2", "image_id": 2}],
        "annotations": [{"label_id": ["62", 66], "image_id": 2}],
    }
    path.write_text(json.dumps(content))
    assert rows(path, tmp_path) == [
        {"id": "1", "image": "http://a/1", "tags": [], FAULT: ""},
        {"id": "2", "image": "http://a/2", "tags": ["Dresses", "Female"], FAULT: ""},
    ]


def test_tags_in_one_text():
    assert split_tags(" red; dress|silk , ,") == ["red", "dress", "silk"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", ""), ("b.csv", "id,id\n1,2\n"), ("c.jsonl", "1\n"), ("d.xls", "?")]
)
def test_what_is_no_catalogue_is_a_sentence(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError, match=r"expected|a catalogue is"):
        rows(tmp_path / name, tmp_path)


def test_a_quote_that_is_never_closed_is_refused_since_it_swallows_what_follows(tmp_path):
    path = tmp_path / "shop.csv"
    path.write_text('id,image,title\n1,1.jpg,"two\nlines"\n2,2.jpg,"open\n3,3.jpg,c\n4,4.jpg,d\n')
    with pytest.raises(DataError, match="opened in line 4 and never closed"):
        rows(path, tmp_path)
    path.write_text('id,image,title\n1,1.jpg,"two\nlines"\n2,2.jpg,5" pipe')
    assert [row["title"] for row in rows(path, tmp_path)] == ["two\nlines", '5" pipe']


def test_a_column_that_comes_late_is_a_column(tmp_path):
    path = tmp_path / "shop.jsonl"
    lines = [{"id": at} | ({"tags": ["red"]} if at == 1500 else {}) for at in range(1501)]
    path.write_text("\n".join(map(json.dumps, lines)))
    found = rows(path, tmp_path)
    assert (found[0]["tags"], found[1500]["tags"]) == ([], ["red"])


def test_utf16_is_read_where_the_file_says_so(tmp_path):
    path = tmp_path / "shop.csv"
    path.write_text("id,title\n1,gr\u00fcn\n", encoding="utf-16")
    assert rows(path, tmp_path) == [{"id": "1", "title": "gr\u00fcn", FAULT: ""}]
