"""The epochs of a training: learn on train, evaluate on train and val alike, keep the best or last weights.

Every recipe shares this loop. It sees train and val only.
"""

import dataclasses
import math
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.models.batches import Batch, Images
from fittingroom.models.checkpoint import (
    CHECKPOINT,
    read_checkpoint,
    refuse_another_run,
    write_checkpoint,
)
from fittingroom.models.fitted import complete
from fittingroom.models.processor import Processor, fast
from fittingroom.types import Epoch

EVALUATION_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one training is made of.

    memory: what learning keeps from step to step beside the weights (momenta, last losses), name ->
    tensor, changed in place; draw: epoch (from 1) -> its batches, the same ones for the same epoch
    and memory; learn: batch, progress of the whole run in 0..1 -> one step in place, and, if it
    knows, how many of the batch it had right (a tensor of one number); batches: how
    many an epoch has, of `batch` images each; patience: epochs without a new lowest val loss, after
    which to stop; keep: the weights of which epoch, the one of lowest val loss or the last.
    """

    network: nn.Module
    memory: Mapping[str, Tensor]
    draw: Callable[[int], Iterable[Batch]]
    learn: Callable[[Batch, float], Tensor | None]
    batches: int
    batch: int
    epochs: int
    patience: int
    processor: Processor
    keep: Literal["best", "last"] = "best"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a training stands after whole epochs: one row for each, and the weights to keep."""

    history: tuple[Epoch, ...]
    kept: Mapping[str, np.ndarray]

    @property
    def best_epoch(self) -> int:
        return min(self.history, key=lambda row: row.val_loss).epoch if self.history else 0


def train_epochs(
    course: Course, *, seen: Images, val: Images, run: Mapping[str, Any], folder: Path | None
) -> Standing:
    """Run the epochs that are still to run; the one whose weights are kept is marked `chosen`.

    seen: training images for the evaluation pass. With a folder each epoch ends with a checkpoint
    in it, and a training that finds one of the same `run` goes on behind it, to the same result.
    Raises InputError for the checkpoint of another run, or when the loss is no longer a number.
    """
    standing = _resume(course, run, folder)
    bar = tqdm(
        total=course.epochs * course.batches * course.batch,
        initial=len(standing.history) * course.batches * course.batch,
        desc="training",
        unit=" images",
        unit_scale=True,
        disable=None,
        leave=False,
    )
    try:
        with bar:
            while _goes_on(course, standing):
                standing = _one_epoch(course, standing, seen, val, bar)
                if folder:
                    _keep(course, standing, run, folder)
    except KeyboardInterrupt:
        where = f"; the same call goes on from {folder / CHECKPOINT}" if folder and standing.history else ""
        print(f"stopped after {len(standing.history)} whole epochs{where}", file=sys.stderr)
        raise
    chosen = standing.best_epoch if course.keep == "best" else len(standing.history)
    history = tuple(dataclasses.replace(row, chosen=row.epoch == chosen) for row in standing.history)
    return Standing(history, standing.kept)


def _goes_on(course: Course, standing: Standing) -> bool:
    done = len(standing.history)
    return done < course.epochs and done - standing.best_epoch < course.patience


def _one_epoch(course: Course, standing: Standing, seen: Images, val: Images, bar: tqdm) -> Standing:
    epoch, started = len(standing.history) + 1, time.perf_counter()
    bar.set_description(f"epoch {epoch} of {course.epochs}")
    course.network.train()
    right, seen_images = torch.zeros(()), 0
    for step, batch in enumerate(course.draw(epoch)):
        hits = course.learn(batch, (epoch - 1 + step / course.batches) / course.epochs)
        if hits is not None:
            right, seen_images = right + hits, seen_images + len(batch.labels)
        bar.update(len(batch.labels))
    learned = time.perf_counter() - started
    train_loss, train_accuracy = evaluate(course.network, seen, course.processor)
    val_loss, val_accuracy = evaluate(course.network, val, course.processor)
    if not math.isfinite(train_loss + val_loss):
        raise InputError(
            f"the training diverged in epoch {epoch} (loss on train {train_loss}, on val {val_loss}): "
            "try smaller learning rates"
        )
    row = Epoch(
        epoch=epoch,
        train_loss=train_loss,
        train_accuracy=train_accuracy,
        val_loss=val_loss,
        val_accuracy=val_accuracy,
        n_train=len(seen),
        n_val=len(val),
        seconds=time.perf_counter() - started,
        running_accuracy=right.item() / seen_images if seen_images else None,
    )
    after = Standing((*standing.history, row), standing.kept)
    if course.keep == "last" or after.best_epoch == epoch:
        after = Standing(after.history, arrays(course.network.state_dict()))
    _tell(row, course, bar, images_per_second=course.batches * course.batch / learned)
    return after


