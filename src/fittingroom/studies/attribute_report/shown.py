"""Pictures of a report on attributes: the surest wrong answers of each group, and doubted labels."""

import numpy as np

from fittingroom.measure.attributes.group_recall import first_answers
from fittingroom.measure.attributes.suspects import Suspects, attribute_suspects
from fittingroom.measure.attributes.truth import AttributeTruth, group_columns
from fittingroom.reporting import Figure
from fittingroom.reporting.document import Table
from fittingroom.reporting.format import ColumnKind, count, counted, percent
from fittingroom.reporting.pictures import Picture, picture_grid
from fittingroom.reporting.svg import shortened
from fittingroom.studies.attribute_report.trial import Trial

EACH = 8
SUSPECTS = 24
WORDS = 22


def wrong(trial: Trial) -> list[Figure]:
    """Of each group, the images whose first answer was surest and is not one of their labels."""
    said, truth = trial.evidence.predictions, trial.evidence.truth
    figures = []
    for place, group in enumerate(truth.label_map.groups):
        columns = group_columns(truth.label_map, group.name)
        answer = first_answers(said.logits, truth, group.name)
        told = int((answer & truth.known).any(axis=1).sum())
        missed = np.flatnonzero((answer & truth.known & ~truth.present).any(axis=1))
        if not len(missed):
            continue
        first = answer[missed].argmax(axis=1)
        sure = said.probabilities[missed, first]
        order = np.argsort(-sure, kind="stable")[:EACH]
        rows, first, sure = missed[order], first[order], sure[order]
        pictures = [
            Picture(
                image,
                f"{trial.data} {said.ids[row]}",
                (
                    f"{_name(truth, column)} {percent(float(p), 0)}",
                    f"given: {_given(truth, row, columns)}",
                ),
            )
            for image, row, column, p in zip(trial.pictures(rows), rows, first, sure, strict=True)
        ]
        figures.append(
            Figure(
                name=f"wrong-{place + 1}",
                title=f"{group.name[:1].upper()}{group.name[1:]}: surest and wrong",
                caption=f"Of {counted(told, 'image')} it is known whether the first answer is right; of "
                f"{count(len(missed))} it is not among their labels, or they have none of {group.name}. "
                f"Shown: {len(rows)}, surest first, as the model is given them.",
                description=f"Pictures with the answered and the given {group.name}.",
                markup=picture_grid(pictures),
                section="failures",
                folded=place > 0,
            )
        )
    return figures


def doubted(trial: Trial) -> list[Figure]:
    """The most suspect labels as pictures, and how many suspects each label has."""
    said, truth = trial.evidence.predictions, trial.evidence.truth
    suspects = attribute_suspects(said, truth)
    if not len(suspects):
        return []
    some = min(SUSPECTS, len(suspects))
    images = trial.pictures(suspects.row[:some])
    pictures = [
        Picture(image, f"{trial.data} {said.ids[suspects.row[at]]}", _doubt(trial, suspects, at))
        for at, image in enumerate(images)
    ]
    scenes = trial.evidence.scenes
    told = " By the known truth, each is marked wrong or right." if scenes is not None else ""
    return [
        Figure(
            name="suspects",
            title="Labels that the model doubts",
            caption=f"The {some} most suspect of {count(len(suspects))}: given labels that it denies, and "
            f"absent ones that it is sure of. It may be the model's error.{told}",
            description="Pictures with the doubted label and the model's probability of it.",
            markup=picture_grid(pictures),
            section="data",
        ),
        _by_label(trial, suspects),
    ]


def _by_label(trial: Trial, suspects: Suspects) -> Figure:
    truth, scenes = trial.evidence.truth, trial.evidence.scenes
    rows = []
    for column in np.unique(suspects.column):
        own = suspects.column == column
        label = truth.label_map.labels[column]
        right = (
            None
            if scenes is None
            else float((scenes[suspects.row[own], column] != suspects.given[own]).mean())
        )
        given = int(suspects.given[own].sum())
        rows.append(
            (label.name, label.group, int(truth.images_each[column]), given, int(own.sum()) - given, right)
        )
    rows.sort(key=lambda row: -(row[3] + row[4]))
    columns: tuple[tuple[str, ColumnKind], ...] = (
        ("label", "text"),
        ("group", "text"),
        ("images", "count"),
        ("given, denied", "count"),
        ("absent, sure of", "count"),
        ("wrong by the truth", "rate"),
    )
    keep = slice(None) if scenes is not None else slice(-1)
    return Figure(
        name="suspects-by-label",
        title="Suspects of each label",
        caption="Label by label: images with the label, and how many suspects either way. Rare labels, and "
        "those that the model is no surer of where they are given, are not asked.",
        description="Numbers of suspects of each label.",
        markup="",
        section="data",
        table=Table(columns=columns[keep], rows=tuple(row[keep] for row in rows)),
        folded=True,
    )


def _doubt(trial: Trial, suspects: Suspects, at: int) -> tuple[str, ...]:
    truth, scenes = trial.evidence.truth, trial.evidence.scenes
    row, column, given = int(suspects.row[at]), int(suspects.column[at]), bool(suspects.given[at])
    lines = [
        _name(truth, column),
        f"{'given' if given else 'absent'}, says {percent(float(suspects.probability[at]))}",
    ]
    if scenes is not None:
        lines.append("label wrong" if scenes[row, column] != given else "label right")
    return tuple(lines)


def _name(truth: AttributeTruth, column: int) -> str:
    return shortened(truth.label_map.labels[int(column)].name, WORDS)


def _given(truth: AttributeTruth, row: int, columns: np.ndarray) -> str:
    names = [truth.label_map.labels[column].name for column in columns if truth.present[row, column]]
    return shortened(", ".join(names), 2 * WORDS) if names else "none"
