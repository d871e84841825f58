"""Training every arm with every seed, and asking each about val and test: side by side, never twice."""

import dataclasses
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.data.ledger import record_opening
from fittingroom.errors import InputError
from fittingroom.files import fingerprint, landing, write_text
from fittingroom.jobs import Job, run_jobs
from fittingroom.models.attributes.answering import predict
from fittingroom.models.attributes.extractors import extract
from fittingroom.models.attributes.few_shot import repeat_factors, repeated_rows
from fittingroom.models.attributes.frozen import frozen
from fittingroom.models.attributes.gallery import Gallery, gallery
from fittingroom.models.attributes.learned import Settings as Learning
from fittingroom.models.attributes.learned import load
from fittingroom.models.attributes.learning import learn
from fittingroom.models.attributes.recipes import MODERN
from fittingroom.models.attributes.shards import Source
from fittingroom.models.processor import Processor, choose_processor, running_on
from fittingroom.studies.attributes.arms import FEW, Arm
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.settings import Settings
from fittingroom.studies.side_by_side import digest, tell_failures

WHY = "study attributes"
"""How the ledger names every opening of this study; what follows says which arm."""

COST = "cost.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One arm with one seed, how it learns, and the folder in which it is kept."""

    arm: Arm
    seed: int
    learning: Learning
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.arm.name}, seed {self.seed}"

    @property
    def trained(self) -> bool:
        return (self.folder / COST).is_file()  # it lands after the model

    def answers(self, part: str) -> Path:
        """Where the logits of a part lie."""
        return self.folder / f"logits-{part}.npy"

    def features(self, part: str) -> Path:
        """Where the features of a part lie, of runs whose network is frozen later."""
        return self.folder / f"features-{part}.npy"


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What every run is made of; cache: where decoded images lie; device: None for the faster one here."""

    lessons: Lessons
    cache: Path
    device: str | None

    def images(self, source: Source, learning: Learning) -> Gallery:
        """The images of a source at the size that is stored."""
        return gallery(source, learning.recipe.stored_px(learning.size_px), self.cache, "pixels")

    def processor(self) -> Processor:
        """One thread each: runs go side by side."""
        return choose_processor(self.device, 1)


def plan(found: Lessons, arms: Sequence[Arm], settings: Settings, folder: Path) -> tuple[Run, ...]:
    """Every run. What decides its result is part of its folder's name, so that nothing stale is found."""
    recipe = dataclasses.replace(MODERN, batch=settings.batch)
    runs = []
    for arm in arms:
        truth = found.train[arm.data].truth
        learned = fingerprint(found.train[arm.data].row, truth.present, truth.unknown)
        given = fingerprint(*found.rates[arm.rates]) if arm.rates else ""
        for seed in range(settings.seeds):
            learning = Learning(
                network=arm.network or settings.networks[0],
                head=arm.head,
                loss=arm.loss,
                recipe=recipe,
                size_px=settings.size_px,
                epochs=settings.epochs,
                seed=seed,
                unknown=arm.unknown,
            )
            decides = [dataclasses.asdict(learning) | {"seed": 0}, learned, given, arm.repeated]
            at = folder / "runs" / f"{arm.name}-{digest(decides)}" / f"seed-{seed}"
            runs.append(Run(arm=arm, seed=seed, learning=learning, folder=at.absolute()))
    return tuple(runs)


def train(material: Material, runs: Sequence[Run], workers: int | None) -> dict[Run, str]:
    """Train what is not trained, a whole ladder of seed 0 first; returns the runs that failed, and why."""
    _decode(material, runs)
    missing = sorted((run for run in runs if not run.trained), key=lambda run: run.seed)
    jobs = [
        Job(
            name=run.name,
            call=train_one,
            arguments=(run,),
            cost=len(material.lessons.train[run.arm.data]),
        )
        for run in missing
    ]
    done = run_jobs(
        jobs,
        shared=material,
        workers=1 if material.device and material.device.startswith("cuda") else workers,
        what="trainings",
        finished=len(runs) - len(missing),
        order="as given",
    )
    by_name = {run.name: run for run in missing}
    failed = {by_name[one.job.name]: one.failure for one in done if one.failure}
    tell_failures(failed)
    return failed


def _decode(material: Material, runs: Sequence[Run]) -> None:
    """Decode all images before processes share them: each would do it for itself."""
    for size_px in {run.learning.size_px for run in runs}:
        learning = next(run.learning for run in runs if run.learning.size_px == size_px)
        for source in (material.lessons.train["truth"], material.lessons.val, material.lessons.test):
            material.images(source, learning)


def train_one(material: Material, run: Run) -> None:
    """Train one run; its model lands in its folder, and after it val is asked."""
    begun, cpu = time.perf_counter(), time.process_time()
    source = material.lessons.train[run.arm.data]
    if run.arm.repeated:
        factors = repeat_factors(source.truth.of(slice(None))[0])
        source = source.take(repeated_rows(factors, rng=np.random.default_rng((run.seed, 8))))
    processor = material.processor()
    with running_on(processor):
        learn(
            material.images(source, run.learning),
            None,
            run.learning,
            processor=processor,
            folder=run.folder,
            given=material.lessons.rates[run.arm.rates] if run.arm.rates else None,
        )
    cost = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - begun, "images": len(source)}
    write_text(run.folder / COST, json.dumps(cost) + "\n")


def ask(material: Material, runs: Sequence[Run], world: Path, workers: int | None) -> None:
    """Ask all runs about val and test, when all training is over; test opens through the ledger first."""
    test = material.lessons.test
    asked = [run for run in runs if not all(place.is_file() for place in _places(run))]
    for run in asked:
        if not run.answers("test").is_file():
            record_opening(
                seal_of(test),
                world.resolve().name,
                model=run.name,
                model_fingerprint=load(run.folder).fingerprint,
                why=f"{WHY}: {run.arm.name}",
            )
    jobs = [Job(name=run.name, call=ask_one, arguments=(run,)) for run in asked]
    on_gpu = material.device is not None and material.device.startswith("cuda")
    for one in run_jobs(
        jobs,
        shared=material,
        workers=1 if on_gpu else workers,
        what="runs asked",
        finished=len(runs) - len(asked),
        order="as given",
    ):
        if one.failure:
            raise InputError(one.failure)


def seal_of(test: Source) -> str:
    """Identifies the test part in the ledger, as `fittingroom evaluate` does."""
    return fingerprint(test.ids, test.truth.present)


def _places(run: Run) -> list[Path]:
    features = [run.features(part) for part in ("train", "test")] if run.arm.name == FEW[0] else []
    return [run.answers("val"), run.answers("test"), *features]


def ask_one(material: Material, run: Run) -> None:
    """Write down the logits of val and test, and the features of a network that is frozen later."""
    learned, processor = load(run.folder), material.processor()
    with running_on(processor):
        for part in ("val", "test"):
            images = material.images(material.lessons.part(part), run.learning)
            said = predict(learned, images, processor=processor)
            with landing(run.answers(part)) as beside, open(beside, "wb") as stream:
                np.save(stream, said.logits)
        if run.arm.name == FEW[0]:
            seen = frozen(learned, processor)
            for part, source in (
                ("train", material.lessons.train[run.arm.data]),
                ("test", material.lessons.test),
            ):
                extract(material.images(source, run.learning), seen, run.features(part))


def cost_of(run: Run) -> Mapping[str, Any]:
    """What a training cost: processor and clock seconds of the process that ended it, images an epoch."""
    return json.loads((run.folder / COST).read_text(encoding="utf-8"))
