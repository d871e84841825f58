"""The figures of the page: the paper's Tables 4 and 5 and Figure 5 in their layout, curves, comparisons."""

from collections.abc import Mapping, Sequence

import numpy as np

from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import count
from fittingroom.reporting.shares import by_share
from fittingroom.studies.transfer.arms import BEGINNINGS, KINDS, Arm, Kind, Way, arm
from fittingroom.studies.transfer.correct_rate import CorrectRate
from fittingroom.studies.transfer.criterion import AT
from fittingroom.studies.transfer.results import Results, recalls
from fittingroom.types import Measurement


def _of(found: Results, begins: str, way: Way, share: float) -> Measurement | None:
    one = arm(begins, way, tuple(key[0] for key in found.accuracy))
    return found.accuracy[one, share].measurement if one and (one, share) in found.accuracy else None


def _begun(found: Results, way: Way) -> list[Arm]:
    return list(dict.fromkeys(key[0] for key in found.accuracy if key[0].way == way))


def table_4(found: Results) -> Figure:
    """Rows as in Table 4: what was learned before; columns: clean labels alone, or noisy ones first."""
    rows = [
        (begins, *(_of(found, begins, way, AT) for way in ("frozen", "fine-tuned", "noisy, then clean")))
        for begins in BEGINNINGS.values()
    ]
    return Figure(
        name="table-4",
        title=f"Table 4's layout: {AT:.0%} of the training part, clean, or noisy labels before them",
        caption="Balanced accuracy. Noisy, then clean: at first the whole training part with 38.5 % of its "
        "labels made wrong, then the clean share, so it has more steps than clean alone; the paper has a "
        "million noisy and 50,000 clean images.",
        description="A table of balanced accuracy by beginning and way.",
        markup="",
        section="answers",
        table=Table(
            columns=(
                ("begins with", "text"),
                ("clean, frozen", "measured"),
                ("clean, fine-tuned", "measured"),
                ("noisy, then clean", "measured"),
            ),
            rows=tuple(row for row in rows if any(row[1:])),
        ),
    )


def table_5(found: Results) -> Figure:
    """Rows as in Table 5: what was learned before; top-1, top-3 and top-5 with the largest share."""
    share = max(key[1] for key in found.accuracy)
    ks = sorted({k for _, k in found.top})
    arms = [*_begun(found, "fine-tuned"), *(one for one in _begun(found, "frozen") if one.imagenet)]
    return Figure(
        name="table-5",
        title=f"Table 5's layout: top-k accuracy with {share:.0%} of the training part",
        caption="Share of the test photos whose class is among the k highest scores, each photo alike; the "
        "paper's table has top-3 and top-5 for 46 categories. ImageNet's features are frozen, all else is "
        "fine-tuned.",
        description="A table of top-k accuracy by beginning.",
        markup="",
        section="answers",
        table=Table(
            columns=(
                ("begins with", "text"),
                ("balanced accuracy", "measured"),
                *((f"top-{k}", "measured") for k in ks),
            ),
            rows=tuple(
                (
                    one.title,
                    found.accuracy[one, share].measurement,
                    *(found.top[(one, share), k].measurement for k in ks),
                )
                for one in arms
            ),
        ),
    )


def figure_5(found: Results, classes: Sequence[str]) -> Figure:
    """As Figure 5: the recall of each class by what was learned before; how often each is the best."""
    share = max(key[1] for key in found.accuracy)
    arms = [*_begun(found, "fine-tuned"), *(one for one in _begun(found, "frozen") if one.imagenet)]
    by_arm = np.array([recalls(found.cases[one, share], len(classes)) for one in arms])
    own = [at for at, one in enumerate(arms) if not one.imagenet]
    highest = by_arm[own].max(0)
    best = [int(((by_arm[at] == highest) & (highest > 0)).sum()) for at in own]
    said = ", ".join(f"{arms[at].begins} in {n}" for at, n in zip(own, best, strict=True))
    return Figure(
        name="figure-5",
        title=f"Figure 5's layout: recall of each class with {share:.0%} of the training part",
        caption=f"Mean over divisions. Of {len(classes)} classes the highest recall, ties counting for each, "
        f"has (ImageNet left aside): {said}. The paper's best set was best in 5 of 14 classes.",
        description=f"A table of recall for {len(classes)} classes and {len(arms)} beginnings.",
        markup="",
        section="classes",
        table=Table(
            columns=(("class", "text"), *((one.begins, "rate") for one in arms)),
            rows=tuple((name, *map(float, by_arm[:, at])) for at, name in enumerate(classes)),
        ),
    )


