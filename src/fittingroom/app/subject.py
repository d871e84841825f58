"""Everything that the app knows of one run before the first picture comes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.app.preparing import Preparation, preparations
from fittingroom.app.probes import Probed, probes_beside
from fittingroom.data.ledger import open_test
from fittingroom.data.predictions import read_predictions
from fittingroom.errors import InputError
from fittingroom.measure.accuracy import accuracy, correct, rate
from fittingroom.measure.baselines import majority
from fittingroom.measure.conformal import Promise, lac, sets
from fittingroom.measure.coverage import coverage
from fittingroom.measure.familiarity import Familiarity
from fittingroom.measure.labels import suspects
from fittingroom.models.predictor import predict_part
from fittingroom.studies.run import Run
from fittingroom.types import Measurement, Part, Predictions

if TYPE_CHECKING:
    from fittingroom.models.fitted import Fitted

COVERAGE = 0.95
"""Share of sets that hold the right answer, as promised: one wrong in twenty."""
NEAR = 0.05
FEWEST = 20
"""Share of the test images, and number at least, that are called answered as surely as a picture."""
DIGITS = 12
"""Digits of a fingerprint that tell two trainings apart."""
WHY = "app: how often it was right when as sure; you against the model"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """A run, its sealed test part (opened once, through the ledger), and what was measured of both.

    said: the model's answers to `test`; promise, covered: sets of answers, fitted on cal, measured on test;
    suspects: test rows whose label is doubtful by confident learning; familiarity: None for a model
    without known features; probed: measured on real photos; identity: see there.
    """

    run: Run
    test: Part
    said: Predictions
    accuracy: Measurement
    majority: Measurement
    promise: Promise
    covered: Measurement
    suspects: frozenset[int]
    familiarity: Familiarity | None
    preparations: tuple[Preparation, ...]
    probed: tuple[Probed, ...]

    identity: str

    @property
    def classes(self) -> tuple[str, ...]:
        return self.run.data.card.classes


def study(run: Run, *, rng: np.random.Generator) -> Subject:
    """Learn what there is to know of a run; some seconds. Opens the test part, with a line in the ledger.

    Raises InputError for data without a test part or a model that states no probabilities.
    """
    data, model = run.data, run.model
    if not len(data.rows("test")):
        raise InputError(
            f"{data.card.name} has no test part, on which the app says how often the model is right"
        )
    val, cal = (_said(run, data.part(name)) for name in ("val", "cal"))
    test = open_test(data, model=model.name, model_fingerprint=val.fingerprint, why=WHY)
    said = _said(run, test)
    promise = lac(cal, data.part("cal").labels, COVERAGE)
    kept = coverage(
        promise,
        sets(promise, said),
        test.labels,
        part="test",
        classes=data.card.classes,
        groups=test.groups,
        rng=rng,
    )
    return Subject(
        run=run,
        test=test,
        said=said,
        accuracy=accuracy(said, test.labels, groups=test.groups, rng=rng),
        majority=majority(data.part("train").labels, test.labels, "test"),
        promise=promise,
        covered=kept.covered,
        suspects=frozenset(suspects(said, test.labels).tolist()),
        familiarity=_familiarity(run, rng=rng),
        preparations=preparations(data),
        probed=probes_beside(run.folder),
        identity=identity(run, val),
    )


def identity(run: Run, val: Predictions) -> str:
    """The name of a run's model and the beginning of its fingerprint: two trainings may bear one name.

    The fingerprint of its weights, or else of its answers to val, which may differ a little between machines.
    """
    from fittingroom.models.fitted import Fitted

    fitted = run.model.model
    fingerprint = fitted.fingerprint if isinstance(fitted, Fitted) else val.fingerprint
    return f"{run.model.name} {fingerprint[:DIGITS]}"


def _said(run: Run, part: Part) -> Predictions:
    """What the model says of a part: as the run wrote it down, or asked now."""
    path = run.folder / f"predictions-{part.name}.npz"
    if path.is_file():
        return read_predictions(path, run.data, part=part.name)
    return predict_part(run.model, part, data=run.data.fingerprint)


def as_sure(subject: Subject, confidence: float) -> tuple[Measurement, float, float]:
    """How often the model was right on the test images answered most nearly as surely.

    On NEAR of them, at least FEWEST, and the least and the greatest confidence among these: a bin of the
    reliability diagram with the confidence asked about in its middle.
    """
    right = correct(subject.said, subject.test.labels)
    return nearly_as_sure(subject.said.confidence, right, confidence, part="test")


def nearly_as_sure(
    stated: np.ndarray, right: np.ndarray, confidence: float, *, part: str
) -> tuple[Measurement, float, float]:
    """The same of any answers: stated (n,) confidence, right (n,) bool."""
    rows = np.argsort(np.abs(stated - confidence), kind="stable")[: max(FEWEST, round(NEAR * len(stated)))]
    measured = rate("right when as sure", int(right[rows].sum()), len(rows), part)
    return measured, float(stated[rows].min()), float(stated[rows].max())


def inside(subject: Subject, images: np.ndarray) -> np.ndarray:
    """Penultimate features (n, d) of images like the data's; only where `familiarity` is known."""
    from fittingroom.models.features import look_inside

    fitted = _fitted(subject.run)
    if fitted is None:
        raise InputError(f"{subject.run.model.name}: the features of this model are not known")
    return look_inside(fitted, images).features


def _fitted(run: Run) -> "Fitted | None":
    """The network of a run, if its features are known."""
    from fittingroom.models.features import has_features
    from fittingroom.models.fitted import Fitted

    fitted = run.model.model
    return fitted if isinstance(fitted, Fitted) and has_features(fitted) else None


def _familiarity(run: Run, *, rng: np.random.Generator) -> Familiarity | None:
    from fittingroom.models.familiar import familiarise

    fitted = _fitted(run)
    if fitted is None:
        return None
    return familiarise(fitted, run.data.part("train"), run.data.part("val"), folder=run.folder, rng=rng)
