"""Teaching a network attributes: epochs over a source, checkpoints, progress; resumed, it ends the same."""

import dataclasses
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fittingroom.errors import InputError
from fittingroom.files import discard, fingerprint
from fittingroom.models.attributes import crops, networks
from fittingroom.models.attributes.answering import answer, begin_with
from fittingroom.models.attributes.criteria import Prior, criterion, log_odds, loss_named
from fittingroom.models.attributes.feed import feed
from fittingroom.models.attributes.gallery import Gallery
from fittingroom.models.attributes.heads import head
from fittingroom.models.attributes.learned import AttributeEpoch, Learned, Settings, save
from fittingroom.models.attributes.lesson import Lesson, Standing, keep, resume
from fittingroom.models.attributes.optimisers import optimiser, rate
from fittingroom.models.attributes.recogniser import build
from fittingroom.models.attributes.shards import Source
from fittingroom.models.attributes.showing import progress_bar
from fittingroom.models.attributes.team import ALONE, Team, joined, of_team
from fittingroom.models.checkpoint import CHECKPOINT
from fittingroom.models.processor import Processor, fast
from fittingroom.models.training import arrays

CHECKPOINT_EVERY_S = 600.0
LOOK_EVERY = 50
"""Steps after which the loss is read: reading it makes a GPU wait."""

DRAWS = {"fixed": crops.fixed_crops, "random": crops.random_crops}


def learn(
    train: Gallery,
    val: Gallery | None,
    settings: Settings,
    *,
    processor: Processor,
    team: Team = ALONE,
    folder: Path | None = None,
    loaders: int = 1,
    compiled: bool = False,
    given: tuple[np.ndarray, np.ndarray] | None = None,
    start: Learned | None = None,
) -> Learned:
    """Learn `train`; look at `val` after each epoch, for the record alone: the last weights are kept.

    Both are decoded at the size that the recipe stores. folder: gets a checkpoint at least every ten minutes
    and after each epoch, from which the same call goes on to the same result (on a GPU: nearly), and at the
    end the model. given: for the loss corrected, (k,) each, how often a label is given where it is true, and
    where it is not. start: a model whose network, without its head, is learned further, instead of drawn
    weights. Raises InputError for images too small, another run in the folder, a loss that diverges, a start
    of another network.
    """
    check(settings, len(train), team)
    run = identify(train.source, settings, given, start)
    lesson = _lesson(
        train,
        settings,
        processor=processor,
        mine=team,
        folder=folder,
        loaders=loaders,
        compiled=compiled,
        given=given,
        run=run,
        start=start,
    )
    standing = resume(lesson)
    with torch.random.fork_rng(devices=[torch.cuda.current_device()] if processor.device != "cpu" else []):
        while len(standing.history) < settings.epochs:
            standing = _epoch(lesson, standing, val)
            keep(lesson, standing)
    learned = Learned(
        settings=settings,
        labels=train.source.truth.labels,
        weights=arrays(lesson.network.state_dict()),
        history=standing.history,
        train_counts=train.source.truth.counts(),
        train_n=len(train),
        run=run,
        notes=_notes(processor, team),
    )
    if folder and team.first:
        save(learned, folder)
        discard(folder / CHECKPOINT)
    return learned


def _notes(processor: Processor, mine: Team) -> dict[str, Any]:
    """Where a training ran, and on a GPU the most memory that tensors took on this process' card."""
    notes = dataclasses.asdict(processor) | {"torch": torch.__version__, "processes": mine.size}
    if processor.device != "cpu":
        notes["gpu"] = torch.cuda.get_device_name(processor.device)
        notes["gpu_peak_bytes"] = torch.cuda.max_memory_allocated(processor.device)
    return notes


