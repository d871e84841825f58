import re
import tomllib
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest

from fittingroom.build import named, recipes
from fittingroom.data import card
from fittingroom.errors import InputError
from fittingroom.studies.reality.class_map import class_map, read_class_map, shipped
from tests.studies.reality.probed import MAP, chart

CLASSES = ("left", "right", "below")


def changed(**keys):
    return class_map({**deepcopy(MAP), **keys}, name="made")


def test_a_map_says_which_answers_are_right():
    strict, coarse = chart().readings
    labels = np.array(["oben", "leer", "unten", "oben"])
    answers = np.array([0, 1, 0, 1])
    assert strict.accepts(labels, CLASSES).tolist() == [
        [True, False, False],
        [False, False, False],
        [False, False, True],
        [True, False, False],
    ]
    rows, right = strict.answered(labels, answers, CLASSES)
    assert rows.tolist() == [0, 2, 3]
    assert right.tolist() == [True, False, False]
    assert coarse.answered(labels, answers, CLASSES)[1].tolist() == [True, False, True]
    assert coarse.covers == ("left", "right", "below")


def test_a_file_is_read_as_its_content(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'unknown = ["leer"]\nignore = "Not sure"\ndata = "squares"\nprepare = ["stretch", "stretch-negate"]\n'
        '[strict]\noben = "left"\nrechts = "right"\nunten = "below"\n'
        '[coarse]\noben = "top"\nrechts = "top"\nunten = "below"\n[groups]\ntop = ["left", "right"]\n'
    )
    with pytest.raises(InputError, match="ignore must be a list, found 'Not sure'"):
        read_class_map(path)
    path.write_text(path.read_text().replace('ignore = "Not sure"', 'ignore = ["Not sure"]'))
    found = read_class_map(path)
    assert found.name == "mine"
    assert (found.readings, found.unknown, found.ignore) == (
        chart().readings,
        chart().unknown,
        chart().ignore,
    )


def test_the_shipped_maps_fit_their_data_sets_and_say_something_of_every_label(shared):
    from fittingroom.data.csv_columns import read_csv

    folders = {"clothing": "photos", "digits": "digits-in-the-wild"}
    assert shipped() == tuple(folders)
    for name in shipped():
        found = read_class_map(name)
        labels = read_csv(shared / folders[name] / "labels.csv")["label"]
        found.check(labels, card(found.data).classes, data=found.data)
        assert set(labels) == {*found.mapped, *found.unknown, *found.ignore}


def test_shipped_maps_fit_their_data_sets():
    assert shipped() == ("clothing", "digits")
    for name in shipped():
        found = read_class_map(name)
        found.check(found.mapped, card(found.data).classes, data=found.data)


def test_a_map_for_another_data_set_says_so():
    with pytest.raises(
        InputError, match=r"class map clothing: mnist has no class 'T-shirt/top', .* and \d more; its "
    ):
        read_class_map("clothing").check(["T-Shirt"], card("mnist").classes, data="mnist")
    with pytest.raises(InputError, match="this map is for fashion-mnist"):
        read_class_map("clothing").check(["T-Shirt"], card("mnist").classes, data="mnist")


def test_misspelt_classes_and_labels_get_the_nearest():
    wrong = changed(strict={"oben": "lefft"})
    with pytest.raises(InputError, match=r"squares has no class 'lefft' \(did you mean left\?\)"):
        wrong.check(["oben"], CLASSES, data="squares")
    with pytest.raises(
        InputError,
        match=r"says nothing of 2 labels of the photos: 'obenn' \(did you mean oben\?\), 'Kuh'; map them",
    ):
        chart().check(["oben", "obenn", "Kuh"], CLASSES, data="squares")


def test_a_group_that_is_called_like_a_class_is_refused():
    """Silently the class of that name would have become the group."""
    shadowed = changed(groups={"top": ["left", "right"], "left": ["right"]})
    with pytest.raises(InputError, match="the group 'left' is called like a class of squares"):
        shadowed.check(["oben"], CLASSES, data="squares")
    chart().check(["oben"], CLASSES, data="squares")


def test_photos_of_which_none_is_mapped_are_refused():
    with pytest.raises(InputError, match="maps oben, rechts, unten, but none of the photos has such a label"):
        chart().check(["leer", "Not sure"], CLASSES, data="squares")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"unknown": ["oben"]}, "mapped, unknown or ignored, found more than once: oben"),
        ({"unknown": ["leer", "leer"]}, "found more than once: leer"),
        ({"strict": {}, "coarse": {}}, "there is no reading with a label in it"),
        ({"strict": {"oben": 3}}, "strict: oben must be a name or a list of names, found 3"),
        ({"strict": {"oben": []}}, "strict: oben names no class; list the label under unknown instead"),
        ({"ignored": ["x"]}, r"ignored = \['x'\] is no reading \(did you mean ignore\?\)"),
        ({"groups": ["top"]}, r"groups must be a table, found \['top'\]"),
        ({"data": 3}, "data must be a text, found 3"),
    ],
)
def test_what_is_no_map_is_refused_with_the_reason(keys, message):
    with pytest.raises(InputError, match=message):
        changed(**keys)


def test_files_that_are_no_maps(tmp_path):
    with pytest.raises(
        InputError, match=r"no class map lies at clothng \(did you mean clothing\?\); give a TOML"
    ):
        read_class_map("clothng")
    (tmp_path / "bad.toml").write_text("[strict\n")
    with pytest.raises(InputError, match="not a class map in TOML"):
        read_class_map(tmp_path / "bad.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not a class map in TOML"):
        read_class_map(tmp_path / "bytes.toml")
    with pytest.raises(InputError, match="not a class map in TOML"):
        read_class_map(tmp_path)


def test_the_example_of_the_docs_fits_and_every_preparation_is_listed():
    """The example in docs/probes.md is a map for Fashion-MNIST."""
    text = (Path(__file__).parents[3] / "docs" / "probes.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    found = class_map(tomllib.loads(example), name="docs")
    found.check(["Tee", "Shoes", "Hat", "Not sure"], card("fashion-mnist").classes, data="fashion-mnist")
    assert [reading.name for reading in found.readings] == ["strict", "coarse"]
    assert all(named(name) for name in found.prepare)
    listed = {
        name for row in text.split("\n") if row.startswith("| `") for name in re.findall("`([a-z-]+)`", row)
    }
    assert {recipe.name for recipe in recipes()} <= listed
