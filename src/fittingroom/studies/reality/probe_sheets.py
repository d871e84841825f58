"""What a model sees of a photo, after each step: figures for the page, and sheets as PNG files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fittingroom.build import Recipe
from fittingroom.data.sheet import row_sheet
from fittingroom.files import landing
from fittingroom.reporting import Figure
from fittingroom.reporting.format import percent
from fittingroom.reporting.pictures import Picture, picture_rows
from fittingroom.studies.reality.asking import Shown
from fittingroom.studies.reality.probe import ProbeResult

MOST_LABELS = 20
"""Labels that have a row on a sheet; those that the first reading maps come first."""

UNKNOWN_ON_PAGE = 3
"""Labels of unknown things that have a row on the page; the sheets show more."""


def shown_rows(result: ProbeResult, each: int) -> list[tuple[str, list[Shown]]]:
    """Some photos of each label, the mapped labels first."""
    labels = [*result.headline_labels, *result.class_map.unknown][:MOST_LABELS]
    by_label = {
        label: [shown for shown in result.photos.shown if result.photos.labels[shown.row] == label]
        for label in labels
    }
    return [(label, some[:each]) for label, some in by_label.items() if some]


def _on_page(result: ProbeResult) -> list[tuple[str, list[Shown]]]:
    rows = shown_rows(result, 1)
    known = sum(label not in result.class_map.unknown for label, _ in rows)
    return rows[: known + UNKNOWN_ON_PAGE]


def seen(result: ProbeResult) -> Figure:
    """A photo of each label beside what each preparation makes of it, with the answers."""
    rows = []
    for label, some in _on_page(result):
        photo = next(iter(some[0].stages.values()))[0][1]
        pictures = [Picture(photo, f"photo labelled {label}", ("photo",))]
        for recipe in result.recipes:
            picture, lines = some[0].stages[recipe.name][-1][1], _answer(result, recipe.name, some[0].row)
            pictures.append(
                Picture(picture, f"{label} through {recipe.name}: {lines[0]}", (recipe.name, *lines))
            )
        rows.append((label, pictures))
    return Figure(
        name="seen",
        title="A photo of each label through every preparation",
        caption="Drawn at random, not chosen. Below a picture: its preparation, the answer, its confidence.",
        description=f"{len(rows)} rows of pictures, one for each label.",
        markup=picture_rows(rows),
        section="seen",
    )


def step_by_step(result: ProbeResult, recipe: Recipe) -> Figure:
    """One preparation, step by step, for a photo of each label."""
    rows = []
    for label, some in _on_page(result):
        stages = some[0].stages[recipe.name]
        rows.append((label, [Picture(p, f"{label} after {name}", (name,)) for name, p in stages]))
    failed = sum(bool(photo) for photo in result.photos.failures[recipe.name])
    return Figure(
        name=f"steps-{recipe.name}",
        title=recipe.name[0].upper() + recipe.name[1:],
        caption=f"{recipe.title[0].upper()}{recipe.title[1:]}. Photos on which a step failed: {failed}.",
        description=f"{len(rows)} rows of pictures: a photo, then the picture after each step.",
        markup=picture_rows(rows),
        section="steps",
        folded=True,
    )


def save_sheets(result: ProbeResult, folder: Path) -> list[Path]:
    """Write a sheet of all preparations and one for each, step by step: PNG files, one row a photo."""
    heads = ["photo", *(recipe.name for recipe in result.recipes)]
    rows = []
    for label, some in shown_rows(result, 2):
        for one in some:
            photo = next(iter(one.stages.values()))[0][1]
            rows.append((label, [photo, *(one.stages[recipe.name][-1][1] for recipe in result.recipes)]))
    sheets = {"sheet.png": row_sheet(heads, rows)}
    for recipe in result.recipes:
        names = ["photo", *(name for name, _ in recipe.steps)]
        strips = [
            (label, _by_name(one.stages[recipe.name], names))
            for label, some in shown_rows(result, 2)
            for one in some
        ]
        sheets[f"steps-{recipe.name}.png"] = row_sheet(names, strips)
    for name, sheet in sheets.items():
        with landing(folder / name) as beside:
            sheet.save(beside, "PNG")
    return [folder / name for name in sheets]


def _by_name(stages: Sequence[tuple[str, np.ndarray]], names: Sequence[str]) -> list[np.ndarray | None]:
    """The picture after each named step, in order; None after one that could not be done."""
    left, found = list(stages), []
    for name in names:
        found.append(left.pop(0)[1] if left and left[0][0] == name else None)
    return found


def _answer(result: ProbeResult, recipe: str, row: int) -> tuple[str, ...]:
    said = result.predictions[recipe]
    answer = result.classes[int(said.answers[row])]
    return (answer, percent(float(said.confidence[row]), 0)) if said.kind == "probabilities" else (answer,)
