"""The learning curves: one dot per epoch and line, the kept epoch ringed, bad losses survived."""

import dataclasses
import math
from xml.etree import ElementTree

from fittingroom.reporting.curves import MOST_DOTS, curves
from tests.reporting.demo import EPOCHS


def elements(markup: str, style: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(markup).iter() if e.get("class") == style]


def words(markup: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(markup).iter("text")]


def test_two_panels_with_two_lines_each_and_a_dot_for_every_epoch():
    markup = curves(EPOCHS)
    assert len(list(ElementTree.fromstring(markup).iter("svg"))) == 2
    for name in ("train", "val"):
        assert len(elements(markup, f"line {name}")) == 2
        assert len(elements(markup, f"dot {name}")) == 2 * len(EPOCHS)


def test_the_kept_epoch_is_ringed_in_both_panels_and_named():
    markup = curves(EPOCHS)
    assert len(elements(markup, "ring")) == 2
    assert words(markup).count("kept: epoch 6") == 2


def test_lines_are_named_at_their_ends_and_the_names_do_not_touch():
    alike = [dataclasses.replace(e, val_accuracy=e.train_accuracy, val_loss=e.train_loss) for e in EPOCHS]
    for epochs in (EPOCHS, alike):
        labels = [
            e
            for e in ElementTree.fromstring(curves(epochs)).iter("text")
            if (e.text or "").startswith(("train ", "val "))
        ]
        assert len(labels) == 4
        for train, val in (labels[:2], labels[2:]):
            assert abs(float(train.get("y")) - float(val.get("y"))) >= 15.9


def test_only_accuracy_has_a_band():
    assert len(elements(curves(EPOCHS), "band")) == 1


def test_one_epoch_can_be_drawn():
    assert len(elements(curves(EPOCHS[:1]), "dot val")) == 2


def test_many_epochs_have_few_dots():
    many = [dataclasses.replace(EPOCHS[0], epoch=i + 1) for i in range(500)]
    assert len(elements(curves(many), "dot val")) <= 2 * MOST_DOTS


def test_a_loss_that_ran_away_leaves_a_gap_and_no_nan():
    away = [*EPOCHS, dataclasses.replace(EPOCHS[0], epoch=8, train_loss=math.inf, val_loss=math.nan)]
    markup = curves(away)
    assert "nan" not in markup
    assert "inf" not in markup
    assert len(elements(markup, "dot val")) == 8 + 7
    lost = [dataclasses.replace(e, train_loss=math.nan, val_loss=math.nan) for e in EPOCHS]
    assert len(elements(curves(lost), "dot val")) == 7
