"""Every arm with every share on every division: what it says of the test photos, on disk before scoring."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.data.ledger import record_opening
from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.jobs import Job, run_jobs
from fittingroom.models.attributes.answering import predict
from fittingroom.models.attributes.learned import Learned, Settings, load
from fittingroom.models.attributes.learning import learn
from fittingroom.models.attributes.lite0 import lite0
from fittingroom.models.attributes.probe import probe
from fittingroom.models.attributes.recipes import MODERN, Recipe
from fittingroom.models.processor import Processor, choose_processor, running_on
from fittingroom.studies.kept import kept
from fittingroom.studies.side_by_side import digest
from fittingroom.studies.transfer.arms import Arm
from fittingroom.studies.transfer.criterion import AT
from fittingroom.studies.transfer.divisions import Division, divide, flipped
from fittingroom.studies.transfer.features import features, of_model, untrained
from fittingroom.studies.transfer.held import Held, class_map, class_truth, held
from fittingroom.studies.transfer.pretraining import NETWORK, Pretraining
from fittingroom.studies.transfer.scale import Scale
from fittingroom.studies.transfer.target import Target, pictures

LEAST_PROBE_STEPS = 300
PROBE_BATCH = 256
LITE0_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One arm with one share on the division of one seed; the file that keeps what it says."""

    arm: Arm
    share: float
    seed: int
    path: Path

    @property
    def name(self) -> str:
        return f"{self.arm.title}, {self.share:.0%}, seed {self.seed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What every run is made of. models: (kind, seed) -> folder; folder: where features are kept."""

    target: Target
    scale: Scale
    models: Mapping[tuple[str, int], Path]
    folder: Path


def division(target: Target, seed: int) -> Division:
    """The division of a seed: the same for every arm."""
    rng = np.random.default_rng((seed, 11))
    return divide(target.labels, target.groups, classes=len(target.classes), rng=rng)


def plan(
    arms: Sequence[Arm], target: Target, scale: Scale, pretrained: Sequence[Pretraining], folder: Path
) -> tuple[Run, ...]:
    """Every run; what decides its result is part of its file's name. Noisy parts are learned at AT alone."""
    recipe = dataclasses.asdict(fine_tuning(scale))
    about = [
        target.fingerprint,
        scale.size_px,
        scale.lite0_px,
        scale.steps,
        scale.passes,
        LEAST_PROBE_STEPS,
        recipe,
    ]
    models = {(one.kind, one.seed): str(one.folder.parent.name) for one in pretrained}
    planned = []
    for seed in range(scale.seeds):
        for share in scale.shares:
            for arm in arms:
                if arm.way == "noisy, then clean" and share != AT:
                    continue
                key = digest([*about, arm.name, share, models.get((arm.pretrained or "", seed))])
                path = folder / f"{arm.name}-{round(100 * share)}-{seed}-{key}.npz"
                planned.append(Run(arm=arm, share=share, seed=seed, path=path))
    return tuple(planned)


def answer(runs: Sequence[Run], material: Material, *, on: str, workers: int | None) -> None:
    """Make the runs that are not there. Raises InputError where one cannot be made."""
    missing = [run for run in runs if not run.path.is_file()]
    for seed in sorted({run.seed for run in missing}):
        some = [run for run in missing if run.seed == seed]
        record_opening(
            seal_of(material.target, division(material.target, seed)),
            material.target.name,
            model=f"{len(some)} models",
            model_fingerprint=digest([run.path.name for run in some]),
            why=f"study transfer: division {seed}, measured after training, nothing chosen",
        )
    if any(run.arm.imagenet for run in missing):
        _of_imagenet(material)
    jobs = [Job(name=run.name, call=answer_one, arguments=(run,)) for run in missing]
    finished = len(runs) - len(missing)
    for done in run_jobs(
        jobs, shared=material, on=on, workers=workers, what="runs", finished=finished, order="as given"
    ):
        if done.failure:
            raise InputError(f"{done.job.name} failed: {done.failure}")


def seal_of(target: Target, at: Division) -> str:
    """Identifies a division's test photos in the ledger."""
    return fingerprint(target.images[at.test], target.labels[at.test])


