"""Data sets side by side: the right pictures in the right rows, exactly as they are."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from fittingroom.reporting import gallery
from fittingroom.reporting.gallery import Panel, closest_pairs, tile
from fittingroom.reporting.scatter import Axis
from fittingroom.types import Part


def panel(title="Garments", *, k=3, each=4, shape=(8, 8), rng=None) -> Panel:
    """Pictures of k classes; without `rng` those of class i are all of grey level 10 (i + 1)."""
    labels = np.arange(k * each) % k
    images = np.empty((k * each, *shape), np.uint8)
    images[:] = (10 * (labels + 1)).reshape(-1, *[1] * len(shape))
    if rng is not None:
        images = rng.integers(0, 256, images.shape, np.uint8)
    ids = np.array([f"train-{i}" for i in range(k * each)])
    return Panel(title, tuple(f"<c{i}>" for i in range(k)), Part("train", images, labels, ids))


def opened(markup: str) -> list[Image.Image]:
    found = re.findall(r'(?:src|href)="data:image/\w+;base64,([^"]+)"', markup)
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in found]


def pictures(markup: str) -> list[np.ndarray]:
    return [np.asarray(image) for image in opened(markup)]


def test_a_strip_holds_only_its_class_pixel_by_pixel(rng):
    figure = gallery.sprites([panel(), panel("Others")], rng=rng)
    strips = pictures(figure.markup)
    assert len(strips) == 2 * 3
    for place, strip in enumerate(strips):
        assert strip.shape == (24, 4 * 24)  # 8 pixels grow by a whole factor
        assert np.unique(strip).tolist() == [10 * (place % 3 + 1)]
    assert re.findall("<dt>([^<]*)</dt>", figure.markup) == ["&lt;c0&gt;", "&lt;c1&gt;", "&lt;c2&gt;"] * 2
    assert re.findall(">(Garments|Others)</h4>", figure.markup) == ["Garments", "Others"]


def test_every_picture_of_a_small_class_is_shown_once(rng):
    one = panel(each=30, shape=(28, 28), rng=rng)
    for strip, label in zip(pictures(gallery.sprites([one, one], rng=rng).markup), range(3), strict=False):
        tiles = strip.reshape(3, 28, 11, 28).transpose(0, 2, 1, 3).reshape(-1, 28, 28)
        shown = {one.tobytes() for one in tiles if one.any()}
        own = {image.tobytes() for image in one.part.images[one.part.labels == label]}
        assert shown == own


def test_a_seed_chooses_and_a_single_set_has_more_and_no_heading():
    one = panel(each=200, shape=(28, 28), rng=np.random.default_rng(1))
    first, again, other = (
        gallery.sprites([one], rng=np.random.default_rng(seed)).markup for seed in (3, 3, 4)
    )
    assert first == again != other
    assert "<h4" not in first
    assert len(pictures(first)) == 2 * 3


def test_colour_large_and_empty_classes_are_shown(rng):
    colour = panel(shape=(50, 100, 3), rng=rng)
    colour = Panel(colour.title, (*colour.classes, "none"), colour.part)
    strips = pictures(gallery.sprites([colour], rng=rng).markup)
    assert [strip.shape for strip in strips] == [(20, 4 * 40, 3)] * 3


@pytest.mark.parametrize(
    ("shape", "shown"), [((28, 28), (28, 28)), ((8, 12, 1), (16, 24)), ((80, 40, 3), (40, 20, 3))]
)
def test_a_tile_fits(rng, shape, shown):
    assert tile(rng.integers(0, 256, shape, np.uint8)).shape == shown


def test_of_very_many_classes_the_first_are_shown(rng):
    many = panel(k=120, each=2)
    markup = gallery.sprites([many], rng=rng).markup
    assert markup.count("<dt>") == gallery.MOST_CLASSES
    assert "first 50 of 120 classes" in gallery.sprites([many], rng=rng).caption.replace("\u202f", " ")
    assert "16 first classes" in gallery.distances([many], [np.ones((120, 120))]).caption


def test_means_and_spreads_stand_side_by_side():
    one = panel(k=2)
    means, spreads = np.full((2, 8, 8), 100.4), np.full((2, 8, 8), 127.5)
    figure = gallery.class_means([one], [means], [spreads])
    mean, spread, *_ = pictures(figure.markup)
    assert (np.unique(mean), np.unique(spread)) == (100, 255)
    assert re.findall('alt="([^"]*)"', figure.markup)[:2] == [
        "mean picture of &lt;c0&gt;",
        "spread of &lt;c0&gt;",
    ]
    assert "4 pictures" in figure.markup


def test_closest_pairs_come_first_and_classes_without_pictures_never():
    apart = np.array([[0, 5, 2, np.nan], [5, 0, 3, np.nan], [2, 3, 0, np.nan], [np.nan] * 4])
    assert closest_pairs("abcd", apart, most=9) == ["a and c", "b and c", "a and b"]
    figure = gallery.distances([panel(k=4)], [apart])
    assert "Closest: <c0> and <c2>, then <c1> and <c2> (Garments)." in figure.caption
    rows = [row[1:] for row in figure.table.rows]
    assert rows == [("<c0>", "<c2>", 2), ("<c1>", "<c2>", 3), ("<c2>", "<c0>", 2)]
    assert re.findall(r">(\d)</text>", figure.markup) == ["5", "2", "3"]


def view(places, labels, k, axes=None) -> str:
    figure = gallery.view(
        [panel(k=k)], [(places, labels)], [axes], name="pca", title="A view", caption="Points."
    )
    return figure.markup


def words(markup: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="strong halo">([^<]*)', markup)
    return [(float(x), float(y), name) for x, y, name in found]


def test_points_are_drawn_where_they_are_in_their_colours():
    places = np.array([[0.0, 0], [10, 0], [0, 10], [10, 10]])
    image = opened(view(places, np.array([0, 1, 2, 0]), 3))[0]
    alpha, ink, side = (
        np.asarray(image.convert("RGBA"))[..., 3],
        np.asarray(image.convert("RGB")),
        image.width,
    )
    assert image.width == image.height
    quarters = {(y > side / 2, x > side / 2): tuple(ink[y, x].tolist()) for y, x in np.argwhere(alpha)}
    assert len(quarters) == 4
    assert quarters[True, False] == quarters[False, True]  # both of class 0: below left and above right
    assert len(set(quarters.values())) == 3
    assert 0 < (alpha > 0).mean() < 0.05


def test_names_stand_at_a_point_near_the_median_and_do_not_cover_each_other(rng):
    labels = np.repeat(np.arange(3), 50)
    apart = rng.normal(size=(150, 2)) + 100 * np.array([[0, 0], [1, 0], [0, 1]])[labels]
    (x0, y0, a), (x1, _, b), (_, y2, c) = words(view(apart, labels, 3))
    assert [a, b, c] == ["&lt;c0&gt;", "&lt;c1&gt;", "&lt;c2&gt;"]
    assert x1 - x0 > 200
    assert y0 - y2 > 200
    heights = sorted(y for _, y, _ in words(view(rng.normal(size=(150, 2)), labels, 3)))
    assert np.diff(heights).min() > 14


def test_of_very_many_classes_the_largest_are_named(rng):
    k = 60
    labels = np.concatenate([np.arange(k), np.arange(20, k)])
    markup = view(rng.normal(size=(len(labels), 2)), labels, k)
    assert [name for *_, name in words(markup)] == [f"&lt;c{i}&gt;" for i in range(20, k)]
    figure = gallery.view(
        [panel(k=k)], [(labels[:, None] * [1, 2], labels)], [None], name="a", title="A", caption=""
    )
    assert "Of 60 classes the 40 largest are named." in figure.caption


def test_axes_have_words_and_pictures_at_their_ends(rng):
    ends = [np.full((4, 4), level, np.uint8) for level in (10, 20, 30, 40)]
    axes = (Axis("first", ends[0], ends[1]), Axis("second", ends[2], ends[3]))
    markup = view(rng.normal(size=(20, 2)), np.zeros(20, int), 1, axes)
    assert sorted(int(image.max()) for image in pictures(markup)[1:]) == [10, 20, 30, 40]
    assert "first" in markup
    assert "second" in markup


def test_points_on_one_spot_or_line_are_drawn():
    for places in (np.zeros((5, 2)), np.arange(5)[:, None] * [1.0, 0], np.arange(5)[:, None] * [0, 1.0]):
        markup = view(places, np.zeros(5, int), 1)
        assert "nan" not in markup
        assert len(words(markup)) == 1
