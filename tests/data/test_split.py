"""Laws of the split: every row once, families whole, classes in their shares, the same for a seed."""

import numpy as np
import pytest

from fittingroom.data.split import assign, divide
from fittingroom.errors import DataError, InputError
from fittingroom.types import Card, Dataset


def made(n: int, rng: np.random.Generator, *, test: int = 0, groups: np.ndarray | None = None) -> Dataset:
    labels = np.arange(n) % 3
    parts = {"train": np.arange(n - test)}
    if test:
        parts["test"] = np.arange(n - test, n)
    return Dataset(
        card=Card(name="made", classes=("a", "b", "c"), counts={"train": n}),
        images=rng.integers(0, 256, (n, 8, 8), dtype=np.uint8),
        labels=labels,
        ids=np.array([f"{i}" for i in range(n)]),
        parts=parts,
        groups=groups,
    )


def test_every_row_stands_in_exactly_one_part(rng):
    data = divide(made(600, rng, test=60), seed=3)
    rows = np.concatenate([data.rows(part) for part in ("train", "val", "cal", "test")])
    assert sorted(rows) == list(range(600))
    assert {part: len(rows) for part, rows in data.parts.items()} == {
        "train": 450,
        "val": 45,
        "cal": 45,
        "test": 60,
    }


def test_classes_keep_their_shares_in_every_part(rng):
    data = divide(made(720, rng, test=72))
    for part, rows in data.parts.items():
        assert np.ptp(np.bincount(data.labels[rows])) == 0, part


def test_missing_test_part_is_made_too(rng):
    assert list(divide(made(300, rng)).parts) == ["train", "val", "cal", "test"]


def test_published_parts_stay_as_they_are(rng):
    raw = made(600, rng, test=60)
    np.testing.assert_array_equal(divide(raw).rows("test"), raw.rows("test"))


def test_the_seed_decides_and_repeats(rng):
    raw = made(600, rng)
    first, again, other = (divide(raw, seed=seed).rows("val") for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_copies_never_stand_on_two_sides(rng):
    raw = made(300, rng)
    images = raw.images.copy()
    images[100:200] = images[:100]  # exact
    images[200:250] = images[:50, :, ::-1]  # mirrored
    images[250:300] = np.clip(images[50:100].astype(int) + rng.integers(-2, 3, (50, 8, 8)), 0, 255)  # near
    data = divide(Dataset(card=raw.card, images=images, labels=raw.labels, ids=raw.ids, parts=raw.parts))
    side = np.empty(300, int)
    for number, rows in enumerate(data.parts.values()):
        side[rows] = number
    for copy, original in [(100, 0), (200, 0), (250, 50)]:
        width = 100 if copy == 100 else 50
        np.testing.assert_array_equal(side[copy : copy + width], side[original : original + width])
    assert len(data.parts["val"]) > 0


def test_groups_and_copies_are_joined(rng):
    groups = np.repeat(np.arange(100), 3)
    raw = made(300, rng, groups=groups)
    images = raw.images.copy()
    images[3] = images[0]  # ties group 1 to group 0
    data = divide(
        Dataset(card=raw.card, images=images, labels=raw.labels, ids=raw.ids, parts=raw.parts, groups=groups)
    )
    homes = [
        {part for part, rows in data.parts.items() if np.isin(rows, wanted).any()}
        for wanted in (np.arange(6), *(np.arange(3 * g, 3 * g + 3) for g in range(2, 100)))
    ]
    assert all(len(home) == 1 for home in homes)


def test_a_large_family_goes_to_train_and_does_not_swamp_val():
    families = np.concatenate([np.zeros(40, int), np.arange(1, 161)])
    side = assign(families, np.zeros(200, int), (0.1, 0.1), rng=np.random.default_rng(0))
    assert (side[:40] == 0).all()
    assert np.bincount(side).tolist() == [160, 20, 20]


def test_too_few_images_are_refused_in_a_sentence(rng):
    with pytest.raises(DataError, match="too few to make the parts"):
        divide(made(3, rng))


def test_shares_that_leave_no_train_are_refused(rng):
    with pytest.raises(InputError, match="leaves none"):
        divide(made(60, rng), shares={"val": 0.5, "test": 0.5})
    with pytest.raises(InputError, match="val, cal and test"):
        divide(made(60, rng), shares={"dev": 0.5})
