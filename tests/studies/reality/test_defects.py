"""What damage does to models: all see the same pictures, and every number is what a plain count says."""

import dataclasses
import json
from dataclasses import dataclass, field

import numpy as np
import pytest

from fittingroom.data.ledger import openings
from fittingroom.errors import InputError, SealedError
from fittingroom.measure.cues import CUES
from fittingroom.measure.defects import DEFECTS, chosen
from fittingroom.studies.reality.defects import CLEAN, UnderDefects, conditions, under_defects
from fittingroom.studies.reality.defects_text import json_text, markdown, on_terminal
from fittingroom.types import Dataset

SOME = chosen(["shift", "invert", "noise"])


@dataclass
class Looker:
    """Says which corner of a `squares` picture is brightest; `blunt` softens what it states."""

    name: str = "looker"
    blunt: float = 1.0
    kind: str = "probabilities"
    settings: dict = field(default_factory=dict)
    seen: list[np.ndarray] = field(default_factory=list)

    def predict(self, images: np.ndarray) -> np.ndarray:
        self.seen.append(images.copy())
        boxes = ((1, 1), (1, 7), (7, 4))
        light = np.stack([images[:, y : y + 4, x : x + 4].mean(axis=(1, 2)) for y, x in boxes], axis=1)
        scores = np.exp(light / (20 * self.blunt))
        return (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)


def asked(data: Dataset, models: dict | None = None, **settings) -> UnderDefects:
    settings = {"defects": SOME, "cues": CUES[:2], "rng": np.random.default_rng(0)} | settings
    return under_defects(models or {"one": Looker()}, data, **settings)


def test_conditions_are_clean_then_every_severity_then_the_cues():
    names = [c.name for c in conditions(SOME, CUES)]
    assert names[:7] == ["clean", "shift 1", "shift 2", "shift 3", "shift 4", "shift 5", "invert"]
    assert names[-4:] == ["mirrored", "silhouette-only", "texture-only", "background-only"]
    assert [c.name for c in conditions(SOME, (), [2])] == ["clean", "shift 2", "invert", "noise 2"]
    assert len({c.name for c in conditions(DEFECTS, CUES)}) == 1 + 19 * 5 + 3 + 4


def test_numbers_are_plain_counts_of_what_the_model_said(squares):
    one = Looker()
    found = asked(squares, {"one": one})
    val = squares.part("val")
    shown = (
        one.seen[1 : 1 + len(found.shown)] if len(one.seen[0]) != len(val) else one.seen[: len(found.shown)]
    )
    for pictures, shown_as in zip(shown, found.shown, strict=True):
        right = Looker().predict(pictures).argmax(1) == val.labels
        assert shown_as.accuracy.value == pytest.approx(right.mean())
        assert shown_as.accuracy.low <= right.mean() <= shown_as.accuracy.high
        stated = Looker().predict(pictures).max(1)
        assert shown_as.confidence.value == pytest.approx(stated.mean())
        assert 0 <= shown_as.ece.low <= shown_as.ece.value <= 1
        assert shown_as.covered.n == shown_as.size.n == len(val) == found.n
    np.testing.assert_array_equal(shown[0], val.images)
    assert found.of("one", "clean").condition == CLEAN
    by_severity = [found.of("one", f"shift {s}").accuracy.value for s in range(1, 6)]
    lost = next(e for e in found.lost if e.damage == "shift")
    assert lost.accuracy.value == pytest.approx(np.mean(by_severity))
    clean = found.of("one", "clean").accuracy.value
    assert lost.difference.value == pytest.approx(np.mean(by_severity) - clean)
    means = [next(e for e in found.lost if e.damage == d.name).accuracy.value for d in SOME]
    assert found.suite[0].value == pytest.approx(np.mean(means))
    assert found.of("one", "invert").accuracy.value < 0.1 < clean


def test_all_models_see_the_same_pictures_whichever_defects_are_asked_for(squares):
    one, two, other = Looker(), Looker(), Looker()
    asked(squares, {"one": one, "two": two})
    asked(squares, {"other": other}, defects=SOME[2:], cues=())
    for a, b in zip(one.seen, two.seen, strict=True):
        np.testing.assert_array_equal(a, b)
    assert all(any(np.array_equal(a, b) for b in one.seen) for a in other.seen)


