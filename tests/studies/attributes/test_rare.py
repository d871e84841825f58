"""Shot buckets: every label in one, and the paper's bounds scaled."""

import numpy as np

from fittingroom.studies.attributes.rare import LEAST_FEW, scaled, shot_buckets


def test_each_label_is_in_one_bucket_that_its_count_belongs_to():
    counts = np.array([0, 0, 1, 2, 3, 9, 29, 30, 31, 100, 600, 601, 5000])
    found = shot_buckets(counts, (30, 600))
    assert np.sum([bucket.labels for bucket in found], axis=0).tolist() == [1] * len(counts)
    assert {bucket.name: counts[bucket.labels].tolist() for bucket in found} == {
        "no image": [0, 0],
        "1 to 9": [1, 2, 3, 9],
        "10 to 29": [29],
        "30 to 600": [30, 31, 100, 600],
        "more than 600": [601, 5000],
    }


def test_a_bucket_without_a_label_is_left_out():
    assert [bucket.name for bucket in shot_buckets(np.array([700, 800]), (30, 600))] == ["more than 600"]


def test_the_papers_bounds_are_its_own_at_its_size_and_have_a_floor():
    assert scaled(1_012_947) == (500, 10_000)
    assert scaled(101_295) == (50, 1000)
    assert scaled(1000) == (LEAST_FEW, 4 * LEAST_FEW)
