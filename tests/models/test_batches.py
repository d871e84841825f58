"""Drawing batches loses no image, invents none, and can be repeated from any epoch."""

import numpy as np
import pytest
import torch

from fittingroom.models.batches import Batch, Images, batches, hardest, reflected, shifted, to_device
from fittingroom.types import Part


def whole_set(rng: np.random.Generator, n: int = 25, channels: int = 3) -> Images:
    images = rng.integers(0, 256, (n, 8, 9, channels), dtype=np.uint8)
    return Images(torch.from_numpy(images), torch.arange(n))


def test_a_shift_is_what_padding_by_reflection_and_cropping_gives(rng):
    images = whole_set(rng).images
    rows = np.arange(len(images))
    moved = shifted(images, rows, shift=2, mirrored=np.zeros(len(rows), bool), rng=np.random.default_rng(3))
    down, right = np.random.default_rng(3).integers(-2, 3, size=(2, len(rows), 1))
    padded = np.pad(images.numpy(), ((0, 0), (2, 2), (2, 2), (0, 0)), mode="reflect")
    for row in rows:
        top, left = 2 + down[row, 0], 2 + right[row, 0]
        np.testing.assert_array_equal(moved[row], padded[row, top : top + 8, left : left + 9])


def drawn(data: Images, losses: torch.Tensor | None = None, **settings) -> list[Batch]:
    losses = torch.full((len(data),), torch.inf) if losses is None else losses
    defaults = {"batch": 5, "focus": 1.0, "shift": 0, "mirror": False, "seed": 0, "epoch": 1}
    defaults["steps"] = len(data) // settings.get("batch", 5)
    return list(batches(data, losses, **defaults | settings))


def rows_of(found: list[Batch]) -> list[int]:
    return [int(row) for batch in found for row in batch.rows]


def test_without_shift_and_mirror_the_images_come_as_they_are_with_their_labels(rng):
    data = whole_set(rng)
    for batch in drawn(data, epoch=2):
        assert torch.equal(batch.images, data.images[batch.rows])
        assert torch.equal(batch.labels, data.labels[batch.rows])


def test_a_mirrored_image_is_flipped_left_to_right(rng):
    data = whole_set(rng)
    mirrored = np.arange(25) % 2 == 0
    images = shifted(data.images, np.arange(25), shift=0, mirrored=mirrored, rng=rng)
    expected = torch.where(torch.from_numpy(mirrored)[:, None, None, None], data.images.flip(2), data.images)
    assert torch.equal(images, expected)


@pytest.mark.parametrize(("focus", "epoch"), [(1.0, 1), (1.0, 2), (0.3, 1)])
def test_a_whole_pass_shows_each_image_at_most_once(rng, focus, epoch):
    losses = torch.full((25,), torch.inf) if focus < 1 else torch.zeros(25)
    found = drawn(whole_set(rng), losses, batch=4, focus=focus, epoch=epoch)
    assert [len(batch.labels) for batch in found] == [4] * 6
    assert len(set(rows_of(found))) == 24


def test_a_later_epoch_is_as_long_but_keeps_to_the_images_of_highest_loss(rng):
    data, losses = whole_set(rng, n=100), torch.arange(100.0)
    found = drawn(data, losses, focus=0.2, epoch=2)
    assert [len(batch.labels) for batch in found] == [5] * 20
    seen = rows_of(found)
    for one_pass in np.reshape(seen, (5, 20)):
        assert len(set(one_pass)) == 20
        assert set(range(82, 100)) < set(one_pass)
    assert len(set(seen)) > 20  # the tenth from the rest is another one in each pass


def test_a_pass_goes_by_the_losses_that_the_one_before_it_has_written(rng):
    data, losses = whole_set(rng, n=100), torch.arange(100.0)
    passes = []
    for batch in batches(data, losses, batch=10, steps=10, focus=0.2, shift=0, mirror=False, seed=0, epoch=2):
        passes.append(batch.rows.tolist())
        if len(passes) == 2:
            losses.copy_(torch.arange(100.0).flip(0))
    assert set(range(18)) < set(passes[2] + passes[3])