def check(settings: Settings, images: int, team: Team = ALONE) -> None:
    """Raise InputError for what cannot be learned; it needs no pixels, which may take an hour to decode."""
    known, recipe = networks.network(settings.network), settings.recipe
    head(settings.head)
    loss_named(settings.loss)
    if settings.size_px < known.smallest_px:
        raise InputError(
            f"{known.name} sees nothing below {known.smallest_px} pixels, asked to learn {settings.size_px}: "
            "take larger images, or another network"
        )
    if images < 2 or settings.epochs < 1 or settings.seed < 0:
        raise InputError(
            "learning needs at least 2 images, 1 epoch and a seed of at least 0, "
            f"got {images}, {settings.epochs} and {settings.seed}"
        )
    if recipe.batch < 2 or min(recipe.batch, images) < team.size:
        raise InputError(
            "a batch needs at least 2 images, since batch normalisation compares them, and one for each of "
            f"{team.size} processes, got {min(recipe.batch, images)}: take a larger batch"
        )
    if not 0 <= recipe.lr < math.inf:
        raise InputError(f"a learning rate is a number of at least 0, got {recipe.lr}")


def identify(
    train: Source,
    settings: Settings,
    given: tuple[np.ndarray, np.ndarray] | None = None,
    start: Learned | None = None,
) -> dict[str, Any]:
    """What decides the result of a training: equal for two that must agree."""
    truth = train.truth
    told = {"given": fingerprint(*given)} if given else {}
    told |= {"start": start.fingerprint} if start else {}
    return {
        "settings": dataclasses.asdict(settings),
        "train": fingerprint(train.row, truth.present, truth.unknown, truth.not_applicable),
        **told,
    }


def _lesson(
    train: Gallery,
    settings: Settings,
    *,
    processor: Processor,
    mine: Team,
    folder: Path | None,
    loaders: int,
    compiled: bool,
    given: tuple[np.ndarray, np.ndarray] | None,
    run: dict[str, Any],
    start: Learned | None,
) -> Lesson:
    device, recipe = processor.device, settings.recipe
    truth = train.source.truth
    network = build(settings.network, settings.head, truth.labels, dropout=recipe.dropout, seed=settings.seed)
    if start is not None:
        begin_with(network, start, settings.network)
    counts = torch.tensor(truth.counts(), dtype=torch.float32)
    answered = torch.tensor(truth.answered()[truth.group_of], dtype=torch.float32)
    if recipe.from_frequencies:
        network.head.start_at(log_odds(network.reading, counts, answered))
    network.to(device)
    network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    chosen, memory = optimiser(network, recipe)
    learner = joined(network, mine, device)
    rates = [torch.tensor(each, dtype=torch.float32, device=device) for each in given or ()]
    prior = Prior(
        counts.to(device), answered.to(device), settings.epochs, (rates[0], rates[1]) if rates else None
    )
    return Lesson(
        settings=settings,
        train=train,
        network=network,
        learner=torch.compile(learner) if compiled else learner,  # pyright: ignore[reportArgumentType]
        optimiser=chosen,
        memory=memory,
        cost=criterion(network.reading, settings.loss, prior),
        processor=processor,
        team=mine,
        loaders=loaders,
        run=run,
        folder=folder,
    )


def _epoch(lesson: Lesson, standing: Standing, val: Gallery | None) -> Standing:
    """The rest of the epoch that stands open, and a look at val."""
    epoch, begun = len(standing.history) + 1, time.perf_counter()
    lesson.learner.train()
    running = torch.tensor(standing.loss, dtype=torch.float64, device=lesson.processor.device)
    kept_at, batch = begun, lesson.batch
    with progress_bar(
        lesson.settings.epochs, epoch, lesson.steps * batch, standing.step * batch, lesson.team
    ) as bar:
        for step, loss in enumerate(_steps(lesson, epoch, standing.step), standing.step + 1):
            running += loss
            if step % LOOK_EVERY == 0 or step == lesson.steps:
                _refuse_nonsense(running.item(), epoch)
            bar.update(batch)
            if time.perf_counter() - kept_at > CHECKPOINT_EVERY_S and step < lesson.steps:
                spent = standing.seconds + time.perf_counter() - begun
                keep(lesson, Standing(standing.history, step, running.item(), spent))
                kept_at = time.perf_counter()
    learned_s = time.perf_counter() - begun
    val_loss, val_f1 = (None, None)
    if val is not None and lesson.team.first:
        val_loss, val_f1 = evaluate(lesson, val)
    row = AttributeEpoch(
        epoch=epoch,
        train_loss=running.item() / lesson.steps,
        val_loss=val_loss,
        val_f1_at_8=val_f1,
        images_per_s=(lesson.steps - standing.step) * batch / learned_s,
        seconds=standing.seconds + time.perf_counter() - begun,
    )
    if lesson.team.first:
        _tell(row, lesson.settings.epochs)
    return Standing((*standing.history, row))


