"""The confusion matrix: every count is readable, the worst cell is the darkest."""

from xml.etree import ElementTree

import numpy as np
import pytest

from fittingroom.reporting.heatmap import WORST_TINT, confusion

MATRIX = np.array([[90, 10, 0], [5, 95, 0], [20, 0, 180]])
CLASSES = ("Shirt", "Coat & <b>", "Bag")


def cells(svg: str) -> dict[str, ElementTree.Element]:
    return {rect[0].text: rect for rect in ElementTree.fromstring(svg).iter("rect")}


def words(svg: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(svg).iter("text")]


def test_each_cell_with_pictures_says_its_count_and_share():
    svg = confusion(MATRIX, CLASSES)
    assert len(cells(svg)) == np.count_nonzero(MATRIX)
    assert {"90", "10", "5", "95", "20", "180", "5.0\u202f%", "10.0\u202f%"} <= set(words(svg))
    assert "Shirt answered as Coat & <b>: 10 (10.0\u202f% of the row)" in cells(svg)


def test_the_tint_follows_the_share_of_the_row():
    tints = {
        hint.split(":")[0]: float(rect.get("fill-opacity"))
        for hint, rect in cells(confusion(MATRIX, CLASSES)).items()
    }
    assert tints["Shirt answered as Coat & <b>"] == WORST_TINT
    assert tints["Bag answered as Shirt"] == WORST_TINT
    assert tints["Coat & <b> answered as Shirt"] == pytest.approx((0.1 + WORST_TINT) / 2)


def test_a_perfect_model_can_be_drawn():
    assert len(cells(confusion(np.diag([3, 3, 3]), CLASSES))) == 3


def test_of_many_classes_those_with_most_mistakes_are_drawn_with_shares_of_the_whole_row():
    matrix = np.diag(np.full(50, 90))
    matrix[7, 30] = matrix[30, 7] = 10
    matrix[8, 49] = 5
    svg = confusion(matrix, [f"class {i}" for i in range(50)], most=3)
    assert {"class 7", "class 30", "class 8"} <= set(words(svg))
    assert "class 49" not in words(svg)
    assert "class 8 answered as class 8: 90 (94.7\u202f% of the row)" in cells(svg)
