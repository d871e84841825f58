"""What is the score worth outside the benchmark? Networks of several seeds, asked about all that is not it.

Damaged pictures, single cues, other handwriting, real photos through several preparations; what confidence
is worth there; what training with defects brings, and what it brings against defects it never saw; and what
a few labelled photos of one's own would change. See docs/reality.md.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.baselines import majority
from fittingroom.measure.repeated import repeated_mean
from fittingroom.simulate.drawn_digits import HANDS, drawn_digits
from fittingroom.simulate.printed_digits import printed_here
from fittingroom.studies.fewer import fewer
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS, arms
from fittingroom.studies.reality.asking import PreparedPhotos
from fittingroom.studies.reality.class_map import ClassMap
from fittingroom.studies.reality.defects import IMAGES
from fittingroom.studies.reality.photos import Question, prepared, question
from fittingroom.studies.reality.styles import is_of_digits
from fittingroom.studies.side_by_side import alone, tell_failures
from fittingroom.studies.tryon import run_folder
from fittingroom.types import Dataset, Measurement

if TYPE_CHECKING:
    from fittingroom.models.convnet import Params
    from fittingroom.models.fine_tune import Tuning
    from fittingroom.reporting import Report
    from fittingroom.reporting.expectation import ExpectationCard
    from fittingroom.studies.reality.few import FewPhotos
    from fittingroom.studies.reality.outcomes import Asked, Outcome
    from fittingroom.studies.reality.probed import OnProbe
    from fittingroom.studies.reality.runs import Run
    from fittingroom.studies.reality.style_tolls import StyleTolls
    from fittingroom.studies.reality.told import Told
    from fittingroom.studies.reality.tolls import Compared, LeftOut, Tolls

SEEDS = 3

QUICK_IMAGES, QUICK_DAMAGED, QUICK_PHOTOS, QUICK_HANDS = 6000, 300, 400, 30
"""A quick study learns so many images at most, damages so many, and asks about so many photos of a probe."""

Probe = tuple[str | os.PathLike[str], str | os.PathLike[str] | ClassMap]
"""A folder of labelled photos, and a class map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeFound:
    """One probe: what was asked, what each of the two networks said, and what a few photos would change."""

    question: Question
    photos: PreparedPhotos
    arms: Mapping[str, "OnProbe"]
    few: "FewPhotos | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reality:
    """Everything that was measured. Mappings are by arm: "default" and "defects".

    test: on the benchmark's test part; classes: recall of each class there, by the default network; tolls: of
    damage; styles: for digits, else empty; compared: the network trained with defects minus the default one,
    on test, on damaged pictures, on photos; left_out: families of defects that were never learned; failed:
    run -> why it is missing.
    """

    data: Dataset
    seeds: int
    quick: bool
    folder: Path
    majority: Measurement
    test: Mapping[str, "Told"]
    classes: tuple[Measurement, ...]
    tolls: Mapping[str, "Tolls"]
    styles: Mapping[str, "StyleTolls"]
    probes: tuple[ProbeFound, ...]
    compared: tuple["Compared", ...]
    left_out: tuple["LeftOut", ...]
    failed: Mapping[str, str]
    seconds: float

    @property
    def answer(self) -> str:
        """The class that is always given by the majority baseline."""
        labels = self.data.labels[self.data.rows("train")]
        return self.data.card.classes[int(np.bincount(labels).argmax())]

    def report(self) -> "Report":
        """The result as a page, as Markdown and as JSON."""
        from fittingroom.studies.reality.study_page import page

        return page(self)

    def card(self) -> "ExpectationCard":
        """What to expect of the default network, on one page."""
        from fittingroom.studies.reality.card import expectation_card

        return expectation_card(self)


