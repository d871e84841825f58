"""How often a model is right on photos, what it calls them, and what its confidence is worth: figures."""

from collections import Counter

import numpy as np

from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import count, counted, enumerated, measured
from fittingroom.studies.reality.judging import Judged
from fittingroom.studies.reality.probe import ProbeResult


def preparations(result: ProbeResult) -> Figure:
    """Every preparation in every reading."""
    first = result.headline
    names = list(dict.fromkeys(j.reading for j in result.judged))
    by_recipe = [[result.judgement(r.name, reading) for reading in names] for r in result.recipes]
    shown = list(dict.fromkeys((names[0], names[-1])))
    rows = [
        Row(judged[0].recipe, tuple(j.accuracy for j in judged if j.reading in shown)) for judged in by_recipe
    ]
    always = {j.reading: j.always for j in result.judged}
    beside = enumerated(
        [f"{m.name.removeprefix('always answering ')} {measured(m)} ({r})" for r, m in always.items()]
    )
    return Figure(
        name="preparations",
        title="Every preparation, every reading",
        caption=f"The share of photos answered right. Always giving one class would be right on: {beside}. "
        f"Better than one class: the {first.reading} reading less that, on the same photos. Restricted: if "
        "only the classes that the reading knows might be answered.",
        description=f"{counted(len(rows), 'preparation')} with their accuracy; its numbers are in the table.",
        markup=interval_chart(rows, title="Accuracy by preparation", names=shown, baseline=first.always),
        section="answers",
        table=Table(
            columns=(
                ("preparation", "text"),
                ("what it does", "text"),
                *((reading, "measured") for reading in names),
                ("better than one class", "measured"),
                ("answers restricted", "measured"),
            ),
            rows=tuple(
                (
                    recipe.name,
                    recipe.title,
                    *(j.accuracy for j in judged),
                    judged[0].advantage,
                    judged[0].restricted,
                )
                for recipe, judged in zip(result.recipes, by_recipe, strict=True)
            ),
        ),
    )


def _pair(result: ProbeResult) -> list[Judged]:
    """The headline, and beside it the preparation that was chosen on half of the groups."""
    first, chosen = result.headline, result.chosen
    if chosen is None or chosen.recipe == first.recipe:
        return [first]
    return [first, result.judgement(chosen.recipe, first.reading)]


def _beside(both: list[Judged]) -> str:
    if len(both) < 2:
        return ""
    return f" First: {both[0].recipe}; chosen: {both[1].recipe}, the best on half of the groups."


def by_label(result: ProbeResult) -> Figure:
    """How often each label of the photos is answered right, the weakest on top."""
    both = _pair(result)
    of = [{m.name: m for m in judged.by_label} for judged in both]
    order = sorted(of[0], key=lambda name: (of[0][name].value, name))
    rows = [Row(name.removeprefix("recall of "), tuple(one[name] for one in of)) for name in order]
    weakest, strongest = rows[0], rows[-1]
    return Figure(
        name="by-label",
        title="Label by label",
        caption=f"Through {both[0].recipe}, {weakest.label} is right on {measured(weakest.measurements[0])}, "
        f"{strongest.label} on {measured(strongest.measurements[0])} ({result.headline.reading} reading)."
        f"{_beside(both)}",
        description=f"Recall of {counted(len(rows), 'label')} with intervals.",
        markup=interval_chart(
            rows, title="Recall by label", names=("first", "chosen")[: len(both)], overall=both[0].accuracy
        ),
        section="answers",
        table=Table(
            columns=(("label", "text"), ("photos", "count"), *((j.recipe, "measured") for j in both)),
            rows=tuple((row.label, row.measurements[0].n, *row.measurements) for row in rows),
        ),
    )


def called(result: ProbeResult, most: int = 3) -> Figure:
    """What each label was called, the labels of unknown things too."""
    recipes = [j.recipe for j in _pair(result)]
    labels = [*result.headline_labels, *result.class_map.unknown]
    rows = []
    for label in labels:
        own = result.photos.labels == label
        if own.any():
            kind = "unknown" if label in result.class_map.unknown else "known"
            rows.append((label, kind, int(own.sum()), *(_names(result, r, own, most) for r in recipes)))
    return Figure(
        name="called",
        title="What they were called",
        caption="The most frequent answers for each label of the photos. For unknown things the model has no "
        "class: every answer is wrong, and a model that knew it would refuse.",
        description="A table with one row for each label.",
        markup="",
        section="answers",
        table=Table(
            columns=(
                ("label", "text"),
                ("to the model", "text"),
                ("photos", "count"),
                *((f"answers through {recipe}", "text") for recipe in recipes),
            ),
            rows=tuple(rows),
        ),
    )


def _names(result: ProbeResult, recipe: str, rows: np.ndarray, most: int) -> str:
    answers = Counter(result.predictions[recipe].answers[rows].tolist())
    named = [f"{result.classes[answer]} {count(n)}" for answer, n in answers.most_common(most)]
    return ", ".join(named) + (", …" if len(answers) > most else "")


def confidence(result: ProbeResult) -> Figure:
    """What the stated confidence says, preparation by preparation."""
    first = next(iter(result.stated.values()))
    return Figure(
        name="confidence",
        title="Stated and real",
        caption=f"Through {first.recipe} it states {measured(first.mean)} on average and is right on "
        f"{measured(result.headline.accuracy)} ({result.headline.reading} reading). Sure: stated at 90 % or "
        "more. AUROC: how well confidence tells right answers from wrong ones; 0.5 tells nothing.",
        description="A table with one row for each preparation.",
        markup="",
        section="confidence",
        table=Table(
            columns=(
                ("preparation", "text"),
                ("mean confidence", "measured"),
                ("right", "measured"),
                ("sure", "measured"),
                ("right if sure", "measured"),
                ("AUROC", "measured"),
                ("mean on unknown", "measured"),
                ("sure on unknown", "measured"),
            ),
            rows=tuple(
                (
                    s.recipe,
                    s.mean,
                    result.judgement(s.recipe, result.headline.reading).accuracy,
                    s.sure,
                    s.right_if_sure,
                    s.tells,
                    s.unknown_mean,
                    s.unknown_sure,
                )
                for s in result.stated.values()
            ),
        ),
    )
