"""Near copies and neighbours: equal to correlating every pair, whatever is planted, in any order."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match import bound, duplicate_groups, near, near_pairs, nearest

SHAPES = [(6, 6), (5, 7), (4, 1), (1, 9), (6, 5, 3), (4, 4, 1)]


def similar(rng, n: int, shape: tuple[int, ...]) -> np.ndarray:
    """Pictures around a few prototypes, some turned left to right, with some constant ones and copies."""
    prototypes = rng.integers(0, 256, (4, *shape))
    prototypes[1] = prototypes[0, :, ::-1]
    noise = rng.normal(0, 1, (n, *shape)) * rng.choice([2, 10, 40], n).reshape(-1, *[1] * len(shape))
    images = np.clip(prototypes[rng.integers(0, 4, n)] + noise, 0, 255).astype(np.uint8)
    images[rng.integers(0, n, n // 10)] = images[rng.integers(0, n, n // 10)]
    images[rng.integers(0, n, 4)] = 9
    images[0] = 200
    return images


def naive_correlation(x: np.ndarray, y: np.ndarray) -> float:
    if x.std() == 0 or y.std() == 0:
        return float(x.std() == y.std() and np.array_equal(x, y))
    return np.corrcoef(x.ravel(), y.ravel())[0, 1]


def naive_pairs(a, b, threshold, mirrored):
    """(i, j) -> (correlation, mirrored), by a double loop over numpy's own correlation."""
    found = {}
    for i, x in enumerate(a):
        for j, y in enumerate(a if b is None else b):
            if b is None and i >= j:
                continue
            both = [naive_correlation(x, y)]
            if mirrored and x.std() > 0:
                both.append(naive_correlation(x, y[:, ::-1]))
            if max(both) >= threshold:
                found[i, j] = max(both), both[0] < max(both)
    return found


def assert_same(pairs: near.NearPairs, naive: dict) -> None:
    assert list(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True)) == sorted(naive)
    expected = [naive[pair][0] for pair in sorted(naive)]
    np.testing.assert_allclose(pairs.correlation, expected, atol=1e-6)
    undecided = [abs(naive[pair][0] - 1) < 1e-9 for pair in sorted(naive)]  # symmetric pictures
    agree = pairs.mirrored == np.array([naive[pair][1] for pair in sorted(naive)], bool)
    assert (agree | undecided).all()


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize("threshold", [0.3, 0.9, 0.99])
def test_pairs_equal_a_double_loop(rng, shape, mirrored, threshold):
    a, b = np.split(similar(rng, 75, shape), [45])
    a[5], a[6] = b[3], b[4, :, ::-1]
    assert_same(
        near_pairs(a, b, threshold=threshold, mirrored=mirrored), naive_pairs(a, b, threshold, mirrored)
    )
    assert_same(
        near_pairs(a, threshold=threshold, mirrored=mirrored), naive_pairs(a, None, threshold, mirrored)
    )


def test_blocks_and_few_directions_change_nothing(rng, monkeypatch):
    a, b = np.split(similar(rng, 240, (7, 8)), [150])
    whole, within = near_pairs(a, b, threshold=0.8), near_pairs(a, threshold=0.8)
    monkeypatch.setattr(bound, "DIRECTIONS", 3)
    monkeypatch.setattr(bound, "SAMPLE", 10)
    monkeypatch.setattr(bound, "BOX", 16)
    monkeypatch.setattr(bound, "COLUMNS", 8)
    monkeypatch.setattr(bound, "BATCH", 5)
    monkeypatch.setattr("fittingroom.match.correlation.CHUNK", 600)
    for before, after in ((whole, near_pairs(a, b, threshold=0.8)), (within, near_pairs(a, threshold=0.8))):
        assert len(before) > 100
        for name in ("i", "j", "correlation", "mirrored"):
            assert np.array_equal(getattr(before, name), getattr(after, name))


def test_a_bad_basis_costs_time_and_never_a_pair(rng, monkeypatch):
    images = similar(rng, 120, (6, 6))
    expected = near_pairs(images, threshold=0.9)

    def random_directions(pictures):
        return [np.linalg.qr(rng.normal(size=(18, 2)))[0] for _ in range(2)]

    monkeypatch.setattr(bound, "_directions", random_directions)
    found = near_pairs(images, threshold=0.9)
    assert np.array_equal(found.i, expected.i)
    assert np.array_equal(found.j, expected.j)


