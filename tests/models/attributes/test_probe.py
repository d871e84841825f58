"""Features of anybody's network are stored once, and a head learns the planted labels from them."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.models.attributes.extractors import FeatureExtractor, extract
from fittingroom.models.attributes.gallery import gallery
from fittingroom.models.attributes.probe import probe
from fittingroom.models.attributes.shards import read_source


class Means:
    """The mean colour of each of 3 x 3 regions."""

    name, width, size_px = "means", 27, 24

    def __init__(self):
        self.asked = 0

    def __call__(self, images: np.ndarray) -> np.ndarray:
        self.asked += len(images)
        return (
            images.reshape(len(images), 3, 8, 3, 8, 3)
            .mean((2, 4))
            .reshape(len(images), 27)
            .astype(np.float32)
        )


@pytest.fixture
def parts(small_set, kept):
    return [gallery(read_source(small_set, part), 24, kept, "jpegs") for part in ("train", "val")]


@pytest.mark.parametrize("kind", ["flat", "group"])
def test_a_probe_learns_what_is_planted(kind, parts, tmp_path):
    extractor = Means()
    assert isinstance(extractor, FeatureExtractor)
    train, val = (extract(part, extractor, tmp_path / f"{part.source.name}.npy") for part in parts)
    learned = probe(train, parts[0].source.truth, kind=kind, batch=32, epochs=30)
    truth = parts[1].source.truth.measured()
    assert ((learned.logits(val) > 0) == truth.present).mean() > 0.95
    again = probe(train, parts[0].source.truth, kind=kind, batch=32, epochs=30)
    assert (again.logits(val) == learned.logits(val)).all()


def test_features_are_computed_once_and_in_order(parts, tmp_path):
    extractor, place = Means(), tmp_path / "val.npy"
    first = extract(parts[1], extractor, place)
    assert extractor.asked == len(first) == 64
    again = extract(parts[1], extractor, place)
    assert extractor.asked == 64
    assert (again == first).all()
    pixels = np.empty((64, 24, 24, 3), np.uint8)
    parts[1].gather(np.arange(64), pixels)
    assert (first == Means()(pixels)).all()


def test_what_does_not_fit_is_refused_and_leaves_nothing(parts, tmp_path):
    place = tmp_path / "val.npy"
    larger, promising = Means(), Means()
    larger.size_px, promising.width = 32, 28
    with pytest.raises(InputError, match="means takes images of 32 pixels, these have 24"):
        extract(parts[1], larger, place)
    with pytest.raises(InputError, match=r"must answer 64 images .* \(64, 28\), answered \(64, 27\)"):
        extract(parts[1], promising, place)
    assert not place.exists()
    features = extract(parts[1], Means(), place)
    other = Means()
    other.name = "other means"
    for part, extractor in ((parts[0], Means()), (parts[1], other)):
        with pytest.raises(InputError, match=f"holds features of other images, or not by {extractor.name}"):
            extract(part, extractor, place)
    with pytest.raises(InputError, match="asked for decoder: features have no places"):
        probe(features, parts[1].source.truth, kind="decoder")
    with pytest.raises(InputError, match="a feature for each truth, found 64 and 192"):
        probe(features, parts[0].source.truth)