def reality(
    data: Dataset,
    *,
    probes: Sequence[Probe] = (),
    seeds: int | None = None,
    quick: bool = False,
    families: bool = True,
    params: "Params | None" = None,
    tuning: "Tuning | None" = None,
    on: str = "cores",
    workers: int | None = None,
    folder: str | Path | None = None,
) -> Reality:
    """Train the default network on `data`, and others with defects, and ask them about the world.

    data: with all four parts, pictures of at least 12 x 12 pixels. probes: (photos, class map), each a folder
    of labelled photos and what their labels mean: see `fittingroom.studies.reality.probe`. seeds: trainings
    of each network, 3 unless told otherwise. families: also train one network for each family of defects that
    it leaves out; without them nothing is said of defects that were never learned. params, tuning: settings
    of the network, and of how it learns a few photos, their own by default. quick: a rough look in minutes,
    marked as such. on, workers: where trainings go side by side, see `fittingroom.jobs`.

    Everything is kept in `folder` (default runs/DATA/reality): the same call goes on after an interruption,
    and what was trained, prepared or asked is never done twice. The test part is opened through the ledger,
    once for each run. Raises InputError and DataError for data, photos or maps that do not fit.
    """
    from fittingroom.models.convnet import DEFAULT as SETTINGS
    from fittingroom.models.fine_tune import TUNING
    from fittingroom.studies.reality.few import few_photos
    from fittingroom.studies.reality.outcomes import Asked, outcomes
    from fittingroom.studies.reality.runs import by_arm, plan, train

    seeds = seeds if seeds is not None else 1 if quick else SEEDS
    _check(data, seeds)
    folder = Path(folder) if folder else default_folder(data, quick=quick)
    questions = _questions(data, probes, quick=quick)
    if quick:
        data, families = fewer(data, QUICK_IMAGES), False
    planned = plan(data, arms(families=families), params=params or SETTINGS, seeds=seeds, folder=folder)
    with alone(folder):
        photos = tuple((one, prepared(one, folder)) for one in questions)
        failed = train(data, planned, on=on, workers=workers)
        tell_failures(failed)
        trained = by_arm(planned, failed)
        if lost := [why for run, why in failed.items() if run.arm in (DEFAULT, DEFECTS)]:
            raise InputError(f"a network that the study is about could not be trained: {lost[0]}")
        asked = Asked(
            data=data,
            rows=_rows(data, QUICK_DAMAGED if quick else IMAGES),
            photos=photos,
            drawn=drawn_digits(hands=QUICK_HANDS if quick else HANDS, rng=np.random.default_rng(0))
            if is_of_digits(data)
            else None,
            printed=printed_here() if is_of_digits(data) else None,
        )
        found = {name: outcomes(runs, asked) for name, runs in trained.items()}
        few = [
            few_photos(
                found[DEFAULT.name], data, one, photos, tuning=tuning or TUNING, on=on, workers=workers
            )
            for one, photos in asked.photos
        ]
    return _measured(asked, found, few, seeds=seeds, quick=quick, folder=folder, failed=failed)


def _measured(
    asked: "Asked",
    found: Mapping[str, Sequence["Outcome"]],
    few: Sequence["FewPhotos | None"],
    *,
    seeds: int,
    quick: bool,
    folder: Path,
    failed: Mapping["Run", str],
) -> Reality:
    """Measure what the runs said; found: their outcomes by arm, few: one for each probe."""
    from fittingroom.studies.reality.probed import on_probe
    from fittingroom.studies.reality.style_tolls import style_tolls
    from fittingroom.studies.reality.told import promises, tell
    from fittingroom.studies.reality.tolls import left_out, tolls

    data, main = asked.data, {name: found[name] for name in (DEFAULT.name, DEFECTS.name)}
    test = data.take("test")  # every run above wrote its line in the ledger when it was asked
    accepts = np.eye(len(data.card.classes), dtype=bool)[test.labels]
    right = {n: np.stack([o.test.scores.argmax(axis=1) == test.labels for o in of]) for n, of in main.items()}
    rng = np.random.default_rng(0)
    return Reality(
        data=data,
        seeds=seeds,
        quick=quick,
        folder=folder,
        majority=majority(data.labels[data.rows("train")], test.labels, "test", groups=test.groups, rng=rng),
        test={
            name: tell(
                "test",
                np.stack([o.test.scores for o in of]),
                accepts,
                promises=promises([o.cal for o in of], data.part("cal").labels),
                like=np.stack([o.test.like for o in of]),
                groups=test.groups,
            )
            for name, of in main.items()
        },
        classes=_by_class(right[DEFAULT.name], test.labels, test.groups, data.card.classes),
        tolls={name: tolls(data, of, asked.rows) for name, of in main.items()},
        styles={name: style_tolls(of, asked.drawn, asked.printed) for name, of in main.items()}
        if asked.drawn is not None
        else {},
        probes=tuple(
            ProbeFound(
                question=one,
                photos=photos,
                arms={name: on_probe(of, data, one, photos, rng=rng) for name, of in main.items()},
                few=learned,
            )
            for (one, photos), learned in zip(asked.photos, few, strict=True)
        ),
        compared=_compared(main, right, asked),
        left_out=left_out(data, found, asked.rows),
        failed={run.name: why for run, why in failed.items()},
        seconds=sum(o.run.model.notes["seconds"] for of in found.values() for o in of),
    )


