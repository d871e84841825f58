import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fittingroom.build.divided import Amounts, divide
from fittingroom.errors import DataError, InputError

NAMES = ("a", "b", "c")


@given(st.integers(0, 2**32 - 1), st.integers(60, 300), st.floats(0.1, 0.5), st.booleans())
def test_every_row_is_drawn_once_at_most_and_families_stay_together(seed, n, share, balance):
    rng = np.random.default_rng(seed)
    labels = np.concatenate([[0, 1, 2] * 10, rng.choice(3, n, p=[0.5, 0.3, 0.2])])
    families = np.where(rng.random(n + 30) < 0.2, rng.integers(0, 12, n + 30), 100 + np.arange(n + 30))
    amounts = Amounts(test_share=share, balance=balance)
    train, test = divide(labels, families, amounts, classes=NAMES, rng=rng)
    both = np.concatenate([train, test])
    assert len(np.unique(both)) == len(both)
    assert not set(families[train].tolist()) & set(families[test].tolist())
    if balance:
        assert len(both) <= 3 * np.bincount(labels).min()
    else:
        assert len(both) == len(labels)


def test_amounts_are_kept_to_the_picture():
    labels = np.repeat([0, 1, 2], [500, 300, 200])
    for amounts, expected in (
        (Amounts(train=450, test=90, balance=True), ([150, 150, 150], [30, 30, 30])),
        (Amounts(train=500, test=100), ([250, 150, 100], [50, 30, 20])),
        (Amounts(test_share=0.1), ([450, 270, 180], [50, 30, 20])),
        (Amounts(test_share=0.1, balance=True), ([180, 180, 180], [20, 20, 20])),
    ):
        drawn = divide(labels, np.arange(1000), amounts, classes=NAMES, rng=np.random.default_rng(0))
        for rows, counts in zip(drawn, expected, strict=True):
            assert np.bincount(labels[rows]).tolist() == counts


def test_the_order_is_random_and_the_seed_fixes_it():
    labels, families = np.repeat([0, 1, 2], 100), np.arange(300)
    draws = [
        divide(labels, families, Amounts(), classes=NAMES, rng=np.random.default_rng(seed))
        for seed in (0, 0, 1)
    ]
    assert np.array_equal(draws[0][0], draws[1][0])
    assert not np.array_equal(draws[0][0], draws[2][0])
    assert (np.diff(labels[draws[0][0]]) < 0).any()


def test_too_few_pictures_are_a_sentence():
    labels = np.repeat([0, 1, 2], [50, 40, 10])
    rng = np.random.default_rng(0)
    with pytest.raises(DataError, match="20 \\+ 10 pictures of the class c are asked for, there are 10"):
        divide(labels, np.arange(100), Amounts(train=60, test=30, balance=True), classes=NAMES, rng=rng)
    with pytest.raises(DataError, match=r"no picture is left of the class d \(1 of 4 classes\)"):
        divide(labels, np.arange(100), Amounts(), classes=(*NAMES, "d"), rng=rng)
    with pytest.raises(DataError, match="100 pictures in 1 families of copies or groups are too few"):
        divide(labels, np.zeros(100, int), Amounts(), classes=NAMES, rng=rng)
    with pytest.raises(InputError, match="ask for both"):
        Amounts(train=10)
    with pytest.raises(InputError, match="share of test lies between 0 and 1"):
        Amounts(test_share=1.0)
