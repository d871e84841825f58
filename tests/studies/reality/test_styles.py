"""Digits in other styles: what is asked of a model whose answers are known comes back as numbers."""

import dataclasses
import json

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.reporting.format import MINUS, NOTHING, THIN
from fittingroom.simulate.drawn_digits import drawn_digits
from fittingroom.simulate.fonts import Font
from fittingroom.simulate.printed_digits import PrintedDigits, printed_digits
from fittingroom.studies.reality.style_answers import Asked, Pair, answered, effects, share
from fittingroom.studies.reality.styles import StylesResult, styles
from fittingroom.studies.reality.styles_words import instead, shown, table, verdict
from fittingroom.types import Card, Dataset, Part
from tests.reporting.chromium import chromium
from tests.reporting.test_browser import FAINT, SPILL

HANDS = 12


def digits(rng: np.random.Generator, n: int = 200, **card) -> Dataset:
    """Noise with digits for labels: enough to be a data set."""
    return Dataset(
        card=Card(**({"name": "noise", "classes": tuple("0123456789"), "counts": {"train": n}} | card)),
        images=rng.integers(0, 256, (n, 28, 28), dtype=np.uint8),
        labels=np.arange(n) % 10,
        ids=np.array([f"train-{i:04d}" for i in range(n)]),
        parts={"train": np.arange(n // 2), "val": np.arange(n // 2, n)},
    )


class Knowing:
    """A model that knows every picture's answer, but for those it is taught wrongly."""

    name, settings, kind = "knowing", {"taught": "all"}, "probabilities"

    def __init__(self):
        self.answers: dict[bytes, int] = {}

    def learn(self, images: np.ndarray, labels) -> None:
        labels = np.broadcast_to(labels, len(images)).tolist()
        self.answers |= {x.tobytes(): y for x, y in zip(images, labels, strict=True)}

    def predict(self, images: np.ndarray) -> np.ndarray:
        scores = np.full((len(images), 10), 0.02, np.float32)
        scores[np.arange(len(images)), [self.answers[x.tobytes()] for x in images]] = 0.82
        return scores


def made_print(rng: np.random.Generator) -> PrintedDigits:
    shapes = rng.integers(1, 256, (10, 24, 16)).astype(np.uint8)
    fonts = []
    for family, name in (("Alpha", "Alpha Bold"), ("Alpha", "Alpha Book"), ("Beta", "Beta Book")):
        ink = tuple(np.maximum(1, one // rng.integers(1, 4)).astype(np.uint8) for one in shapes)
        fonts.append(Font(family=family, name=name, ink=ink))
    return printed_digits(fonts)


@pytest.fixture(scope="module")
def found() -> StylesResult:
    """A model takes flagged ones for 7, half the crossed sevens for 2, small printed fours for 9."""
    rng = np.random.default_rng(2)
    data, drawn, printed = digits(rng), drawn_digits(hands=HANDS, rng=rng), made_print(rng)
    model = Knowing()
    for part in (data.part("val"), drawn.part, printed.part):
        model.learn(part.images, part.labels)
    model.learn(drawn.part.images[drawn.styles == "one/flag"], 7)
    model.learn(drawn.part.images[drawn.styles == "seven/crossed"][::2], 2)
    model.learn(printed.part.images[(printed.sizes_px == 12) & (printed.part.labels == 4)], 9)
    return styles(model, data, drawn=drawn, printed=printed, rng=rng)


def test_each_style_has_the_accuracy_that_was_planted(found):
    by_name = {one.name: one for one in found.styles}
    expected = {"one/flag": 0.0, "seven/crossed": 0.5}
    assert len(by_name) == 19
    for name, one in by_name.items():
        assert one.accuracy.value == expected.get(name, 1.0), name
        assert one.accuracy.n == one.groups == HANDS
        assert one.accuracy.method == "Wilson 95 %"
        assert (one.on_val.value, one.on_val.n) == (1.0, 10)
        assert one.confidence.value == pytest.approx(0.82)
    assert by_name["one/flag"].instead == ((1, 7, HANDS),)
    assert by_name["seven/crossed"].instead == ((7, 2, HANDS // 2),)


def test_exactly_the_planted_changes_are_shown(found):
    by_name = {effect.style: effect for effect in found.effects}
    assert len(by_name) == 9 + 2 + 2
    assert by_name["one/flag"].shown
    assert by_name["one/flag"].measurement.value == -1
    assert by_name["one/flag"].p == pytest.approx(len(by_name) * 2 * 0.5**HANDS)
    assert by_name["seven/crossed"].measurement.value == -0.5
    assert not by_name["seven/crossed"].shown  # 6 of 12 hands: p 0.03, not after Holm
    assert by_name["printed at 12 px"].measurement.value == pytest.approx(-0.1)
    assert not by_name["printed at 12 px"].shown  # two families can show nothing
    others = set(by_name) - {"one/flag", "seven/crossed", "printed at 12 px"}
    assert {by_name[name].measurement.value for name in others} == {0.0}


def test_print_is_asked_by_size_and_family(found):
    large, middle, small = found.sizes
    assert (large.accuracy.value, middle.accuracy.value, small.accuracy.value) == (1, 1, 0.9)
    assert small.instead == ((4, 9, 3),)
    assert small.accuracy.method == "Wilson 95 %, each of 2 groups once"
    assert [(one.name, one.accuracy.n, one.groups) for one in found.families] == [
        ("Alpha", 20, 10),
        ("Beta", 10, 10),
    ]


def test_the_same_generator_gives_the_same_answers_and_the_test_part_is_never_read(found):
    rng = np.random.default_rng(2)
    data, drawn, printed = digits(rng), drawn_digits(hands=HANDS, rng=rng), made_print(rng)
    sealed = dataclasses.replace(
        data,
        images=np.concatenate([data.images, data.images[:20]]),
        labels=np.concatenate([data.labels, data.labels[:20]]),
        ids=np.array([f"x{i}" for i in range(220)]),
        parts={**data.parts, "test": np.arange(200, 220)},
    )
    model = Knowing()
    for part in (data.part("val"), drawn.part, printed.part):
        model.learn(part.images, part.labels)
    one, two = (
        styles(model, sealed, drawn=drawn, printed=printed, rng=np.random.default_rng(9)) for _ in range(2)
    )
    assert (one.styles, one.sizes, one.effects) == (two.styles, two.sizes, two.effects)


def test_where_all_rows_of_groups_agree_the_interval_is_not_a_point(rng):
    groups = np.repeat(np.arange(30), 10)
    all_right = share("accuracy", np.ones(300, bool), groups, part="drawn", rng=rng)
    assert (all_right.value, all_right.high) == (1, 1)
    assert 0.85 < all_right.low < 0.9  # of 30 groups; of 300 independent rows it would be 0.987
    none_right = share("accuracy", np.zeros(300, bool), groups, part="drawn", rng=rng)
    assert (none_right.value, none_right.low, none_right.high) == (0, 0, pytest.approx(1 - all_right.low))


def test_the_sign_test_counts_groups_not_pictures(rng):
    """One hand that fails in ten pictures is one hand."""
    part = Part("made", np.zeros((40, 1, 1), np.uint8), np.zeros(40, np.int64), np.arange(40).astype(str))
    base, groups = np.arange(40) < 20, np.tile(np.repeat([0, 1], 10), 2)
    answers = np.where(~base & (groups == 0), 1, 0)
    asked = Asked(part, groups, answers, None)
    (effect,) = effects([Pair("odd", "even", asked, ~base, base)], rng=rng)
    assert effect.measurement.value == -0.5
    assert effect.p == 1.0
    alone = Asked(part, np.tile(np.arange(20), 2), answers, None)
    (effect,) = effects([Pair("odd", "even", alone, ~base, base)], rng=rng)
    assert effect.p == pytest.approx(2 * 0.5**10)


def test_a_model_without_confidence_is_asked_all_the_same(rng):
    data = digits(rng)
    result = styles(
        lambda images: np.ones(len(images), int), data, drawn=drawn_digits(hands=3, rng=rng), rng=rng
    )
    assert result.printed is None
    assert result.sizes == result.families == ()
    assert {one.confidence for one in result.styles} == {None}
    assert [one.accuracy.value for one in result.styles] == [
        float(one.digits == (1,)) for one in result.styles
    ]
    assert "mean confidence" not in verdict(result)[0]
    assert "no font with digits was found" in result.report().not_tested[-1]


def test_data_that_are_no_digits_are_refused_with_the_way_out(rng):
    drawn = drawn_digits(hands=1, rng=rng)
    clothes = digits(rng, classes=tuple(f"garment {i}" for i in range(10)), title="Clothes")
    with pytest.raises(InputError, match=r"Clothes are garment 0, garment 1.*fittingroom defects"):
        styles(Knowing(), clothes, drawn=drawn, rng=rng)
    large = dataclasses.replace(digits(rng), images=np.zeros((200, 32, 32), np.uint8))
    with pytest.raises(InputError, match=r"28 x 28 grey pixels, but .* \(32, 32\)"):
        styles(Knowing(), large, drawn=drawn, rng=rng)


def test_words(found):
    lines = [line.replace(THIN, " ") for line in verdict(found)]
    assert lines[0] == (
        "Right on 100 % [75.8, 100] of 120 plain digits drawn by 12 simulated hands, at 82.0 % mean "
        "confidence; on val 100 % [96.3, 100], by chance 10.0 %."
    )
    assert lines[1].startswith("Right on 100 % [34.2, 100] of 30 printed digits of MNIST's size, 2 families")
    assert lines[2] == (
        f"Shown to cost accuracy: 1 of 13 changes (one/flag against one/plain {MINUS}100.0 points "
        f"[{MINUS}100.0, {MINUS}51.5])."
    )
    assert lines[-1].startswith("Drawn digits are simulated")
    assert shown([]) == "Shown to cost accuracy: 0 of 0 changes."
    five = [dataclasses.replace(found.effects[1], style=f"style {i}") for i in range(5)]
    assert shown(five).count("style ") == 3
    assert shown(five).endswith(" and 2 more).")
    assert instead(found.sizes[2]) == f"4 as 9 (10.0{THIN}%)"
    assert instead(found.styles[0]) == NOTHING
    printed = table(found).splitlines()
    assert len(printed) == 1 + 19 + 3 + 3
    assert printed[4].startswith("one/flag ")
    assert printed[4].endswith(f"7 (100{THIN}%)")


def test_answers_of_one_kind_name_the_most_frequent_first(rng):
    part = Part("made", np.zeros((6, 1, 1), np.uint8), np.array([3, 3, 3, 3, 5, 5]), np.arange(6).astype(str))
    asked = Asked(part, np.arange(6), np.array([3, 8, 8, 5, 5, 6]), None)
    one = answered("odd", asked, np.ones(6, bool), on_val=asked, rng=rng)
    assert one.instead == ((3, 8, 2), (3, 5, 1), (5, 6, 1))
    assert one.digits == (3, 5)
    assert one.accuracy.value == pytest.approx(2 / 6)
    assert answered("odd", asked, np.ones(6, bool) * (np.arange(6) < 4), on_val=asked, rng=rng).digits == (3,)


def test_the_report_holds_every_number_and_its_page_is_sound(found, tmp_path):
    report = found.report()
    assert report.headline == found.sizes[0].accuracy
    assert report.baseline(report.headline) == found.sizes[0].on_val
    assert all(report.baseline(m) for m in report.measurements)
    names = [figure.name for figure in report.figures]
    assert names == [
        "styles",
        "style-answers",
        "drawn-pictures",
        "changes",
        "sizes",
        "size-answers",
        "families",
        "printed-pictures",
        "wrong-drawn",
        "wrong-printed",
    ]
    written = json.loads(report.json())
    rows = next(figure for figure in written["figures"] if figure["name"] == "changes")["table"]["rows"]
    assert len(rows) == 13
    assert "one/flag" in report.markdown()
    path = report.save(tmp_path / "report.html")
    assert path.stat().st_size < 1_000_000
    with chromium(tmp_path / "profile") as browser:
        browser.see(width=360)
        browser.open(path)
        assert browser.complaints() == []
        assert browser.evaluate(SPILL) <= 0
        assert browser.evaluate(FAINT)["faint"] == []