def default_folder(data: Dataset, *, quick: bool) -> Path:
    """Where a study is kept unless told otherwise."""
    return run_folder(data, "reality-quick" if quick else "reality")


def _check(data: Dataset, seeds: int) -> None:
    if seeds < 1:
        raise InputError(f"a study needs at least 1 seed, asked for {seeds}")
    if missing := [part for part in ("train", "val", "cal", "test") if not len(data.rows(part))]:
        raise InputError(f"{data.card.name} has no part {', '.join(missing)}: divide it first")


def _questions(data: Dataset, probes: Sequence[Probe], *, quick: bool) -> list[Question]:
    """Every probe, checked before anything long is begun; two folders of one name are told apart."""
    found: list[Question] = []
    for photos, chart in probes:
        one = question(photos, chart, data, most=QUICK_PHOTOS if quick else None)
        same = sum(other.name == one.name or other.name.startswith(f"{one.name} ") for other in found)
        found.append(replace(one, name=f"{one.name} {same + 1}") if same else one)
    return found


def _rows(data: Dataset, most: int) -> np.ndarray:
    """Which rows of test are damaged: the same ones whoever asks."""
    return np.sort(np.random.default_rng(0).permutation(len(data.rows("test")))[:most])


def _by_class(
    right: np.ndarray, labels: np.ndarray, groups: np.ndarray | None, classes: Sequence[str]
) -> tuple[Measurement, ...]:
    return tuple(
        repeated_mean(
            f"recall of {name}",
            right[:, own],
            part="test",
            groups=None if groups is None else groups[own],
        ).measurement
        for k, name in enumerate(classes)
        if (own := labels == k).any()
    )


def _compared(
    main: Mapping[str, Sequence["Outcome"]], right: Mapping[str, np.ndarray], asked: "Asked"
) -> tuple["Compared", ...]:
    """The network trained with defects minus the default one, seed by seed, on everything both saw."""
    from fittingroom.studies.reality.probed import of, right_in
    from fittingroom.studies.reality.tolls import compare, suite_of

    data, a, b = asked.data, main[DEFECTS.name], main[DEFAULT.name]
    test = None if data.groups is None else data.groups[data.rows("test")]
    damaged = [suite_of(arm, data, asked.rows) for arm in (a, b)]
    pairs = [
        ("test", right[DEFECTS.name], right[DEFAULT.name]),
        ("damaged pictures", damaged[0], damaged[1]),
    ]
    groups = [test, None if test is None else test[asked.rows]]
    for one, photos in asked.photos:
        known = of(photos.groups, np.isin(photos.labels, list(one.chart.readings[0].right)))
        for recipe in one.recipes:
            said = [right_in(arm, data, one, photos, recipe.name) for arm in (a, b)]
            pairs.append((f"{one.name} through {recipe.name}", said[0], said[1]))
            groups.append(known)
    return compare(pairs, part="as named", groups=groups)
