import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fittingroom.build import Recipe, converted, named
from fittingroom.build.divided import Amounts
from fittingroom.build.making import make
from fittingroom.build.pool import CODES
from fittingroom.build.refusal import REASONS
from fittingroom.build.sources import find_source
from fittingroom.data import open_source
from fittingroom.data.idx import read_idx
from fittingroom.data.photo import read_photo
from fittingroom.errors import DataError, InputError
from fittingroom.match import near_pairs
from tests.build.photographed import (
    CLASSES,
    as_csv,
    as_parquet,
    as_shards,
    class_folders,
    encoded,
    garment,
    samples,
)

RECIPE = named("fashion-mnist")


@pytest.fixture
def folder(tmp_path, rng):
    return class_folders(tmp_path / "photos", 20, rng=rng)


def decisions(out: Path) -> dict[str, list]:
    from pyarrow import parquet

    return parquet.read_table(out / "decisions.parquet").to_pydict()


def files(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_each_picture_is_its_photo_through_the_recipe(folder, tmp_path):
    make(find_source(folder), RECIPE, tmp_path / "out", workers=1)
    images = {
        part: read_idx(tmp_path / "out" / f"{prefix}-images-idx3-ubyte.gz")
        for part, prefix in (("train", "train"), ("test", "t10k"))
    }
    labels = {
        part: read_idx(tmp_path / "out" / "raw" / f"{prefix}-labels-idx1-ubyte")
        for part, prefix in (("train", "train"), ("test", "t10k"))
    }
    table = decisions(tmp_path / "out")
    assert sorted(table["record"]) == sorted(name for name, _, _ in samples(folder))
    assert all(table["kept"])
    for record, label, part, row in zip(*(table[k] for k in ("record", "label", "part", "row")), strict=True):
        photo = read_photo(folder / record)
        assert np.array_equal(images[part][row], converted(photo.pixels, RECIPE))
        assert CLASSES[labels[part][row]] == label
    assert {part: len(rows) for part, rows in images.items()} == {"train": 51, "test": 9}


def test_the_folder_holds_everything_and_is_data_of_its_own(folder, tmp_path):
    built = make(find_source(folder), RECIPE, tmp_path / "out", workers=1)
    held = set(files(tmp_path / "out"))
    idx = {f"{p}-{k}-ubyte" for p in ("train", "t10k") for k in ("images-idx3", "labels-idx1")}
    assert held == {
        *(f"{name}.gz" for name in idx),
        *(f"raw/{name}" for name in idx),
        *("labels.txt", "recipe.toml", "README.md", "card.json", "decisions.parquet"),
        *("parquet/README.md", "parquet/croissant.json"),
        *("parquet/data/train-00000-of-00001.parquet", "parquet/data/test-00000-of-00001.parquet"),
    }
    assert not list(tmp_path.glob(".*"))
    one, other = open_source(tmp_path / "out"), open_source(tmp_path / "out" / "parquet")
    assert one.card.classes == other.card.classes == CLASSES
    assert np.array_equal(one.images, other.images)
    assert np.array_equal(one.labels, other.labels)
    assert json.loads((tmp_path / "out" / "card.json").read_text())["sha256"] == built.card.sha256


def test_equal_sources_give_equal_bytes_on_any_number_of_workers(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("fittingroom.build.work.PICTURES", 7)
    for name, workers in (("a", 1), ("b", 2)):
        make(find_source(folder), RECIPE, tmp_path / name / "set", workers=workers, seed=3)
    assert files(tmp_path / "a" / "set") == files(tmp_path / "b" / "set")
    make(find_source(folder), RECIPE, tmp_path / "c" / "set", workers=1, seed=4)
    assert files(tmp_path / "a" / "set") != files(tmp_path / "c" / "set")


def test_all_kinds_of_sources_give_the_same_pictures(folder, tmp_path):
    rows = samples(folder)
    places = (
        folder,
        as_csv(tmp_path / "csv", rows),
        as_parquet(tmp_path / "one.parquet", rows),
        as_shards(tmp_path / "shards", rows),
    )
    digests = []
    for number, place in enumerate(places):
        digests.append(make(find_source(place), RECIPE, tmp_path / f"out{number}", workers=1).digests)
    assert all(digest == digests[0] for digest in digests)


def hostile(folder: Path, rng: np.random.Generator) -> dict[str, str]:
    """Put one picture of every bad kind into the folder of bags; returns name -> the reason it must get."""
    whole = encoded(garment(0, rng, height=300, width=200), "JPEG")
    Image.fromarray(np.full((60, 50), 0.5, np.float32)).save(folder / "bag" / "float.tif")
    faint = np.full((73, 51, 3), 0xFD, np.uint8)
    faint[20:50, 10:30] = 0xEF
    contents = {
        "text.jpg": (b"not a picture at all", "not-a-picture"),
        "nothing.jpg": (b"", "not-a-picture"),
        "half.jpg": (whole[: len(whole) // 2], "damaged"),
        "hole.jpg": (whole[: len(whole) // 2] + bytes(900) + whole[len(whole) // 2 + 900 :], "damaged"),
        "half.png": (encoded(garment(0, rng))[:-300], "damaged"),
        "white.png": (encoded(np.full((73, 51, 3), 255, np.uint8)), "empty"),
        "faint.png": (encoded(faint), "low-contrast"),
    }
    for name, (content, _) in contents.items():
        (folder / "bag" / name).write_bytes(content)
    return {f"bag/{name}": reason for name, (_, reason) in contents.items()} | {
        "bag/float.tif": "unsupported"
    }


def handled(folder: Path, rng: np.random.Generator) -> dict[str, str]:
    """Put one picture of every odd kind into the folder of shoes; returns name -> what must be done to it."""
    shoe = Image.fromarray(garment(1, rng))
    exif = Image.Exif()
    exif[0x0112] = 6
    clear = shoe.convert("RGBA")
    clear.putalpha(Image.fromarray((np.asarray(shoe)[..., 0] < 200).astype(np.uint8) * 255))
    grey = np.asarray(Image.fromarray(garment(1, rng)).convert("L")).astype(np.uint16) << 8
    frames = {"save_all": True, "append_images": [shoe.rotate(180)]}
    made = {
        "turned.jpg": (shoe.transpose(Image.Transpose.ROTATE_90), {"exif": exif}, "turned upright"),
        "clear.png": (clear, {}, "laid on white"),
        "moving.gif": (shoe, frames, "first frame, palette to RGB"),
        "cmyk.jpg": (Image.fromarray(garment(1, rng)).convert("CMYK"), {}, "CMYK to RGB"),
        "palette.png": (Image.fromarray(garment(1, rng)).quantize(32), {}, "palette to RGB"),
        "deep.png": (Image.fromarray(grey), {}, "16 bits to 8"),
        "twelve.tif": (Image.fromarray(grey >> 4), {}, "12 bits to 8"),
        "wide.tif": (Image.fromarray((grey >> 8).astype(np.int32)), {}, "8 bits of more"),
    }
    for name, (image, options, _) in made.items():
        image.save(folder / "shoe" / name, **options)
    return {f"shoe/{name}": words for name, (_, _, words) in made.items()}


def test_bad_pictures_are_refused_with_their_reason_odd_ones_handled_none_is_lost(folder, tmp_path, rng):
    bad, odd = hostile(folder, rng), handled(folder, rng)
    built = make(find_source(folder), RECIPE, tmp_path / "out", workers=1)
    table = decisions(tmp_path / "out")
    refused = dict(zip(table["record"], table["reason"], strict=True))
    assert {name: reason for name, reason in refused.items() if reason} == bad
    assert {n: w for n, w in zip(table["record"], table["handled"], strict=True) if w} == odd
    kept = [kept and part is not None for kept, part in zip(table["kept"], table["part"], strict=True)]
    assert sum(kept) + sum(built.refused.values()) == len(table["record"]) == 60 + len(bad) + len(odd)
    steps = dict(zip(table["record"], table["step"], strict=True))
    assert {steps[name] for name in bad} == {"read", "prepare"}
    assert all(REASONS[reason][0] == steps[name] for name, reason in bad.items())


def test_a_thousand_pictures_lose_exactly_the_broken_ones(tmp_path, rng):
    folder = class_folders(tmp_path / "photos", 340, rng=rng, kind="JPEG")
    paths = sorted(folder.rglob("*.jpeg"))
    broken = rng.choice(len(paths), 10, replace=False)
    for at in broken:
        content = paths[at].read_bytes()
        paths[at].write_bytes(content[: int(rng.integers(1, len(content) - 100))])
    built = make(find_source(folder), named("fashion-mnist-fast"), tmp_path / "out", workers=1)
    table = decisions(tmp_path / "out")
    lost = {folder / name for name, kept in zip(table["record"], table["kept"], strict=True) if not kept}
    assert lost == {paths[at] for at in broken}
    assert sum(built.refused.values()) == 10


def test_strict_stops_at_the_first(folder, tmp_path, rng):
    hostile(folder, rng)
    with pytest.raises(DataError, match=r"bag/faint.png is refused as low-contrast \(contrast"):
        make(find_source(folder), RECIPE, tmp_path / "out", workers=1, strict=True)
    assert not (tmp_path / "out").exists()


def test_copies_and_groups_stand_on_one_side(tmp_path, rng):
    rows, groups = [], []
    for number in range(90):
        picture = garment(number % 3, rng)
        shown = [picture]
        if number % 5 == 0:
            shown += [picture, picture[:, ::-1], np.clip(picture.astype(int) - 3, 0, 255).astype(np.uint8)]
        for copy in shown:
            rows.append((f"{len(rows)}.png", CLASSES[number % 3], encoded(copy)))
            groups.append(f"seller {number // 4}" if number % 2 else "")
    place = as_csv(tmp_path / "csv", rows, groups)
    built = make(find_source(place, columns={"group": "seller"}), RECIPE, tmp_path / "out", workers=1)
    sides = {part: built.pool.records[chosen.rows] for part, chosen in built.parts.items()}
    assert len(sides["train"]) + len(sides["test"]) == len(rows)
    own = {part: {groups[record] for record in records if groups[record]} for part, records in sides.items()}
    assert own["train"]
    assert not own["train"] & own["test"]
    images = read_idx(tmp_path / "out" / "t10k-images-idx3-ubyte.gz")
    others = read_idx(tmp_path / "out" / "train-images-idx3-ubyte.gz")
    assert not len(near_pairs(images, others, threshold=0.99))


def test_a_class_of_one_family_is_named_where_it_lacks_a_part(folder, tmp_path):
    rows = samples(folder)
    sellers = ["one" if label == "shoe" else f"seller {at}" for at, (_, label, _) in enumerate(rows)]
    place = as_csv(tmp_path / "csv", rows, sellers)
    built = make(find_source(place, columns={"group": "seller"}), RECIPE, tmp_path / "out", workers=1)
    told = "no test picture of shoe (20 pictures of one family of copies or groups)"
    assert built.remarks == (told,)
    assert told in built.card.notes
    assert json.loads((tmp_path / "out" / "card.json").read_text())["remarks"] == [told]
    assert f"N{told[1:]}." in (tmp_path / "out" / "README.md").read_text()
    plain = make(find_source(folder), RECIPE, tmp_path / "plain", workers=1)
    assert plain.remarks == ()


def test_classes_of_few_pictures_are_named_where_they_lack_a_part(folder, tmp_path):
    for path in sorted((folder / "shoe").iterdir())[3:]:
        path.unlink()
    built = make(find_source(folder), RECIPE, tmp_path / "out", workers=1)
    assert built.remarks == ("no test picture of shoe (3 pictures of 3 families)",)


def test_a_picture_with_two_labels_is_counted_and_named(folder, tmp_path):
    (folder / "bag" / "20.png").write_bytes((folder / "bag" / "3.png").read_bytes())
    for name in ("20.png", "21.png"):
        (folder / "shoe" / name).write_bytes((folder / "bag" / "3.png").read_bytes())
    for number, classes in enumerate((None, {"a": ("bag", "shoe"), "b": ("trouser",)})):
        built = make(find_source(folder), RECIPE, tmp_path / f"out{number}", classes=classes, workers=1)
        told = ("2 copies with another label, the first is shoe/20.png as shoe, equal to bag/3.png as bag",)
        assert built.remarks == (told if classes is None else ())
        assert sum(built.card.counts.values()) == 63


def test_of_each_group_one_picture(folder, tmp_path):
    rows = samples(folder)
    place = as_csv(tmp_path / "csv", rows, [f"product {at // 2}" for at in range(len(rows))])
    found = find_source(place, columns={"group": "seller"})
    built = make(found, RECIPE, tmp_path / "out", one_per_group=True, workers=1)
    assert built.refused == {"another-of-its-group": 30}
    kept = built.pool.records[np.concatenate([chosen.rows for chosen in built.parts.values()])]
    assert sorted(kept.tolist()) == list(range(0, 60, 2))
    with pytest.raises(InputError, match="the source has no groups; name their column"):
        make(find_source(folder), RECIPE, tmp_path / "more", one_per_group=True)


def test_classes_and_amounts_leave_the_rest_out(folder, tmp_path):
    built = make(
        find_source(folder),
        RECIPE,
        tmp_path / "out",
        classes={"thing": ("bag", "shoe"), "leg": ("trouser",)},
        amounts=Amounts(train=20, test=6, balance=True),
        workers=1,
    )
    assert built.card.counts == {"train": 20, "test": 6}
    assert built.refused == {"not-drawn": 34}
    assert (tmp_path / "out" / "labels.txt").read_text() == "thing\nleg\n"
    again = make(
        find_source(folder), RECIPE, tmp_path / "two", classes={"a": ("bag",), "b": ("shoe",)}, workers=1
    )
    assert again.refused == {"other-class": 20}


def test_a_killed_build_goes_on(tmp_path, rng, monkeypatch):
    """Whatever was done when the process was killed is kept, and the bytes are those of one that was not."""
    folder = class_folders(tmp_path / "photos", 150, rng=rng)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from fittingroom.build import named\n"
        "from fittingroom.build import work\n"
        "from fittingroom.build.making import make\n"
        "from fittingroom.build.sources import find_source\n"
        "work.PICTURES = 16\n"
        "if __name__ == '__main__':\n"
        "    make(find_source(sys.argv[1]), named('fashion-mnist'), sys.argv[2], workers=1)\n"
    )
    (tmp_path / "run.py").write_text(script)
    command = [sys.executable, str(tmp_path / "run.py"), str(folder), str(tmp_path / "a" / "set")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    work = tmp_path / "a" / ".set.building"
    while len(list(work.glob("block-*.npz"))) < 3:
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "a" / "set").exists()
    before = {path.name: path.stat().st_mtime_ns for path in work.glob("block-*.npz")}
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"{len(before)} of 29 blocks of pictures already there" in ended.stderr
    monkeypatch.setattr("fittingroom.build.work.PICTURES", 16)
    make(find_source(folder), RECIPE, tmp_path / "b" / "set", workers=1)
    assert files(tmp_path / "a" / "set") == files(tmp_path / "b" / "set")
    assert not work.exists()


def test_what_changed_meanwhile_is_done_again(folder, tmp_path, rng, monkeypatch):
    monkeypatch.setattr("fittingroom.build.work.PICTURES", 10)

    def interrupted(*args):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(find_source(folder), RECIPE, tmp_path / "a" / "set", workers=1, describe=interrupted)
    (folder / "bag" / "3.png").write_bytes(encoded(garment(0, rng)))
    make(find_source(folder), RECIPE, tmp_path / "a" / "set", workers=1)
    make(find_source(folder), RECIPE, tmp_path / "b" / "set", workers=1)
    assert files(tmp_path / "a" / "set") == files(tmp_path / "b" / "set")


def test_nothing_is_overwritten_and_two_builds_do_not_meet(folder, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="this folder is not empty"):
        make(find_source(folder), RECIPE, tmp_path / "out")

    def meanwhile(built, beside):
        with pytest.raises(InputError, match="another build is writing there"):
            make(find_source(folder), RECIPE, tmp_path / "new", workers=1)

    make(find_source(folder), RECIPE, tmp_path / "new", workers=1, describe=meanwhile)


def test_what_cannot_be_built_is_a_sentence(folder, tmp_path):
    with pytest.raises(InputError, match="the edge of a picture is 1 pixel or more, asked for 0"):
        make(find_source(folder), RECIPE, tmp_path / "out", size_px=0)
    with pytest.raises(InputError, match="must end in a grey picture of 32 x 32 pixels, found shape"):
        make(find_source(folder), RECIPE, tmp_path / "out", size_px=32, workers=1)
    for path in folder.rglob("*.png"):
        path.write_bytes(b"broken")
    with pytest.raises(DataError, match=r"none of 60 pictures came out \(60 not-a-picture\)"):
        make(find_source(folder), RECIPE, tmp_path / "out", workers=1)
    (folder / "bag").rename(tmp_path / "bag")
    (folder / "shoe").rename(tmp_path / "shoe")
    with pytest.raises(DataError, match="MNIST's files hold 2 to 256 classes, found 1"):
        make(find_source(folder), RECIPE, tmp_path / "out", workers=1)


def test_a_recipe_made_in_python_is_tried_before_the_work_begins(folder, tmp_path):
    wrong = Recipe(name="w", version=1, title="", steps=(("ink", {"reach": 0.5}), ("grey", {})))
    with pytest.raises(InputError, match="recipe w: the step ink cannot be done with what it gets"):
        make(find_source(folder), wrong, tmp_path / "out", workers=1)
    assert not list(tmp_path.glob("*out*"))


def test_a_name_that_no_file_can_have_is_refused(folder, tmp_path):
    place = as_csv(tmp_path / "csv", samples(folder))
    with (place / "labels.csv").open("a") as stream:
        stream.write("images/\0.png,bag\n")
    built = make(find_source(place), RECIPE, tmp_path / "out", workers=1)
    assert built.refused == {"missing": 1}
    (why,) = [why for why in decisions(tmp_path / "out")["why"] if why]
    assert "null" in why


def test_every_reason_is_decided_at_a_step():
    assert {step for step, _ in REASONS.values()} == {"label", "read", "prepare", "draw"}
    assert tuple(REASONS) == CODES
    assert len(CODES) < 127
