"""Training every arm with every seed: side by side, resumable, and never the same run twice."""

import dataclasses
import functools
import inspect
import pickle
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from fittingroom.data.ledger import open_test
from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.jobs import Job
from fittingroom.models import plain
from fittingroom.models.batches import image_shape
from fittingroom.models.fitted import MODEL, Fitted, load
from fittingroom.models.plain import MakeNetwork
from fittingroom.studies.overfitting.arms import Arm
from fittingroom.studies.overfitting.lessons import lesson
from fittingroom.studies.side_by_side import alone, digest, train_all
from fittingroom.types import Dataset, Part

NOT_THEIRS = ("torch", "builtins")
"""Packages whose classes are as they are."""

WHY = "study overfitting"
"""How the ledger names every opening of this study; what follows says which arm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One arm with one seed, and the folder in which it is kept."""

    arm: Arm
    seed: int
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.arm.name}, seed {self.seed}"


def plan(
    data: Dataset, arms: Sequence[Arm], *, seeds: int, folder: Path, network: MakeNetwork | None
) -> tuple[Run, ...]:
    """Every run of the study. What decides a run's result is part of its folder's name.

    So an arm whose settings, data or network have changed is another run, and all else is found again.
    Raises InputError for arms that cannot be told apart, or without the plain one.
    """
    check_arms(arms)
    about = [data.fingerprint, *(fingerprint(data.rows(part)) for part in ("train", "val", "test"))]
    if network:
        about.append(identity(network, data))
    return tuple(
        Run(arm=arm, seed=seed, folder=folder / f"{arm.name}-{key(arm, about)}" / f"seed-{seed}")
        for arm in arms
        for seed in range(max(seeds, arm.least_seeds if seeds > 1 else 1))
    )


def check_arms(arms: Sequence[Arm]) -> None:
    """Refuse, before anything long is begun, arms that a report could not be made of."""
    names = [arm.name for arm in arms]
    if wrong := [name for name in names if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name)]:
        raise InputError(f"an arm's name is lower-case letters, digits, dots and hyphens, got {wrong[0]!r}")
    if twice := [name for name in names if names.count(name) > 1]:
        raise InputError(f"each arm needs a name of its own, found twice: {twice[0]}")
    if "plain" not in names:
        raise InputError(
            "a study needs an arm called plain, from which its report starts; "
            f"got {', '.join(names) or 'no arms'}"
        )
    if any(arm.name == "plain" and arm.learns != "train" for arm in arms):
        raise InputError("the arm called plain must leave val unlearned: its gap is what a study starts from")


def key(arm: Arm, about: Sequence[str]) -> str:
    """Eight hexadecimal digits that differ where arm or data do; what people read does not count."""
    told = ("factor", "title", "against", "least_seeds", "network")
    decides = {name: value for name, value in dataclasses.asdict(arm).items() if name not in told}
    return digest([decides, *about])


def identity(network: MakeNetwork, data: Dataset) -> str:
    """What is seen of a user's network: its layers, the weights it starts with, and the code behind it.

    Layers alone do not say what is done with them (`forward`). Raises InputError for a function that cannot
    be sent to another process, or makes no module.
    """
    try:
        pickle.dumps(network)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise InputError(
            f"the function that makes the network cannot be sent to other processes ({error}): "
            "define it at the top level of a module, with def"
        ) from error
    shape, classes = image_shape(data.images), len(data.card.classes)
    made = plain.build(plain.PROGRAM_1, shape, classes, 0, network)
    seen = repr(made) + fingerprint(*(np.asarray(w) for w in made.state_dict().values()))
    check_answer(made, shape, classes)
    return seen + "".join(sources(network, made.body))


def sources(network: MakeNetwork, made: torch.nn.Module) -> list[str]:
    """The text of the function, and of the classes of its modules but for torch's, where it can be had."""
    function = network.func if isinstance(network, functools.partial) else network
    kinds = (kind for module in made.modules() for kind in type(module).__mro__)
    own = [kind for kind in dict.fromkeys(kinds) if kind.__module__.partition(".")[0] not in NOT_THEIRS]
    return [source(one) for one in (function if inspect.isroutine(function) else type(function), *own)]


def source(thing: Callable) -> str:
    try:
        return inspect.getsource(thing)
    except (OSError, TypeError):
        return ""  # typed at a prompt, or compiled


