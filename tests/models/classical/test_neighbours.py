"""Nearest neighbours: equal to all distances sorted, whatever ties; their vote is scikit-learn's."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.neighbors import KNeighborsClassifier

from fittingroom.errors import InputError
from fittingroom.models.classical import neighbours
from fittingroom.models.classical.neighbours import nearest, neighbour_labels


def all_distances(x, asked, p):
    if p == 1:
        return cdist(asked.astype(float), x.astype(float), "cityblock")
    return cdist(asked.astype(float), x.astype(float), "euclidean")


def clustered(rng, n: int, features: int) -> np.ndarray:
    """Rows around a few centres, with columns of very different spread, one constant, and a few outliers."""
    centres = rng.normal(0, 3, (5, features))
    rows = centres[rng.integers(0, 5, n)] + rng.normal(0, 1, (n, features)) * rng.random(features) ** 3
    rows[rng.integers(0, n, n // 50)] *= 100
    rows[:, 0] = 0
    return rows.astype(np.float32)


def sorted_distances(x, asked, k, p):
    apart = all_distances(x, asked, p)
    order = np.argsort(apart, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(apart, order, axis=1), order


@pytest.mark.parametrize("p", [1, 2])
@pytest.mark.parametrize("features", [1, 3, 150, 500])
def test_equal_to_sorting_all_distances(rng, p, features):
    x, asked = np.split(clustered(rng, 900, features), [700])
    distances, places = nearest(x, asked, k=9, p=p)
    expected, order = sorted_distances(x, asked, 9, p)
    np.testing.assert_allclose(distances, expected, rtol=1e-9)
    apart = np.take_along_axis(all_distances(x, asked, p), places, axis=1)
    np.testing.assert_allclose(apart, expected, rtol=1e-9)
    if features > 3:  # so few numbers that different rows tie up to rounding
        assert np.array_equal(places, order)


@pytest.mark.parametrize("p", [1, 2])
def test_of_equally_near_rows_the_lower_place_comes_first(rng, p):
    """Whole numbers: distances are exact, and nearly every one is tied."""
    x, asked = np.split(rng.integers(0, 3, (800, 6)).astype(np.float32), [700])
    distances, places = nearest(x, asked, k=12, p=p)
    expected, order = sorted_distances(x, asked, 12, p)
    assert (expected[:, :-1] == expected[:, 1:]).mean() > 0.5
    assert np.array_equal(places, order)
    np.testing.assert_allclose(distances, expected, rtol=1e-15)


@pytest.mark.parametrize("p", [1, 2])
def test_a_row_asked_for_finds_itself_at_no_distance(rng, p):
    x = clustered(rng, 400, 200)
    distances, places = nearest(x, x[50:150], k=1, p=p)
    assert np.array_equal(places[:, 0], np.arange(50, 150))
    assert (distances == 0).all()


@pytest.mark.parametrize("p", [1, 2])
def test_what_float32_cannot_tell_apart_is_told_apart(rng, p):
    """Far from zero, where a float32 sketch loses everything that distinguishes the rows."""
    x, asked = np.split(rng.normal(0, 1e-4, (500, 40)) + 3000.0, [400])
    assert np.array_equal(nearest(x, asked, k=5, p=p)[1], sorted_distances(x, asked, 5, p)[1])


@pytest.mark.parametrize("p", [1, 2])
def test_blocks_and_coarse_sketches_change_nothing(rng, p, monkeypatch):
    x, asked = np.split(clustered(rng, 600, 80), [450])
    whole = nearest(x, asked, k=4, p=p)
    monkeypatch.setattr(neighbours, "BLOCK", 7)
    monkeypatch.setattr(neighbours, "SKETCH", 2)
    monkeypatch.setattr(neighbours, "SAMPLE", 3)
    for before, after in zip(whole, nearest(x, asked, k=4, p=p), strict=True):
        assert np.array_equal(before, after)


@pytest.mark.parametrize("p", [1, 2])
def test_only_few_pairs_are_compared_in_full(rng, p):
    """The bound is a bound, and it is worth its cost: most pairs lie above the reach of the nearest."""
    x, asked = np.split(clustered(rng, 900, 300), [800])
    apart = all_distances(x, asked, p) ** p
    reach = np.sort(apart, axis=1)[:, 8:9]
    bounds = (neighbours._bounds_1 if p == 1 else neighbours._bounds_2)(x, asked)
    for rows, bound in bounds:
        assert (bound <= apart[rows]).all()
        assert (bound <= reach[rows]).mean() < 0.5


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("k", [1, 4, 9])
def test_the_vote_is_that_of_scikit_learn(rng, weights, k):
    """Whole numbers: exact copies and tied votes abound; an odd set of class names."""
    x, asked = np.split(rng.integers(0, 3, (500, 5)).astype(float), [400])
    labels = rng.choice([2, 3, 11], 400)
    distances, places = nearest(x, asked, k=9, p=1)
    # Of rows equally far, which one is among the k is scikit-learn's own affair: it votes on ours.
    stock = KNeighborsClassifier(k, weights=weights, metric="precomputed").fit(np.zeros((400, 400)), labels)
    table = np.full((100, 400), 1e6)
    np.put_along_axis(table, places[:, :k], distances[:, :k], axis=1)
    ours = neighbour_labels(distances, places, labels, k=k, weights=weights)
    assert np.array_equal(ours, stock.predict(table))
    assert ours.dtype == np.int64


def test_copies_vote_alone_and_ties_go_to_the_smaller_class():
    labels = np.array([4, 1, 1, 4])
    places, distances = np.array([[0, 1, 2], [3, 2, 1]]), np.array([[0.0, 1, 1], [1, 1, 2]])
    assert neighbour_labels(distances, places, labels, k=3, weights="distance").tolist() == [4, 1]
    assert neighbour_labels(distances, places, labels, k=3, weights="uniform").tolist() == [1, 1]
    assert neighbour_labels(distances, places, labels, k=2, weights="uniform").tolist() == [1, 1]


@pytest.mark.parametrize("p", [1, 2])
def test_one_search_answers_for_all_six_rows_of_the_table(fashion_mnist, p):
    """On 3,000 and 400 real images, standardised: every label as of scikit-learn's brute search."""
    part = fashion_mnist.part("train")
    images = part.images[:3400].reshape(3400, -1).astype(float)
    x, asked = np.split((images - images[:3000].mean(0)) / np.maximum(images[:3000].std(0), 1e-9), [3000])
    labels, truth = np.split(part.labels[:3400], [3000])
    found = nearest(x, asked, k=9, p=p)
    for k in (1, 5, 9):
        for weights in ("uniform", "distance"):
            stock = KNeighborsClassifier(k, weights=weights, algorithm="brute", p=p).fit(x, labels)
            ours = neighbour_labels(*found, labels, k=k, weights=weights)
            assert np.array_equal(ours, stock.predict(asked))
            assert (ours == truth).mean() > 0.75


def test_no_row_asked_for_has_no_neighbours(rng):
    distances, places = nearest(clustered(rng, 20, 5), np.empty((0, 5), np.float32), k=3, p=2)
    assert distances.shape == places.shape == (0, 3)


def test_what_cannot_be_searched_is_refused(rng):
    x = clustered(rng, 10, 4)
    with pytest.raises(InputError, match="11 neighbours were asked for among 10 rows"):
        nearest(x, x, k=11, p=1)
    with pytest.raises(InputError, match=r"of as many features, found \(10, 4\), \(10, 3\)"):
        nearest(x, x[:, :3], k=1, p=2)
    with pytest.raises(InputError, match="p = 1 or p = 2, got 3"):
        nearest(x, x, k=1, p=3)  # pyright: ignore[reportArgumentType]
    x[3, 1] = np.nan
    with pytest.raises(InputError, match="found NaN or infinity"):
        nearest(x, x, k=1, p=1)
    found = np.ones((2, 3)), np.ones((2, 3), int)
    with pytest.raises(InputError, match="4 neighbours were asked to vote and 3 were searched"):
        neighbour_labels(*found, np.ones(5, int), k=4, weights="uniform")
