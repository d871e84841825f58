"""From predictions to a report: measure, check, draw. Nothing here looks at a model."""

from collections.abc import Mapping

import numpy as np

from fittingroom.checks import CHECKS, run_checks
from fittingroom.checks.evidence import Evidence, judged
from fittingroom.data.copies import find_copies
from fittingroom.reporting import Advice, Report
from fittingroom.reporting.format import count
from fittingroom.studies.drawing import draw
from fittingroom.studies.knowing import Noticed
from fittingroom.studies.measuring import measure
from fittingroom.studies.verdict import reuse_sentence, verdict
from fittingroom.types import Dataset, Epoch, Opening, Part, Predictions

NOT_TESTED = (
    "Pictures from anywhere else than this data set: your own photos or scans, another shop, another camera.",
    "Damaged pictures: blur, bad crops, stains, noise, another background.",
    "Things of no known class: none were shown, so what it says of them, or refuses, is not known.",
    "Another training run: one model was judged, so how far a new seed would move the score is not known.",
)
"""What no number in a report of this kind speaks of."""


def judge(
    data: Dataset,
    predictions: Mapping[str, Predictions],
    *,
    curves: tuple[Epoch, ...],
    openings: tuple[Opening, ...],
    provenance: Mapping[str, str],
    noticed: tuple[Noticed, ...] = (),
    rng: np.random.Generator,
) -> Report:
    """Measure and check what a model said about the parts of `data`, and put it into a report.

    The headline is the test part, or the only part there is. noticed: how unlike the training data its
    pictures are, where the model's features are known.
    """
    evidence = Evidence(
        data=data, copies=find_copies(data), predictions=predictions, curves=curves, openings=openings
    )
    headline = "test" if "test" in predictions else next(iter(predictions))
    known = judged(evidence, headline)
    said = known.predictions
    part = Part(headline, data.images[known.rows], known.labels, said.ids, known.groups)
    scores = measure(evidence, part, said, noticed=noticed, rng=rng)
    findings = run_checks(evidence, rng=rng)
    return Report(
        title=f"{data.card.title}: {said.model}",
        subtitle=f"{said.model} tried on the {headline} part of {data.card.title}: "
        f"{count(len(part))} images, {len(data.card.classes)} classes",
        verdict=verdict(data, said, scores, findings, openings),
        cards=(data.card,),
        measurements=scores.listed,
        baselines=scores.baselines(len(data.card.classes)),
        findings=findings,
        figures=draw(evidence, part, said, scores),
        advice={check.code: Advice(how=check.how, why=check.why, do=check.do) for check in CHECKS},
        curves=curves,
        openings=openings,
        reuse=reuse_sentence(openings, scores.accuracy),
        not_tested=NOT_TESTED,
        provenance=provenance,
    )
