"""In a report on photos of senders every interval resamples senders."""

import numpy as np

from fittingroom.checks.evidence import judged
from fittingroom.studies.measuring import measure
from fittingroom.types import Part
from tests.checks.made import CLASSES, answers, dataset, evidence, no_copies, pictures, wrong_at

SIZES = {"train": 60, "val": 40, "cal": 60, "test": 120}


def scores(rng, *, grouped: bool):
    images, labels = pictures(rng, sum(SIZES.values()))
    groups = np.arange(len(labels)) // 20 if grouped else None
    data = dataset(images, labels, SIZES, groups=groups)
    said = [
        answers(
            data,
            part,
            wrong_at(data, part, rng.permutation(n)[: n // 4]),
            kind="probabilities",
            confidence=rng.uniform(0.4, 0.95, n),
        )
        for part, n in SIZES.items()
        if part in ("cal", "test")
    ]
    known = evidence(data, *said, copies=no_copies(data))
    of = judged(known, "test")
    part = Part("test", data.images[of.rows], of.labels, of.predictions.ids, of.groups)
    return measure(known, part, of.predictions, rng=rng)


def test_every_number_resamples_the_senders(rng):
    measured = [m for m in scores(rng, grouped=True).listed if m.method != "exact" and m.part == "test"]
    assert len(measured) > 20
    assert {f"{what} of {name}" for what in ("recall", "precision") for name in CLASSES} <= {
        m.name for m in measured
    }
    alone = {m.name: m.method for m in measured if "group" not in m.method and "cluster" not in m.method}
    assert alone == {}


def test_without_senders_rows_are_independent(rng):
    assert not any("group" in m.method for m in scores(rng, grouped=False).listed)