@pytest.mark.parametrize("shape", [(12, 12), (8, 9, 3)], ids=str)
def test_planted_copies_are_found_and_named(rng, shape):
    a = rng.integers(0, 256, (80, *shape), dtype=np.uint8)
    b = rng.integers(0, 256, (70, *shape), dtype=np.uint8)
    b[10] = a[1]
    b[20] = np.clip(a[2] + rng.normal(0, 4, shape), 0, 255).astype(np.uint8)
    b[30] = a[3, :, ::-1]
    b[40] = a[4] // 2 + 50  # darker and with less contrast: correlation does not care
    pairs = near_pairs(a, b)
    assert list(zip(pairs.i, pairs.j, pairs.mirrored, strict=True)) == [
        (1, 10, False),
        (2, 20, False),
        (3, 30, True),
        (4, 40, False),
    ]
    assert pairs.correlation[0] == pairs.correlation[2] == 1
    assert near_pairs(a, b, mirrored=False).i.tolist() == [1, 2, 4]


def test_order_of_rows_does_not_matter(rng):
    images = similar(rng, 100, (6, 6))
    order = rng.permutation(100)
    plain, shuffled = near_pairs(images, threshold=0.95), near_pairs(images[order], threshold=0.95)
    assert {frozenset(pair) for pair in zip(plain.i, plain.j, strict=True)} == {
        frozenset(pair) for pair in zip(order[shuffled.i], order[shuffled.j], strict=True)
    }


def test_a_with_b_is_b_with_a(rng):
    a, b = np.split(similar(rng, 110, (6, 6)), [60])
    there, back = near_pairs(a, b, threshold=0.9), near_pairs(b, a, threshold=0.9)
    order = np.lexsort((back.i, back.j))
    assert np.array_equal(there.i, back.j[order])
    assert np.array_equal(there.j, back.i[order])
    assert np.array_equal(there.correlation, back.correlation[order])


def test_constant_pictures_match_only_their_equals():
    images = np.zeros((5, 4, 4), np.uint8)
    images[1:] = 7
    images[3, 0, 0] = 8
    pairs = near_pairs(images, threshold=0.1)
    assert list(zip(pairs.i, pairs.j, pairs.correlation, strict=True)) == [(1, 2, 1), (1, 4, 1), (2, 4, 1)]
    assert duplicate_groups(images).tolist() == [0, 1, 1, 2, 1]


def test_sets_without_pictures_have_no_pairs(rng):
    images = similar(rng, 10, (4, 4))
    for pairs in (near_pairs(images[:0]), near_pairs(images[:0], images), near_pairs(images, images[:0])):
        assert len(pairs) == 0
        assert pairs.i.dtype == np.int64
    assert duplicate_groups(images[:0]).shape == (0,)


@pytest.mark.parametrize("threshold", [0.8, 0.99])
def test_groups_are_the_chains_of_pairs(rng, threshold):
    images = similar(rng, 90, (6, 6))
    reached = np.eye(90, dtype=bool)
    for i, j in naive_pairs(images, None, threshold, True):
        reached[i, j] = reached[j, i] = True
    for _ in range(7):
        reached = reached @ reached
    groups = duplicate_groups(images, threshold=threshold)
    assert np.array_equal(groups[:, None] == groups[None], reached)
    _, first = np.unique(groups, return_index=True)
    assert groups.dtype == np.int64
    assert (np.diff(first) > 0).all()


def test_groups_of_a_mapped_file_are_those_of_the_array(rng, tmp_path):
    images = similar(rng, 300, (6, 5, 3))
    np.save(tmp_path / "images.npy", images)
    mapped = np.load(tmp_path / "images.npy", mmap_mode="r")
    for pictures, whole in ((mapped, images), (mapped[20:, :, ::-1], images[20:, :, ::-1])):
        assert np.array_equal(duplicate_groups(pictures), duplicate_groups(whole))
    assert np.array_equal(near_pairs(mapped).j, near_pairs(images).j)
    assert np.array_equal(nearest(mapped, mapped[:9])[0], nearest(images, images[:9])[0])


def test_a_chain_joins_its_ends(rng):
    ends = rng.integers(0, 256, (2, 10, 10)).astype(float)
    steps = [(1 - t) * ends[0] + t * ends[1] for t in np.linspace(0, 1, 9)]
    images = np.array(steps).astype(np.uint8)
    assert near_pairs(images[[0, -1]], threshold=0.9).i.size == 0
    assert duplicate_groups(images, threshold=0.9).max() == 0


@pytest.mark.parametrize("threshold", [0, -0.5, 1.01, float("nan")])
def test_a_threshold_that_cannot_prune_is_refused(rng, threshold):
    images = similar(rng, 10, (4, 4))
    with pytest.raises(InputError, match="must lie above 0 and be at most 1"):
        near_pairs(images, threshold=threshold)
    with pytest.raises(InputError, match="must lie above 0 and be at most 1"):
        duplicate_groups(images, threshold=threshold)