def _tell(row: Epoch, course: Course, bar: tqdm, *, images_per_second: float) -> None:
    bar.set_postfix_str(f"val accuracy {row.val_accuracy:.1%}")
    if bar.disable:
        left = (course.epochs - row.epoch) * row.seconds
        print(
            f"epoch {row.epoch} of {course.epochs}: val accuracy {row.val_accuracy:.1%}, "
            f"train {row.train_accuracy:.1%}, {images_per_second:,.0f} images/s, {left:.0f} s left",
            file=sys.stderr,
            flush=True,
        )


def evaluate(network: nn.Module, part: Images, processor: Processor) -> tuple[float, float]:
    """Mean loss (NLL, nats) and accuracy, with frozen weights and augmentation off, as learning computes."""
    network.eval()
    loss, hits = 0.0, 0
    with torch.inference_mode(), fast(processor):
        for images, labels in zip(
            part.images.split(EVALUATION_BATCH), part.labels.split(EVALUATION_BATCH), strict=True
        ):
            scores = network(images).float()
            loss += F.cross_entropy(scores, labels, reduction="sum").item()
            hits += int((scores.argmax(1) == labels).sum())
    return loss / len(part), hits / len(part)


def answers(network: nn.Module, images: np.ndarray, *, classes: int, device: str, name: str) -> np.ndarray:
    """Probabilities (n, classes) float32 of uint8 images (n, h, w, c): the softmax of a network's logits."""
    found = [np.empty((0, classes), np.float32)]
    network.eval()
    with torch.inference_mode():
        starts = range(0, len(images), EVALUATION_BATCH)
        for start in tqdm(starts, desc=name, unit_scale=EVALUATION_BATCH, disable=None, leave=False, delay=1):
            batch = torch.tensor(images[start : start + EVALUATION_BATCH], device=device)
            found.append(network(batch).softmax(1).cpu().numpy())
    return np.concatenate(found)


def notes(processor: Processor, standing: Standing) -> dict[str, Any]:
    """What may differ between two runs that agree: where they ran, and how long they took."""
    return {
        **dataclasses.asdict(processor),
        "torch": torch.__version__,
        "seconds": round(sum(row.seconds for row in standing.history), 1),
    }


def arrays(tensors: Mapping[str, Tensor]) -> dict[str, np.ndarray]:
    """Copies of tensors as arrays, under the same names."""
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in tensors.items()}


def _keep(course: Course, standing: Standing, run: Mapping[str, Any], folder: Path) -> None:
    groups = {
        "network": arrays(course.network.state_dict()),
        "memory": arrays(course.memory),
        "kept": standing.kept,
    }
    stored = {f"{group}/{name}": array for group, named in groups.items() for name, array in named.items()}
    facts = {"run": run, "history": [dataclasses.asdict(row) for row in standing.history]}
    write_checkpoint(folder / CHECKPOINT, stored, facts)


def _resume(course: Course, run: Mapping[str, Any], folder: Path | None) -> Standing:
    """Put network and memory where the checkpoint left them; the start if there is none."""
    path = folder / CHECKPOINT if folder else None
    if path is None or not path.is_file():
        return Standing((), {})
    stored, facts = read_checkpoint(path)
    refuse_another_run(complete(facts["run"]), run, path)
    groups: dict[str, dict[str, np.ndarray]] = {"network": {}, "memory": {}, "kept": {}}
    for name, array in stored.items():
        group, _, rest = name.partition("/")
        groups[group][rest] = array
    course.network.load_state_dict({name: torch.from_numpy(a) for name, a in groups["network"].items()})
    for name, array in groups["memory"].items():
        course.memory[name].copy_(torch.from_numpy(array))
    history = tuple(Epoch(**row) for row in facts["history"])
    print(f"going on after epoch {len(history)} of {course.epochs}, from {path}", file=sys.stderr)
    return Standing(history, groups["kept"])