def check_answer(made: plain.OnPixels, shape: tuple[int, int, int], classes: int) -> None:
    """Refuse, before anything long is begun, a user's network that cannot answer about an image."""
    if not isinstance(made.body, torch.nn.Module) or not list(made.parameters()):
        raise InputError(
            f"the function must make a torch module with weights to learn, it made {made.body!r}"
        )
    with torch.inference_mode():
        answer = made.eval()(torch.zeros((2, *shape), dtype=torch.uint8))
    if tuple(answer.shape) != (2, classes):
        raise InputError(
            f"the network must turn 2 images into scores of shape (2, {classes}), "
            f"one for each class, it gave {tuple(answer.shape)}"
        )


def train(
    data: Dataset,
    runs: Sequence[Run],
    *,
    on: str,
    workers: int | None,
    network: MakeNetwork | None,
) -> dict[Run, str]:
    """Train what is not yet trained; returns the runs that could not be, each with the sentence why.

    Every run that ends is on disk at once: after an interruption the same call trains the rest.
    Raises InputError while another process works on the same runs.
    """
    with alone(runs[0].folder.parents[1]):  # before test is opened, and nothing is missing twice
        missing = [run for run in runs if not (run.folder / MODEL).is_file()]
        material = Material(parts=parts_for(data, missing), classes=len(data.card.classes), network=network)
        jobs = jobs_for(missing, image_shape(data.images), len(material.parts["train"]))
        return train_all(
            missing, jobs, shared=material, on=on, workers=workers, finished=len(runs) - len(missing)
        )


def jobs_for(runs: Sequence[Run], shape: tuple[int, int, int], n: int) -> list[Job]:
    """What is to be done for these runs: a whole study of seed 0 first, then the next seed."""
    costs = {run: cost(run.arm, shape, n) for run in runs}
    return [
        Job(
            name=run.name,
            call=train_one,
            arguments=(run.arm, run.seed, run.folder.absolute()),
            cost=costs[run],
        )
        for run in sorted(runs, key=lambda run: (run.seed, -costs[run]))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What every run is made of: the parts, the number of classes, and the user's own network, if any."""

    parts: Mapping[str, Part]
    classes: int
    network: MakeNetwork | None


def parts_for(data: Dataset, runs: Sequence[Run]) -> Mapping[str, Part]:
    """Train and val; and test, through the ledger, if there are runs that watch it."""
    parts = {"train": data.part("train"), "val": data.part("val")}
    for run in runs:
        if run.arm.watches == "test":
            why = f"{WHY}: {run.arm.name} stops early by test, which is the mistake under study"
            parts["test"] = open_test(data, model=run.name, model_fingerprint=run.folder.parent.name, why=why)
    return parts


def train_one(material: Material, arm: Arm, seed: int, folder: Path) -> Fitted:
    """Train one run in a process of its own, with one thread."""
    train, watched, params = lesson(arm, material.parts, classes=material.classes, seed=seed)
    return plain.fit(
        train,
        watched,
        params,
        name=arm.name,
        classes=material.classes,
        seed=seed,
        folder=folder,
        threads=1,
        network=material.network,
    )


def cost(arm: Arm, shape: tuple[int, int, int], n: int) -> float:
    """About how many seconds a run takes on one processor core; good enough to tell the time left.

    Fitted by hand to a few arms: each step has a fixed cost, each image one by the network's
    multiplications, each parameter one for Adam.
    """
    height, width, channels = shape
    params, millions, weights = arm.params, 0.0, 0.0
    for filters in params.widths:
        kernel = 9 * channels * filters
        millions += kernel * (height - 2) * (width - 2) / 1e6
        weights += kernel / 1e6
        height, width, channels = (height - 2) // 2, (width - 2) // 2, filters
    units = height * width * channels
    for size in (*params.dense, 10):
        millions += units * size / 1e6
        weights += units * size / 1e6
        units = size
    image_ms = 0.05 + 0.1 * millions + (0.06 if params.augmentation.resamples else 0.0)
    step_ms = 1.0 + params.batch * image_ms + weights
    return params.epochs * (n / params.batch) * step_ms / 1e3


def trained(runs: Sequence[Run], failed: Mapping[Run, str]) -> Iterator[tuple[Run, Fitted]]:
    """The runs that were trained, each with its model."""
    for run in runs:
        if run not in failed:
            yield run, load(run.folder)
