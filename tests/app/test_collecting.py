"""The probe that grows by use."""

import dataclasses
import io
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fittingroom.app import words
from fittingroom.app.collecting import FEWEST, NONE, Kept, alike, contributor, keep, read, worth
from fittingroom.data.image_folder import image_folder
from fittingroom.errors import DataError, InputError
from fittingroom.measure.intervals import wilson
from fittingroom.types import Measurement


def line(**more) -> Kept:
    given = {
        "file": "", "label": "a, b", "group": "Ada", "answer": "c", "answers": "c;d", "confidence": 0.8,
        "verdict": "like", "preparation": "area", "source": "photo", "model": "m", "when": "2026",
    }  # fmt: skip
    return Kept(**{**given, **more})


def png(seed: int) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (9, 9), np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def test_what_is_kept_is_read_back_and_is_an_image_folder(tmp_path: Path):
    kept = [
        keep(tmp_path, png(seed), ".png", line(label="cd"[seed % 2], group=f"who {seed}"))
        for seed in range(6)
    ]
    assert read(tmp_path) == tuple(kept)
    found = image_folder(tmp_path)
    assert len(found.images) == 6
    assert found.card.classes == ("c", "d")
    assert len(np.unique(found.groups)) == 6
    assert all(one.file.startswith("images/") for one in kept)


def test_the_same_picture_is_kept_once(tmp_path: Path):
    keep(tmp_path, png(1), ".png", line())
    with pytest.raises(InputError, match="already"):
        keep(tmp_path, png(1), ".png", line(label="other"))
    assert len(read(tmp_path)) == 1


def test_columns_and_lines_of_others_stay(tmp_path: Path):
    keep(tmp_path, png(1), ".png", line())
    path = tmp_path / "labels.csv"
    header, row = path.read_text().splitlines()
    path.write_text(f"{header},remark\n{row},mine", encoding="utf-8")
    keep(tmp_path, png(2), ".png", line(label="x"))
    lines = path.read_text().splitlines()
    assert lines[1].endswith(",mine")
    assert lines[2].endswith(",")
    assert [one.label for one in read(tmp_path)] == ["a, b", "x"]


def test_many_at_once_lose_nothing(tmp_path: Path):
    threads = [
        threading.Thread(target=keep, args=(tmp_path, png(seed), ".png", line())) for seed in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.file for one in read(tmp_path)}) == 12


@pytest.mark.parametrize(
    ("content", "words"),
    [("file,label\nx,y\n", "is missing"), ("file\n", "expected a header"), (None, "number")],
)
def test_a_folder_of_another_kind_is_refused(tmp_path: Path, content, words):
    if content is None:
        keep(tmp_path, png(1), ".png", line())
        content = (tmp_path / "labels.csv").read_text().replace("0.8", "sure")
    (tmp_path / "labels.csv").write_text(content)
    with pytest.raises(DataError, match=words):
        read(tmp_path)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("", "somebody"),
        ("../../etc/passwd", "etc passwd"),
        ("=cmd|' /C calc'!A0", "cmd C calc A0"),
        ("a\nb,c\0", "a b c"),
        ("É" * 90, "É" * 40),
        ("---", "somebody"),
    ],
)
def test_a_name_is_kept_in_plain_letters(typed, kept):
    assert contributor(typed) == kept


def test_accuracy_of_one_person_is_a_wilson_rate_and_of_several_resamples_people(rng):
    mine = [line(label="c" if right else "d") for right in (1, 1, 1, 0, 1)]
    one = worth(tuple(mine), model="m", rng=rng)
    assert one.accuracy is not None
    assert (one.accuracy.value, one.accuracy.n, one.people) == (0.8, 5, 1)
    assert (one.accuracy.low, one.accuracy.high) == wilson(4, 5)
    assert one.majority is not None
    assert (one.majority.name, one.majority.value) == ("always answering c", 0.8)
    both = worth((*mine, *(dataclasses.replace(m, group="Bob", label="d") for m in mine)), model="m", rng=rng)
    assert both.accuracy is not None
    assert "2 groups" in both.accuracy.method
    assert (both.accuracy.low, both.accuracy.high) == (0.0, 0.8)


def test_pictures_of_none_of_the_classes_count_as_refused_or_not(rng):
    kept = (
        line(label=NONE, verdict="unlike"), line(label=NONE, answers=""), line(label=NONE), line(label=NONE)
    )  # fmt: skip
    found = worth(kept, model="m", rng=rng)
    assert found.accuracy is found.majority is None
    assert found.refused is not None
    assert (found.refused.value, found.refused.n) == (0.5, 4)


def among(kept: Sequence[Kept], **asked) -> Measurement | None:
    usual = {"model": "m", "preparation": "area", "verdict": "like", "drawn": False}
    return alike(tuple(kept), **{**usual, **asked})


def test_pictures_alike_are_of_the_same_verdict_and_about_the_same_confidence():
    some = [line(label="c", confidence=0.75)] * FEWEST
    others = [line(label="d", confidence=0.95)] * 9 + [line(label="d", verdict="unlike")] * 9
    found = among((*some, *others), confidence=0.8)
    assert found is not None
    assert (found.value, found.n) == (1.0, FEWEST)
    assert among(some[1:], confidence=0.8) is None
    assert among(some, confidence=0.8, verdict="borderline") is None
    assert among(some, confidence=0.8, drawn=True) is None
    assert among([line(confidence=1.0)] * FEWEST, confidence=1.0) is not None


def test_pictures_alike_were_answered_by_the_same_model_and_prepared_in_the_same_way():
    some = [line(model="m", preparation="area", label="c")] * FEWEST
    others = [line(model="old")] * FEWEST + [line(preparation="grabcut")] * FEWEST
    found = among([*some, *others], confidence=0.8)
    assert found is not None
    assert (found.value, found.n) == (1.0, FEWEST)
    assert among(some, confidence=0.8, model="old") is None
    assert among(some, confidence=0.8, preparation="grabcut") is None


def test_a_model_is_worth_what_it_answered_itself(rng):
    kept = (*[line(model="old", preparation="stretch", group="Bob")] * 5, line(model="new", label="c"))
    found = worth(kept, model="new", rng=rng)
    assert found.accuracy is not None
    assert (found.accuracy.value, found.accuracy.n, found.people, found.others) == (1.0, 1, 1, 5)
    assert words.people(found).endswith("Not counted: 5 pictures that another model answered.")
    nothing = worth(kept, model="newer", rng=rng)
    assert nothing.accuracy is nothing.majority is nothing.refused is None
    assert words.people(nothing).endswith("Not counted: 6 pictures that another model answered.")
