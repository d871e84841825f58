"""The balance is that of the formulas: what is drawn has the frequencies, what cannot be is refused."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.data.attributes import imaterialist
from fittingroom.errors import InputError
from fittingroom.simulate.garments import drawable
from fittingroom.simulate.world.balance import _positions, _rings, balance, expected_labels
from fittingroom.simulate.world.compatible import compatible, strays
from fittingroom.simulate.world.settings import Scene, Tagging, World


def test_the_table_names_only_labels_and_kinds():
    assert strays() == set()
    assert set(compatible().kinds) == {label.name for label in imaterialist().of_group("category")}


def test_nothing_is_likely_that_cannot_be_drawn():
    table = compatible()
    for row, category in enumerate(label.name for label in imaterialist().of_group("category")):
        for column, label in enumerate(imaterialist().of_group("material")):
            assert table.odds["material"][row, column] == 0 or label.name in drawable(category)
        for at, opening in enumerate(table.openings[1:], 1):
            if table.opening_odds[row, at]:
                assert {opening.neckline, opening.sleeve} <= drawable(category)
    shoes = [
        row
        for row, label in enumerate(imaterialist().of_group("category"))
        if table.kinds[label.name] in ("shoe", "small", "legs")
    ]
    assert not table.opens[shoes].any()


def test_the_means_are_the_papers():
    balanced = balance(World())
    assert expected_labels(balanced, balanced.shift["train"]) == pytest.approx(5.8370, abs=0.001)
    assert expected_labels(balanced, balanced.shift["val"]) == pytest.approx(8.03, abs=1e-6)
    assert expected_labels(balanced, balanced.shift["test"]) == pytest.approx(8.08, abs=1e-6)


def test_who_rings_when_is_what_drawing_without_putting_back_gives(rng: np.random.Generator):
    p = np.array([0.5, 0.3, 0.0, 0.15, 0.05])
    n = 40_000
    with np.errstate(divide="ignore"):
        order = (rng.exponential(size=(n, 5)) / p).argsort(axis=1)[:, :3]
    drawn = np.stack([np.bincount(order[:, place], minlength=5) / n for place in range(3)])
    assert np.abs(_rings(p, 3) - drawn).max() < 5 * np.sqrt(0.25 / n)
    assert _rings(p, 3).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert _rings(p, 2) == pytest.approx(_positions(p[None], 2, np.zeros((5, 5), bool))[0], abs=1e-5)


def test_a_second_label_that_clashes_is_left_out():
    p, clash = np.array([[0.5, 0.3, 0.2]]), np.zeros((3, 3), bool)
    clash[:2, :2] = True
    second = _positions(p, 2, clash)[0, 1]
    assert second == pytest.approx([0.2 * 0.5 / 0.8, 0.2 * 0.3 / 0.8, 0.5 * 0.2 / 0.5 + 0.3 * 0.2 / 0.7])


@pytest.mark.parametrize(
    ("world", "complaint"),
    [
        (World(tagging=replace(Tagging(), val_labels=12.0)), "no world has val_labels = 12.0"),
        (World(scene=Scene(present={"pattern": 0.2, "style": 0.95})), "no world has pattern on"),
        (World(scene=replace(Scene(), more={**Scene().more, "color": (0.1,)})), "no world has color"),
    ],
)
def test_a_world_that_cannot_be_is_refused(world: World, complaint: str):
    with pytest.raises(InputError, match=complaint):
        balance(world)
