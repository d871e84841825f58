"""Views in a plane: components equal to scikit-learn's, neighbours kept, and trust where it is due."""

import sys

import numpy as np
import pytest

from fittingroom.errors import InputError, MissingExtra
from fittingroom.measure.projection import (
    MOST_VALUES,
    blind_trustworthiness,
    principal,
    reduced,
    trustworthiness,
    tsne,
)


@pytest.mark.parametrize(("n", "d"), [(60, 7), (7, 60), (20, 20)])
def test_components_equal_scikit_learns(rng, n, d):
    decomposition = pytest.importorskip("sklearn.decomposition")
    points = rng.normal(3, 1, (n, d)) * np.arange(1, d + 1)
    found = principal(points, most=4)
    theirs = decomposition.PCA(4).fit(points)
    np.testing.assert_allclose(found.variances[:4], theirs.explained_variance_, rtol=1e-9)
    np.testing.assert_allclose(found.shares[:4], theirs.explained_variance_ratio_, rtol=1e-9)
    np.testing.assert_allclose(np.abs(found.places(points)), np.abs(theirs.transform(points)), atol=1e-8)
    assert len(found.variances) == min(n - 1, d)


def test_components_have_unit_length_and_a_sign_of_their_own(rng):
    found = principal(rng.normal(size=(30, 5)))
    np.testing.assert_allclose(found.components @ found.components.T, np.eye(5), atol=1e-12)
    largest = np.abs(found.components).argmax(axis=1)
    assert (found.components[np.arange(5), largest] > 0).all()


def test_points_in_a_plane_need_two_components(rng):
    plane = rng.normal(size=(50, 2)) * [10, 1] @ np.linalg.qr(rng.normal(size=(9, 2)))[0].T
    found = principal(plane)
    assert len(found.variances) == len(found.components) == 2
    assert (found.needed(0.9), found.needed(1)) == (1, 2)


def test_points_that_do_not_differ_are_refused():
    with pytest.raises(InputError, match="8 points show no variance"):
        principal(np.full((8, 3), 0.1))


def test_small_pictures_stay_and_large_ones_become_means_over_blocks(rng):
    small = rng.integers(0, 256, (3, 5, 7, 3), np.uint8)
    assert np.array_equal(reduced(small), small)
    large = rng.integers(0, 256, (2, 100, 130), np.uint8)
    found = reduced(large)
    assert found.shape == (2, 33, 43)
    assert found[0].size <= MOST_VALUES
    assert found[1, 2, 0] == large[1, 6:9, :3].mean()
    in_colour = reduced(np.stack([large, large, large], axis=-1))
    assert in_colour[0].size <= MOST_VALUES
    assert np.array_equal(in_colour[..., 0], in_colour[..., 2])


def test_pictures_too_narrow_to_reduce_are_refused():
    with pytest.raises(InputError, match="1 x 20000 pixels are too narrow"):
        reduced(np.zeros((1, 1, 20_000), np.uint8))


@pytest.mark.parametrize("k", [1, 5, 10])
def test_trustworthiness_equals_scikit_learns(rng, k):
    manifold = pytest.importorskip("sklearn.manifold")
    points = rng.normal(size=(80, 6))
    view = points[:, :2] + rng.normal(0, 0.3, (80, 2))
    found = trustworthiness(points, view, part="train", neighbours=k, rng=rng)
    assert found.value == pytest.approx(manifold.trustworthiness(points, view, n_neighbors=k), abs=1e-12)
    assert found.low < found.value < found.high
    assert (found.n, found.unit, found.part) == (80, "number", "train")


def test_blocks_change_nothing(rng, monkeypatch):
    points, view = rng.normal(size=(50, 4)), rng.normal(size=(50, 2))
    whole = trustworthiness(points, view, part="train", rng=np.random.default_rng(0))
    monkeypatch.setattr("fittingroom.measure.projection.BLOCK", 7)
    assert trustworthiness(points, view, part="train", rng=np.random.default_rng(0)) == whole


def test_the_points_themselves_are_trusted_and_random_places_half(rng):
    points = rng.normal(size=(300, 2))
    assert trustworthiness(points, 3 * points + 1, part="train", rng=rng).value == 1
    random = [trustworthiness(points, rng.normal(size=(300, 2)), part="train", rng=rng) for _ in range(5)]
    expected = blind_trustworthiness(300, "train").value
    assert np.mean([m.value for m in random]) == pytest.approx(expected, abs=0.02)
    assert expected == pytest.approx(0.5, abs=0.01)


def test_of_few_points_a_third_are_neighbours(rng):
    points = rng.normal(size=(9, 2))
    assert trustworthiness(points, points, part="train", rng=rng).value == 1
    assert blind_trustworthiness(9, "train") == blind_trustworthiness(9, "train", neighbours=3)
    with pytest.raises(InputError, match="needs 3 points and 1 neighbour or more, got 2 and 10"):
        blind_trustworthiness(2, "train")


def clusters(rng: np.random.Generator, each: int) -> tuple[np.ndarray, np.ndarray]:
    """Three clusters, far apart in 12 dimensions."""
    labels = np.repeat(np.arange(3), each)
    return rng.normal(size=(3 * each, 12)) + 25 * np.eye(12)[labels], labels


@pytest.mark.parametrize("each", [4, 40])
def test_tsne_keeps_clusters_whole_for_few_points_and_for_more(rng, each):
    pytest.importorskip("openTSNE")
    points, labels = clusters(rng, each)
    places = tsne(points)
    assert places.shape == (3 * each, 2)
    assert np.isfinite(places).all()
    squared = ((places[:, None] - places) ** 2).sum(axis=2) + np.diag(np.full(3 * each, np.inf))
    assert (labels[squared.argmin(axis=1)] == labels).all()


def test_equal_points_make_one_map(rng):
    pytest.importorskip("openTSNE")
    points, _ = clusters(rng, 10)
    assert np.array_equal(tsne(points), tsne(points.copy()))


def test_a_map_of_hardly_any_points_is_refused():
    with pytest.raises(InputError, match="at least 10 points, got 9"):
        tsne(np.eye(9))


def test_without_opentsne_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "openTSNE", None)
    with pytest.raises(MissingExtra, match=r'needs the package openTSNE.*pip install "fittingroom\[views\]"'):
        tsne(np.eye(20))
