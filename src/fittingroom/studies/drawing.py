"""Which figures a report on one model shows, and in what order."""

from fittingroom.checks.evidence import Evidence
from fittingroom.measure.accuracy import confusion
from fittingroom.measure.labels import suspects
from fittingroom.reporting import Figure, figures, knowing, sheets
from fittingroom.studies.knowing import Knowing
from fittingroom.studies.measuring import Scores
from fittingroom.types import Part, Predictions

ONE_AND_EACH = ("LAC", "class-conditional LAC")
"""The rules that are drawn beside each other: one threshold for all classes, and one for each."""


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
            figures.reliability(stated.bins, ece=stated.ece, floor=stated.floor, confidence=said.confidence),
            *draw_knowing(scores.knowing),
            sheets.confidently_wrong(part, said, classes),
            sheets.label_suspects(part, said, suspects(said, part.labels), classes),
        ]
    else:
        drawn += draw_knowing(scores.knowing)
    if len(evidence.copies.near):
        whole = Part("all", data.images, data.labels, data.ids)
        drawn.append(sheets.close_pairs(whole, whole, evidence.copies.near.closest(), classes))
    if len(data.rows("train")):
        drawn.append(sheets.samples(data.part("train"), classes))
    drawn.append(figures.class_counts(data))
    return tuple(drawn)


def draw_knowing(known: Knowing) -> list[Figure]:
    """What the model knows of its limits, and what could not be asked."""
    drawn = []
    if known.sets:
        drawn.append(knowing.answer_sets(known.sets))
        alike, each = (next((c for c in known.sets if c.rule == rule), None) for rule in ONE_AND_EACH)
        if alike and each:
            drawn.append(knowing.by_class(alike, each))
    if known.selective:
        drawn.append(knowing.surest(known.selective))
    if known.refusals:
        drawn.append(knowing.refusal(known.refusals))
    if known.missing:
        drawn.append(knowing.not_applicable(known.missing))
    return drawn
