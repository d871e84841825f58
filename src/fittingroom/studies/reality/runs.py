"""Training every arm with every seed: side by side, resumable, and never the same run twice."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fittingroom.files import fingerprint
from fittingroom.jobs import Job
from fittingroom.models import convnet
from fittingroom.models.convnet import Params
from fittingroom.models.fitted import MODEL, Fitted, load
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS, Arm
from fittingroom.studies.side_by_side import digest, train_all
from fittingroom.types import Dataset, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One arm with one seed, its settings, and the folder in which it is kept."""

    arm: Arm
    seed: int
    params: Params
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.arm.name}, seed {self.seed}"

    @property
    def model(self) -> Fitted:
        """The network, read from the folder."""
        return load(self.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What every run is made of."""

    train: Part
    val: Part
    classes: int


def plan(data: Dataset, arms: Sequence[Arm], *, params: Params, seeds: int, folder: Path) -> tuple[Run, ...]:
    """Every run of the study. What decides a run's result is part of its folder's name."""
    about = [data.fingerprint, *(fingerprint(data.rows(part)) for part in ("train", "val", "cal", "test"))]
    planned = []
    for arm in arms:
        own = dataclasses.replace(params, defects=arm.defects)
        key = digest([dataclasses.asdict(own), *about])
        for seed in range(seeds):
            at = folder / f"{arm.name}-{key}" / f"seed-{seed}"
            planned.append(Run(arm=arm, seed=seed, params=own, folder=at))
    return tuple(planned)


def train(data: Dataset, runs: Sequence[Run], *, on: str, workers: int | None) -> dict[Run, str]:
    """Train what is not yet trained; returns the runs that could not be, each with the sentence why.

    Every run that ends is on disk at once: after an interruption the same call trains the rest. Whoever
    calls holds the lock of the study's folder.
    """
    missing = [run for run in runs if not (run.folder / MODEL).is_file()]
    material = Material(train=data.part("train"), val=data.part("val"), classes=len(data.card.classes))
    order = sorted(missing, key=lambda run: (run.seed, run.arm not in (DEFAULT, DEFECTS)))
    jobs = [
        Job(
            name=run.name, call=train_one, arguments=(dataclasses.replace(run, folder=run.folder.absolute()),)
        )
        for run in order
    ]
    finished = len(runs) - len(missing)
    return train_all(missing, jobs, shared=material, on=on, workers=workers, finished=finished)


def train_one(material: Material, run: Run) -> Fitted:
    """Train one run in a process of its own, with one thread."""
    return convnet.fit(
        material.train,
        material.val,
        run.params,
        name=run.arm.title,
        classes=material.classes,
        seed=run.seed,
        folder=run.folder,
        threads=1,
    )


def by_arm(runs: Sequence[Run], failed: Mapping[Run, str]) -> dict[str, tuple[Run, ...]]:
    """The runs that were trained, by the name of their arm; an arm is there if all its seeds are."""
    found: dict[str, tuple[Run, ...]] = {}
    for arm in dict.fromkeys(run.arm for run in runs):
        own = tuple(run for run in runs if run.arm == arm)
        if not any(run in failed for run in own):
            found[arm.name] = own
    return found
