"""Pretraining: each kind with each seed, side by side, going on after a kill; all see as many images."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fittingroom.errors import InputError
from fittingroom.jobs import Job, run_jobs
from fittingroom.models.attributes.gallery import Gallery
from fittingroom.models.attributes.learned import Learned, Settings
from fittingroom.models.attributes.learning import learn
from fittingroom.models.attributes.pixels import decoded
from fittingroom.models.attributes.recipes import MODERN
from fittingroom.models.attributes.shards import read_source
from fittingroom.models.fitted import MODEL
from fittingroom.models.processor import choose_processor, running_on
from fittingroom.studies.side_by_side import digest
from fittingroom.studies.transfer.arms import Kind
from fittingroom.studies.transfer.catalogue import read_catalogue
from fittingroom.studies.transfer.scale import Scale
from fittingroom.studies.transfer.simulated import simulated

NETWORK = "small"
RECIPE = dataclasses.replace(MODERN, batch=64)
"""A batch of 256 would leave a short pretraining too few steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretraining:
    """One kind with one seed; the folder in which its model is kept."""

    kind: Kind
    seed: int
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.kind}, seed {self.seed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where pretraining finds its images: a world, the folder of its pixels, and perhaps a catalogue.

    teaches: identifies what the catalogue says of which pictures (`catalogue_fingerprint`).
    """

    world: Path
    pixels: Path
    catalogue: Path | None
    teaches: str | None
    scale: Scale


def plan(kinds: Sequence[Kind], sources: Sources, folder: Path) -> tuple[Pretraining, ...]:
    """Every pretraining; what decides its result is part of its folder's name."""
    scale = sources.scale
    decides = [scale.size_px, scale.products, scale.epochs, NETWORK, dataclasses.asdict(RECIPE)]

    def name(kind: Kind) -> str:
        learned = [sources.teaches] if kind == "catalogue" else []
        return f"{kind}-{digest([*decides, kind, *learned])}"

    return tuple(
        Pretraining(kind=kind, seed=seed, folder=folder / name(kind) / f"seed-{seed}")
        for seed in range(scale.seeds)
        for kind in kinds
    )


def pretrain(planned: Sequence[Pretraining], sources: Sources, *, on: str, workers: int | None) -> None:
    """Train what is not yet trained. Raises InputError where one of them cannot be."""
    missing = [one for one in planned if not (one.folder / MODEL).is_file()]
    if missing:
        decoded(read_source(sources.world, "train"), sources.scale.size_px, sources.pixels)
    jobs = [Job(name=one.name, call=pretrain_one, arguments=(one,)) for one in missing]
    finished = len(planned) - len(missing)
    for done in run_jobs(
        jobs,
        shared=sources,
        on=on,
        workers=workers,
        what="pretrainings",
        finished=finished,
        order="as given",
    ):
        if done.failure:
            raise InputError(f"the pretraining {done.job.name} failed: {done.failure}")


def pretrain_one(sources: Sources, one: Pretraining) -> None:
    """Train one, in a process of its own, into its folder."""
    images, epochs = _images(sources, one.kind)
    settings = Settings(
        network=NETWORK,
        head="group",
        loss="bce",
        recipe=RECIPE,
        size_px=sources.scale.size_px,
        epochs=epochs,
        seed=one.seed,
    )
    processor = choose_processor("cpu", 1)
    with running_on(processor):
        learn(images, None, settings, processor=processor, folder=one.folder)


def _images(sources: Sources, kind: Kind) -> tuple[Gallery, int]:
    """What is learned, and how often it is seen: about as many images in all, whichever kind."""
    scale = sources.scale
    if kind != "catalogue":
        return decoded(simulated(sources.world, kind), scale.size_px, sources.pixels), scale.epochs
    if sources.catalogue is None:
        raise InputError("pretraining on a catalogue needs one: give its folder by --catalog")
    images = read_catalogue(sources.catalogue, size_px=scale.size_px)
    budget = scale.epochs * len(read_source(sources.world, "train"))
    return images, max(1, round(budget / len(images)))


def seen(learned: Learned) -> int:
    """Images that a pretraining saw: an epoch leaves out what is left over from whole batches."""
    batch = min(learned.settings.recipe.batch, learned.train_n)
    return learned.train_n // batch * batch * learned.settings.epochs