def test_equal_models_do_not_differ_and_a_worse_one_does_after_holm(squares):
    class Guesser(Looker):
        def predict(self, images: np.ndarray) -> np.ndarray:
            return np.tile(np.float32([0.5, 0.3, 0.2]), (len(images), 1))

    found = asked(squares, {"a": Looker(), "b": Looker(blunt=2.0), "c": Guesser()})
    pairs = {(e.model, e.against) for e in found.versus}
    assert pairs == {("a", "b"), ("a", "c"), ("b", "c")}
    equal = [e for e in found.versus if (e.model, e.against) == ("a", "b")]
    assert all(e.difference.value == 0 and e.p == 1 for e in equal)
    (clean,) = [e for e in found.versus if (e.model, e.against, e.damage) == ("a", "c", "clean")]
    assert clean.difference.low > 0
    assert clean.p < 0.001
    never = next(e for e in found.lost if (e.model, e.damage) == ("c", "noise"))
    assert never.difference.value == 0
    assert never.p == 1


def test_groups_widen_every_interval(squares):
    groups = np.arange(600) // 20
    alone, grouped = asked(squares), asked(dataclasses.replace(squares, groups=groups))
    for shown in grouped.shown:
        for m in (shown.accuracy, shown.confidence, shown.ece, shown.covered, shown.size):
            assert "cluster" in m.method or "groups once" in m.method or "groups agree" in m.method, m
            assert m.low is None or m.low < m.high
        assert shown.floor.method.endswith("resampled groups")
    assert all("cluster" in m.method for m in grouped.suite)
    assert alone.of("one", "noise 5").accuracy.value == grouped.of("one", "noise 5").accuracy.value


def test_a_model_that_names_only_classes_is_measured_by_its_answers(squares):
    class Namer(Looker):
        def predict(self, images: np.ndarray) -> np.ndarray:
            return np.eye(3, dtype=np.float32)[super().predict(images).argmax(1)]

    found = asked(squares, {"namer": Namer(kind="labels")})
    assert found.of("namer", "clean").confidence is None
    assert found.of("namer", "clean").covered is None
    assert "namer" in markdown(found)
    assert "namer" in on_terminal(found)


def test_the_test_part_opens_through_the_ledger_alone(squares):
    asked(squares)
    assert not openings(squares)
    found = asked(squares, {"a": Looker(), "b": Looker()}, part="test")
    assert [o.model for o in openings(squares)] == ["a", "b"]
    assert {o.why for o in openings(squares)} == {"under defects"}
    assert found.shown[0].accuracy.part == "test"
    assert found.n == 60
    with pytest.raises(SealedError):
        squares.part("test")


def test_fewer_images_are_a_random_choice_that_the_seed_repeats(squares):
    first, again = Looker(), Looker()
    for model in (first, again):
        assert asked(squares, {"one": model}, images=10).n == 10
    np.testing.assert_array_equal(first.seen[0], again.seen[0])
    other = Looker()
    asked(squares, {"one": other}, images=10, rng=np.random.default_rng(1))
    assert not np.array_equal(first.seen[0], other.seen[0])


def test_what_was_said_is_on_disk_before_it_is_scored(squares, tmp_path, monkeypatch):
    monkeypatch.setattr("fittingroom.studies.reality.defects.accuracy", None)
    with pytest.raises(TypeError):
        asked(squares, {"Run 1/a": Looker()}, folder=tmp_path)
    with np.load(tmp_path / "answers-run-1-a.npz") as stored:
        assert stored["scores"].shape == (1 + 5 + 1 + 5 + 2, 60, 3)
        assert stored["conditions"][3] == "shift 3"
        np.testing.assert_array_equal(stored["ids"], squares.part("val").ids)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"defects": (), "cues": ()}, "at least one model and one defect"),
        ({"images": 1}, "2 or more images, asked for 1"),
        ({"severities": [7]}, r"whole numbers in 1\.\.5, asked for \[7\]"),
        ({"part": "nowhere"}, "has no part 'nowhere'"),
    ],
)
def test_what_cannot_be_measured_is_refused(squares, settings, message):
    with pytest.raises(InputError, match=message):
        asked(squares, **settings)


def test_tables_say_every_damage_with_its_interval_and_what_they_are_not(squares):
    found = asked(squares, {"a": Looker(), "b": Looker(blunt=3.0)})
    text = markdown(found, {"seed": "0"})
    assert text.count("| noise |") == 3
    assert "never stands for what it gets right on real photos" in text
    assert "Always answering the class most frequent in train" in text
    assert "A difference is shown (*) in 0 of 6" in text
    plain = on_terminal(found)
    assert "\\" not in plain
    assert max(map(len, plain.split("\n\n")[1].splitlines())) < 140
    content = json.loads(json_text(found))
    assert len(content["shown"]) == 2 * 14
    assert {s["condition"]["severity"] for s in content["shown"]} == {None, 1, 2, 3, 4, 5}


def test_only_cues_or_one_severity_leave_nothing_empty(squares):
    assert asked(squares, defects=()).suite == ()
    assert "noise" in markdown(asked(squares, severities=[2], cues=()))
    assert on_terminal(asked(squares, defects=()))