def curves(found: Results, way: Way) -> Figure:
    """Balanced accuracy over shares, of all beginnings of one way."""
    arms = _begun(found, way)
    shares = sorted({key[1] for key in found.accuracy if key[0].way == way})
    title = f"By the share of the training part: {way}"
    lines = [
        (one.begins, [(share, found.accuracy[one, share].measurement) for share in shares]) for one in arms
    ]
    return Figure(
        name=f"curves-{way.replace(',', '').replace(' ', '-')}",
        title=title,
        caption="Balanced accuracy, mean over divisions, with intervals for people and divisions; compare by "
        "the table of differences, which is paired, not by whether these intervals overlap.",
        description=f"Line chart of balanced accuracy by share for {len(arms)} beginnings.",
        markup=by_share(lines, title=title, quantity="Balanced accuracy"),
        section="curves",
        table=Table(
            columns=(("begins with", "text"), *((f"{share:.0%}", "measured") for share in shares)),
            rows=tuple((name, *(m for _, m in points)) for name, points in lines),
        ),
    )


def side_by_side(found: Results, chance: Measurement) -> Figure:
    """Every beginning at AT: fine-tuned and frozen."""
    rows = [
        Row(
            begins,
            tuple(m for m in (_of(found, begins, "fine-tuned", AT), _of(found, begins, "frozen", AT)) if m),
        )
        for begins in BEGINNINGS.values()
    ]
    pairs = [row for row in rows if len(row.measurements) == 2]
    title = f"Fine-tuned and frozen with {AT:.0%} of the training part"
    return Figure(
        name="ways",
        title=title,
        caption="Balanced accuracy. A frozen network has only a linear head to learn.",
        description=f"Intervals of {len(pairs)} beginnings, fine-tuned and frozen.",
        markup=interval_chart(pairs, title=title, names=("fine-tuned", "frozen"), baseline=chance),
        section="answers",
    )


def differences(found: Results) -> Figure:
    """Every comparison that was asked, with p before and after correction."""
    return Figure(
        name="differences",
        title="The differences, paired by division",
        caption="Points of balanced accuracy on the same photos; p for people and divisions together, and "
        f"after Holm's correction for all {len(found.comparisons)} comparisons. Both are cautious: who "
        "stands in the test parts counts among the people, and again in what divisions vary.",
        description="A table of paired differences.",
        markup="",
        section="answers",
        table=Table(
            columns=(
                ("arm", "text"),
                ("less", "text"),
                ("of train", "rate"),
                ("difference", "measured"),
                ("p", "p"),
                ("p, adjusted", "p"),
                ("divisions", "count"),
            ),
            rows=tuple(
                (c.arm.title, c.than.title, c.share, c.over.measurement, c.over.p, c.p, len(c.over.each))
                for c in found.comparisons
            ),
        ),
    )


def rates(found: CorrectRate) -> Figure:
    """The "correct rate" and what it is not."""
    rows = (
        ("says what the noisy label says (the paper's 72.7 %)", found.agreement),
        ("says the truth", found.accuracy),
        ("the noisy label is the truth", found.labels),
        ("truth, estimated as if all wrong labels were equally likely", found.uniform),
        (f"truth, estimated by rates counted on {count(found.clean)} clean images", found.counted),
    )
    return Figure(
        name="correct-rate",
        title="Simulated: what a “correct rate” against noisy labels is",
        caption="A head learned noisy labels of simulated images and is asked about others. Half of the "
        "wrong labels go to one class, half to any, so the first correction's model of the noise is wrong on "
        "purpose; the second's rates are counted, and its interval does not hold what few clean images miss.",
        description="A table of agreement, accuracy and two corrected estimates.",
        markup="",
        section="rate",
        table=Table(
            columns=(
                ("share of the judged images", "text"),
                ("value", "measured"),
                ("± seeds", "spread"),
                ("images", "count"),
            ),
            rows=tuple(
                (name, over.measurement, over.spread, over.measurement.n)
                if over
                else (name, None, None, None)
                for name, over in rows
            ),
        ),
    )


def kinds(seen: Mapping[Kind, int]) -> Figure:
    """What each pretraining learns, and how many images it saw."""
    return Figure(
        name="kinds",
        title="What was learned before",
        caption="The same network and recipe, and as many images seen as whole epochs allow; of the three "
        "simulated ones also the same images.",
        description="A table of pretrainings.",
        markup="",
        section="how",
        table=Table(
            columns=(("begins with", "text"), ("learned", "text"), ("images seen", "count")),
            rows=tuple((BEGINNINGS[kind, False], KINDS[kind], images) for kind, images in seen.items()),
        ),
    )
