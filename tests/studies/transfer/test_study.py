"""The whole study on made photos and a tiny world: it ends, goes on, and its page says what was asked."""

import json
from collections import Counter

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.models.attributes.shards import read_source
from fittingroom.simulate.world import making
from fittingroom.studies.transfer import pretraining, runs, transfer
from fittingroom.studies.transfer.arms import ARMS, arms
from fittingroom.studies.transfer.scale import Scale
from fittingroom.studies.transfer.simulated import CATEGORY, only, simulated
from tests.jobs.at_once import at_once
from tests.studies.transfer.made import write_catalogue, write_photos

TINY = Scale(size_px=16, products=120, epochs=1, seeds=2, shares=(0.1, 1.0), steps=8, passes=1, batch=8)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The study run once, in this process, and the call that goes on with it, which starts others."""
    pytest.importorskip("skia")
    folder = tmp_path_factory.mktemp("transfer")
    photos, shop = write_photos(folder / "photos"), write_catalogue(folder / "shop")

    def run():
        return transfer(
            photos,
            catalogue=shop,
            imagenet=False,
            scale=TINY,
            group="person",
            workers=1,
            folder=folder / "out",
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FITTINGROOM_LEDGER", str(folder / "ledger"))
        for room in (making, pretraining, runs):
            patch.setattr(room, "run_jobs", at_once)
        run().save_all(folder / "out")
    return folder / "out", run


@pytest.fixture(scope="module")
def world(study):
    return next(study[0].glob("world-*"))


def test_the_three_kinds_learn_the_same_images_of_a_world(world):
    whole, category, noisy = (simulated(world, kind) for kind in ("multi-label", "category", "noisy"))
    assert list(whole.ids) == list(category.ids) == list(noisy.ids)
    here = [at for at, label in enumerate(whole.truth.labels.labels) if label.group == CATEGORY]
    present, known = (part[:, here] for part in whole.truth.of(np.arange(len(whole))))
    assert np.array_equal(category.truth.of(np.arange(len(whole)))[0], present)
    assert np.array_equal(category.truth.of(np.arange(len(whole)))[1], known)
    assert {label.group for label in category.truth.labels.labels} == {CATEGORY}
    tagged = noisy.truth.of(np.arange(len(whole)))[0]
    truth = whole.truth.of(np.arange(len(whole)))[0]
    assert 0.5 < (tagged & truth).sum() / tagged.sum() < 1  # mostly right, not all
    assert tagged.sum() < truth.sum()


def test_only_keeps_what_does_not_apply(world):
    source = read_source(world, "train")
    names = [group.name for group in source.truth.labels.groups]
    kept = only(source.truth, "sleeve")
    assert np.array_equal(kept.not_applicable[:, 0], source.truth.not_applicable[:, names.index("sleeve")])
    assert kept.not_applicable.any()


def test_pixels_are_kept_apart_by_world(study, world):
    assert [folder.name.rsplit("-", 1)[0] for folder in (study[0] / "pixels").iterdir()] == [world.name]


def test_arms_are_told_apart_and_left_out_with_what_they_need():
    assert len({arm.name for arm in ARMS}) == len(ARMS)
    fewer = arms(catalogue=False, imagenet=False)
    assert not any(arm.imagenet or arm.pretrained == "catalogue" for arm in fewer)
    assert Counter(arm.way for arm in fewer) == {"frozen": 4, "fine-tuned": 4, "noisy, then clean": 4}


def test_a_scale_without_the_share_of_the_criterion_is_refused():
    with pytest.raises(InputError, match="criterion"):
        Scale(shares=(0.05, 1.0))


def test_the_study_says_what_was_asked(study):
    out, _ = study
    # 5 beginnings, frozen and fine-tuned at both shares, and noisy first at one, on each of two divisions
    assert len(list((out / "runs").iterdir())) == 2 * (5 * 2 * 2 + 5)
    said = (out / "report.html").read_text()
    for words in ("Table 4", "Table 5", "Figure 5", "A quick look settles nothing", "correct rate"):
        assert words in said
    told = json.loads((out / "report.json").read_text())
    assert not told["claims"]  # a quick look judges nobody
    assert [o["why"][:26] for o in told["openings"]] == [f"study transfer: division {at}" for at in (0, 1)]
    values = {m["name"]: m["value"] for m in told["measurements"]}
    easy = values["balanced accuracy, scratch, frozen, 10%"]
    assert easy > 0.6  # three colours


def test_it_goes_on_without_doing_anything_twice(study, own_ledger):
    out, run = study
    made = {file: file.stat().st_mtime_ns for file in (out / "runs").iterdir()}
    victim = sorted(made)[0]
    victim.unlink()
    again = run()
    assert victim.is_file()
    later = {file: file.stat().st_mtime_ns for file in (out / "runs").iterdir()}
    assert {file for file in later if later[file] != made.get(file)} == {victim}
    opened = [line for file in own_ledger.rglob("*.jsonl") for line in file.read_text().splitlines()]
    assert len(opened) == 1
    first = json.loads((out / "report.json").read_text())["measurements"]
    assert json.loads(again.json())["measurements"] == first
