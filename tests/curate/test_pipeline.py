"""A whole curation: nothing disappears, the same rows whatever the means, and it goes on after a kill."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from fittingroom.curate.fetch import Settings as Fetch
from fittingroom.curate.making import make_set
from fittingroom.curate.pictures import Settings as Pictures
from fittingroom.curate.pipeline import Means, curate
from fittingroom.curate.recipe import Recipe, Words
from fittingroom.curate.sample import Settings as Sample
from fittingroom.curate.split import Settings as Split
from fittingroom.data.attributes import imaterialist, label_map_csv
from fittingroom.errors import DataError, InputError
from tests.curate.made import encoded, picture, record, write
from tests.curate.shop_server import serving
from tests.jobs.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]


def hostile() -> list[dict]:
    """Good records, copies, views of a product, and one of everything that can be wrong."""
    records = [record(n) for n in range(24)]
    records[3] |= {"image": encoded(picture(2)), "title": "silk dress"}  # a copy of 2
    records[5] |= {"image": encoded(picture(4), quality=40)}  # 4 recompressed
    records[7] |= {"product_id": "product-6"}  # another view
    records[8] |= {"image": records[8]["image"][:200]}  # truncated
    records[9] |= {"image": encoded(picture(9)[:1, :1])}  # one pixel
    records[10] |= {"title": "red dress " * 100_000}
    records[11] |= {"tags": ["re\x00d", "\x1b[31m", "x" * 5000, ""], "description": "no lace\x07"}
    records[12] |= {"id": "item-13"}  # twice
    records[14] |= {"image": b"<html>"}
    records[15] |= {"image": None}
    records[16] |= {"tags": ["jeans", "skirt"], "title": "", "description": ""}  # nothing is left of it
    records[17] |= {"image": encoded(picture(17), "PNG")}
    return records


def set_rows(out: Path) -> list[tuple]:
    """The rows of a set without what says where they stood."""
    found = []
    for path in sorted((out / "part").glob("*.parquet")):
        for row in parquet.read_table(path).to_pylist():
            part = path.name.split("-")[0]
            found.append((part, row["id"], row["product_id"], row["image"], row["labels"], row["unknown"]))
    return sorted(found)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    catalogue = write(folder / "shop" / "a.parquet", hostile())
    result, scores = make_set(catalogue, folder / "set", means=Means(workers=1))
    assert scores is None
    return folder, result


def test_kept_and_dropped_are_what_came_in_at_every_step(made):
    folder, result = made
    left = 24
    drops = {"damaged", "not-a-picture", "missing", "tiny", "exact-copy", "near-copy", "no-labels"}
    told = json.loads((folder / "set" / "set.json").read_text())
    for step in told["steps"]:
        decided = parquet.read_table(folder / "set" / "decisions" / step).to_pylist()
        gone = {d["row"] for d in decided if not d["kept"] and d["reason"] in drops}
        assert told["records"][step] == {"in": left, "left": left - len(gone)}
        assert {d["reason"] for d in decided} <= set(told["reasons"][step])
        assert {d["step"] for d in decided} <= {step}
        left -= len(gone)
    assert left == sum(result.counts.values()) == len(set_rows(folder / "set"))
    reasons = Counter(
        d["reason"]
        for path in (folder / "set" / "decisions").rglob("*.parquet")
        for d in parquet.read_table(path).to_pylist()
    )
    for reason in (
        "damaged",
        "tiny",
        "not-a-picture",
        "missing",
        "text-cut",
        "control-characters",
        "tag-too-long",
    ):
        assert reasons[reason] >= 1, reason
    assert reasons["exact-copy"] == reasons["no-labels"] == 1


def test_the_set_is_what_the_contract_says(made):
    folder, _ = made
    out = folder / "set"
    for path in (out / "part").glob("*.parquet"):
        assert parquet.read_schema(path).names == [
            "id", "row", "product_id", "image", "labels", "unknown", "not_applicable", "leak_group"
        ]  # fmt: skip
        assert all(
            image.startswith(b"\xff\xd8\xff") for image in parquet.read_table(path)["image"].to_pylist()
        )
    groups: dict[int, set] = {}
    for path in (out / "part").glob("*.parquet"):
        for group in parquet.read_table(path)["leak_group"].to_pylist():
            groups.setdefault(group, set()).add(path.name.split("-")[0])
    assert all(len(parts) == 1 for parts in groups.values())
    images = dict.fromkeys(row[3] for row in set_rows(out))
    assert encoded(picture(0)) in images  # a JPEG keeps its bytes
    assert (out / "labels.csv").is_file()
    assert "dress" not in (out / "unknown_tags.csv").read_text()
    assert {path.stem for path in (out / "counts").iterdir()} == {
        "map",
        "clean",
        "verify",
        "duplicates",
        "sample",
    }


def test_neither_partitions_nor_the_order_of_rows_nor_processes_matter(made, tmp_path):
    folder, _ = made
    expected = set_rows(folder / "set")
    records = hostile()
    catalogue = write(tmp_path / "shop" / "b.parquet", records[::-1], group=5)
    curate(catalogue, tmp_path / "set", means=Means(workers=2, rows=9))
    assert set_rows(tmp_path / "set") == expected


def test_the_same_again_makes_nothing_and_another_recipe_only_what_follows(made):
    folder, _ = made
    out = folder / "set"
    files = {path: path.stat().st_mtime_ns for path in (out / "work").rglob("part-*.parquet")}
    expected = set_rows(out)
    make_set(folder / "shop" / "a.parquet", out, means=Means(workers=1))
    assert {path: path.stat().st_mtime_ns for path in files} == files
    assert set_rows(out) == expected
    make_set(folder / "shop" / "a.parquet", out, recipe=Recipe(sample=Sample(cap=2)), means=Means(workers=1))
    changed = {path.parent.name for path in files if path.stat().st_mtime_ns != files[path]}
    assert changed == {"sample", "split", "write"}
    assert 0 < len(set_rows(out)) < len(expected)
    make_set(folder / "shop" / "a.parquet", out, means=Means(workers=1))
    assert set_rows(out) == expected


def test_other_words_leave_the_near_copies_as_they_are(tmp_path):
    catalogue = write(tmp_path / "a.parquet", [record(n) for n in range(6)])
    make_set(catalogue, tmp_path / "set", means=Means(workers=1))
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "set/work/near").rglob("*.parquet")}
    make_set(
        catalogue, tmp_path / "set", recipe=Recipe(words=Words(languages=("en",))), means=Means(workers=1)
    )
    assert len(kept) >= 3
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_what_annotators_put_aside_is_filled_up(tmp_path):
    catalogue = write(tmp_path / "a.parquet", [record(n) for n in range(12)])
    recipe = Recipe(sample=Sample(cap=3))
    make_set(catalogue, tmp_path / "set", recipe=recipe, means=Means(workers=1))
    before = {row[1] for row in set_rows(tmp_path / "set")}
    (tmp_path / "aside").write_text(f"{min(before)}\n")
    make_set(catalogue, tmp_path / "set", recipe=recipe, removed=tmp_path / "aside", means=Means(workers=1))
    after = {row[1] for row in set_rows(tmp_path / "set")}
    assert before - after == {min(before)}
    assert len(after) == len(before)


def test_a_killed_run_goes_on_and_gives_the_same(tmp_path):
    records = [record(n) for n in range(40)]
    catalogue = write(tmp_path / "shop" / "a.parquet", records, group=5)
    command = [
        sys.executable,
        "-m",
        "fittingroom",
        "curate",
        catalogue,
        tmp_path / "set",
        "--rows",
        "5",
        "--workers",
        "1",
    ]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        verified = tmp_path / "set" / "work" / "verify"
        assert wait_until(lambda: len(list(verified.glob("part-*"))) >= 2, seconds=120)
        os.killpg(process.pid, signal.SIGKILL)
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "set" / "work" / "verify").glob("part-*")}
    assert not (tmp_path / "set" / "set.json").exists()
    curate(catalogue, tmp_path / "set", means=Means(rows=5, workers=1))
    curate(catalogue, tmp_path / "other", means=Means(workers=1))
    assert {path: path.stat().st_mtime_ns for path in made} == made
    assert set_rows(tmp_path / "set") == set_rows(tmp_path / "other")


def test_a_csv_with_other_names_and_files_beside_it(tmp_path):
    lines = ["number,picture,name,type,colour"]
    for n in range(8):
        (tmp_path / f"{n}.jpg").write_bytes(encoded(picture(n)))
        lines.append(f"{n},{n}.jpg,a nice thing,Skirts,Blue")
    (tmp_path / "shop.csv").write_text("\n".join([*lines, "too,few"]))
    columns = {"id": ["number"], "image": ["picture"], "title": ["name"], "tags": ["type", "colour"]}
    result = curate(tmp_path / "shop.csv", tmp_path / "set", columns=columns, means=Means(workers=1))
    assert result.notes["read"].reasons == {"unreadable-line": [0, 1]}
    rows = set_rows(tmp_path / "set")
    assert [row[1] for row in sorted(rows, key=lambda row: row[1])] == [f"{n}" for n in range(8)]
    assert all(len(row[4]) == 2 for row in rows)


def test_a_catalogue_of_nothing_but_bad_records_is_an_empty_set(tmp_path):
    catalogue = write(tmp_path / "a.parquet", [record(n, image=b"x") for n in range(3)])
    result, _ = make_set(catalogue, tmp_path / "set", means=Means(workers=1))
    assert sum(result.counts.values()) == 0
    assert json.loads((tmp_path / "set" / "set.json").read_text())["parts"] == {
        "train": 0,
        "val": 0,
        "test": 0,
    }


def test_no_process_is_too_few():
    for workers in (0, -2):
        with pytest.raises(InputError, match=f"at least 1 process, got {workers}"):
            Means(workers=workers)


def test_what_cannot_be_is_a_sentence(tmp_path):
    with pytest.raises(DataError, match="there is no such catalogue"):
        curate(tmp_path / "absent", tmp_path / "set")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataError, match="no Parquet file in it"):
        curate(tmp_path / "folder", tmp_path / "set")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("x")
    with pytest.raises(InputError, match="holds something else"):
        curate(tmp_path / "folder", tmp_path / "mine")
    parquet.write_table(pa.table({"image": pa.array([], pa.binary())}), tmp_path / "none.parquet")
    with pytest.raises(DataError, match="no record in it"):
        curate(tmp_path / "none.parquet", tmp_path / "set")


def rows_by_part(out: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((out / "part").glob("*.parquet")):
        found.setdefault(path.name.split("-")[0], []).extend(
            parquet.read_table(path, columns=["id"])["id"].to_pylist()
        )
    return found


def test_no_row_of_another_recipe_is_left_in_a_part(tmp_path):
    catalogue = write(tmp_path / "shop" / "a.parquet", [record(n) for n in range(30)])
    for shares in (Split(val=0.2, test=0.2), Split(val=0.2, test=0), Split(val=0.2, test=0.2)):
        result = curate(catalogue, tmp_path / "set", recipe=Recipe(split=shares), means=Means(workers=1))
        there = rows_by_part(tmp_path / "set")
        assert {part: len(ids) for part, ids in there.items()} == {
            p: n for p, n in result.counts.items() if n
        }
        assert sum(map(len, there.values())) == 30


def test_pictures_that_are_gone_leave_no_description_behind(tmp_path):
    names = [f"{n}.png" for n in range(6)]
    shop = tmp_path / "shop"
    catalogue = write(shop / "a.parquet", [record(n, image=name) for n, name in enumerate(names)])
    for n, name in enumerate(names):
        (shop / name).write_bytes(encoded(picture(n), "PNG"))
    assert sum(curate(catalogue, tmp_path / "set", means=Means(workers=1)).counts.values()) == 6
    too_small = Recipe(pictures=Pictures(least_px=1000))
    assert (
        sum(curate(catalogue, tmp_path / "set", recipe=too_small, means=Means(workers=1)).counts.values())
        == 0
    )


def test_another_map_of_labels_names_the_ids_of_an_official_file_anew(tmp_path):
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "1.png").write_bytes(encoded(picture(1), "PNG"))
    official = shop / "train.json"
    found = {
        "images": [{"url": "1.png", "imageId": "1"}],
        "annotations": [{"imageId": "1", "labelId": ["2"]}],
    }
    official.write_text(json.dumps(found))
    label = imaterialist().by_id[2]
    swapped = label_map_csv(imaterialist()).splitlines()
    here = next(at for at, line in enumerate(swapped) if line.startswith("2,"))
    there = next(at for at, line in enumerate(swapped) if f",{label.group}" in line and at != here and at > 0)
    ids = swapped[here].split(",", 1)[0], swapped[there].split(",", 1)[0]
    swapped[here], swapped[there] = (
        f"{ids[0]},{swapped[there].split(',', 1)[1]}",
        f"{ids[1]},{swapped[here].split(',', 1)[1]}",
    )
    other = tmp_path / "labels.csv"
    other.write_text("\n".join(swapped) + "\n")
    tags = []
    for recipe in (Recipe(), Recipe(words=Words(labels=str(other)))):
        curate(official, tmp_path / "set", recipe=recipe, means=Means(workers=1))
        table = parquet.read_table(tmp_path / "set" / "work" / "read" / "part-00000.parquet")
        tags.append(table["tags"].to_pylist())
    assert tags[0] != tags[1]


def test_a_mistake_in_the_call_costs_nothing_that_was_made(tmp_path):
    catalogue = write(tmp_path / "shop" / "a.parquet", [record(n) for n in range(4)])
    other = write(tmp_path / "elsewhere" / "a.parquet", [record(n) for n in range(5)])
    out = tmp_path / "set"
    make_set(catalogue, out, means=Means(workers=1))
    wrong = [
        ({"catalogue": tmp_path / "absent.parquet"}, DataError, "no such catalogue"),
        ({"catalogue": other}, InputError, "is made of"),
        ({"columns": {"title": ["nme"]}}, InputError, "no column 'nme'"),
        ({"truth": tmp_path / "nowhere"}, DataError, "truth of 0 rows"),
    ]
    for arguments, kind, words in wrong:
        with pytest.raises(kind, match=words):
            make_set(**{"catalogue": catalogue, "out": out, "means": Means(workers=1)} | arguments)
        assert (out / "set.json").is_file()
        assert rows_by_part(out)


def test_a_set_goes_on_where_it_was_moved_with_its_catalogue(tmp_path):
    catalogue = write(tmp_path / "before" / "shop" / "a.parquet", [record(n) for n in range(4)])
    make_set(catalogue, tmp_path / "before" / "set", means=Means(workers=1))
    (tmp_path / "before").rename(tmp_path / "after")
    part = tmp_path / "after" / "set" / "work" / "map" / "part-00000.parquet"
    made = part.stat().st_mtime_ns
    make_set(tmp_path / "after" / "shop" / "a.parquet", tmp_path / "after" / "set", means=Means(workers=1))
    assert part.stat().st_mtime_ns == made


def test_much_that_hangs_together_is_said(tmp_path, capfd):
    records = [record(n, product_id="N/A") for n in range(24)]
    curate(write(tmp_path / "a.parquet", records), tmp_path / "set", means=Means(workers=1))
    said = capfd.readouterr().err
    assert "no image is in val and test" in said
    assert "24 of 24 images hang together" in said
    assert "'N/A'" in said


def test_pictures_that_were_missing_are_taken_in_when_they_are_there(tmp_path):
    shop, out = tmp_path / "shop", tmp_path / "set"
    catalogue = write(shop / "a.parquet", [record(n, image=f"{n}.png") for n in range(6)])
    means = Means(workers=1, rows=3)
    for there in (range(4), range(6), range(6)):
        for n in there:
            if not (shop / f"{n}.png").exists():
                (shop / f"{n}.png").write_bytes(encoded(picture(n), "PNG"))
        before = {path: path.stat().st_mtime_ns for path in (out / "work").glob("*/part-00000.parquet")}
        assert sum(curate(catalogue, out, means=means).counts.values()) == len(there)
        early = [out / "work" / step / "part-00000.parquet" for step in ("pictures", "verify")]
        assert all(path.stat().st_mtime_ns == before.get(path, path.stat().st_mtime_ns) for path in early)


def test_pictures_of_a_server_that_was_busy_are_asked_for_again(tmp_path):
    with serving() as server:
        urls = [
            server.address + "/good/1.jpg",
            server.address + "/busy/2.jpg",
            server.address + "/forbidden.jpg",
        ]
        catalogue = write(tmp_path / "a.parquet", [record(n, image=url) for n, url in enumerate(urls)])
        recipe = Recipe(fetch=Fetch(allow=("127.0.0.1",), attempts=1, pause_s=0))
        found = []
        for server.well in (False, True, True):
            result = curate(catalogue, tmp_path / "set", recipe=recipe, means=Means(workers=1))
            found.append((sum(result.counts.values()), dict(server.asked)))
        assert [images for images, _ in found] == [1, 2, 2]
        assert found[1][1] == {"/good/1.jpg": 1, "/busy/2.jpg": 2, "/forbidden.jpg": 1}
        assert found[2] == found[1]
