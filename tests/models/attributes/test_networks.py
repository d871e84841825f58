"""The networks are the published ones: by their numbers of weights, shapes, and what they are equal to."""

import pytest
import torch
from torch import nn

from fittingroom.errors import InputError
from fittingroom.models.attributes.networks import NETWORKS, network
from fittingroom.models.attributes.networks.layers import ConvNorm

PUBLISHED = {
    "resnet18": 11_689_512,
    "resnet50": 25_557_032,
    "resnet101": 44_549_160,
    "inception-v1": 6_624_904,
    "inception-v3": 23_834_568,
}
WITH_SIDES = {"inception-v1": 13_004_888, "inception-v3": 27_161_264}
INCEPTION_BN_WITH_BIASES = 11_295_240


def weights(module: nn.Module) -> int:
    return sum(weight.numel() for weight in module.parameters())


def with_head(name: str) -> int:
    built = network(name).build()
    return weights(built) + 1000 * (built.width + 1)


@pytest.mark.parametrize("name", PUBLISHED)
def test_weights_are_as_many_as_published_with_1000_classes(name):
    assert with_head(name) == PUBLISHED[name]


@pytest.mark.parametrize("name", WITH_SIDES)
def test_side_classifiers_are_those_published(name):
    built = network(name).build()
    assert with_head(name) + weights(built.sides(1000)) == WITH_SIDES[name]


def test_inception_bn_has_the_published_weights_but_for_the_biases_that_normalisation_undoes():
    built = network("inception-bn").build()
    biases = sum(layer.out_channels for layer in built.modules() if isinstance(layer, nn.Conv2d))
    assert with_head("inception-bn") + biases == INCEPTION_BN_WITH_BIASES


@pytest.mark.parametrize("known", NETWORKS, ids=lambda known: known.name)
def test_the_last_map_comes_first_and_lower_ones_only_while_training(known):
    built = known.build()
    size_px = max(known.smallest_px, 64)
    with torch.inference_mode():
        trained = built.train()(torch.rand(2, 3, size_px, size_px))
        (last,) = built.eval()(torch.rand(2, 3, size_px, size_px))
    assert last.shape[:2] == (2, built.width)
    assert trained[0].shape == last.shape
    sides = built.sides(7)
    assert len(trained) - 1 == len(sides)
    assert all(side(low).shape == (2, 7) for side, low in zip(sides, trained[1:], strict=True))


@pytest.mark.parametrize(("name", "places"), [("resnet18", 7), ("inception-v1", 7), ("inception-v3", 8)])
def test_at_the_published_size_the_map_has_the_published_places(name, places):
    known = network(name)
    with torch.inference_mode():
        (last,) = known.build().eval()(torch.zeros(1, 3, known.size_px, known.size_px))
    assert last.shape[2:] == (places, places)


def test_names_are_those_of_torchvision():
    wanted = ("resnet18", "resnet50", "inception-v1", "inception-v3")
    names = {name: set(network(name).build().state_dict()) for name in wanted}
    assert {"conv1.weight", "bn1.running_var", "layer3.5.conv3.weight"} <= names["resnet50"]
    assert {"layer2.0.downsample.1.bias", "layer1.1.bn2.weight"} <= names["resnet18"]
    assert {
        "conv2.conv.weight",
        "inception4e.branch3.1.bn.bias",
        "inception3a.branch4.1.conv.weight",
    } <= names["inception-v1"]
    assert {"Conv2d_1a_3x3.conv.weight", "Mixed_7c.branch3x3dbl_3b.bn.weight"} <= names["inception-v3"]


def test_pooling_before_relu_is_the_same_function():
    layer = ConvNorm(3, 8, 3).eval()
    nn.init.normal_(layer.bn.weight)  # also of negative scale
    x = torch.randn(2, 3, 16, 16)
    after = nn.functional.max_pool2d(layer(x), 3, 2, ceil_mode=True)
    torch.testing.assert_close(layer.pooled(x, kernel_size=3, stride=2, ceil_mode=True), after)


def test_an_unknown_network_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"no network 'resnet34'.*did you mean resnet"):
        network("resnet34")
