"""One look at a picture: what it is, or why it goes; hostile files end no run."""

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from pyarrow import parquet

from fittingroom.curate.near import DESCRIBED
from fittingroom.curate.pictures import DROPS, REASONS, Places, Settings, look
from fittingroom.curate.records import LISTED
from tests.curate.made import encoded, picture, write


def places(folder: Path, files=(), described=None):
    return Places(
        folder=folder, files=tuple(files), column="image", fetched=folder, firsts=(0,), described=described
    )


def rows(images, *, inside=False):
    n = len(images)
    table = {
        "row": range(n),
        "id": [f"r{at}" for at in range(n)],
        "tags": [["b", "a"]] * n,
        "image": [""] * n if inside else images,
        "file": [0] * n,
        "at": range(n),
    }
    columns = [table.get(name, [""] * n) for name in LISTED.names]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, LISTED, strict=True)], schema=LISTED)


def bomb() -> bytes:
    stream = io.BytesIO()
    Image.new("1", (9_500, 9_500)).save(stream, "PNG")
    return stream.getvalue()


def test_every_kind_of_bad_picture_goes_with_its_reason(tmp_path):
    good = encoded(picture(1))
    outside = tmp_path / "elsewhere.jpg"
    outside.write_bytes(good)
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "link.jpg").symlink_to(outside)
    contents = {
        "good.jpg": (good, None),
        "cut.jpg": (good[: len(good) // 2], "damaged"),
        "text.jpg": (b"<html>", "not-a-picture"),
        "empty.jpg": (b"", "not-a-picture"),
        "pixel.png": (encoded(np.zeros((1, 1, 3), np.uint8), "PNG"), "tiny"),
        "bomb.png": (bomb(), "gigantic"),
        "large.jpg": (good + b"\0" * 50_000, "file-too-large"),
    }
    for name, (content, _) in contents.items():
        (folder / name).write_bytes(content)
    named = {
        "absent.jpg": "missing",
        "a\0b.jpg": "outside",
        "link.jpg": "outside",
        "../elsewhere.jpg": "outside",
        "/etc/hostname": "outside",
        "file:///etc/hostname": "outside",
        "http://a.example/1.jpg": "unfetched",
        ".": "missing",
    }
    table = rows([*contents, *named])
    out, decisions = look(table, Settings(most_bytes=len(good) + 40_000), places(folder))
    expected = {**{name: why for name, (_, why) in contents.items() if why}, **named}
    ids = dict(zip(table["id"].to_pylist(), table["image"].to_pylist(), strict=True))
    assert {ids[d["record"]]: d["reason"] for d in decisions.to_pylist()} == expected
    assert out["image"].to_pylist() == ["good.jpg"]
    assert (out["height"][0].as_py(), out["width"][0].as_py()) == (48, 48)
    assert set(expected.values()) <= DROPS == set(REASONS)


def test_equal_pixels_have_equal_digests_whatever_the_file(tmp_path):
    for name, kind, settings in (
        ("a.png", "PNG", {}),
        ("b.png", "PNG", {"compress_level": 0}),
        ("c.bmp", "BMP", {}),
    ):
        (tmp_path / name).write_bytes(encoded(picture(3), kind, **settings))
    (tmp_path / "d.png").write_bytes(encoded(picture(4), "PNG"))
    out, _ = look(rows(["a.png", "b.png", "c.bmp", "d.png"]), Settings(), places(tmp_path))
    a, b, c, d = out["digest"].to_pylist()
    assert a == b == c != d


def test_the_key_is_of_the_record_not_of_its_row(tmp_path):
    (tmp_path / "a.jpg").write_bytes(encoded(picture(5)))
    table = rows(["a.jpg", "a.jpg"])
    same = table.set_column(1, "id", pa.array(["x", "x"]))
    first, second = look(same, Settings(), places(tmp_path))[0]["key"].to_pylist()
    assert first == second
    first, second = look(table, Settings(), places(tmp_path))[0]["key"].to_pylist()
    assert first != second


@pytest.mark.parametrize("group", [2, 100])
def test_bytes_inside_the_catalogue_are_read_for_the_rows_that_are_left(tmp_path, group):
    records = [{"id": f"{n}", "image": encoded(picture(n)) if n != 4 else None} for n in range(9)]
    file = write(tmp_path / "a.parquet", records, group=group)
    table = rows([""] * 9, inside=True).take(pa.array([0, 3, 4, 8]))
    described = tmp_path / "described"
    out, decisions = look(table, Settings(), places(tmp_path, [file], described))
    assert out["row"].to_pylist() == [0, 3, 8]
    assert [(d["row"], d["reason"]) for d in decisions.to_pylist()] == [(4, "missing")]
    kept = parquet.read_table(described / "part-00000.parquet")
    assert kept.schema == DESCRIBED
    assert len(kept) == 3  # a description for each row that is left


def test_a_whole_path_counts_if_it_leads_into_the_folder(tmp_path):
    folder = tmp_path / "shop"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.png").write_bytes(encoded(picture(1), "PNG"))
    table = rows(
        [str(folder / "a.png"), f"file://{folder / 'a.png'}", "sub/../a.png", str(tmp_path / "a.png")]
    )
    out, decisions = look(table, Settings(), places(folder))
    assert len(out) == 3
    assert [one["reason"] for one in decisions.to_pylist()] == ["outside"]
