"""Leak groups stay whole, every label has its share, and no order matters."""

import numpy as np
import pytest
from iterstrat.ml_stratifiers import MultilabelStratifiedShuffleSplit

from fittingroom.curate.split import Settings, divided
from fittingroom.errors import InputError


def made(rng, n=2000, k=30, group_of=1.0):
    frequency = 0.5 * np.arange(1, k + 1) ** -1.2
    present = rng.random((n, k)) < frequency
    owner, labels = np.nonzero(present)
    groups = rng.integers(0, int(n * group_of), n) if group_of < 1 else np.arange(n)
    return labels, owner, groups, rng.integers(-(2**63), 2**63, n), present


def off(present, part, shares):
    """Mean distance, over labels, of the share that each part has of it from the share it should have."""
    totals = present.sum(axis=0)
    return np.mean([np.abs(present[part == p].sum(axis=0) / totals - s).mean() for p, s in enumerate(shares)])


def test_no_group_is_in_two_parts_and_parts_have_their_sizes(rng):
    labels, owner, groups, keys, _ = made(rng, group_of=0.6)
    part = divided(labels, owner, groups, keys, Settings(val=0.1, test=0.2))
    assert all(len(set(part[groups == group])) == 1 for group in set(groups.tolist()))
    np.testing.assert_allclose(np.bincount(part) / len(part), [0.7, 0.1, 0.2], atol=0.01)


def test_labels_are_shared_out_as_well_as_by_the_package_for_single_rows(rng):
    labels, owner, groups, keys, present = made(rng)
    part = divided(labels, owner, groups, keys, Settings(val=0, test=0.2))
    theirs = np.zeros(len(keys), int)
    theirs[
        next(MultilabelStratifiedShuffleSplit(1, test_size=0.2, random_state=0).split(present, present))[1]
    ] = 1
    at_random = (rng.permutation(len(keys)) < 0.2 * len(keys)).astype(int)
    ours = off(present, part, (0.8, 0.2))
    assert ours <= off(present, theirs, (0.8, 0.2)) + 0.005
    assert ours < off(present, at_random, (0.8, 0.2)) / 2


def test_the_order_of_rows_does_not_matter(rng):
    labels, owner, groups, keys, _ = made(rng, n=500, group_of=0.7)
    order = rng.permutation(len(keys))
    place = np.argsort(order)
    part = divided(labels, owner, groups, keys, Settings())
    renamed = rng.permutation(10_000)[groups]
    np.testing.assert_array_equal(
        divided(labels, place[owner], renamed[order], keys[order], Settings()), part[order]
    )


def test_one_group_that_holds_most_goes_where_there_is_room(rng):
    groups = np.minimum(np.arange(100), 40)
    part = divided(np.zeros(100, int), np.arange(100), groups, np.arange(100), Settings(val=0.1, test=0.2))
    assert set(part[groups == 40]) == {0}
    np.testing.assert_allclose(np.bincount(part), [70, 10, 20], atol=1)


def test_no_images_and_no_labels():
    none = np.empty(0, np.int64)
    assert len(divided(none, none, none, none, Settings())) == 0
    part = divided(none, none, np.arange(100), np.arange(100), Settings(val=0.1, test=0.2))
    assert np.bincount(part).tolist() == [70, 10, 20]


@pytest.mark.parametrize(("val", "test"), [(-0.1, 0.1), (0.5, 0.5)])
def test_shares_leave_something_for_train(val, test):
    with pytest.raises(InputError, match="fractions whose sum is below 1"):
        Settings(val=val, test=test)
