"""What every run says of everything it is asked about, on disk before anything is scored.

Asked again, a run is read from its folder. The test part is opened through the ledger, once for each run,
when all training is over; nothing is chosen by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from tqdm import tqdm

from fittingroom.data.ledger import open_test
from fittingroom.measure.cues import CUES
from fittingroom.measure.defects import DEFECTS
from fittingroom.measure.familiarity import LIKE
from fittingroom.models.calibrated import Calibrated, calibrate
from fittingroom.simulate.drawn_digits import DrawnDigits
from fittingroom.simulate.printed_digits import PrintedDigits
from fittingroom.studies.kept import kept
from fittingroom.studies.noticing import Notice, noticing
from fittingroom.studies.reality.asking import PreparedPhotos
from fittingroom.studies.reality.defects import Condition, conditions, shown_as
from fittingroom.studies.reality.photos import Question
from fittingroom.studies.reality.runs import Run
from fittingroom.studies.side_by_side import digest
from fittingroom.types import Dataset

WHY = "study reality"
"""How the ledger names every opening of this study; what follows says which run."""

ENTROPY = 0
"""Decides how pictures are damaged: the same ways for all runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that the runs are asked about.

    rows: (n,) int64, which rows of test are shown damaged; photos: each probe with its prepared photos;
    drawn, printed: for digits, else None.
    """

    data: Dataset
    rows: np.ndarray
    photos: tuple[tuple[Question, PreparedPhotos], ...] = ()
    drawn: DrawnDigits | None = None
    printed: PrintedDigits | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """Calibrated probabilities (n, k) float32, and which pictures (n,) bool seem like the training data."""

    scores: np.ndarray
    like: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What one run said.

    cal: (n, k); damaged: condition -> (n, k), "clean" among them; photos: probe -> preparation -> what was
    said; styles: "drawn" and "printed" -> (n, k). A run that never learned one family is asked about damage
    of that family, and the rest is empty.
    """

    run: Run
    cal: np.ndarray
    test: Said
    damaged: Mapping[str, np.ndarray]
    photos: Mapping[str, Mapping[str, Said]]
    styles: Mapping[str, np.ndarray]


def outcomes(runs: Sequence[Run], asked: Asked) -> tuple[Outcome, ...]:
    """The outcome of every run; the ones that have not been asked yet are asked now."""
    bar = tqdm(runs, desc="asking", unit=" models", disable=None, leave=False)
    return tuple(_outcome(run, asked) for run in bar)


def asked_under(run: Run) -> tuple[Condition, ...]:
    """How a run is shown the pictures of test: in every way, or damaged by the family it never learned."""
    if not run.arm.without:
        return conditions(DEFECTS, CUES)
    return conditions([defect for defect in DEFECTS if defect.family == run.arm.without], ())


class _Mind:
    """A run's model, opened only where something has not been asked yet."""

    def __init__(self, run: Run, data: Dataset):
        self.run, self.data = run, data

    @cached_property
    def model(self) -> Calibrated:
        return calibrate(self.run.model, self.data.part("cal"))

    @cached_property
    def notice(self) -> Notice:
        return noticing(
            self.model, self.data, folder=self.run.folder, rng=np.random.default_rng(self.run.seed)
        )

    @cached_property
    def test(self) -> np.ndarray:
        """The pictures of test, opened through the ledger."""
        why = f"{WHY}: {self.run.name}, measured after training, nothing chosen"
        identity = self.run.model.fingerprint
        return open_test(self.data, model=self.run.arm.title, model_fingerprint=identity, why=why).images

    def says(self, name: str, images: np.ndarray) -> dict[str, np.ndarray]:
        near = self.notice(images)[0]
        like = near.unlikeness <= near.usual.threshold(LIKE)
        return {f"{name}/scores": self.model.predict(images), f"{name}/like": like}


def _outcome(run: Run, asked: Asked) -> Outcome:
    mind, folder = _Mind(run, asked.data), run.folder
    shown = asked_under(run)
    damages = {damage.name: damage for damage in (*DEFECTS, *CUES)}

    def own() -> dict[str, np.ndarray]:
        cal = mind.model.predict(asked.data.part("cal").images)
        return {"cal": cal, **mind.says("test", mind.test)}

    def damaged() -> dict[str, np.ndarray]:
        pictures = mind.test[asked.rows]
        return {c.name: mind.model.predict(shown_as(pictures, c, damages, ENTROPY)) for c in shown}

    under = digest([asked.rows.tolist(), [c.name for c in shown], ENTROPY])
    seen = kept(folder / f"said-of-damaged-{under}.npz", damaged)
    if run.arm.without:
        none = np.empty((0, len(asked.data.card.classes)), np.float32)
        nothing = Said(scores=none, like=np.empty(0, bool))
        return Outcome(run=run, cal=none, test=nothing, damaged=seen, photos={}, styles={})
    first = kept(folder / "said-of-test.npz", own)
    return Outcome(
        run=run,
        cal=first["cal"],
        test=_said(first, "test"),
        damaged=seen,
        photos={q.name: _of_photos(mind, q, found) for q, found in asked.photos},
        styles=_of_styles(mind, asked),
    )


def _of_photos(mind: _Mind, question: Question, found: PreparedPhotos) -> dict[str, Said]:
    def say() -> dict[str, np.ndarray]:
        said = [mind.says(name, pictures) for name, pictures in found.pictures.items()]
        return {name: array for one in said for name, array in one.items()}

    arrays = kept(mind.run.folder / f"said-of-{question.name}-{question.key}.npz", say)
    return {name: _said(arrays, name) for name in found.pictures}


def _of_styles(mind: _Mind, asked: Asked) -> dict[str, np.ndarray]:
    if asked.drawn is None:
        return {}
    parts = {"drawn": asked.drawn.part}
    if asked.printed is not None:
        parts["printed"] = asked.printed.part
    which = digest({name: part.ids.tolist() for name, part in parts.items()})

    def say() -> dict[str, np.ndarray]:
        return {name: mind.model.predict(part.images) for name, part in parts.items()}

    return kept(mind.run.folder / f"said-of-styles-{which}.npz", say)


def _said(arrays: Mapping[str, np.ndarray], name: str) -> Said:
    return Said(scores=arrays[f"{name}/scores"], like=arrays[f"{name}/like"])
