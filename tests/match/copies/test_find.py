"""Planted copies are found, and only they."""

import cv2
import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match.copies import CHANGES, Settings, best_first, describe, find_copies, plant, stars
from tests.match.copies.pictures import pictures

KINDS = [name for name in CHANGES if name != "cropped"]


@pytest.fixture(scope="module")
def originals() -> list[np.ndarray]:
    return pictures(16)


@pytest.mark.parametrize("kind", [*KINDS, "mirrored+cropped-20", "border+turned", "banner+recoloured"])
def test_every_copy_is_found_and_no_other_pair(originals, kind, rng):
    copies = plant(originals, [kind], rng=rng)
    records = describe([*originals, *(copy.image for copy in copies)])
    found = find_copies(records)
    sure = found.take(found.verified)
    pairs = {(int(i), int(j) - len(originals)) for i, j in zip(sure.i, sure.j, strict=True)}
    assert pairs <= {(copy.source, row) for row, copy in enumerate(copies)}
    # two changes may look like three, which takes more to be sure of
    assert len(pairs) >= (14 if "+" in kind else 15)


def test_the_order_of_pictures_changes_nothing(originals, rng):
    images = [*originals[:10], *(copy.image for copy in plant(originals[:10], ["turned"], rng=rng))]
    order = rng.permutation(len(images))
    direct, shuffled = find_copies(describe(images)), find_copies(describe([images[row] for row in order]))
    there = {tuple(sorted((order[i], order[j]))) for i, j in zip(shuffled.i, shuffled.j, strict=True)}
    assert there == set(zip(direct.i.tolist(), direct.j.tolist(), strict=True))


def test_equal_pictures_are_exact_copies_even_without_a_point():
    blank = np.full((40, 40, 3), 200, np.uint8)
    found = find_copies(describe([blank, pictures(1)[0], blank, blank]))
    assert list(zip(found.i, found.j, found.kind, strict=True)) == [(0, 2, "exact"), (0, 3, "exact")]
    assert found.verified.all()


def test_nothing_is_found_in_nothing():
    assert len(find_copies(describe([]))) == 0
    assert len(find_copies(describe(pictures(1)))) == 0


def test_every_reported_pair_reaches_the_threshold(originals, rng):
    images = [
        *originals[:8],
        *(copy.image for copy in plant(originals[:8], ["cropped-30", "banner"], rng=rng)),
    ]
    found = find_copies(describe(images), Settings(drop=0.97, suggest=0.6))
    assert (found.score >= 0.6).all()
    assert (found.verified == (found.score >= 0.97)).all()
    assert (found.i < found.j).all()


def test_every_picture_of_a_crowd_is_compared_with_the_best_one(originals, rng):
    copies = plant(originals[:1] * 12, ["recompressed"], rng=rng)
    records = describe([*(copy.image for copy in copies), cv2.resize(originals[0], None, fx=2, fy=2)])
    found = find_copies(records, Settings(most=2))
    sure = found.take(found.verified)
    assert {(row, 12) for row in range(12)} <= set(zip(sure.i, sure.j, strict=True))
    assert len(sure) < 12 * 11 / 2
    assert (stars(sure.i, sure.j, best_first(records["box"], records["digest"])) == 12).all()


def test_thresholds_that_contradict_each_other_are_refused():
    with pytest.raises(InputError, match=r"suggest <= drop"):
        Settings(drop=0.5, suggest=0.9)
    with pytest.raises(InputError, match="2 points"):
        Settings(shared=1)
    with pytest.raises(InputError, match="1 pair"):
        Settings(most=0)


def test_only_what_was_described_is_searched():
    with pytest.raises(InputError, match="describe"):
        find_copies(np.zeros((3, 4), np.uint8))


def test_a_pair_scores_the_same_whichever_comes_first(originals, rng):
    copies = [copy.image for copy in plant(originals, ["turned"], rng=rng)]
    for original, copy in zip(originals, copies, strict=True):
        one, other = (find_copies(describe(pair)) for pair in ([original, copy], [copy, original]))
        assert one.score.tolist() == other.score.tolist()
