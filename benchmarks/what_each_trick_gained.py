"""What each trick of the 94 % record is worth: the record, and the record with one thing changed.

    python benchmarks/what_each_trick_gained.py --seeds 3

Every arm learns the same 50,000 images with the same number of passes, so that an arm's seconds say
what its trick costs and its accuracy on val says what it gains; the test part stays closed. A finished
run is kept under runs/tricks and never made again (--fresh forgets them).

What is no number of the recipe (another optimiser, precision or first layer) is put in its place
here for the time of the run.
"""

import argparse
import contextlib
import dataclasses
import json
import math
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from torch import Tensor, nn

import fittingroom as fr
from fittingroom.files import write_text
from fittingroom.models import convnet, processor

sys.path.append(str(Path(__file__).parent / "records"))
from fashion_mnist_94 import PARAMS
from record import commit, machine, read_run, spread

RUNS = Path("runs/tricks")
SGD_LRS = (0.0005, 0.0015, 0.005)
"""Nesterov momentum has no rate of its own in the recipe: three are run, and the best one on val is its."""


@dataclass(frozen=True, slots=True)
class Arm:
    """`change`: other numbers of the recipe; `swap`: a context in which part of its code is another."""

    name: str
    change: dict[str, Any] = dataclasses.field(default_factory=dict)
    swap: Callable[[], AbstractContextManager] = nullcontext


def sgd(lr: float) -> Callable[[], AbstractContextManager]:
    """Convolutions learn by Nesterov momentum too, as the head does; `lr` falls to 0 as Muon's would."""

    def step(weight: Tensor, gradient: Tensor, buffer: Tensor, *, lr: float, momentum: float) -> None:
        del momentum  # Muon's
        convnet.nesterov_step(weight, gradient, buffer, lr=lr * share, momentum=PARAMS.momentum)

    share = lr / PARAMS.muon_lr
    return lambda: mock.patch.object(convnet, "muon_step", step)


def float32() -> AbstractContextManager:
    def choose(*asked: Any) -> processor.Processor:
        return dataclasses.replace(processor.choose_processor(*asked), precision="float32")

    return mock.patch.object(convnet, "choose_processor", choose)


def learned_first_layer() -> AbstractContextManager:
    """The first layer starts from random weights, as PyTorch draws them, and learns like the others."""
    build = convnet.build

    def built(*asked: Any) -> convnet.Network:
        network = build(*asked)
        filters = network.whitening
        del network.whitening
        network.whitening = nn.Parameter(torch.empty_like(filters))
        nn.init.kaiming_uniform_(network.whitening, a=math.sqrt(5))
        return network

    return mock.patch.object(convnet, "build", built)


