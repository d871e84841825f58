"""The whole of a training, or of an evaluation, of a folder with an attribute set or a world."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fittingroom.data.attributes import LabelMap
from fittingroom.data.ledger import record_opening
from fittingroom.errors import InputError
from fittingroom.files import fingerprint, landing, write_text
from fittingroom.jobs.progress import say
from fittingroom.measure.attributes import AttributePredictions
from fittingroom.models.attributes.answering import logits_of, predict, restored
from fittingroom.models.attributes.gallery import Gallery, Keep, gallery, gallery_folder
from fittingroom.models.attributes.learned import Learned, Settings, load
from fittingroom.models.attributes.learning import check, identify, learn
from fittingroom.models.attributes.shards import Source, Taught, read_source
from fittingroom.models.attributes.team import ALONE, Team, team, wait_for_team
from fittingroom.models.checkpoint import refuse_another_run
from fittingroom.models.fitted import MODEL
from fittingroom.models.processor import Processor, choose_processor, running_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a training runs on, none of which changes what is learned (but for rounding).

    cache: where images are kept, by default within the data's own folder; keep: as pixels or as JPEGs, by
    default pixels where the disk has room; device, threads: as for
    every recipe; loaders: threads that gather batches, by default half the cores; compiled: whether
    torch compiles the network, worth it from some ten thousand steps on a GPU.
    """

    cache: Path | None = None
    keep: Keep | None = None
    device: str | None = None
    threads: int | None = None
    loaders: int | None = None
    compiled: bool = False


HERE = Means()

DATA = "data.json"
"""In a run's folder: where the set or world lay that it learned."""


def train_on(
    data: Path,
    settings: Settings,
    *,
    out: Path,
    images: int | None = None,
    taught: Taught = "labels",
    means: Means = HERE,
) -> Learned:
    """Learn the train part of a set or a world, looking at its val part, and keep the model in `out`.

    images: only so many of train, the first ones. Under torchrun each process calls this alike. Where `out`
    holds the model of just this training, it is that. Raises what reading and learning raise, and InputError
    where the disk has no room for the pixels, or `out` holds another model.
    """
    with team(means.device) as mine, _running(means, mine) as processor:
        seen, looked_at = _some(read_source(data, "train", taught=taught), images), read_source(data, "val")
        check(settings, len(seen), mine)
        if (finished := _finished(out, identify(seen, settings), seen.truth.labels)) is not None:
            if mine.first:
                say(f"{out} holds the model of this training already: it is not learned again")
            return finished
        if mine.first:
            write_text(out / DATA, json.dumps({"data": str(data.resolve())}) + "\n")
        train = _images(data, seen, settings, means, mine)
        val = _images(data, looked_at, settings, means, mine)
        if mine.first:
            print(
                f"{settings.name}: {len(train):,} images of train, {len(val):,} of val, "
                f"{settings.size_px} px, on {processor.device} in {processor.precision}",
                file=sys.stderr,
            )
        return learn(
            train,
            val,
            settings,
            processor=processor,
            team=mine,
            folder=out,
            loaders=_loaders(means),
            compiled=means.compiled,
        )


def _finished(out: Path, run: dict[str, Any], labels: LabelMap) -> Learned | None:
    """The model in `out`, if this run made it: learned again it would be the same."""
    if not (out / MODEL).is_file():
        return None
    learned = load(out)
    refuse_another_run(learned.run, run, out / MODEL)
    if learned.labels != labels:
        raise InputError(f"{out / MODEL} learned other labels: choose another folder, or remove that file")
    return learned


