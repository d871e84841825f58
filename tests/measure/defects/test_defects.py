"""What holds for every defect: same shape, same seed same result, more damage at higher severity."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure import defects
from fittingroom.measure.defects import DEFECTS, FAMILIES, LEARNED, SEVERITIES, Defect, chosen
from tests.measure.defects.made import SHAPES, things

GRADED = [defect for defect in DEFECTS if defect.severities == SEVERITIES]
each_defect = pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
each_graded = pytest.mark.parametrize("defect", GRADED, ids=lambda defect: defect.name)


def applied(defect: Defect, images: np.ndarray, severity: int | None, seed: int = 3) -> np.ndarray:
    return defect.apply(images, severity, rng=np.random.default_rng(seed))


def damage(defect: Defect, images: np.ndarray, severity: int | None) -> float:
    return float(np.abs(applied(defect, images, severity).astype(int) - images).mean())


@each_defect
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape_and_type_are_kept_and_the_input_is_left_alone(defect, shape, rng):
    images = things(shape, 3, rng=rng)
    images.flags.writeable = False
    for severity in defect.severities[:: max(1, len(defect.severities) - 1)]:
        out = applied(defect, images, severity)
        assert out.dtype == np.uint8
        assert out.shape == images.shape
        assert out.flags.writeable


@each_defect
@pytest.mark.parametrize("shape", [(28, 28), (40, 31, 3)], ids=str)
def test_every_severity_changes_pictures(defect, shape, rng):
    images = things(shape, 4, rng=rng)
    for severity in defect.severities:
        assert (applied(defect, images, severity) != images).any()


@each_defect
@pytest.mark.parametrize("n", [0, 1])
def test_no_picture_and_a_single_one(defect, n, rng):
    images = things((28, 28), 1, rng=rng)[:n]
    assert applied(defect, images, defect.severities[-1]).shape == (n, 28, 28)


@each_defect
def test_a_blank_picture_and_a_tiny_one_are_no_accident(defect):
    for images in (
        np.full((2, 28, 28), 255, np.uint8),
        np.zeros((2, 1, 1), np.uint8),
        np.ones((1, 2, 3, 3), np.uint8),
    ):
        assert applied(defect, images, defect.severities[-1]).shape == images.shape


@each_defect
@pytest.mark.parametrize("shape", [(28, 28), (32, 32, 3)], ids=str)
def test_the_same_seed_gives_the_same_pictures_whatever_stands_behind_them(defect, shape, rng, monkeypatch):
    images, severity = things(shape, 40, rng=rng), defect.severities[len(defect.severities) // 2]
    whole = applied(defect, images, severity)
    np.testing.assert_array_equal(whole, applied(defect, images, severity))
    np.testing.assert_array_equal(whole[:7], applied(defect, images[:7], severity))
    neighbours = images.copy()
    neighbours[:20] = neighbours[20:]
    np.testing.assert_array_equal(whole[20:], applied(defect, neighbours, severity)[20:])
    monkeypatch.setattr("fittingroom.measure.defects.canvas.BLOCK", 3 * images[0].size)
    np.testing.assert_array_equal(whole, applied(defect, images, severity))


def test_defects_that_draw_differ_between_seeds_and_between_pictures(rng):
    images = np.repeat(things((28, 28), 1, rng=rng), 30, axis=0)
    fixed = {"mirror", "invert", "low-contrast", "grey-background", "blur", "low-resolution", "jpeg"}
    for defect in DEFECTS:
        out = applied(defect, images, defect.severities[-1])
        alike = bool((out == out[0]).all())
        assert alike == (defect.name in fixed), defect.name
        assert (out == applied(defect, images, defect.severities[-1], seed=4)).all() == alike, defect.name


@each_graded
@pytest.mark.parametrize("shape", [(28, 28), (224, 224, 3)], ids=str)
def test_damage_grows_with_severity_on_made_pictures(defect, shape, rng):
    images = things(shape, 200 if shape == (28, 28) else 6, rng=rng)
    found = [damage(defect, images, severity) for severity in SEVERITIES]
    assert all(np.diff(found) > 0), found


@each_graded
def test_damage_grows_with_severity_on_real_pictures(defect, fashion_mnist):
    images = fashion_mnist.part("val").images[:500]
    found = [damage(defect, images, severity) for severity in SEVERITIES]
    assert all(np.diff(found) > 0), found


@each_graded
@pytest.mark.parametrize("severity", [0, 6, -1, 2.5, None, "3", True])
def test_another_severity_is_refused_in_a_sentence(defect, severity, rng):
    with pytest.raises(InputError, match=r"a severity is a whole number in 1\.\.5, got"):
        applied(defect, things((28, 28), 1, rng=rng), severity)


@pytest.mark.parametrize("name", ["mirror", "quarter-turn", "invert"])
def test_what_has_no_severities_says_so(name, rng):
    (defect,) = chosen([name])
    assert defect.severities == (None,)
    with pytest.raises(InputError, match=f"{name.replace('-', ' ')} has no severities: ask for None, got 2"):
        applied(defect, things((28, 28), 1, rng=rng), 2)


@pytest.mark.parametrize("images", [np.zeros((2, 8, 8)), np.zeros((8, 8), np.uint8)])
@each_defect
def test_other_arrays_are_refused(defect, images):
    with pytest.raises(InputError, match=r"a defect needs images uint8 of shape \(n, h, w\) or"):
        applied(defect, images, defect.severities[0])


def test_every_function_of_every_family_is_listed_once():
    folder = Path(defects.__file__).parent
    foundations = {"__init__", "canvas", "resampling", "outline"}
    assert {path.stem for path in folder.glob("*.py")} - foundations == set(FAMILIES)
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS) == 22
    for defect in DEFECTS:
        assert defect.apply.__module__ == f"fittingroom.measure.defects.{defect.family}"
        assert defect.sentence.endswith(".")
    written = {
        name
        for family in FAMILIES
        for name, value in vars(__import__(f"fittingroom.measure.defects.{family}", fromlist=["_"])).items()
        if callable(value) and getattr(value, "__module__", "").endswith(family) and not name.startswith("_")
    }
    assert written == {defect.apply.__name__ for defect in DEFECTS}


def test_names_and_families_become_defects_in_one_order():
    assert [d.name for d in chosen(["light", "shift"])] == ["shift", "lighting", "low-contrast", "invert"]
    assert "orientation" not in LEARNED
    assert len(chosen(FAMILIES)) == len(DEFECTS)
    with pytest.raises(InputError, match=r"no defect or family of defects 'geometri': did you mean geometry"):
        chosen(["geometri"])
