"""A run loses nothing: every row has a result, good or bad, and nothing is made twice."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from fittingroom.data.ledger import openings
from fittingroom.errors import InputError
from fittingroom.studies.benchmark import bench
from fittingroom.studies.benchmark.estimators import estimator
from fittingroom.studies.benchmark.grid import of_families
from fittingroom.studies.benchmark.own import recipe_row, row
from fittingroom.studies.benchmark.question import material, question
from fittingroom.studies.benchmark.store import Store
from tests.studies.benchmark import estimators_that_misbehave as brought
from tests.studies.benchmark.test_store import result

NEIGHBOUR = row("one neighbour", KNeighborsClassifier(1))


def kept(path: Path) -> dict[tuple, object]:
    return {(r.configuration, r.seed, r.asked): r for r in Store(path).results()}


def test_every_row_gets_a_result_whatever_it_does(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    names = ("Raises", "WrongLength", "NoClass", "Halves", "NotANumber", "Hungry", "Crashes", "Forks")
    rows = [NEIGHBOUR, *(row(name, getattr(brought, name)()) for name in names)]
    tally = bench(squares, rows=rows, seeds=1, selection=False, store=path, workers=2)
    found = {r.configuration: r for r in Store(path).results()}
    assert len(found) == len(rows)
    assert tally.ended == {"ok": 2, "error": 5, "memory": 1, "died": 1}
    assert found["one neighbour"].accuracy > 0.8
    assert "ValueError: the moon is full" in found["Raises"].error
    assert "asked for 60 labels, and answered with an array of shape (59,)" in found["WrongLength"].error
    assert "must answer with numbers in 0..2, found 77..77" in found["NoClass"].error
    assert "must answer with class numbers, found [0.5" in found["Halves"].error
    assert "must answer with class numbers, found [nan" in found["NotANumber"].error
    assert found["Hungry"].ended == "memory"
    assert "SIGABRT" in found["Crashes"].error
    assert (found["Forks"].labels == 1).all()


def test_what_hangs_gets_its_status_and_the_rest_goes_on(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    rows = [row("hangs", brought.Hangs()), NEIGHBOUR]
    bench(squares, rows=rows, seeds=1, selection=False, store=path, workers=2, limit_s=20)
    found = {r.configuration: r for r in Store(path).results()}
    assert found["hangs"].ended == "timeout"
    assert found["one neighbour"].ended == "ok"


def test_what_is_there_is_not_made_again_and_failures_only_if_asked(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    rows = [NEIGHBOUR, row("raises", brought.Raises())]
    bench(squares, rows=rows, seeds=1, store=path)
    before = kept(path)
    assert bench(squares, rows=rows, seeds=1, store=path).ended == {}
    assert {key: r.made for key, r in kept(path).items()} == {key: r.made for key, r in before.items()}
    assert bench(squares, rows=rows, seeds=1, store=path, retry=["error"]).ended == {"error": 2}
    with pytest.raises(InputError, match="got broken"):
        bench(squares, rows=rows, seeds=1, store=path, retry=["broken"])


def test_a_failure_stays_until_what_is_tried_again_has_come_to_something(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    other = result(configuration="elsewhere", mode="modern", ended="error", labels=None, error="of old")
    bench(squares, rows=[row("fails", brought.FailsAtFirst(tmp_path))], seeds=1, selection=False, store=path)
    Store(path).add([other])
    rows = [row("fails", brought.FailsAtFirst(tmp_path))]
    again = {"rows": rows, "seeds": 1, "selection": False, "store": path}
    (tmp_path / "works now").touch()
    bench(squares, **again, retry=["error"], budget_s=1e-9)
    assert {r.configuration: r.ended for r in Store(path).results()} == dict.fromkeys(
        ("fails", "elsewhere"), "error"
    )
    assert bench(squares, **again, retry=["error"]).ended == {"ok": 1}
    assert {r.configuration: r.ended for r in Store(path).results()} == {"fails": "ok", "elsewhere": "error"}


def test_what_fails_again_is_told_as_it_failed_now(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    rows = [row("fails", brought.FailsAtFirst(tmp_path))]
    bench(squares, rows=rows, seeds=1, selection=False, store=path)
    [before] = Store(path).results()
    Store(path).add([dataclasses.replace(before, ended="timeout", error="stopped after 3 s")])
    assert bench(squares, rows=rows, seeds=1, selection=False, store=path, retry=["timeout"]).ended == {
        "error": 1
    }
    [after] = Store(path).results()
    assert (after.ended, after.error) == ("error", before.error)


def test_the_runs_of_a_row(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    steady = dataclasses.replace(NEIGHBOUR, name="steady", deterministic=True)
    bench(squares, rows=[NEIGHBOUR, steady], seeds=3, store=path)
    found = kept(path)
    ways = {(name, asked): {s for n, s, a in found if (n, a) == (name, asked)} for name, _, asked in found}
    assert ways["one neighbour", "test"] == {0, 1, 2}
    assert ways["one neighbour", "val"] == {0}
    assert ways["steady", "test"] == {0, 1}
    accuracies = {r.accuracy for (_, _, asked), r in found.items() if asked == "test"}
    assert len(accuracies) == 1  # the order of the images is nothing to a neighbour


def test_each_look_at_test_is_in_the_ledger_after_its_labels_are_kept(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    bench(squares, rows=[NEIGHBOUR], seeds=2, store=path)
    assert [one.why for one in openings(squares)] == ["benchmark"] * 2
    models = {f"one neighbour, seed {seed}, paper, stock" for seed in (0, 1)}
    assert {one.model for one in openings(squares)} == models


def test_no_process_is_given_the_labels_that_it_is_asked_for(squares):
    held = material(squares)
    test, val = set(squares.rows("test")), set(squares.rows("val"))
    assert set(held.learned["test"]) == set(range(600)) - test
    assert set(held.learned["val"]) == set(range(600)) - test - val
    arrays = [held.labels["test"], held.labels["val"]]
    assert [len(a) for a in arrays] == [540, 480]
    asked = question(held, asked="test", mode="paper", seed=1)
    again = question(held, asked="test", mode="paper", seed=2)
    assert not np.array_equal(asked.labels, again.labels)
    assert np.array_equal(np.sort(asked.labels), np.sort(again.labels))
    for one in (asked, again):  # images and labels were shuffled together
        of = {image.tobytes(): label for image, label in zip(squares.images, squares.labels, strict=True)}
        assert [of[image.tobytes()] for image in one.images] == one.labels.tolist()


def test_standardised_pixels_are_those_of_scikit_learn(squares):
    from sklearn.preprocessing import StandardScaler

    images = squares.images.copy()
    images[:, 0, 0] = 7  # a constant pixel
    asked = question(
        material(dataclasses.replace(squares, images=images)), asked="test", mode="paper", seed=0
    )
    scaler = StandardScaler().fit(asked.pixels)
    learned, of_test = asked.standardised()
    np.testing.assert_allclose(learned, scaler.transform(asked.pixels), atol=1e-12)
    np.testing.assert_allclose(of_test, scaler.transform(asked.pixels_asked), atol=1e-12)


def test_a_budget_ends_the_run_and_forgets_nothing(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    rows = [row(f"slow {n}", brought.Slow()) for n in range(8)]
    tally = bench(squares, rows=rows, seeds=1, selection=False, store=path, workers=1, budget_s=4)
    assert tally.left_out > 0
    assert tally.left_out + tally.ended.get("ok", 0) == 8
    assert {r.ended for r in Store(path).results()} <= {"ok"}
    bench(squares, rows=rows, seeds=1, selection=False, store=path, workers=2)
    assert len(Store(path).results()) == 8


def test_own_rows_learn_pixels_or_images_and_get_the_seed(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    rows = [
        row("images", brought.AsksForImages(), images=True),
        row("made by a function", brought.seeded),
    ]
    bench(squares, rows=rows, seeds=1, selection=False, store=path)
    assert {r.ended for r in Store(path).results()} == {"ok"}

    class OnlyFitAndPredict:
        fit = predict = None

    for wrong, words in (
        (3, "needs an estimator with fit and predict"),
        (KNeighborsClassifier, r"not its class: write KNeighborsClassifier\(...\)"),
        (OnlyFitAndPredict(), "OnlyFitAndPredict cannot be cloned"),
        (StandardScaler(), "needs an estimator with fit and predict"),
    ):
        with pytest.raises(InputError, match=words):
            row("nothing", wrong)
    with pytest.raises(InputError, match=r"cannot be made with these settings: .*'epochz'; it has .*epochs"):
        recipe_row("nothing", "convnet", epochz=2)
    with pytest.raises(InputError, match="found twice: one neighbour"):
        bench(squares, rows=[NEIGHBOUR, NEIGHBOUR], store=path)


@pytest.mark.parametrize(
    "given",
    [
        RandomForestClassifier(random_state=1),
        make_pipeline(StandardScaler(), RandomForestClassifier()),
        make_pipeline(OneVsRestClassifier(SGDClassifier(random_state=1))),
    ],
)
def test_the_seed_reaches_every_random_state_at_whatever_depth(given):
    settings = estimator(row("mine", given), mode="paper", seed=4).get_params()
    states = [value for name, value in settings.items() if name.endswith("random_state")]
    assert states == [4] * len(states)
    assert states


def test_what_cannot_travel_is_told_in_its_row(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    tally = bench(
        squares, rows=[row("a lambda", lambda seed: brought.Constant())], seeds=1, selection=False, store=path
    )
    assert tally.ended == {"error": 1}
    [found] = Store(path).results()
    assert "cannot be sent to another process" in found.error


def test_learning_from_one_class_alone_is_told_in_each_row(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    rows = squares.rows("train")
    one_class = {**squares.parts, "train": rows[squares.labels[rows] == 0]}
    del one_class["val"], one_class["cal"]
    data = dataclasses.replace(squares, parts=one_class)
    bench(data, rows=of_families(["Perceptron", "GaussianNB"]), seeds=1, store=path)
    found = Store(path).results()
    assert len(found) == 4
    assert {r.ended for r in found if r.configuration.startswith("Perceptron")} == {"error"}
    assert all(r.error for r in found if r.ended != "ok")


def test_arguments_that_cannot_be_used(squares, tmp_path):
    for wrong, words in (
        ({"seeds": 0}, "at least 1 seed"),
        ({"rows": []}, "needs data and rows"),
        ({"engine": "magic"}, "an engine is fast or stock"),
    ):
        with pytest.raises(InputError, match=words):
            bench(squares, store=tmp_path / "results.sqlite", **({"rows": [NEIGHBOUR]} | wrong))
    without = dataclasses.replace(squares, parts={"train": squares.rows("train")})
    with pytest.raises(InputError, match="squares has no part test"):
        bench(without, rows=[NEIGHBOUR], store=tmp_path / "results.sqlite")


def test_a_second_test_part_is_asked_in_the_same_fit(squares, tmp_path, monkeypatch):
    from fittingroom.studies.benchmark import second

    path = tmp_path / "results.sqlite"
    card = dataclasses.replace(squares.card, name="squares again")
    again = dataclasses.replace(
        squares, card=card, parts={"test": squares.rows("train")[:90]}, fingerprint=""
    )
    monkeypatch.setattr(second, "second_test", lambda data: again)
    rows = [NEIGHBOUR, row("raises", brought.Raises())]
    bench(squares, rows=rows, seeds=1, selection=False, store=path)
    found = {(r.configuration, r.data_name): r for r in Store(path).results()}
    assert len(found) == 4
    assert found["one neighbour", "squares again"].accuracy == 1.0  # it has learned them
    assert len(found["one neighbour", "squares"].labels) == 60
    assert len(found["one neighbour", "squares again"].labels) == 90
    assert {found["raises", name].ended for name in ("squares", "squares again")} == {"error"}
    assert bench(squares, rows=rows, seeds=1, selection=False, store=path).ended == {}


def test_what_a_second_test_part_would_cost_is_what_its_first_would(squares, tmp_path, monkeypatch):
    """It is asked in the same fit, and learns nothing itself."""
    from fittingroom.studies.benchmark import leaderboard as module

    path = tmp_path / "results.sqlite"
    bench(squares, rows=[NEIGHBOUR], seeds=1, selection=False, store=path)
    card = dataclasses.replace(squares.card, name="squares again")
    again = dataclasses.replace(squares, card=card, parts={"test": squares.rows("val")}, fingerprint="")
    monkeypatch.setattr(module, "second_test", lambda data: again)
    missing = row("forest", RandomForestClassifier())
    scores = module.leaderboard(squares, rows=[NEIGHBOUR, missing], store=path).entry("forest").scores
    assert scores["squares"].said.startswith("would take about ")
    assert scores["squares again"].said == scores["squares"].said
