import numpy as np
import pytest
from PIL import Image

from fittingroom.build import Recipe, can_be_done, converted, named, prepare, prepare_all, recipes, steps_of
from fittingroom.data.photo import Photo, read_photo
from fittingroom.errors import InputError
from tests.build.photographed import encoded, garment

FROZEN = {
    "stretch 1": "23368c9fa160",
    "stretch-negate 1": "66ebb54071fe",
    "fashion-mnist 1": "2c061b6a030a",
    "area 1": "264628af7fe2",
    "flood 1": "fced082837d8",
    "flood-area 1": "4063afa0b6b4",
    "grabcut 1": "ed45b4e42e04",
    "grabcut-area 1": "99b2336f53b0",
    "mnist 1": "895ecdc92786",
    "mnist-cleared 1": "e133ad564460",
    "fashion-mnist-fast 1": "9bd0843adbfb",
}


@pytest.fixture
def photo(rng) -> np.ndarray:
    """A dark striped garment on a light wall, 90 x 70."""
    picture = np.full((90, 70, 3), 235, np.uint8)
    picture[20:75, 15:55] = (40, 60, 120)
    picture[20:75:6, 15:55] = (90, 110, 160)
    return np.clip(picture + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.name)
def test_a_recipe_turns_any_photo_into_one_size_and_the_same_one_each_time(recipe, photo):
    before = photo.copy()
    done = prepare(photo, recipe)
    assert done.picture.shape == (28, 28)
    assert done.picture.dtype == np.uint8
    assert np.array_equal(photo, before)
    assert np.array_equal(prepare(photo, recipe).picture, done.picture)


@pytest.mark.parametrize("size", [1, 16, 32])
def test_recipes_are_for_any_size(photo, size):
    assert {done.picture.shape for done in prepare_all(photo, recipes(size))} == {(size, size)}


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 2), (7, 5)])
@pytest.mark.parametrize("level", [0, 255])
def test_hostile_photos_come_out_with_their_failures_named(shape, level):
    for recipe, done in zip(
        recipes(), prepare_all(np.full((*shape, 3), level, np.uint8), recipes()), strict=True
    ):
        assert done.picture.shape == (28, 28), recipe.name
        assert done.failures, recipe.name


def test_a_step_that_fails_is_left_out_and_said(photo):
    """A photo without a cut-out is what the recipe without the cut-out makes of it."""
    cut, plain = named("flood"), named("fashion-mnist")
    striped = np.where(np.arange(70)[:, None] % 2 == 0, np.uint8(250), np.uint8(20))[None].repeat(70, axis=0)
    striped = striped.repeat(3, axis=2)
    done = prepare(striped, cut)
    assert done.failures == ("flood: no object was left beside the background",)
    without = Recipe(name="w", version=1, title="", steps=tuple(s for s in cut.steps if s[0] != "flood"))
    assert np.array_equal(done.picture, prepare(striped, without).picture)
    assert prepare(photo, plain).failures == ()


def test_the_steps_of_fashion_mnists_pipeline_in_their_order(photo):
    stages = steps_of(photo, named("fashion-mnist"))
    assert [name for name, _ in stages] == [
        "photo",
        "area",
        "trim",
        "sample",
        "sharpen",
        "extend",
        "negate",
        "grey",
    ]
    by_name = dict(stages)
    assert by_name["photo"] is photo
    assert max(by_name["area"].shape) == 73
    assert max(by_name["sample"].shape) == 28
    assert by_name["extend"].shape == (28, 28, 3)
    assert by_name["grey"].shape == (28, 28)
    assert (by_name["grey"][:, 0] == 0).all()  # paper became black
    assert np.array_equal(stages[-1][1], prepare(photo, named("fashion-mnist")).picture)


def test_what_recipes_share_is_done_once_and_changes_nothing(photo):
    together = prepare_all(photo, recipes())
    assert all(
        np.array_equal(one.picture, prepare(photo, recipe).picture)
        for one, recipe in zip(together, recipes(), strict=True)
    )
    by_name = dict(zip((recipe.name for recipe in recipes()), together, strict=True))
    assert dict(by_name["grabcut"].stages)["grabcut"] is dict(by_name["grabcut-area"].stages)["grabcut"]


def test_fingerprints_tell_recipes_apart_and_not_their_names():
    assert len({recipe.fingerprint for recipe in recipes()}) == len(recipes())
    one = named("stretch")
    other = Recipe(name="other", version=2, title="?", steps=one.steps)
    assert other.fingerprint == one.fingerprint
    assert named("stretch", 32).fingerprint != one.fingerprint


def test_frozen_recipes_are_what_they_were():
    """Whoever changes a recipe gives it a new version: results of two versions must not be mixed up."""
    assert {f"{r.name} {r.version}": r.fingerprint[:12] for r in recipes()} == FROZEN


def test_a_set_is_made_of_what_was_prepared_and_of_nothing_else(photo):
    for recipe in recipes():
        assert np.array_equal(converted(photo, recipe), prepare(photo, recipe).picture)
    assert converted(np.full((40, 30, 3), 250, np.uint8), named("fashion-mnist")) == (
        "trim: nothing differs from the corners"
    )


def test_steps_get_the_parameters_that_they_need():
    with pytest.raises(InputError, match="recipe mine: the step trim needs within, found withn"):
        Recipe(name="mine", version=1, title="", steps=(("trim", {"withn": 0.05}),))
    with pytest.raises(InputError, match="the step grey needs no parameter, found deeply"):
        Recipe(name="mine", version=1, title="", steps=(("grey", {"deeply": 1}),))


def test_sizes_are_above_nothing():
    with pytest.raises(InputError, match="size_px of the step stretch is a number of pixels above 0"):
        Recipe(name="mine", version=1, title="", steps=(("stretch", {"size_px": -1}),))


def test_unknown_names_get_the_nearest():
    with pytest.raises(
        InputError, match=r"no preparation 'grabcat' \(did you mean grabcut\?\); there are stretch,"
    ):
        named("grabcat")
    with pytest.raises(InputError, match=r"recipe mine: there is no step 'blurr'; the steps are trim,"):
        Recipe(name="mine", version=1, title="", steps=(("blurr", {}),))


def test_without_opencv_only_grabcut_cannot_be_done(monkeypatch):
    assert all(can_be_done(recipe) for recipe in recipes())
    monkeypatch.setattr("fittingroom.build.known.find_spec", lambda name: None)
    assert [recipe.name for recipe in recipes() if not can_be_done(recipe)] == ["grabcut", "grabcut-area"]


def test_the_fast_recipe_gives_nearly_the_same_picture(rng):
    """Product shots of 400 x 533: as pictures alike, pixel by pixel not the same, since rows are skipped."""
    exact, fast = named("fashion-mnist"), named("fashion-mnist-fast")
    for label in (0, 1, 2) * 4:
        shot = np.asarray(Image.fromarray(garment(label, rng)).resize((400, 533), Image.Resampling.BICUBIC))
        content = encoded(shot, "JPEG")
        whole = read_photo(content)
        small = read_photo(content, grey=fast.begins_grey, least_px=fast.least_px)
        assert isinstance(whole, Photo)
        assert isinstance(small, Photo)
        assert small.pixels.shape == (67, 50)
        pictures = converted(whole.pixels, exact), converted(small.pixels, fast)
        assert all(isinstance(picture, np.ndarray) and picture.shape == (28, 28) for picture in pictures)
        assert np.corrcoef(pictures[0].ravel(), pictures[1].ravel())[0, 1] > 0.8
