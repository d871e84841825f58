"""Which figures a report on one model shows, and in what order."""

from fittingroom.checks.evidence import Evidence
from fittingroom.measure.accuracy import confusion
from fittingroom.measure.calibration import reliability
from fittingroom.measure.labels import suspects
from fittingroom.reporting import Figure, figures, sheets
from fittingroom.studies.measuring import Scores
from fittingroom.types import Part, Predictions


def draw(evidence: Evidence, part: Part, said: Predictions, scores: Scores) -> tuple[Figure, ...]:
    """The figures for the judged part; what cannot be known (a curve, a confidence) is left out."""
    data, classes = evidence.data, evidence.data.card.classes
    drawn = [figures.learning(evidence.curves)] if evidence.curves else []
    drawn += [
        figures.per_class(scores.classes, overall=scores.accuracy, baseline=scores.majority),
        figures.confusion(confusion(said.answers, part.labels, len(classes)), classes),
        sheets.worst_by_class(part, said, classes),
    ]
    if stated := scores.confidence:
        drawn += [
            figures.reliability(
                reliability(said, part.labels), ece=stated.ece, floor=stated.floor, confidence=said.confidence
            ),
            sheets.confidently_wrong(part, said, classes),
            sheets.label_suspects(part, said, suspects(said, part.labels), classes),
        ]
    if len(evidence.copies.near):
        whole = Part("all", data.images, data.labels, data.ids)
        drawn.append(sheets.close_pairs(whole, whole, evidence.copies.near.closest(), classes))
    if len(data.rows("train")):
        drawn.append(sheets.samples(data.part("train"), classes))
    drawn.append(figures.class_counts(data))
    return tuple(drawn)
