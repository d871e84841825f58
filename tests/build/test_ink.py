import numpy as np
import pytest

from fittingroom.build.ink import box, centre, clear, ink, otsu


@pytest.fixture
def seven() -> np.ndarray:
    """(60, 50) bool: a seven of strokes 6 pixels wide."""
    mask = np.zeros((60, 50), bool)
    mask[10:16, 12:38] = True
    for row in range(16, 50):
        left = 32 - (row - 16) * 14 // 34
        mask[row, left : left + 6] = True
    return mask


def paper(seven, rng, *, light: float, dark: float) -> np.ndarray:
    page = np.where(seven, dark, light) + rng.normal(0, 2, seven.shape)
    return np.clip(page - np.linspace(0, 60, seven.shape[1]), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("light", "dark"), [(220, 120), (120, 220), (250, 60)], ids=["pen", "chalk", "ink"])
def test_ink_is_found_under_a_shadow_whichever_is_darker(seven, rng, light, dark):
    found = ink(paper(seven, rng, light=light, dark=dark), reach=0.5)
    assert isinstance(found, np.ndarray)
    assert set(np.unique(found)) == {0, 255}
    assert ((found == 255) == seven).mean() > 0.97


def test_empty_paper_has_no_ink(rng):
    for page in (np.full((40, 40), 255), rng.normal(180, 2, (40, 40)), np.zeros((1, 1))):
        assert ink(page.astype(np.uint8), reach=0.5) == "no ink stands out from the paper"


def test_otsus_threshold_is_the_best_of_all(rng):
    levels = np.concatenate([rng.normal(60, 15, 700), rng.normal(150, 20, 300)]).clip(0, 255).astype(np.uint8)
    threshold, apart = otsu(levels)

    def within(t: int) -> float:
        sides = levels[levels <= t], levels[levels > t]
        return sum(side.var() * len(side) for side in sides if len(side))

    assert within(threshold) == min(within(t) for t in range(255))
    assert apart == pytest.approx(levels[levels > threshold].mean() - levels[levels <= threshold].mean())
    assert otsu(np.full(9, 7, np.uint8))[1] == 0


def test_a_frame_goes_and_the_digit_stays(seven):
    framed = np.where(seven, 255, 0).astype(np.uint8)
    framed[:, :3] = framed[-2:] = 255
    framed[55, 45] = 255  # a speck
    cleared = clear(framed, least=0.1)
    assert isinstance(cleared, np.ndarray)
    assert np.array_equal(cleared > 0, seven)
    assert clear(np.full((5, 5), 255, np.uint8), least=0.1) == "all ink touches the edge"


def test_box_and_centre_make_mnists_geometry(seven):
    boxed = box(np.where(seven, 255, 0).astype(np.uint8), longest_px=20)
    assert isinstance(boxed, np.ndarray)
    assert max(boxed.shape) == 20
    assert boxed.any(axis=1).all()
    page = centre(boxed, size_px=28).astype(float)
    assert page.shape == (28, 28)
    assert page.sum() == boxed.sum()
    mass = [(page.sum(axis=axis) @ np.arange(28)) / page.sum() for axis in (1, 0)]
    assert all(13.4 < at < 14.6 for at in mass)


def test_real_mnist_is_left_where_it_is(shared):
    """MNIST's own digits, boxed and centred again, hardly move: the geometry is theirs."""
    from fittingroom.data.idx import read_idx

    images = read_idx(shared / "mnist" / "t10k-images-idx3-ubyte.gz")[:300]
    moved = [centre(image, size_px=28) for image in images]
    assert np.mean([np.array_equal(a, b) for a, b in zip(moved, images, strict=True)]) > 0.98
    sizes = [box(image, longest_px=20) for image in images]
    assert all(isinstance(size, np.ndarray) and max(size.shape) == 20 for size in sizes)


def test_an_empty_picture_has_no_box_and_stays_empty():
    assert box(np.zeros((5, 5), np.uint8), longest_px=20) == "there is no ink"
    assert centre(np.zeros((5, 9), np.uint8), size_px=28).shape == (28, 28)
    assert centre(np.full((1, 90), 9, np.uint8), size_px=28).sum() == 9 * 28
