"""Every row has an engine that keeps its promise on easy data; the proofs stand with the engines."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.studies.benchmark.costs import cost_s, known_costs, memory_bytes
from fittingroom.studies.benchmark.engines import ENGINES, FAST, STOCK, engine_for
from fittingroom.studies.benchmark.grid import configurations
from fittingroom.studies.benchmark.own import row
from fittingroom.studies.benchmark.question import Question, material, question
from tests.studies.benchmark.estimators_that_misbehave import Constant
from tests.studies.benchmark.test_store import result

ROWS = configurations()


def groups(mode: str) -> dict[tuple, list]:
    found = {}
    for one in ROWS:
        if one.family == "GradientBoostingClassifier" and one.parameters["n_estimators"] > 10:
            continue  # scikit-learn's own would take minutes
        engine = engine_for(one, mode)
        if engine.name == FAST:
            found.setdefault((ENGINES.index(engine), engine.group(one)), []).append(one)
    return found


@pytest.fixture(scope="module")
def asked() -> Question:
    """Noisy pictures of three classes: a bright square in one of three places."""
    rng = np.random.default_rng(4)
    labels = rng.permutation(np.arange(500) % 3)
    images = rng.integers(0, 120, (500, 9, 9))
    for image, (y, x) in zip(images, np.array([(1, 1), (1, 5), (5, 3)])[labels], strict=True):
        image[y : y + 3, x : x + 3] += 90
    images = images.astype(np.uint8)
    return Question(
        images=images[:380], labels=labels[:380], asked=images[380:], classes=3, mode="paper", seed=5
    )


@pytest.mark.parametrize(("place", "group"), groups("paper"), ids=str)
def test_a_fast_engine_answers_as_scikit_learn_does(asked, place, group):
    rows = groups("paper")[place, group]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours = {answer.row.name: answer.labels for answer in ENGINES[place].answers(rows, asked)}
        theirs = {answer.row.name: answer.labels for answer in ENGINES[-1].answers(rows, asked)}
    assert set(ours) == {one.name for one in rows}
    for name, labels in ours.items():
        equal = float((labels == theirs[name]).mean())
        assert equal >= (1.0 if ENGINES[place].equivalence == "identical" else 0.9), name


@pytest.mark.parametrize(
    "group",
    [
        "ExtraTreeClassifier criterion=gini splitter=random",
        "DecisionTreeClassifier criterion=entropy splitter=random",
        "ExtraTreeClassifier criterion=entropy splitter=best",
        "RandomForestClassifier criterion=gini max_depth=50",
    ],
)
def test_trees_that_reach_a_depth_are_grown_for_each_depth(group):
    """Each image has one bright pixel of its own, so that a split parts one from all others."""
    rng = np.random.default_rng(8)
    images = (np.eye(144) * 255).astype(np.uint8).reshape(144, 12, 12)
    asked = (rng.random((300, 12, 12)) < 0.02).astype(np.uint8) * 255
    question = Question(
        images=images, labels=rng.integers(0, 3, 144), asked=asked, classes=3, mode="paper", seed=1
    )
    rows = [one for one in ROWS if one.group == group]
    ours, theirs = (
        {answer.row.name: answer.labels for answer in engine.answers(rows, question)}
        for engine in (engine_for(rows[0], "paper"), ENGINES[-1])
    )
    assert all(np.array_equal(ours[name], theirs[name]) for name in theirs)
    assert len({labels.tobytes() for labels in ours.values()}) == len(rows)  # no two depths alike


def test_every_row_has_an_engine_in_both_modes_and_stock_is_the_estimator():
    for one in ROWS:
        for mode in ("paper", "modern"):
            assert engine_for(one, mode, wanted=STOCK).equivalence == "the estimator itself"
            assert engine_for(one, mode).versions
    assert engine_for(row("mine", Constant()), "paper").name == STOCK
    with pytest.raises(InputError, match="an engine is fast or stock, got 'new'"):
        engine_for(ROWS[0], "paper", wanted="new")


def test_an_engine_for_the_rules_of_2017_does_not_answer_for_todays():
    of_mode = {
        mode: {one.name for one in ROWS if engine_for(one, mode).name == FAST} for mode in ("paper", "modern")
    }
    assert of_mode["modern"] < of_mode["paper"]
    lost = {name.split()[0] for name in of_mode["paper"] - of_mode["modern"]}
    assert lost == {"LinearSVC", "LogisticRegression"}


def test_costs_are_those_measured_and_else_grow_with_the_images():
    rows = [one for one in ROWS if one.family == "SVC"]
    runs = [result(group="SVC", cpu_s=40.0), result(group="SVC", seed=1, cpu_s=50.0)]
    known = known_costs([*runs, result(group="SVC", data="large", cpu_s=460.0)])
    here = {"data": "ab12", "group": "SVC"}
    size = {"learned": 60_000, "pixels": 784}
    assert cost_s(rows, FAST, known=known, **here, **size) == 50.0
    full = cost_s(rows, STOCK, known=known, **here, **size)
    half = cost_s(rows, STOCK, known={}, learned=30_000, pixels=784, **here)
    assert full == 2 * half > 50
    # what another set took says nothing of one of 600 images
    of_few = {"data": "small", "group": "SVC", "learned": 600, "pixels": 784}
    assert cost_s(rows, FAST, known=known, **of_few) == cost_s(rows, FAST, known={}, **of_few) < 50
    assert memory_bytes(rows, STOCK, **size) > memory_bytes(rows, STOCK, learned=1000, pixels=784)


def test_naive_bayes_has_as_many_priors_as_there_are_classes(squares):
    [bayes] = [one for one in ROWS if one.family == "GaussianNB"]
    [answer] = ENGINES[-1].answers([bayes], question(material(squares), asked="test", mode="paper", seed=0))
    assert (answer.labels == squares.take("test").labels).mean() > 0.9


@pytest.fixture(scope="module")
def garments(fashion_mnist) -> tuple[Question, np.ndarray]:
    """3,000 real images to learn from, 1,000 to be asked, and the right answers to these."""
    part = fashion_mnist.part("train")
    asked = Question(
        images=part.images[:3000],
        labels=part.labels[:3000],
        asked=part.images[3000:4000],
        classes=10,
        mode="paper",
        seed=0,
    )
    return asked, part.labels[3000:4000]


def labels_of(row, asked: Question, wanted: str) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        [answer] = engine_for(row, "paper", wanted=wanted).answers([row], asked)
    return answer.labels


def test_a_perceptron_in_single_precision_is_another_seed_of_the_same(garments):
    """Accuracies within four standard errors of seeds; labels no less alike than those of two seeds."""
    asked, truth = garments
    row = next(one for one in ROWS if one.name == "MLPClassifier activation=relu hidden_layer_sizes=10")
    fewer = replace(asked, images=asked.images[:2000], labels=asked.labels[:2000])
    seeds = [replace(fewer, seed=seed) for seed in range(4)]
    ours, theirs = (np.array([labels_of(row, one, wanted) for one in seeds]) for wanted in (FAST, STOCK))
    right = [(labels == truth).mean(axis=1) for labels in (ours, theirs)]
    error = np.hypot(*(np.std(each, ddof=1) / len(each) ** 0.5 for each in right))
    assert abs(right[0].mean() - right[1].mean()) < 4 * error
    assert right[0].mean() > 0.7
    alike = (ours == theirs).mean()
    of_two_seeds = (theirs == np.roll(theirs, 1, axis=0)).mean()
    assert alike >= of_two_seeds - 0.01


def test_a_sigmoid_promises_no_single_optimum_and_is_another_order_of_the_same(garments):
    """It has several, and rounding decides: no less alike than two orders of scikit-learn's own."""
    asked, truth = garments
    rows = {one.parameters["kernel"]: one for one in ROWS if one.family == "SVC"}
    promised = {kernel: engine_for(one, "paper").equivalence for kernel, one in rows.items()}
    assert promised.pop("sigmoid") == "same in distribution"
    assert set(promised.values()) == {"same optimum"}
    assert [kernel for kernel, one in rows.items() if not one.deterministic] == ["sigmoid"]
    orders = [np.random.default_rng(seed).permutation(1500) for seed in range(3)]
    turned = [replace(asked, images=asked.images[o], labels=asked.labels[o]) for o in orders]
    ours, theirs = (
        np.array([labels_of(rows["sigmoid"], one, wanted) for one in turned]) for wanted in (FAST, STOCK)
    )
    assert (ours == theirs).mean() >= (theirs == np.roll(theirs, 1, axis=0)).mean() - 0.01
    assert abs((ours == truth).mean() - (theirs == truth).mean()) < 0.01
    assert (ours == truth).mean() > 0.6


