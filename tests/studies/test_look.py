"""A look at data: true on made data whose answer is known, blind to test, and honest about what it lacks."""

import dataclasses
import re
import sys

import numpy as np
import pytest

from fittingroom.errors import InputError, MissingExtra
from fittingroom.studies import look as room
from fittingroom.studies.look import look
from fittingroom.types import Card, Dataset
from tests.reporting.chromium import chromium
from tests.reporting.test_browser import FAINT, SPILL


def named(data: Dataset, name: str) -> Dataset:
    return dataclasses.replace(data, card=dataclasses.replace(data.card, name=name, title=name))


def made(rng: np.random.Generator, *, k=2, each=20, shape=(6, 6), name="made") -> Dataset:
    """Random pictures of k classes, half of them train, half of them val."""
    n = k * each
    labels = np.arange(n) % k
    images = rng.integers(0, 60, (n, *shape)).astype(np.uint8)
    images += (3 * labels).astype(np.uint8).reshape(-1, *[1] * len(shape))
    return Dataset(
        card=Card(name=name, classes=tuple(f"class {i}" for i in range(k)), counts={"train": n}),
        images=images,
        labels=labels.astype(np.int64),
        ids=np.array([f"train-{i:04d}" for i in range(n)]),
        parts={"train": np.arange(n // 2), "val": np.arange(n // 2, n)},
    )


def test_easy_classes_are_told_apart_and_beside_each_number_stands_its_baseline(squares, rng):
    report = look([squares], images=100, views=["pca"], rng=rng)
    headline = report.headline
    assert (headline.name, headline.part, headline.n) == (
        "right by the nearest class mean, squares",
        "val",
        60,
    )
    assert headline.value > 0.95
    assert report.baseline(headline).value == pytest.approx(1 / 3, abs=0.15)
    assert [m.part for m in report.measurements] == ["val", "val", "train"]
    assert all(report.baseline(m) for m in report.measurements)
    assert "nearest of 100 train pictures" in report.measurements[1].name
    assert [figure.name for figure in report.figures] == [
        "sprites",
        "class-means",
        "distances",
        "contents",
        "hardness",
        "pca",
    ]


def test_the_numbers_are_those_of_the_train_part(squares, rng):
    train = squares.part("train")
    report = look([squares], images=50, views=["pca"], rng=rng)
    contents, hardness = (figure.table for figure in report.figures if figure.section == "numbers")
    counts = np.bincount(train.labels)
    row = dict(zip([name for name, _ in contents.columns], contents.rows[0], strict=True))
    assert row["pixels"] == "12 x 12, grey"
    assert (row["train"], row["val"], row["classes"]) == (420, 60, 3)
    assert (row["smallest class"], row["largest class"]) == (counts.min(), counts.max())
    assert (row["mean grey level"], row["black"]) == pytest.approx(
        (train.images.mean(), (train.images == 0).mean())
    )
    assert hardness.rows[0][3] == 144


def test_the_test_part_changes_nothing(squares):
    other = squares.images.copy()
    other[squares.rows("test")] = 255
    changed = dataclasses.replace(squares, images=other, fingerprint=squares.fingerprint)
    one, two = (
        look([data], images=80, views=["pca"], rng=np.random.default_rng(3)) for data in (squares, changed)
    )
    assert one.figures == two.figures
    assert one.measurements == two.measurements


def test_sets_of_other_sizes_stand_side_by_side_with_both_views(squares, rng):
    pytest.importorskip("openTSNE")
    colour = made(rng, k=12, each=10, shape=(9, 7, 3), name="colour")
    report = look([squares, colour], images=60, rng=rng)
    assert report.title == "A look at squares and colour"
    assert [figure.name for figure in report.figures][-2:] == ["pca", "tsne"]
    for figure in report.figures:
        if figure.markup:
            assert re.findall(">(squares|colour)</h4>", figure.markup) == ["squares", "colour"]
    tsne = report.figures[-1].caption
    assert tsne.startswith("60 random train pictures each.")
    assert "distances between clusters" in tsne
    assert "Trustworthiness 0." in tsne
    assert len([m for m in report.measurements if m.name.startswith("trustworthiness of the t-SNE")]) == 2
    assert len(report.html().encode()) < report.limit_bytes
    assert "Left out" not in report.html()


def test_a_tiny_set_is_looked_at(rng):
    pytest.importorskip("openTSNE")
    report = look([made(rng, each=10)], rng=rng)
    assert report.figures[-1].caption.startswith("10 random train pictures.")
    assert not re.search(r"\bnan\b", report.html(), re.IGNORECASE)


def test_groups_widen_the_interval(squares, rng):
    grouped = dataclasses.replace(squares, groups=np.arange(len(squares.labels)) // 20)
    report = look([grouped], images=50, views=["pca"], rng=rng)
    assert report.headline.value == 1
    assert report.headline.method == "Wilson 95 %, each of 3 groups once"
    assert report.headline.low < 0.5


def test_without_opentsne_there_is_pca_and_a_line_that_says_how_to_get_more(squares, rng, monkeypatch):
    monkeypatch.setattr(room, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "openTSNE", None)
    report = look([squares], images=50, rng=rng)
    assert report.figures[-1].name == "pca"
    assert report.figures[-1].caption.endswith('pip install "fittingroom[views]".')
    with pytest.raises(MissingExtra, match=r'pip install "fittingroom\[views\]"'):
        look([squares], views=["tsne"], rng=rng)


def test_views_are_made_once_and_in_their_order(squares, rng):
    pytest.importorskip("openTSNE")
    report = look([squares], images=30, views=["tsne", "pca", "tsne"], rng=rng)
    assert [figure.name for figure in report.figures if figure.section == "views"] == ["pca", "tsne"]


def test_what_cannot_be_looked_at_is_one_sentence(squares, rng):
    with pytest.raises(InputError, match="different names, got none"):
        look([], rng=rng)
    with pytest.raises(InputError, match=r"different names, got \['squares', 'squares'\]"):
        look([squares, squares], rng=rng)
    with pytest.raises(InputError, match="the views are pca and tsne, asked for umap"):
        look([squares], views=["umap"], rng=rng)
    with pytest.raises(InputError, match="at least 10 train pictures, asked for 9"):
        look([squares], images=9, rng=rng)
    without = dataclasses.replace(squares, parts={"train": np.arange(40)})
    with pytest.raises(InputError, match=r"squares: .* found 40 and 0"):
        look([without], rng=rng)
    blank = dataclasses.replace(squares, images=np.zeros_like(squares.images))
    with pytest.raises(InputError, match="show no variance"):
        look([blank], views=["pca"], rng=rng)


def test_a_class_without_train_pictures_is_no_error(rng):
    data = made(rng)
    rare = dataclasses.replace(
        data, card=dataclasses.replace(data.card, classes=(*data.card.classes, "rare"))
    )
    report = look([rare], views=["pca"], rng=rng)
    assert "rare" in report.html()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_opens_without_a_complaint_and_never_scrolls_sideways(squares, rng, tmp_path, width):
    colour = made(rng, k=30, each=10, shape=(9, 7, 3), name="colour")
    path = look([squares, colour], images=60, views=["pca"], rng=rng).save(tmp_path / "report.html")
    with chromium(tmp_path / "profile") as browser:
        for dark in (False, True):
            browser.see(width=width, dark=dark)
            browser.open(path)
            assert browser.complaints() == []
            assert browser.evaluate(SPILL) <= 0
            assert browser.evaluate(FAINT)["faint"] == []


def test_garments_are_harder_than_chance_and_their_closest_classes_are_known(fashion_mnist):
    report = look([fashion_mnist], images=1000, views=["pca"], rng=np.random.default_rng(0))
    assert 0.66 < report.headline.low < report.headline.high < 0.72
    assert "Pullover and Coat" in report.verdict[2]
    assert len(report.html().encode()) < 1_000_000
    assert "Left out" not in report.html()
