"""What damage costs a model of attributes: laws on a model whose answers are known."""

import numpy as np
import pytest

from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.micro import count, f1
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.measure.defects import DEFECTS, chosen
from fittingroom.studies.attribute_report.damage_figures import hurting
from fittingroom.studies.attribute_report.damaged import Damaged, under_damage

LABELS = LabelMap(
    tuple(Label(at, f"label {at}", "shade" if at < 10 else "side") for at in range(20)),
    (Group("shade", True, 1), Group("side", False, 2)),
)
N = 60


def pictures(rng: np.random.Generator, n: int = N) -> np.ndarray:
    """Squares of one brightness, which says the label of `shade`, on white."""
    images = np.full((n, 24, 24, 3), 250, np.uint8)
    images[:, 6:18, 6:18] = (20 * rng.integers(0, 10, n) + 20)[:, None, None, None]
    return images


def by_brightness(images: np.ndarray) -> np.ndarray:
    """Sure of the label that the middle's brightness says; of the others the first come first."""
    shade = np.clip((images[:, 10:14, 10:14].mean(axis=(1, 2, 3)) - 20) / 20, 0, 9).round().astype(int)
    logits = np.tile(-0.1 * np.arange(20, dtype=np.float32) - 3, (len(images), 1))
    logits[np.arange(len(images)), shade] = 9
    return logits


def measured(ask=by_brightness, names=("invert", "mirror", "noise"), seed=0, n=N, **more) -> Damaged:
    rng = np.random.default_rng(2)
    images = pictures(rng, n)
    present = np.zeros((n, 20), bool)
    present[np.arange(n), by_brightness(images).argmax(axis=1)] = True
    present[:, 10:] = rng.random((n, 10)) < 0.3
    truth = AttributeTruth(label_map=LABELS, present=present, known=np.ones_like(present))
    return under_damage(
        ask,
        images,
        truth,
        ids=np.arange(n).astype(str),
        part="val",
        groups=np.arange(n) // 2,
        defects=chosen(names),
        rng=np.random.default_rng(seed),
        **more,
    )


def test_what_turns_the_label_about_costs_and_a_mirror_costs_nothing():
    found = measured(n=480)
    by_name = {one.defect.name: one for one in found.each}
    clean = found.clean.hits[0]
    assert clean is not None
    assert clean.value == 1.0
    inverted = by_name["invert"]
    assert inverted.hits[0] is not None
    assert inverted.hits[0].value < 0.2
    assert inverted.lost.high is not None
    assert inverted.lost.high < -0.01
    assert inverted.p < 0.001
    assert by_name["mirror"].lost.value == 0
    assert by_name["mirror"].p == 1
    lines = hurting(found)
    assert "invert" in lines[0]
    assert "hurt" in lines[0]
    assert "mirror" in lines[1]


def test_what_changes_nothing_on_few_products_is_not_settled_and_no_rate_is_exact():
    found = measured()
    mirror = next(one for one in found.each if one.defect.name == "mirror")
    assert mirror.lost.value == 0
    assert mirror.lost.low < -0.05
    assert next(line for line in hurting(found) if "mirror" in line).startswith("1 of 3 are not settled")
    assert found.clean.hits[0].value == 1
    assert found.clean.hits[0].low < 0.95


def test_a_model_that_does_not_look_loses_nothing():
    found = measured(lambda images: np.tile(np.arange(20, dtype=np.float32), (len(images), 1)))
    assert all(one.lost.value == 0 and one.p == 1 for one in found.each)
    assert found.suite.value == pytest.approx(found.clean.f1.value)


def test_f1_is_that_of_all_severities_pooled_and_the_loss_is_against_clean(tmp_path):
    found = measured(write=tmp_path / "said.npz")
    said = np.load(tmp_path / "said.npz")
    assert said["conditions"].tolist() == ["clean", "mirror", "invert", "noise 1", "noise 3", "noise 5"]
    rng = np.random.default_rng(2)
    images = pictures(rng)
    np.testing.assert_array_equal(said["logits"][0], by_brightness(images))
    present = np.zeros((N, 20), bool)
    present[np.arange(N), by_brightness(images).argmax(axis=1)] = True
    present[:, 10:] = rng.random((N, 10)) < 0.3
    stacked = AttributeTruth(
        label_map=LABELS, present=np.tile(present, (3, 1)), known=np.ones((3 * N, 20), bool)
    )
    noise = next(one for one in found.each if one.defect.name == "noise")
    assert noise.f1.value == pytest.approx(f1(count(top_k(said["logits"][3:].reshape(-1, 20)), stacked)))
    assert noise.lost.value == pytest.approx(noise.f1.value - found.clean.f1.value)
    assert [under.severity for under in noise.each] == [1, 3, 5]
    assert found.suite.value == pytest.approx(np.mean([one.f1.value for one in found.each]))


def test_the_same_seed_damages_alike_and_alone_as_among_others():
    alone, among = measured(names=("noise",)), measured()
    assert alone.each[0].f1 == next(one for one in among.each if one.defect.name == "noise").f1
    assert measured(seed=1, names=("noise",)).each[0].f1 != alone.each[0].f1


def test_all_defects_are_shown_on_one_image_in_colour():
    found = measured(names=[defect.name for defect in DEFECTS])
    assert [name for name, _ in found.example] == ["clean", *(defect.title for defect in DEFECTS)]
    assert all(image.shape == (24, 24, 3) for _, image in found.example)


def test_one_product_or_no_defect_is_refused():
    with pytest.raises(InputError, match="2 or more products, under at least one defect, found 30 and 0"):
        measured(names=())