def random_first_layer() -> AbstractContextManager:
    """Fixed as in the record, but random: with the whitening filters' norms, and their signs in pairs."""
    whitening_filters = convnet.whitening_filters

    def random(*asked: Any) -> Tensor:
        found = whitening_filters(*asked)
        generator = torch.Generator().manual_seed(0)
        half = torch.randn(found[: len(found) // 2].shape, generator=generator).to(found)
        half *= (found[: len(half)].flatten(1).norm(dim=1) / half.flatten(1).norm(dim=1))[:, None, None, None]
        return torch.cat([half, -half])

    return mock.patch.object(convnet, "whitening_filters", random)


def averaged(decay: float) -> Callable[[], AbstractContextManager]:
    """At the end the weights are replaced by their running mean over the steps of the last half."""
    learner = convnet.learner

    def averaging(network: convnet.Network, *asked: Any) -> Callable[[Any, float], None]:
        learn, means, n = learner(network, *asked), {}, 0

        def learn_and_average(batch: Any, progress: float) -> None:
            nonlocal n
            learn(batch, progress)
            if progress < 0.5:
                return
            n += 1
            keep = min(decay, 1 - 1 / n)
            last = progress > 1 - 1.5 * len(batch.labels) / (PARAMS.epochs * 50_000)
            for name, value in network.state_dict().items():
                if value.is_floating_point():
                    means[name] = means.get(name, 0) * keep + value * (1 - keep)
                    if last:
                        value.copy_(means[name])

        return learn_and_average

    return lambda: mock.patch.object(convnet, "learner", averaging)


ARMS = (
    Arm("the record"),
    Arm("first layer random and fixed", swap=random_first_layer),
    Arm("first layer random and learned", swap=learned_first_layer),
    *(Arm(f"Nesterov momentum for Muon, lr {lr}", swap=sgd(lr)) for lr in SGD_LRS),
    Arm("float32", swap=float32),
    Arm("all images alike", {"focus": 1.0}),
    Arm("never mirrored, asked about the image alone", {"mirror": False, "views": "plain"}),
    Arm("mirrored, asked about the image alone", {"views": "plain"}),
    Arm("mirrored, asked about both sides", {"views": "mirrored"}),
    Arm("averaged weights", swap=averaged(0.95)),
    Arm("batches twice as large", {"batch": 2 * PARAMS.batch}),
    Arm("batches of half the size", {"batch": PARAMS.batch // 2}),
    Arm("Muon's rate halved", {"muon_lr": PARAMS.muon_lr / 2}),
    Arm("no label smoothing", {"label_smoothing": 0.0}),
    Arm("never moved", {"shift": 0}),
    Arm("evaluated after every epoch", {"evaluations": None, "patience": 100}),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="runs of each arm (default 3)")
    parser.add_argument("--fresh", action="store_true", help="forget finished runs")
    options = parser.parse_args()
    if options.fresh and RUNS.exists():
        shutil.rmtree(RUNS)
    data = fr.load("fashion-mnist")
    for seed in range(options.seeds):
        for arm in ARMS:
            if not finished(arm, seed).is_file():
                found = run(arm, data, seed)
                write_text(finished(arm, seed), json.dumps(found, indent=1) + "\n")
                print(
                    f"{arm.name}, seed {seed}: {found['val']:.2%}, {found['seconds']:.0f} s", file=sys.stderr
                )
    print_table(options.seeds)


def run(arm: Arm, data: Any, seed: int) -> dict[str, Any]:
    params = dataclasses.replace(PARAMS, **arm.change)
    load, wall, cpu = os.getloadavg()[0], time.perf_counter(), time.process_time()
    with arm.swap():
        try:
            fitted = convnet.fit(data.part("train"), data.part("val"), params, classes=10, seed=seed)
            val = fitted.history[-1].val_accuracy
        except fr.errors.InputError as error:  # a rate at which it diverges
            print(f"{arm.name}: {error}", file=sys.stderr)
            val = 0.1
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "params": dataclasses.asdict(params),
        "val": val,
        "seconds": wall,
        "cpu_seconds": cpu,
        "load": load,
        "commit": commit(),
    }


def finished(arm: Arm, seed: int) -> Path:
    return RUNS / f"{arm.name.replace(' ', '-')}-{seed}.json"


def print_table(seeds: int) -> None:
    runs = {
        arm.name: [
            read_run(finished(arm, seed), dataclasses.replace(PARAMS, **arm.change)) for seed in range(seeds)
        ]
        for arm in ARMS
    }
    record = [run["val"] for run in runs["the record"]]
    print(f"\n{machine()}; {seeds} seeds, mean +- sd; the difference is taken seed by seed\n")
    print("| changed | val % | against the record, points | seconds | CPU s | load before |")
    print("|---|---|---|---|---|---|")
    for name, found in runs.items():
        differences = [100 * (run["val"] - base) for run, base in zip(found, record, strict=True)]
        cells = (
            name,
            spread([100 * run["val"] for run in found], ".2f"),
            "" if name == "the record" else spread(differences, "+.2f").replace("+- +", "+- "),
            spread([run["seconds"] for run in found], ".0f"),
            spread([run["cpu_seconds"] for run in found], ".0f"),
            f"{max(run['load'] for run in found):.1f}",
        )
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