def answers_on(
    learned: Learned, data: Path, part: str, *, out: Path, why: str = "", means: Means = HERE
) -> tuple[AttributePredictions, Source]:
    """What a model says of a part; it is on disk, in `out`/logits-PART.npz, before anyone can score it.

    why: the reason to open the test part, which goes into the ledger first. Raises InputError for data with
    other labels than were learned, and for the test part without a reason.
    """
    source = read_source(data, part)
    if source.truth.labels != learned.labels:
        raise InputError(
            f"{data} has other labels than the model learned ({len(source.truth.labels.labels)} and "
            f"{len(learned.labels.labels)}, or of other names): evaluate it on data with the same labels.csv"
        )
    if part == "test":
        record_opening(
            fingerprint(source.ids, source.truth.present),
            data.resolve().name,
            model=learned.settings.name,
            model_fingerprint=learned.fingerprint,
            why=why,
        )
    with _running(means, ALONE) as processor:
        images = _images(data, source, learned.settings, means)
        predictions = predict(learned, images, processor=processor, loaders=_loaders(means))
    predictions = dataclasses.replace(predictions, data=data.resolve().name)
    with landing(out / f"logits-{part}.npz") as beside, open(beside, "wb") as stream:
        facts = json.dumps({"model": predictions.model, "fingerprint": learned.fingerprint, "part": part})
        np.savez(stream, ids=predictions.ids, logits=predictions.logits, facts=np.array(facts))
    return predictions, source


def data_of(folder: Path) -> Path:
    """The set or world that the run in `folder` learned. Raises InputError where that is not told or gone."""
    path = folder / DATA
    if not path.is_file():
        raise InputError(f"{folder} does not say which set or world it learned: name its folder with --data")
    data = Path(json.loads(path.read_text(encoding="utf-8"))["data"])
    if not data.is_dir():
        raise InputError(f"{folder} learned {data}, which is not there any more: name its folder with --data")
    return data


def kept_answers(
    learned: Learned, data: Path, part: str, *, folder: Path, means: Means = HERE
) -> tuple[AttributePredictions, Source]:
    """What a model says of train or val: as it is on disk in `folder`, or asked now, as by `answers_on`."""
    path, source = folder / f"logits-{part}.npz", read_source(data, part)
    if path.is_file() and source.truth.labels == learned.labels:
        with np.load(path) as stored:
            facts, ids, logits = json.loads(str(stored["facts"])), stored["ids"], stored["logits"]
        if facts["fingerprint"] == learned.fingerprint and np.array_equal(ids, source.ids):
            said = AttributePredictions(ids=ids, logits=logits, model=facts["model"], part=part)
            return said, source
    return answers_on(learned, data, part, out=folder, means=means)


@contextmanager
def answering(learned: Learned, means: Means = HERE) -> Iterator[Callable[[np.ndarray], np.ndarray]]:
    """The model at hand: images (n, px, px, 3) uint8 of the size that its recipe stores to logits (n, k)."""
    with _running(means, ALONE) as processor:
        network = restored(learned, processor.device)
        yield lambda images: logits_of(network, images, learned.settings, processor)


@contextmanager
def _running(means: Means, mine: Team) -> Iterator[Processor]:
    processor = choose_processor(means.device, means.threads)
    if processor.device == "cuda":
        processor = dataclasses.replace(processor, device=f"cuda:{mine.local}")
    before = torch.backends.cudnn.benchmark
    torch.backends.cudnn.benchmark = True
    try:
        with running_on(processor):
            yield processor
    finally:
        torch.backends.cudnn.benchmark = before


def _loaders(means: Means) -> int:
    from fittingroom.cores import usable_cores

    return means.loaders or max(1, min(8, usable_cores() // 2))


def _some(source: Source, images: int | None) -> Source:
    return source if images is None else source.take(np.arange(min(images, len(source))))


def _images(data: Path, part: Source, settings: Settings, means: Means, mine: Team = ALONE) -> Gallery:
    """The images of a part; of a team one process on each machine prepares them, the others wait for it."""
    folder = gallery_folder(data, means.cache)
    size_px = settings.recipe.stored_px(settings.size_px)
    if mine.local > 0:
        wait_for_team(mine)
    found = gallery(part, size_px, folder, means.keep)
    if mine.local == 0:
        wait_for_team(mine)
    return found
