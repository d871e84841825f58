"""Views of an image are what padding, cropping and flipping by hand give, weighed as said."""

import pytest
import torch

from fittingroom.models.views import over_views


def pixels_as_scores(images: torch.Tensor) -> torch.Tensor:
    """Scores that tell every pixel apart, so that the mean over views can be read off them."""
    return images.flatten(1).double()


@pytest.fixture
def images() -> torch.Tensor:
    return torch.randint(0, 256, (3, 5, 4, 2), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))


def test_the_plain_view_is_the_image(images):
    assert torch.equal(over_views(pixels_as_scores, images, "plain"), pixels_as_scores(images))


def test_the_mirrored_view_weighs_both_sides_alike(images):
    expected = (images.double() + images.double().flip(2)) / 2
    assert torch.equal(over_views(pixels_as_scores, images, "mirrored"), expected.flatten(1))


def test_moved_views_have_half_the_weight_of_the_image_in_its_place(images):
    x = images.double()
    rows, columns = [1, 0, 1, 2, 3], [1, 0, 1, 2]
    down_right = x[:, rows][:, :, columns]
    up_left = x[:, [1, 2, 3, 4, 3]][:, :, [1, 2, 3, 2]]
    expected = sum(
        weight * (view + view.flip(2)) / 2 for weight, view in ((0.5, x), (0.25, down_right), (0.25, up_left))
    )
    torch.testing.assert_close(over_views(pixels_as_scores, images, "moved"), expected.flatten(1))


def test_a_view_is_asked_about_in_the_type_of_the_images(images):
    kinds = []
    over_views(
        lambda view: (kinds.append((view.dtype, view.shape)), pixels_as_scores(view))[1], images, "moved"
    )
    assert kinds == [(torch.uint8, images.shape)] * 6
