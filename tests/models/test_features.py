"""Features and logits of a recipe's network are those that its answers come from."""

import dataclasses

import numpy as np
import pytest
import torch

from fittingroom.errors import InputError
from fittingroom.measure.calibration import tempered
from fittingroom.models import convnet, plain
from fittingroom.models.features import EVALUATION_BATCH, has_features, look_inside
from fittingroom.types import Dataset

SMALL = {
    "convnet": (convnet, convnet.Params(widths=(8, 12), epochs=1, evaluated=40), 12),
    "mirrored convnet": (convnet, convnet.Params(widths=(8, 12), epochs=1, evaluated=40, views="moved"), 12),
    "plain": (plain, plain.Params(widths=(4,), dense=(16,), epochs=1, evaluated=40), 16),
    "linear": (plain, plain.Params(widths=(), epochs=1, evaluated=40), 144),
}


def small(name: str, squares: Dataset, **more):
    module, params, _ = SMALL[name]
    return module.fit(
        squares.part("train"),
        squares.part("val"),
        params,
        classes=3,
        seed=0,
        device="cpu",
        threads=1,
        **more,
    )


@pytest.mark.parametrize("name", SMALL)
def test_the_softmax_of_the_logits_is_what_the_model_says(name, squares: Dataset):
    fitted = small(name, squares)
    images = squares.part("val").images
    seen = look_inside(fitted, images)
    assert seen.features.dtype == seen.logits.dtype == np.float32
    assert seen.features.shape == (len(images), SMALL[name][2])
    shifted = np.exp(seen.logits - seen.logits.max(axis=1, keepdims=True)).astype(float)
    p = shifted / shifted.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(p, fitted.predict(images), atol=1e-5)
    np.testing.assert_allclose(p.argmax(1), tempered(p, 2.0).argmax(1))


def test_features_do_not_depend_on_the_batch(squares: Dataset):
    fitted = small("convnet", squares)
    images = np.tile(squares.part("train").images, (3, 1, 1))[: EVALUATION_BATCH + 7]
    seen = look_inside(fitted, images)
    assert len(seen.features) == len(images)
    np.testing.assert_allclose(seen.features[-7:], look_inside(fitted, images[-7:]).features, atol=1e-4)
    assert look_inside(fitted, images[:0]).features.shape == (0, 12)


def test_a_network_of_ones_own_is_not_looked_into(squares: Dataset):
    def own(shape, classes):
        return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(shape[0] * shape[1], classes))

    fitted = small("linear", squares, network=own)
    assert not has_features(fitted)
    assert has_features(dataclasses.replace(fitted, run={**fitted.run, "network": "plain"}))
    assert not has_features(lambda images: images)
    with pytest.raises(InputError, match="this network is your own"):
        look_inside(fitted, squares.part("val").images)