def test_pictures_of_two_sizes_are_refused(rng):
    with pytest.raises(InputError, match="only pictures of one shape"):
        near_pairs(similar(rng, 10, (4, 4)), similar(rng, 10, (4, 5)))


def test_real_digits_hold_the_near_copies_that_numpy_finds(shared):
    import gzip

    payload = gzip.decompress((shared / "mnist" / "t10k-images-idx3-ubyte.gz").read_bytes())
    digits = np.frombuffer(payload, np.uint8, offset=16).reshape(-1, 28, 28)[:2000]
    flat = digits.reshape(2000, -1).astype(float)
    found = near_pairs(digits, threshold=0.95, mirrored=False)
    i, j = np.nonzero(np.triu(np.corrcoef(flat) >= 0.95, 1))
    assert len(i) > 50
    assert np.array_equal(found.i, i)
    assert np.array_equal(found.j, j)


def naive_nearest(a, b, mirrored):
    direct = np.array([[naive_correlation(x, y) for y in b] for x in a])
    turned = np.array([[naive_correlation(x, y[:, ::-1]) if x.std() else -1 for y in b] for x in a])
    best = np.maximum(direct, turned) if mirrored else direct
    index = np.argmax(np.round(best, 9), axis=1)  # equal up to numpy's rounding: the lowest index
    rows = np.arange(len(a))
    return index, best[rows, index], direct[rows, index] < best[rows, index] - 1e-9


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("mirrored", [True, False])
def test_nearest_equals_a_double_loop(rng, shape, mirrored):
    a, b = np.split(similar(rng, 100, shape), [40])
    a[5:9] = b[3:7]
    a[9] = b[10, :, ::-1]
    index, correlation, turned = nearest(a, b, mirrored=mirrored)
    expected = naive_nearest(a, b, mirrored)
    np.testing.assert_allclose(correlation, expected[1], atol=1e-6)
    if shape not in {(4, 1), (1, 9)}:  # so few pixels that different pictures tie
        assert np.array_equal(index, expected[0])
        assert np.array_equal(turned, expected[2])


def test_blocks_do_not_change_the_nearest(rng, monkeypatch):
    a, b = np.split(similar(rng, 180, (6, 6)), [70])
    whole = nearest(a, b)
    monkeypatch.setattr(near, "BLOCK", 16)
    for before, after in zip(whole, nearest(a, b), strict=True):
        assert np.array_equal(before, after)


def test_of_equal_copies_the_first_is_named(rng):
    a = rng.integers(0, 256, (5, 8, 8), dtype=np.uint8)
    b = np.concatenate([rng.integers(0, 256, (20, 8, 8), dtype=np.uint8), a, a])
    index, correlation, turned = nearest(a, b)
    assert index.tolist() == [20, 21, 22, 23, 24]
    assert (correlation == 1).all()
    assert not turned.any()


def test_of_equally_near_pictures_the_first_is_named(rng):
    """Brighter copies differ in bytes and have the same correlation, exactly 1."""
    a = rng.integers(0, 200, (6, 8, 8), dtype=np.uint8)
    b = np.concatenate([rng.integers(0, 256, (9, 8, 8), dtype=np.uint8), a + 50, a + 20, a])
    index, correlation, _ = nearest(a, b)
    assert index.tolist() == [9, 10, 11, 12, 13, 14]
    assert (correlation == 1).all()


def test_a_constant_picture_is_near_its_equals_only(rng):
    b = rng.integers(0, 256, (6, 5, 5), dtype=np.uint8)
    b[4] = 9
    a = np.stack([np.full((5, 5), 9, np.uint8), np.full((5, 5), 3, np.uint8)])
    index, correlation, _ = nearest(a, b)
    assert (index.tolist(), correlation.tolist()) == ([4, 0], [1, 0])


def test_no_picture_to_be_near_to_is_refused(rng):
    images = rng.integers(0, 256, (3, 4, 4), dtype=np.uint8)
    assert [len(x) for x in nearest(images[:0], images)] == [0, 0, 0]
    with pytest.raises(InputError, match="in an empty set"):
        nearest(images, images[:0])


def test_closest_keeps_one_pair_for_each_picture_closest_first(rng):
    a = rng.integers(0, 256, (4, 8, 8), dtype=np.uint8)
    noisy = [
        np.clip(a[k % 4] + rng.integers(-3 * (k + 1), 3 * (k + 1) + 1, (8, 8)), 0, 255) for k in range(12)
    ]
    pairs = near_pairs(a, np.array(noisy).astype(np.uint8), threshold=0.9)
    best = pairs.closest()
    assert sorted(best.i) == sorted(set(pairs.i))
    assert (np.diff(best.correlation) <= 0).all()
    for i, correlation in zip(best.i, best.correlation, strict=True):
        assert correlation == pairs.correlation[pairs.i == i].max()
