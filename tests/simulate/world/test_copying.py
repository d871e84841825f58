"""Copies: each kind does to the picture what its name says, and combinations do both."""

from collections import Counter

import cv2
import numpy as np
import pytest
import simplejpeg

from fittingroom.simulate.garments import draw
from fittingroom.simulate.world import copying
from fittingroom.simulate.world.settings import KINDS, Copies

LABELS = ("Dresses", "Red", "Female", "V-Necks", "Sleeveless")


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return draw(LABELS, product=3, size_px=96)


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.reshape(-1).astype(float), b.reshape(-1).astype(float))[0, 1])


def test_the_changes_are_the_kinds_in_their_order():
    assert ("exact", "recompressed", "recoloured", *copying.CHANGES) == KINDS


def test_mirrored_twice_is_the_picture(picture: np.ndarray):
    once = copying.mirrored(picture, ())
    assert not np.array_equal(once, picture)
    assert np.array_equal(copying.mirrored(once, ()), picture)


def test_a_crop_lies_in_the_picture(picture: np.ndarray, rng: np.random.Generator):
    for _ in range(20):
        chances = rng.random(8)
        chances[4] = 0.4
        part = copying.cropped(picture, chances)
        assert 0.70 * 96 - 1 <= min(part.shape[:2]) <= max(part.shape[:2]) <= 0.95 * 96 + 1
        _, _, (left, top), _ = cv2.minMaxLoc(cv2.matchTemplate(picture, part, cv2.TM_SQDIFF))
        assert np.array_equal(picture[top : top + part.shape[0], left : left + part.shape[1]], part)
        chances[4] = 0.6
        assert copying.cropped(picture, chances).shape == picture.shape


def test_resized_is_the_picture_in_another_size(picture: np.ndarray, rng: np.random.Generator):
    sizes = set()
    for chance in (0.0, 0.3, 0.9):
        found = copying.resized(picture, [chance])
        sizes.add(found.shape)
        assert likeness(cv2.resize(found, (96, 96)), picture) > 0.9
    assert sizes == {(48, 48, 3), (77, 77, 3), (134, 134, 3)}


def test_a_border_and_a_banner_leave_the_rest_as_it_is(picture: np.ndarray, rng: np.random.Generator):
    for _ in range(10):
        framed = copying.border(picture, rng.random(8))
        edge = (framed.shape[0] - 96) // 2
        assert 0.03 * 96 - 1 <= edge <= 0.12 * 96 + 1
        assert np.array_equal(framed[edge : edge + 96, edge : edge + 96], picture)
        said = copying.banner(picture, rng.random(8))
        rows = (said != picture).any(axis=(1, 2))
        assert 0.10 * 96 < rows.sum() <= 0.23 * 96
        assert rows[0] != rows[-1]


def test_turned_back_it_is_the_picture_again(picture: np.ndarray):
    for way in (0.2, 0.8):
        found = copying.turned(picture, [0.5, way, 0.9])
        back = cv2.getRotationMatrix2D((48, 48), -4 if way < 0.5 else 4, 1.0)
        again = cv2.warpAffine(found, back, (96, 96))
        assert likeness(again[20:76, 20:76], picture[20:76, 20:76]) > 0.97
        assert likeness(found[20:76, 20:76], picture[20:76, 20:76]) < 0.97


def test_a_watermark_is_seen_and_seen_through(picture: np.ndarray, rng: np.random.Generator):
    for _ in range(10):
        marked = copying.watermark(picture, rng.random(8))
        assert 0.002 < (marked != picture).any(axis=2).mean() < 0.5
        assert likeness(marked, picture) > 0.9


def test_an_exact_copy_has_the_bytes_and_a_recompressed_one_has_not(picture: np.ndarray):
    original, chances = copying.encoded(picture, 88), [0.5] * copying.CHANCES
    assert copying.copied(original, ("exact",), 92, chances) == original
    again = copying.copied(original, ("recompressed",), 92, chances)
    assert len(again) < len(original)
    assert likeness(simplejpeg.decode_jpeg(again), picture) > 0.95


def test_a_combination_does_both(picture: np.ndarray):
    original, chances = copying.encoded(picture, 95), [0.5] * copying.CHANCES
    both = simplejpeg.decode_jpeg(copying.copied(original, ("mirrored", "border"), 95, chances))
    mirror = copying.mirrored(simplejpeg.decode_jpeg(original), ())
    edge = (both.shape[0] - 96) // 2
    assert edge > 0
    assert likeness(both[edge : edge + 96, edge : edge + 96], mirror) > 0.99


def test_kinds_come_as_often_as_their_weights_say(rng: np.random.Generator):
    n, settings = 20_000, Copies()
    drawn = [copying.kinds_of(settings.kinds, settings.combined, some) for some in rng.random((n, 8))]
    combined = [kinds for kinds in drawn if len(kinds) > 1]
    assert abs(len(combined) - n * settings.combined) < 5 * np.sqrt(n * 0.25 * 0.75)
    assert {len(kinds) for kinds in combined} == {2, 3}
    assert not {"exact", "recompressed"} & {kind for kinds in combined for kind in kinds}
    assert all(list(kinds) == sorted(set(kinds), key=KINDS.index) for kinds in drawn)
    alone = Counter(kinds[0] for kinds in drawn if len(kinds) == 1)
    for kind, weight in settings.kinds.items():
        rate = weight / sum(settings.kinds.values())
        assert abs(alone[kind] / alone.total() - rate) < 5 * np.sqrt(rate / alone.total())


@pytest.mark.parametrize("kinds", [{"mirrored": 1.0}, {"exact": 1.0}, {"mirrored": 1.0, "border": 0.0}])
def test_of_one_kind_nothing_is_combined(kinds, rng: np.random.Generator):
    assert {copying.kinds_of(kinds, 1.0, some) for some in rng.random((50, 8))} == {(next(iter(kinds)),)}
