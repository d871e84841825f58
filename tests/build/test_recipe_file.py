import numpy as np
import pytest

from fittingroom.build import recipes
from fittingroom.build.class_list import classed, read_class_list
from fittingroom.build.recipe_file import find_recipe, read_recipe, recipe_text
from fittingroom.errors import InputError


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.name)
def test_every_recipe_comes_back_from_its_file(recipe, tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(recipe_text(recipe), encoding="utf-8")
    assert read_recipe(path) == recipe
    assert find_recipe(path).fingerprint == recipe.fingerprint
    assert find_recipe(recipe.name) == recipe


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "name = 'a'\nversion = 1\nsteps = []\ncolour = 1",
            "a recipe has the keys name, version, title, steps",
        ),
        ("name = 'a'\nsteps = []", "the recipe lacks version"),
        ("name = 'a'\nversion = 'one'\nsteps = []", "version must be a whole number, found 'one'"),
        ("name = 'a'\nversion = 1\nsteps = [1]", "each of \\[\\[steps\\]\\] names its step"),
        ("name = 'a'\nversion = 1\n[[steps]]\nstep = 'trm'", r"no step 'trm' \(did you mean trim\?\)"),
        (
            "name = 'a'\nversion = 1\n[[steps]]\nstep = 'trim'\nwithin = 'much'",
            "within of the step trim must be a number, found 'much'",
        ),
        ("name = 'a'\nversion = 1\n[[steps]]\nstep = 'trim'", "the step trim needs within, found none"),
        ("name = ", "not a readable TOML file"),
    ],
)
def test_a_damaged_recipe_is_a_sentence(tmp_path, text, says):
    (tmp_path / "recipe.toml").write_text(text)
    with pytest.raises(InputError, match=says):
        find_recipe(tmp_path / "recipe.toml")


def test_no_recipe_is_a_sentence(tmp_path):
    with pytest.raises(InputError, match=r"no recipe 'fasion-mnist' \(did you mean fashion-mnist\?\)"):
        find_recipe("fasion-mnist")
    with pytest.raises(InputError, match="cannot be read"):
        find_recipe(tmp_path / "nowhere.toml")


def test_classes_gather_labels(tmp_path):
    path = tmp_path / "classes.toml"
    path.write_text('[classes]\ntop = ["tee", "shirt"]\nshoe = "boot"\n')
    classes = read_class_list(path)
    assert classes == {"top": ("tee", "shirt"), "shoe": ("boot",)}
    words = ("boot", "hat", "shirt", "tee")
    assert classed(np.array([0, 1, 2, 3, -1]), words, classes).tolist() == [1, -1, 0, 0, -1]
    with pytest.raises(InputError, match=r"class top: the source has no label 'tee' \(did you mean tees\?\)"):
        classed(np.array([0]), ("boot", "tees", "shirt"), classes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 1", r"expected a table \[classes\]"),
        ('[classes]\na = ["x"]', "of 2 classes or more"),
        ('[classes]\na = ["x"]\nb = ["x"]', "a label belongs to one class, found 'x' in more"),
        ("[classes]\na = [1]\nb = [2]", "labels are texts in quotes, found 1"),
    ],
)
def test_a_damaged_list_of_classes_is_a_sentence(tmp_path, text, says):
    (tmp_path / "classes.toml").write_text(text)
    with pytest.raises(InputError, match=says):
        read_class_list(tmp_path / "classes.toml")


def steps(*given: str) -> str:
    """A recipe of steps as `step parameter=value ...`."""
    lines = ['name = "mine"', "version = 1"]
    for one in given:
        step, *parameters = one.split()
        lines += ["[[steps]]", f'step = "{step}"', *parameters]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("grey", "extend size_px=28.0"), "size_px of the step extend is a whole number, found 28.0"),
        (("grey", "area longest_px=28.5"), "longest_px of the step area is a whole number, found 28.5"),
        (
            ("flood colours=2.5 within=12.0 least=0.02",),
            "colours of the step flood is a whole number, found 2.5",
        ),
        (
            ("grey", "flood colours=3 within=12.0 least=0.02"),
            "recipe mine: the step flood cannot be done with what it gets, a grey picture of 40 x 48 pixels",
        ),
        (
            ("area longest_px=20", "ink reach=0.5"),
            "the step ink .* gets, a picture in colour of 17 x 20 pixels",
        ),
        (("box longest_px=20",), "the step box .* gets, a picture in colour of 40 x 48 pixels"),
        (("clear least=0.1",), "the step clear .* gets, a picture in colour"),
        (("centre size_px=28",), "the step centre .* gets, a picture in colour"),
        (("grey", "grabcut rounds=3 least=0.02"), "the step grabcut .* gets, a grey picture"),
        (("flood colours=0 within=12.0 least=0.02",), "the step flood .* gets, a picture in colour"),
        (("grey", "ink reach=inf"), r"the step ink .*OverflowError"),
    ],
)
def test_a_recipe_whose_steps_do_not_fit_is_refused_as_it_is_read(tmp_path, given, says):
    (tmp_path / "recipe.toml").write_text(steps(*given))
    with pytest.raises(InputError, match=says):
        read_recipe(tmp_path / "recipe.toml")


def test_a_step_that_cannot_do_this_one_photo_is_no_fault_of_the_recipe(tmp_path):
    (tmp_path / "recipe.toml").write_text(steps("trim within=1.0", "flood colours=3 within=500.0 least=0.9"))
    assert read_recipe(tmp_path / "recipe.toml").name == "mine"