def _refuse_nonsense(loss: float, epoch: int) -> None:
    if not math.isfinite(loss):
        raise InputError(f"the training diverged in epoch {epoch} (loss {loss}): try a smaller learning rate")


def _steps(lesson: Lesson, epoch: int, done: int) -> Iterator[Tensor]:
    """Learn the batches of an epoch after the first `done`; yield the mean loss of each, on the device.

    Order and crops are drawn from (seed, epoch) for the whole batch; a member of a team takes its share.
    """
    settings, batch = lesson.settings, lesson.batch
    rng = np.random.default_rng((settings.seed, epoch))
    order = rng.permutation(len(lesson.train))[: lesson.steps * batch].reshape(lesson.steps, batch)
    boxes = [DRAWS[settings.recipe.crops](batch, rng) for _ in order]
    share = lesson.team.share(batch)
    plan = [rows[share] for rows in order[done:]]
    batches = feed(lesson.train, plan, lesson.processor.device, threads=lesson.loaders)
    for step, found in enumerate(batches, done):
        seed = np.random.SeedSequence((settings.seed, epoch, step, lesson.team.rank))
        torch.manual_seed(int(seed.generate_state(1)[0]))  # of dropout, so that any step can be repeated
        progress = (epoch - 1 + step / lesson.steps) / settings.epochs
        for group in lesson.optimiser.param_groups:
            group["lr"] = rate(settings.recipe, progress)
        images = crops.cropped(found.images, boxes[step].take(share), settings.size_px)
        known = found.known if settings.unknown == "masked" else torch.ones_like(found.known)
        with fast(lesson.processor):
            outputs, *sides = lesson.learner(images)
        loss = lesson.cost(outputs, found.present, known, progress).sum()
        for side in sides:
            loss = (
                loss + settings.recipe.side_weight * lesson.cost(side, found.present, known, progress).sum()
            )
        lesson.optimiser.zero_grad(set_to_none=True)
        (loss * (lesson.team.size / batch)).backward()  # the team averages gradients
        lesson.optimiser.step()
        yield of_team(loss.detach(), lesson.team) / batch


def evaluate(lesson: Lesson, val: Gallery) -> tuple[float, float]:
    """Mean loss and F1 at 8 of the network as it stands, on a part."""
    from fittingroom.measure.attributes.micro import count, f1
    from fittingroom.measure.attributes.top_k import K, top_k

    total, logits = 0.0, []
    for raw, present, known in answer(
        lesson.network, val, lesson.settings, lesson.processor, loaders=lesson.loaders
    ):
        asked = known if lesson.settings.unknown == "masked" else torch.ones_like(known)
        total += lesson.cost(raw, present, asked, 1.0).sum().item()
        logits.append(lesson.network.reading.logits(raw).cpu().numpy())
    truth = val.source.truth.measured()
    chosen = top_k(np.concatenate(logits), min(K, truth.present.shape[1]))
    return total / len(val), f1(count(chosen, truth))


def _tell(row: AttributeEpoch, epochs: int) -> None:
    seen = "" if row.val_loss is None else f", val loss {row.val_loss:.3f}, val F1@8 {row.val_f1_at_8:.1%}"
    print(
        f"epoch {row.epoch} of {epochs}: train loss {row.train_loss:.3f}{seen}, "
        f"{row.images_per_s:,.0f} images/s, {(epochs - row.epoch) * row.seconds:.0f} s left",
        file=sys.stderr,
        flush=True,
    )
