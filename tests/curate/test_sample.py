"""A cap per class, drawn by content; what is removed is filled up from the same order."""

import numpy as np

from fittingroom.curate.sample import Settings, sampled, shuffled


def drawn(rng, n=400, k=12):
    sizes = rng.integers(0, 5, n)
    owner = np.repeat(np.arange(n), sizes)
    labels = (k * rng.random(len(owner)) ** 2).astype(int)
    pairs = np.unique(np.column_stack([owner, labels]), axis=0)
    return pairs[:, 1], pairs[:, 0], rng.integers(-(2**63), 2**63, n)


def test_an_image_stays_if_it_is_among_the_first_of_any_of_its_classes(rng):
    labels, owner, keys = drawn(rng)
    cap = 15
    reasons = sampled(labels, owner, keys, Settings(cap=cap, seed=3))
    order = np.argsort(shuffled(keys, 3))
    expected = {
        row
        for label in set(labels.tolist())
        for row in [r for r in order if r in set(owner[labels == label])][:cap]
    }
    assert set(np.flatnonzero(reasons == "").tolist()) == expected
    assert set(np.flatnonzero(reasons == "no-labels").tolist()) == set(range(len(keys))) - set(owner.tolist())
    for label in set(labels.tolist()):  # a class keeps all it has, or as many as the cap
        have = int((labels == label).sum())
        assert (reasons[owner[labels == label]] == "").sum() >= min(cap, have)


def test_without_a_cap_all_with_labels_stay(rng):
    labels, owner, keys = drawn(rng)
    reasons = sampled(labels, owner, keys, Settings())
    assert set(reasons.tolist()) == {"", "no-labels"}


def test_the_order_of_rows_does_not_matter_and_the_seed_does(rng):
    labels, owner, keys = drawn(rng)
    order = rng.permutation(len(keys))
    place = np.argsort(order)
    settings = Settings(cap=10)
    reasons = sampled(labels, owner, keys, settings)
    np.testing.assert_array_equal(sampled(labels, place[owner], keys[order], settings), reasons[order])
    assert (sampled(labels, owner, keys, Settings(cap=10, seed=1)) != reasons).any()


def test_back_fill_is_the_sample_without_what_was_removed(rng):
    labels, owner, keys = drawn(rng)
    settings = Settings(cap=10)
    before = sampled(labels, owner, keys, settings)
    removed = np.zeros(len(keys), bool)
    removed[rng.choice(np.flatnonzero(before == ""), 20, replace=False)] = True
    after = sampled(labels, owner, keys, settings, removed=removed)
    assert (after[removed] == "removed").all()
    assert ((before == "") & ~removed <= (after == "")).all()  # nobody who was drawn loses the place
    rest = np.flatnonzero(~removed)
    place = np.full(len(keys), -1)
    place[rest] = np.arange(len(rest))
    there = ~removed[owner]
    alone = sampled(labels[there], place[owner[there]], keys[rest], settings)
    np.testing.assert_array_equal(after[rest], alone)


def test_the_order_is_the_same_for_ever():
    found = shuffled(np.array([0, 1, -5, 2**62]), 3)
    assert found.tolist() == [
        17909611376780542444,
        8196980753821780235,
        15631774881688914435,
        7254877225077050197,
    ]
