"""Hostile texts are cut or cleaned, with a decision; only what cannot be a record goes."""

import pyarrow as pa

from fittingroom.curate.catalogue import FAULT
from fittingroom.curate.read import Settings, read
from fittingroom.curate.records import LISTED


def listed(**columns):
    n = len(next(iter(columns.values())))
    table = pa.table({"row": list(range(n)), "at": list(range(n)), "file": pa.array([0] * n, pa.int32())})
    for name, values in columns.items():
        table = table.append_column(name, pa.array(values))
    return table


def told(decisions):
    return [(d["row"], d["kept"], d["reason"], d["subject"], d["number"]) for d in decisions.to_pylist()]


def test_texts_are_cut_and_cleaned_and_every_change_is_told():
    table = listed(
        id=["a", "", "a"],
        title=["t" * 1_000_000, "two\x00 \u202ewords", "fine\nline"],
        tags=[["x" * 101, " red\x07 "], ["b"] * 101, ["", None]],
        image=["a.jpg", "b.jpg", ""],
    )
    out, decisions = read(table, Settings())
    assert out.schema == LISTED
    assert out["id"].to_pylist() == ["a", "row-1"]
    assert [len(title) for title in out["title"].to_pylist()] == [2000, 11]
    assert out["title"][1].as_py() == "two   words"
    assert out["tags"].to_pylist() == [["red"], ["b"] * 100]
    assert sorted(told(decisions), key=str) == sorted(
        [
            (0, True, "text-cut", "title", 1e6),
            (1, True, "control-characters", "title", None),
            (0, True, "control-characters", "tags", None),
            (0, False, "tag-too-long", "x" * 40 + "...", 101.0),
            (1, True, "tags-cut", "", 101.0),
            (2, False, "no-image", "", None),
        ],
        key=str,
    )


def test_a_line_that_could_not_be_read_goes_with_its_reason():
    table = listed(id=["a", None], image=["a.jpg", None], **{FAULT: ["", "2 fields"]})
    out, decisions = read(table, Settings())
    assert out["id"].to_pylist() == ["a"]
    assert told(decisions) == [(1, False, "unreadable-line", "", None)]


def test_several_columns_of_tags_are_one_tag_each_and_one_text_holds_several():
    out, _ = read(listed(image=["a"], tags0=["Sports Shoes"], tags1=["Black, White"]), Settings())
    assert out["tags"].to_pylist() == [["Sports Shoes", "Black, White"]]
    out, _ = read(listed(image=["a"], tags=["red; dress"]), Settings())
    assert out["tags"].to_pylist() == [["red", "dress"]]


def test_pictures_that_stand_in_the_catalogue_need_no_path():
    out, decisions = read(listed(id=["a", "b"]), Settings())
    assert (len(out), len(decisions)) == (2, 0)


def test_a_column_of_the_users_that_is_called_fault_drops_nobody():
    table = listed(id=["a", "b"], image=["a.jpg", "b.jpg"], fault=["", "a scratch"])
    assert read(table, Settings())[0]["id"].to_pylist() == ["a", "b"]


def test_paths_and_addresses_stay_as_they_are_but_for_blanks_around_them():
    odd = ["sub\u200c2.jpg", " b.jpg ", "http://a.example/" + "x" * 3_000]
    out, decisions = read(listed(id=["a", "b", "c"], image=odd), Settings())
    assert out["image"].to_pylist() == [image.strip() for image in odd]
    assert told(decisions) == []


def test_ids_of_nothing_that_can_be_seen_are_numbered_and_decisions_name_ids_as_they_are_kept():
    table = listed(id=[" ", "\u200b", "a\0b"], image=["a.jpg", "b.jpg", ""], title=["", "", "x"])
    out, decisions = read(table, Settings())
    assert out["id"].to_pylist() == ["row-0", "row-1"]
    assert {one["record"] for one in decisions.to_pylist()} == {"row-1", "a b"}


def test_what_was_no_utf8_is_told():
    table = listed(
        id=["a", "b"], image=["a.jpg", "b.jpg"], title=["caf\ufffd", "fine"], tags=["gr\ufffdn", "red"]
    )
    _, decisions = read(table, Settings())
    assert told(decisions) == [
        (0, True, "undecodable", "title", None),
        (0, True, "undecodable", "tags", None),
    ]
