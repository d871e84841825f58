"""Dawid and Skene: equal to a plain loop, to crowd-kit where it is, and near the truth of made people."""

import warnings

import numpy as np
import pytest

from fittingroom.curate.annotate.dawid_skene import dawid_skene
from fittingroom.curate.annotate.judgements import Answer, Judgements, judgements
from fittingroom.data.attributes import Group, Label, LabelMap
from tests.curate.annotate.people import SMALL, made


def loop(said: Judgements, tie: list[int], smoothing: float, steps: int):
    """The same model, cell by cell."""
    n, k, s = len(said.ids), len(said.labels.labels), max(tie) + 1
    group = said.group_of_label
    about = [
        [
            [j for j in range(len(said.image)) if said.image[j] == i and said.answered[j, group[c]]]
            for c in range(k)
        ]
        for i in range(n)
    ]
    p = [
        [np.mean([said.said[j, c] for j in about[i][c]]) if about[i][c] else 0.0 for c in range(k)]
        for i in range(n)
    ]
    prior = sens = spec = None
    for _ in range(steps):
        seen = [[i for i in range(n) if about[i][c]] for c in range(k)]
        prior = [
            (sum(p[i][c] for i in seen[c]) + smoothing) / (len(seen[c]) + 2 * smoothing) for c in range(k)
        ]
        sens, spec = np.zeros((len(said.people), s)), np.zeros((len(said.people), s))
        for a in range(len(said.people)):
            for t in range(s):
                cells = [
                    (p[i][c], said.said[j, c])
                    for i in range(n)
                    for c in range(k)
                    if tie[c] == t
                    for j in about[i][c]
                    if said.person[j] == a
                ]
                present, absent = sum(q for q, _ in cells), sum(1 - q for q, _ in cells)
                sens[a, t] = (sum(q for q, y in cells if y) + smoothing) / (present + 2 * smoothing)
                spec[a, t] = (sum(1 - q for q, y in cells if not y) + smoothing) / (absent + 2 * smoothing)
        for i in range(n):
            for c in range(k):
                yes, no = prior[c], 1 - prior[c]
                for j in about[i][c]:
                    se, sp = sens[said.person[j], tie[c]], spec[said.person[j], tie[c]]
                    yes, no = (yes * se, no * (1 - sp)) if said.said[j, c] else (yes * (1 - se), no * sp)
                p[i][c] = yes / (yes + no)
    return np.array(p), np.array(prior), sens, spec


@pytest.mark.parametrize("tie", [[0, 0, 0, 0, 0], [0, 0, 0, 1, 1], [0, 1, 2, 3, 4], [0, 1, 0, 1, 0]])
def test_equal_to_a_plain_loop(tie, rng):
    answers = [
        Answer(
            id=str(i),
            annotator=f"a{a}",
            labels=tuple(int(x) + 1 for x in np.flatnonzero(rng.random(5) < 0.3)),
            unknown=("color",) if rng.random() < 0.3 else (),
            discarded=bool(rng.random() < 0.1),
        )
        for i in range(12)
        for a in rng.permutation(4)[:3]
    ]
    said = judgements(answers, SMALL)
    found = dawid_skene(said, shared=np.array(tie), steps=7)
    p, prior, sens, spec = loop(said, tie, 1.0, found.steps)
    assert found.probability == pytest.approx(p, abs=1e-5)
    assert found.prior == pytest.approx(prior, abs=1e-5)
    assert found.sensitivity == pytest.approx(sens, abs=1e-5)
    assert found.specificity == pytest.approx(spec, abs=1e-5)


def test_made_people_are_found_and_their_truth(rng):
    said, truth, sens, spec = made(1500, people=8, each=4, spammers=3, rng=rng)
    found = dawid_skene(said)
    assert np.abs(found.sensitivity[:, 0] - sens).max() < 0.08
    assert np.abs(found.specificity[:, 0] - spec).max() < 0.03
    votes = 2 * said.yes() > said.asked()[:, said.group_of_label]
    assert ((found.probability > 0.5) != truth).mean() < 0.8 * (votes != truth).mean()
    assert found.probability[truth].mean() > 0.85
    assert found.probability[~truth].mean() < 0.15


def test_a_probability_is_right_as_often_as_it_says(rng):
    said, truth, _, _ = made(3000, rng=rng)
    p = dawid_skene(said).probability
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        some = (p >= low) & (p < low + 0.2)
        assert abs(truth[some].sum() - p[some].sum()) < 30 + 0.1 * p[some].sum()


def test_the_order_of_answers_is_nothing(rng):
    said, *_ = made(60, rng=rng)
    order = rng.permutation(len(said.image))
    turned = Judgements(
        labels=said.labels,
        ids=said.ids,
        people=said.people,
        image=said.image[order],
        person=said.person[order],
        said=said.said[order],
        answered=said.answered[order],
        not_applicable=said.not_applicable[order],
        discarded=said.discarded[order],
    )
    assert dawid_skene(turned).probability == pytest.approx(dawid_skene(said).probability, abs=1e-5)


def test_equal_to_crowd_kit(rng):
    """crowd-kit's two-class model of one label is ours without smoothing, up to its own small constants."""
    models = pytest.importorskip("crowdkit.aggregation", exc_type=ImportError)
    import pandas as pd

    one = LabelMap((Label(1, "Red", "color"),), (Group("color", False),))
    said, *_ = made(400, labels=one, rng=rng)
    table = pd.DataFrame({"task": said.image, "worker": said.person, "label": said.said[:, 0].astype(int)})
    warnings.simplefilter("ignore")  # theirs, about pandas
    theirs = models.DawidSkene(n_iter=20, tol=-np.inf).fit_predict_proba(table)
    ours = dawid_skene(said, smoothing=1e-9, steps=20)
    assert ours.probability[theirs.index, 0] == pytest.approx(theirs[1].to_numpy(), abs=1e-4)
