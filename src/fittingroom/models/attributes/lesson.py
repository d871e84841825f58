"""A training under way: what it is made of, where it stands, and how both outlive a kill."""

import dataclasses
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from fittingroom.models.attributes.criteria import Criterion
from fittingroom.models.attributes.gallery import Gallery
from fittingroom.models.attributes.learned import AttributeEpoch, Settings
from fittingroom.models.attributes.recogniser import Recogniser
from fittingroom.models.attributes.team import Team
from fittingroom.models.checkpoint import CHECKPOINT, read_checkpoint, refuse_another_run, write_checkpoint
from fittingroom.models.processor import Processor
from fittingroom.models.training import arrays


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A training under way: what it is made of. `network` holds the state, `learner` computes (it may be
    the same, compiled, or a member of a team)."""

    settings: Settings
    train: Gallery
    network: Recogniser
    learner: nn.Module
    optimiser: torch.optim.Optimizer
    memory: dict[str, Tensor]
    cost: Criterion
    processor: Processor
    team: Team
    loaders: int
    run: dict[str, Any]
    folder: Path | None

    @property
    def steps(self) -> int:
        """Steps of an epoch; the last images of a pass that fill no batch wait for the next one."""
        return max(1, len(self.train) // self.batch)

    @property
    def batch(self) -> int:
        """Images of a step."""
        return min(self.settings.recipe.batch, len(self.train))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a training stands: whole epochs, and steps of the next with the sum of their mean losses."""

    history: tuple[AttributeEpoch, ...] = ()
    step: int = 0
    loss: float = 0.0
    seconds: float = 0.0


def keep(lesson: Lesson, standing: Standing) -> None:
    """Write a checkpoint, if there is a folder for it; of a team one process does."""
    if lesson.folder is None or not lesson.team.first:
        return
    groups = {"network": arrays(lesson.network.state_dict()), "memory": arrays(lesson.memory)}
    stored = {f"{group}/{name}": array for group, named in groups.items() for name, array in named.items()}
    facts = {"run": lesson.run, "labels": _labels(lesson), "standing": dataclasses.asdict(standing)}
    write_checkpoint(lesson.folder / CHECKPOINT, stored, facts)


def _labels(lesson: Lesson) -> list[list]:
    """The label map as a checkpoint holds it: the bits of the truth do not tell what they are of."""
    return [[label.id, label.name, label.group] for label in lesson.train.source.truth.labels.labels]


def resume(lesson: Lesson) -> Standing:
    """Put network and memory where the checkpoint left them; the start if there is none."""
    path = lesson.folder / CHECKPOINT if lesson.folder else None
    if path is None or not path.is_file():
        return Standing()
    stored, facts = read_checkpoint(path)
    refuse_another_run(facts["run"], lesson.run, path)
    if "labels" in facts:  # older checkpoints do not say
        refuse_another_run(facts, {"labels": _labels(lesson)}, path)
    network = {name.removeprefix("network/"): a for name, a in stored.items() if name.startswith("network/")}
    lesson.network.load_state_dict({name: torch.from_numpy(array) for name, array in network.items()})
    for name, tensor in lesson.memory.items():
        tensor.copy_(torch.from_numpy(stored[f"memory/{name}"]))
    found = facts["standing"]
    history = tuple(AttributeEpoch(**row) for row in found["history"])
    if lesson.team.first:
        print(f"going on after epoch {len(history)}, step {found['step']}, from {path}", file=sys.stderr)
    return Standing(history, found["step"], found["loss"], found["seconds"])
