"""Drawn digits: seeded, distinct, in MNIST's frame, and legible to what has learned MNIST."""

from itertools import combinations

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.simulate.digit_styles import POINTS, STYLES, plain
from fittingroom.simulate.drawn_digits import PENS_PX, DrawnDigits, draw, draw_hands, drawn_digits
from tests.simulate.test_frame import middles


@pytest.fixture(scope="module")
def drawn():
    return drawn_digits(hands=30, rng=np.random.default_rng(0))


def by(drawn: DrawnDigits, style: str, pen: str = "medium") -> np.ndarray:
    """The pictures of one style, hand by hand, (hands, 28, 28)."""
    return drawn.part.images[(drawn.styles == style) & (drawn.pens == pen)]


def test_a_seed_gives_the_same_pictures_and_another_gives_others(drawn):
    again = drawn_digits(hands=30, rng=np.random.default_rng(0))
    other = drawn_digits(hands=30, rng=np.random.default_rng(1))
    assert np.array_equal(drawn.part.images, again.part.images)
    assert (drawn.part.images != other.part.images).any(axis=(1, 2)).all()


def test_few_hands_are_the_first_of_many():
    few, many = (draw_hands(n, rng=np.random.default_rng(4)) for n in (3, 8))
    for style in STYLES:
        assert np.array_equal(draw(style, few), draw(style, many)[:3])


def test_every_hand_writes_every_style_once_and_the_plain_ones_with_every_pen(drawn):
    assert len(drawn) == 39 * 30 == len(set(drawn.part.ids))
    written = list(zip(drawn.styles, drawn.pens, drawn.part.groups, strict=True))
    assert len(set(written)) == len(written)
    truth = {style.name: style.digit for style in STYLES}
    assert drawn.part.labels.tolist() == [truth[name] for name in drawn.styles]
    for pen in PENS_PX:
        names = set(drawn.styles[drawn.pens == pen])
        assert names == (set(truth) if pen == "medium" else {plain(digit).name for digit in range(10)})


def test_every_digit_lies_in_mnists_frame(drawn):
    images = drawn.part.images
    assert np.abs(middles(images) - 14).max() <= 0.5
    heights, widths = (images.any(axis=axis).sum(axis=1) for axis in (2, 1))
    assert set(np.maximum(heights, widths)) == {20}


def test_any_two_styles_of_a_hand_differ_visibly(drawn):
    for a, b in combinations([style.name for style in STYLES], 2):
        differing = np.abs(by(drawn, a).astype(int) - by(drawn, b)) > 127
        assert differing.sum(axis=(1, 2)).min() >= 8, (a, b)


def test_a_thicker_pen_leaves_more_ink_and_the_truth_says_how_wide(drawn):
    ink = {}
    for pen, width in PENS_PX.items():
        rows = (drawn.pens == pen) & np.isin(drawn.styles, [plain(digit).name for digit in range(10)])
        ink[pen] = drawn.part.images[rows].sum(axis=(1, 2), dtype=int)
        assert drawn.widths_px[rows].mean() == pytest.approx(width, rel=0.1)
    assert (ink["thin"] < ink["medium"]).all()
    assert (ink["medium"] < ink["thick"]).all()


def test_a_style_and_what_it_is_compared_with_share_their_strokes_or_points():
    names = [style.name for style in STYLES]
    assert len(set(names)) == len(names)
    for style in STYLES:
        used = {name for stroke in style.strokes for name in stroke.split(", ")}
        assert used <= set(POINTS[style.digit])
        if style.against:
            base = STYLES[names.index(style.against)]
            assert base == plain(style.digit)
            assert used & {name for stroke in base.strokes for name in stroke.split(", ")}


def test_a_foot_adds_its_line_and_leaves_the_stem(drawn):
    stem, foot = by(drawn, "one/plain") > 127, by(drawn, "one/foot") > 127
    assert (foot.sum(axis=(1, 2)) > stem.sum(axis=(1, 2))).all()
    assert foot[:, -12:].sum() > 1.3 * stem[:, -12:].sum()
    crossed, uncrossed = (
        by(drawn, f"seven/{how}").sum(axis=(1, 2), dtype=int) for how in ("crossed", "plain")
    )
    assert (crossed > uncrossed).all()


def test_what_cannot_be_drawn_is_a_sentence(rng):
    with pytest.raises(InputError, match="1 hand or more, asked for 0"):
        drawn_digits(hands=0, rng=rng)
    with pytest.raises(InputError, match="medium, thin, thick, asked for 'brush'"):
        draw(STYLES[0], draw_hands(1, rng=rng), pen="brush")


def test_who_has_learned_mnist_can_read_the_plain_ones(drawn, shared):
    """A probe whose pictures nobody could read proves nothing."""
    neighbours = pytest.importorskip("sklearn.neighbors")
    from fittingroom.data.idx import read_idx

    folder = shared / "mnist"
    images = read_idx(folder / "train-images-idx3-ubyte.gz")[:5000].reshape(5000, -1)
    labels = read_idx(folder / "train-labels-idx1-ubyte.gz")[:5000]
    model = neighbours.KNeighborsClassifier(3).fit(images, labels)
    for digit in range(10):
        rows = (drawn.styles == plain(digit).name) & (drawn.pens == "medium")
        answers = model.predict(drawn.part.images[rows].reshape(rows.sum(), -1))
        assert (answers == digit).mean() > 0.7, f"{plain(digit).name}: {np.bincount(answers)}"
