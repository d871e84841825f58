"""Photographed looks: any share, repeatable, only the classes that have poses get them, none is lost."""

import dataclasses

import numpy as np
import pytest
import torch

from fittingroom.errors import InputError
from fittingroom.models import convnet
from fittingroom.models.batches import Images, batches
from fittingroom.models.fine_tune import Tuning, fine_tune
from fittingroom.models.photographed import UNTOUCHED, Look, photographed, poses_of
from fittingroom.models.poses import seen_from_above, sleeves_spread
from fittingroom.types import Part


def bars(n: int, px: int = 28, channels: int = 1) -> torch.Tensor:
    """Upright bars on black, brighter and brighter."""
    images = torch.zeros(n, px, px, channels, dtype=torch.uint8)
    images[:, 3:-3, px // 3 : 2 * px // 3] = torch.linspace(90, 250, n).to(torch.uint8)[:, None, None, None]
    return images


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(("px", "channels"), [(28, 1), (20, 1), (32, 3)])
def test_the_share_is_shown_otherwise_and_the_rest_is_left_alone(px, channels):
    images, labels = bars(40, px, channels), torch.arange(40) % 4
    out = photographed(images, labels, Look(share=0.5, footwear=(1,), sleeved=(2,)), generator=seeded())
    assert out.shape == images.shape
    assert out.dtype == torch.uint8
    assert torch.equal(out[20:], images[20:])
    assert (out[:20] != images[:20]).flatten(1).any(1).all()
    assert (out.flatten(1).amax(1) > 0).all()


def test_no_share_hands_back_the_images_themselves():
    images = bars(4)
    assert photographed(images, torch.zeros(4), UNTOUCHED, generator=seeded()) is images


def test_the_same_generator_gives_the_same_pictures_and_another_others():
    images, labels, look = bars(30), torch.arange(30) % 3, Look(share=1.0, footwear=(0,), sleeved=(1,))
    one, again, other = (photographed(images, labels, look, generator=seeded(s)) for s in (3, 3, 4))
    assert torch.equal(one, again)
    assert not torch.equal(one, other)


def test_a_pair_of_shoes_from_above_is_two_things_side_by_side():
    side = torch.zeros(60, 1, 28, 28)
    side[:, :, 14:22, 3:25] = 0.8  # a sole, as seen from the side
    seen = seen_from_above(side, generator=seeded())
    columns = (seen > 0.03).any(2)[:, 0]
    apart = columns[:, :9].any(1) & columns[:, -9:].any(1)
    assert columns.any(1).all()
    assert 0.6 < apart.float().mean() < 1  # one in seven stands alone


def test_spread_sleeves_reach_beyond_the_body_and_a_body_without_sleeves_stays_one_piece():
    shirt = torch.zeros(40, 1, 28, 28)
    shirt[:, :, 4:24, 9:19] = 0.5
    shirt[:, :, 4:20, 4:8] = shirt[:, :, 4:20, 20:24] = 0.9
    spread = sleeves_spread(shirt, generator=seeded())
    far = (spread[:, 0, :, :3] > 0.5).any((1, 2)) | (spread[:, 0, :, -3:] > 0.5).any((1, 2))
    assert far.float().mean() > 0.3
    assert (spread[:, 0, 12:16, 13:15] > 0.3).all()


def test_poses_are_told_by_names_footwear_first():
    footwear, sleeved = poses_of(("T-shirt/top", "Trouser", "Dress", "Dress shoe", "Bag", "Ankle boot"))
    assert footwear == (3, 5)
    assert sleeved == (0, 2)


def test_an_epoch_can_be_repeated_and_order_and_shifts_are_what_they_are_without():
    data = Images(bars(60), torch.arange(60) % 3)
    settings = {"batch": 20, "steps": 3, "focus": 1.0, "shift": 1, "mirror": False, "seed": 5}
    losses = torch.full((60,), torch.inf)
    looks = [UNTOUCHED, Look(share=0.5, footwear=(1,)), Look(share=0.5, footwear=(1,))]
    plain, one, again = (list(batches(data, losses, look=k, epoch=2, **settings)) for k in looks)
    assert all(torch.equal(a.images, b.images) for a, b in zip(one, again, strict=True))
    assert all(torch.equal(a.images[10:], b.images[10:]) for a, b in zip(one, plain, strict=True))
    assert all(torch.equal(a.rows, b.rows) for a, b in zip(one, plain, strict=True))


def test_a_network_learns_so_and_learns_a_few_pictures_more(rng):
    labels = np.arange(120) % 2
    images = bars(120)[..., 0].numpy().copy()
    images[labels == 1] = np.ascontiguousarray(images[labels == 1].transpose(0, 2, 1))
    part = Part("train", images, labels.astype(np.int64), np.arange(120).astype(str))
    params = dataclasses.replace(convnet.PHOTOGRAPHED, widths=(8, 12), epochs=4, evaluated=40, footwear=(1,))
    fitted = convnet.fit(part, part, params, classes=2, seed=0, threads=1)
    assert (fitted.predict(images).argmax(1) == labels).mean() > 0.9
    few = Part("own", images[:6], part.labels[:6], part.ids[:6])
    tuned = fine_tune(fitted, few, part, Tuning(steps=5), seed=0, threads=1)
    again = fine_tune(fitted, few, part, Tuning(steps=5), seed=0, threads=1)
    assert tuned.fingerprint == again.fingerprint != fitted.fingerprint


def test_a_share_beyond_one_is_refused():
    with pytest.raises(InputError, match=r"photographed is a share from 0 to 1, got 1\.5"):
        convnet.Params(photographed=1.5)