def answer_one(material: Material, run: Run) -> None:
    """One run in a process of its own: scores (m, classes) float32 of the test photos, kept at its path."""
    processor = choose_processor("cpu", 1)

    def make() -> dict[str, Any]:
        how = _frozen if run.arm.way == "frozen" else _fine_tuned
        return {"scores": how(material, run, processor).astype(np.float32)}

    with running_on(processor):
        kept(run.path, make)


def read_scores(run: Run) -> np.ndarray:
    """What `answer` kept of a run."""

    def missing() -> dict[str, Any]:
        raise InputError(f"{run.name} was never run: {run.path} is not there")

    return kept(run.path, missing)["scores"]


def _frozen(material: Material, run: Run, processor: Processor) -> np.ndarray:
    target, at = material.target, division(material.target, run.seed)
    rows = at.share(run.share)
    pieces = [_of_imagenet(material)] if run.arm.imagenet else []
    if run.arm.pretrained or not run.arm.imagenet:
        pieces.append(_of_network(material, run, processor))
    known = np.concatenate(pieces, 1)
    labels = class_map(target.classes)
    epochs = max(20, math.ceil(LEAST_PROBE_STEPS * PROBE_BATCH / len(rows)))
    learned = probe(
        known[rows],
        class_truth(target.labels[rows], labels),
        epochs=min(epochs, LEAST_PROBE_STEPS),
        batch=PROBE_BATCH,
        seed=run.seed,
    )
    return learned.logits(known[at.test])


def _of_network(material: Material, run: Run, processor: Processor) -> np.ndarray:
    kind = run.arm.pretrained
    model = None if kind is None else material.models[kind, run.seed]
    key = digest(
        [material.target.fingerprint, model.parent.name if model else NETWORK, material.scale.size_px]
    )

    def make() -> dict[str, Any]:
        target = material.target
        everything = np.arange(len(target))
        images = _gallery(target, everything, target.labels)
        made = (
            features(untrained(run.seed), images, processor)
            if model is None
            else of_model(load(model), images, processor)
        )
        return {"features": made}

    return kept(material.folder / f"{kind or 'scratch'}-{run.seed}-{key}.npz", make)["features"]


def _of_imagenet(material: Material) -> np.ndarray:
    target, size_px = material.target, material.scale.lite0_px

    def make() -> dict[str, Any]:
        extractor = lite0(choose_processor("cpu"), size_px=size_px)
        starts = range(0, len(target), LITE0_AT_ONCE)
        found = [extractor(pictures(target.files[at : at + LITE0_AT_ONCE], size_px)) for at in starts]
        return {"features": np.concatenate(found)}

    key = digest([target.fingerprint, size_px])
    return kept(material.folder / f"imagenet-{key}.npz", make)["features"]


def _fine_tuned(material: Material, run: Run, processor: Processor) -> np.ndarray:
    target, at, kind = material.target, division(material.target, run.seed), run.arm.pretrained
    start = load(material.models[kind, run.seed]) if kind else None
    if run.arm.way == "noisy, then clean":
        rng = np.random.default_rng((run.seed, 12))
        wrong = flipped(target.labels, classes=len(target.classes), rng=rng)
        start = _learned(material, at.train, wrong, seed=run.seed, start=start, processor=processor)
    learned = _learned(
        material, at.share(run.share), target.labels, seed=run.seed, start=start, processor=processor
    )
    return predict(learned, _gallery(target, at.test, target.labels), processor=processor).logits


def _learned(
    material: Material,
    rows: np.ndarray,
    labels: np.ndarray,
    *,
    seed: int,
    start: Learned | None,
    processor: Processor,
) -> Learned:
    scale = material.scale
    epochs = max(scale.passes, round(scale.steps / (len(rows) // min(scale.batch, len(rows)))))
    settings = Settings(
        network=NETWORK,
        head="group",
        loss="bce",
        recipe=fine_tuning(scale),
        size_px=scale.size_px,
        epochs=epochs,
        seed=seed,
    )
    return learn(_gallery(material.target, rows, labels), None, settings, processor=processor, start=start)


def fine_tuning(scale: Scale) -> Recipe:
    """The recipe of every fine-tuning, from scratch or not."""
    return dataclasses.replace(MODERN, name="fine-tuning", batch=scale.batch)


def _gallery(target: Target, rows: np.ndarray, labels: np.ndarray) -> Held:
    return held(target.images, class_truth(labels[rows], class_map(target.classes)), rows, target.name)
