"""What came of each run: asked once about the images it learned, val and test, and kept beside it.

Its predictions are written down before anything is scored, and the test part is opened through the
ledger, when all training is over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from fittingroom.data.ledger import open_test
from fittingroom.data.predictions import write_predictions
from fittingroom.errors import DataError
from fittingroom.files import landing
from fittingroom.measure.calibration import nll_values
from fittingroom.models import plain
from fittingroom.models.fitted import Fitted
from fittingroom.models.plain import MakeNetwork
from fittingroom.studies.overfitting.lessons import lesson
from fittingroom.studies.overfitting.runs import WHY, Run
from fittingroom.types import Dataset, Epoch, Part, Predictions

FILE = "outcome.npz"

SAME = 0.005
"""Accuracies of the same model on the same images differ by less, whatever the processor rounds."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a run said of one part: classes (n,) int64, right (n,) bool, and each row's loss (n,) in nats."""

    answers: np.ndarray
    right: np.ndarray
    nll: np.ndarray

    def __len__(self) -> int:
        return len(self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A finished run. `val` is None where the run learned val; `learned` identifies the rows of `train`."""

    run: Run
    history: tuple[Epoch, ...]
    parameters: int
    seconds: float
    learned: str
    train: Answers
    val: Answers | None
    test: Answers

    @property
    def unseen(self) -> Answers:
        """What the gap is measured against: val, or test where val was learned."""
        return self.test if self.val is None else self.val

    @property
    def kept(self) -> int:
        """The place, in `history`, of the epoch whose weights were kept."""
        return next(at for at, row in enumerate(self.history) if row.chosen)


def outcomes(
    data: Dataset, trained: Iterable[tuple[Run, Fitted]], *, network: MakeNetwork | None
) -> tuple[Outcome, ...]:
    """The outcome of every trained run; those that have none yet are asked now.

    Each opening of the test part is a line in the ledger.
    """
    parts = {name: data.part(name) for name in ("train", "val")}
    found = []
    for run, fitted in tqdm(trained, desc="asking", unit=" models", disable=None, leave=False):
        path = run.folder / FILE
        if not path.is_file():
            ask(data, parts, run, fitted, network=network)
        found.append(read(path, run, fitted))
    return tuple(found)


def ask(
    data: Dataset, parts: Mapping[str, Part], run: Run, fitted: Fitted, *, network: MakeNetwork | None
) -> None:
    """Ask a model about what it learned, val and test, and write down what it says."""
    learned = taught(run, parts, classes=len(data.card.classes))
    why = f"{WHY}: {run.arm.name}, measured after training, nothing chosen"
    known = {"train": learned, "val": parts["val"]}
    if run.arm.learns == "train and val":
        del known["val"]
    known["test"] = open_test(data, model=run.name, model_fingerprint=fitted.fingerprint, why=why)
    arrays = {}
    for name, part in known.items():
        said = Predictions(
            ids=part.ids,
            scores=plain.predict(fitted, part.images, network=network),
            kind="probabilities",
            model=run.name,
            part=name,
            data=data.fingerprint,
            settings=fitted.settings,
            seed=run.seed,
        )
        if name == run.arm.watches:
            check_unchanged(run, fitted, accuracy=float(np.mean(said.answers == part.labels)))
        if name != "train":
            write_predictions(run.folder / f"predictions-{name}.npz", said)
        arrays |= {
            f"{name}/answers": said.answers.astype(np.uint16),
            f"{name}/right": said.answers == part.labels,
            f"{name}/nll": nll_values(said, part.labels).astype(np.float32),
        }
    with landing(run.folder / FILE) as beside, beside.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def check_unchanged(run: Run, fitted: Fitted, *, accuracy: float) -> None:
    """Raise DataError if the model no longer answers as it did when it was trained.

    Weights outlive the code that made them; one that reads them otherwise would be measured, not the arm.
    """
    then = next(row.val_accuracy for row in fitted.history if row.chosen)
    if abs(accuracy - then) > SAME:
        raise DataError(
            f"the model in {run.folder} was right on {then:.1%} of {run.arm.watches} when it was trained and "
            f"is on {accuracy:.1%} now, so the program has changed: remove that folder to train it anew"
        )


def taught(run: Run, parts: Mapping[str, Part], *, classes: int) -> Part:
    """The images that a run learned, with the labels that it learned (random ones, where it did)."""
    watched = {"test": parts["val"], **parts}  # which part was watched does not change what was learned
    return lesson(run.arm, watched, classes=classes, seed=run.seed)[0]


def read(path: Path, run: Run, fitted: Fitted) -> Outcome:
    """Read back what `ask` wrote."""
    with np.load(path) as stored:
        parts = {
            name: Answers(
                stored[f"{name}/answers"].astype(np.int64),
                stored[f"{name}/right"],
                stored[f"{name}/nll"].astype(float),
            )
            for name in ("train", "val", "test")
            if f"{name}/right" in stored
        }
    if "test" not in parts or "train" not in parts:
        raise DataError(f"{path} is no outcome of this study: remove it, and the same command makes it anew")
    return Outcome(
        run=run,
        history=fitted.history,
        parameters=fitted.notes["parameters"],
        seconds=fitted.notes["seconds"],
        learned=fitted.run["train"],
        train=parts["train"],
        val=parts.get("val"),
        test=parts["test"],
    )