@pytest.mark.parametrize("n", [1, 7, 10])
def test_the_hardest_rows_are_different_rows(rng, n):
    losses = rng.random(10)
    rows = hardest(losses, n, rng=rng)
    assert len(set(rows)) == n
    assert n == 1 or losses.argmax() in rows


def test_a_focus_smaller_than_a_batch_still_fills_it(rng):
    assert len(rows_of(drawn(whole_set(rng), focus=0.01, epoch=3))) == 25


def test_two_epochs_in_a_row_show_both_sides_of_every_image(rng):
    data = whole_set(rng)

    def unflipped(epoch: int) -> dict[int, bool]:
        return {
            int(row): torch.equal(image, data.images[row])
            for batch in drawn(data, mirror=True, seed=4, epoch=epoch)
            for image, row in zip(batch.images, batch.rows, strict=True)
        }

    first, second, third = unflipped(1), unflipped(2), unflipped(3)
    assert all(first[row] != second[row] for row in range(25))
    assert first == third
    assert 0 < sum(first.values()) < 25


def test_two_passes_in_one_epoch_show_both_sides_of_every_image(rng):
    data = whole_set(rng)
    found = drawn(data, mirror=True, focus=1.0, steps=10)
    first, second = (torch.cat([b.images for b in half]) for half in (found[:5], found[5:]))
    rows = rows_of(found)
    back = np.argsort(rows[:25]), np.argsort(rows[25:])
    assert torch.equal(first[back[0]], second[back[1]].flip(2))


@pytest.mark.parametrize("steps", [1, 7, 43])
def test_an_epoch_has_the_steps_that_were_asked_for(rng, steps):
    assert len(rows_of(drawn(whole_set(rng, n=100), steps=steps, focus=0.2))) == 5 * steps


def test_what_was_never_seen_comes_first_whole_and_in_a_later_epoch_too(rng):
    data, losses = whole_set(rng, n=100), torch.full((100,), torch.inf)
    seen = []
    for epoch in (1, 2):
        for batch in batches(
            data, losses, batch=5, steps=15, focus=0.2, shift=0, mirror=False, seed=0, epoch=epoch
        ):
            losses[batch.rows] = batch.rows.float()
            seen += batch.rows.tolist()
    assert sorted(seen[:100]) == list(range(100))
    assert set(range(82, 100)) < set(seen[100:120])


def test_the_few_images_that_fill_no_batch_come_with_the_hardest(rng):
    losses = torch.arange(100.0)
    losses[[3, 14, 15]] = torch.inf
    assert {3, 14, 15} < set(rows_of(drawn(whole_set(rng, n=100), losses, epoch=2, focus=0.1, steps=2)))


def test_an_epoch_is_the_same_whenever_it_is_drawn_and_differs_from_the_next(rng):
    data = whole_set(rng)

    def pixels(seed: int, epoch: int) -> torch.Tensor:
        found = drawn(data, focus=0.4, shift=2, mirror=True, seed=seed, epoch=epoch)
        return torch.cat([batch.images for batch in found])

    assert torch.equal(pixels(0, 3), pixels(0, 3))
    assert not torch.equal(pixels(0, 3), pixels(0, 4))
    assert not torch.equal(pixels(0, 3), pixels(1, 3))


def test_reflection_stays_inside_even_when_a_shift_is_larger_than_the_image():
    np.testing.assert_array_equal(reflected(np.arange(-3, 7), 4), [3, 2, 1, 0, 1, 2, 3, 2, 1, 0])
    assert set(reflected(np.arange(-9, 9), 2)) <= {0, 1}


@pytest.mark.parametrize("writeable", [True, False])
def test_a_part_becomes_tensors_of_its_own(rng, writeable):
    images = rng.integers(0, 256, (6, 4, 4), dtype=np.uint8)
    images.flags.writeable = writeable
    part = Part("train", images, np.arange(6), np.arange(6).astype(str))
    held = to_device(part, "cpu", rows=np.array([4, 2]))
    assert held.images.shape == (2, 4, 4, 1)
    np.testing.assert_array_equal(held.images[..., 0].numpy(), images[[4, 2]])
    assert held.labels.tolist() == [4, 2]