def test_what_stops_after_five_epochs_whatever_they_brought_has_not_converged(asked):
    """With today's rules it stops where it gains no more, and may say that it has."""
    names = (
        "SGDClassifier loss=hinge penalty=l2",
        "Perceptron penalty=l2",
        "PassiveAggressiveClassifier C=1.0",
    )
    for one in (one for one in ROWS if one.name in names):
        [capped] = ENGINES[-1].answers([one], asked)
        assert (capped.iterations, capped.converged) == (5, None)
        [judged] = ENGINES[-1].answers([one], replace(asked, mode="modern"))
        assert judged.converged
    from sklearn.linear_model import SGDClassifier
    from sklearn.multiclass import OneVsRestClassifier

    within = row("within another", OneVsRestClassifier(SGDClassifier(max_iter=3, tol=None)))
    [capped] = ENGINES[-1].answers([within], asked)
    assert (capped.iterations, capped.converged) == (3, None)


@pytest.mark.parametrize(
    "name",
    [
        "DecisionTreeClassifier criterion=gini splitter=best max_depth=50",
        "RandomForestClassifier criterion=entropy max_depth=50 n_estimators=10",
    ],
)
def test_trees_on_bytes_answer_as_on_standardised_pixels_but_for_rounding(garments, name):
    asked, _ = garments
    row = next(one for one in ROWS if one.name == name)
    assert (labels_of(row, asked, FAST) == labels_of(row, asked, STOCK)).mean() >= 0.99
