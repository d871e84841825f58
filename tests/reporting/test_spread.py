"""Curves of several seeds: the mean is a mean, the band holds every seed, what ended early ends early."""

import dataclasses
import math
from xml.etree import ElementTree

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.reporting.axes import scales
from fittingroom.reporting.spread import MOST_POINTS, overlaid, spread_curves
from fittingroom.types import Epoch
from tests.reporting.demo_study import run


def seeds(n: int = 3, epochs: int = 12) -> list[tuple[Epoch, ...]]:
    rng = np.random.default_rng(0)
    return [run(0.03, 0.9, rng)[:epochs] for _ in range(n)]


def shapes(markup: str, style: str) -> list[list[tuple[float, float]]]:
    """The points of every path of a style."""
    found = [e.get("d") for e in ElementTree.fromstring(markup).iter("path") if e.get("class") == style]
    return [
        [tuple(map(float, p.split())) for p in d.removeprefix("M").removesuffix("Z").split("L")]
        for d in found
    ]


def elements(markup: str, style: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(markup).iter() if e.get("class") == style]


def words(markup: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(markup).iter("text")]


def test_two_panels_each_with_train_and_val_and_their_bands():
    markup = spread_curves(seeds(), title="plain")
    assert len(list(ElementTree.fromstring(markup).iter("svg"))) == 2
    for style in ("line train", "line val", "band train", "band val"):
        assert len(shapes(markup, style)) == 2


def test_the_line_is_the_mean_and_the_band_reaches_from_the_lowest_to_the_highest():
    runs = seeds()
    markup = spread_curves(runs, title="plain")
    values = np.array([[e.val_accuracy for e in r] for r in runs])
    everything = [v for r in runs for e in r for v in (e.val_accuracy, e.train_accuracy)]
    _, y = scales((1, 12), everything)
    line, band = shapes(markup, "line val")[0], shapes(markup, "band val")[0]
    assert [at for _, at in line] == pytest.approx([y(v) for v in values.mean(axis=0)], abs=0.06)
    assert [at for _, at in band[:12]] == pytest.approx([y(v) for v in values.max(axis=0)], abs=0.06)
    assert [at for _, at in band[:11:-1]] == pytest.approx([y(v) for v in values.min(axis=0)], abs=0.06)


def test_after_the_first_run_has_stopped_the_line_is_thin():
    long, *others = seeds()
    markup = spread_curves([long, *(r[:7] for r in others)], title="plain")
    assert [len(line) for line in shapes(markup, "line val")] == [7, 7]
    assert [len(line) for line in shapes(markup, "line val few")] == [6, 6]
    assert shapes(markup, "line val few")[0][0] == shapes(markup, "line val")[0][-1]
    assert not shapes(spread_curves(seeds(), title="plain"), "line val few")


def test_each_seed_has_its_kept_epoch_ringed():
    runs = [tuple(dataclasses.replace(e, chosen=e.epoch == 4 + i) for e in r) for i, r in enumerate(seeds())]
    markup = spread_curves(runs, title="plain")
    assert len(elements(markup, "ring")) == 6
    assert words(markup).count("kept: epochs 4 to 6") == 2
    alike = [tuple(dataclasses.replace(e, chosen=e.epoch == 4) for e in r) for r in runs]
    assert words(spread_curves(alike, title="plain")).count("kept: epoch 4") == 2
    none = [tuple(dataclasses.replace(e, chosen=False) for e in r) for r in runs]
    assert not elements(spread_curves(none, title="plain"), "ring")


def test_one_seed_has_no_band_and_one_epoch_is_no_fault():
    assert not shapes(spread_curves(seeds(1), title="plain"), "band val")
    assert len(elements(spread_curves(seeds(1, 1), title="plain"), "dot val")) == 2


def test_a_loss_that_ran_away_is_left_out():
    first, *others = seeds()
    wild = [dataclasses.replace(e, train_loss=math.inf, val_loss=math.nan) for e in first]
    for runs in ([wild, *others], [wild]):
        markup = spread_curves(runs, title="plain")
        assert "nan" not in markup
        assert "inf" not in markup


def test_a_figure_is_light_even_after_hundreds_of_epochs():
    long = [
        [dataclasses.replace(e, epoch=12 * i + e.epoch, chosen=False) for i in range(25) for e in r]
        for r in seeds(5)
    ]
    markup = spread_curves(long, title="plain")
    assert len(markup) < 6144
    line = shapes(markup, "line val")[0]
    assert len(line) <= MOST_POINTS + 1
    assert line[-1][0] == 304  # the last epoch is drawn
    assert len(spread_curves([run(0.03, 0.9, np.random.default_rng(i)) for i in range(5)], title="p")) < 6144


def test_names_of_the_user_are_text():
    nasty = "<script>&\"'"
    assert (
        ElementTree.fromstring(spread_curves(seeds(), title=nasty)).find("svg/title").text.startswith(nasty)
    )
    markup = overlaid([(nasty, seeds())], title=nasty, quantity="loss")
    assert nasty in words(markup)


def test_overlaid_arms_are_named_once_in_the_order_of_their_lines_and_do_not_touch():
    rng = np.random.default_rng(1)
    arms = [(f"arm {i}", [run(0.03, 0.9 - 0.001 * i, rng)[:12] for _ in range(3)]) for i in range(8)]
    markup = overlaid(arms, title="sizes", quantity="accuracy")
    names = {
        e.text: float(e.get("y")) for e in ElementTree.fromstring(markup).iter("text") if "arm" in e.text
    }
    assert sorted(names) == [f"arm {i}" for i in range(8)]
    places = sorted(names.values())
    assert min(np.diff(places)) >= 14.9
    ends = {name: np.mean([r[-1].val_accuracy for r in runs]) for name, runs in arms}
    assert sorted(names, key=names.get) == sorted(ends, key=lambda name: -ends[name])


@pytest.mark.parametrize(("quantity", "best"), [("loss", np.argmin), ("accuracy", np.argmax)])
def test_the_best_epoch_of_an_overlaid_arm_is_marked(quantity, best):
    runs = seeds()
    mean = np.mean([[getattr(e, f"val_{quantity}") for e in r] for r in runs], axis=0)
    [mark] = elements(overlaid([("plain", runs)], title="t", quantity=quantity), "best s0")
    assert f"best at epoch {best(mean) + 1}," in mark.find("title").text


def test_what_cannot_be_drawn_is_said_or_refused():
    with pytest.raises(InputError, match=r"plain: learning curves need .* found runs of \[\] epochs"):
        spread_curves([], title="plain")
    with pytest.raises(InputError, match=r"found runs of \[12, 0\] epochs"):
        overlaid([("plain", [seeds(1)[0], ()])], title="t", quantity="loss")
    lost = [[dataclasses.replace(e, val_loss=math.nan) for e in r] for r in seeds()]
    markup = overlaid([("plain", seeds()), ("lost", lost)], title="t", quantity="loss")
    assert "not finite: lost" in words(markup)
    assert len(elements(markup, "line s0")) == 1
    assert not elements(markup, "line s1")
    with pytest.raises(InputError, match="of 1 arms none has a finite loss"):
        overlaid([("plain", lost)], title="t", quantity="loss")


def test_the_part_that_was_watched_is_named():
    ends = [word for word in words(spread_curves(seeds(), title="an arm", watched="test")) if " 0." in word]
    assert [word.split()[0] for word in ends] == ["train", "test"]
