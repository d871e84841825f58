"""Seconds to 90, 92, 93 and 94 % on val of Fashion-MNIST: ours, a Keras program, a PyTorch example.

    python benchmarks/time_to_accuracy.py --peer /tmp/peer/bin/python               # one seed of each
    python benchmarks/time_to_accuracy.py --peer /tmp/peer/bin/python --seeds 5     # some hours

The peer's environment is made once, outside the project (TensorFlow wants its own versions):

    python -m venv /tmp/peer && /tmp/peer/bin/python -m pip install tensorflow-cpu

All learn the same 50,000 images, are judged on the same 5,000 of val, and have every core. They take
turns, seed by seed; a finished run is kept under runs/time_to_accuracy and never made again (--fresh
forgets them: after a recipe has changed). The test part is reported after each run and chooses nothing.

ours      For each level the recipe made for it, and the whole time of its fit, evaluation included.
          A run that ends below the level has not reached it.
keras     "Program 2" of a well-known essay on whether a CNN overfits Fashion-MNIST: conv 3x3 of 32, ReLU,
          2x2 max-pool, dropout .25, dense 128, dropout .5, dense 10; Adam 1e-3, batch 32, 10 epochs.
pytorch   The network, optimizer and loader of pytorch/examples, mnist/main.py: convs 3x3 of 32 and 64,
          max-pool, dropout .25, dense 128, dropout .5, dense 10; Adadelta 1, times .7 an epoch, batch 64,
          up to 14 epochs; images are normalised one by one by the data set's __getitem__.

The peers are in favour: they are evaluated four times an epoch, the clock stands still meanwhile, and
the first evaluation at a level counts, whatever comes after it.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

RUNS = Path("runs/time_to_accuracy")
LEVELS = (0.90, 0.92, 0.93, 0.94)
A_QUARTER = 4
"""Evaluations an epoch of the peers."""


def main() -> None:
    options = read_options()
    if options.as_peer:
        peer = {"keras": keras_program_2, "pytorch": pytorch_example}[options.as_peer]
        print(json.dumps(peer(Path(options.parts), options.seed)))
        return
    if options.fresh and RUNS.exists():
        shutil.rmtree(RUNS)
    contenders = ["ours", "pytorch", *(["keras"] if options.peer else [])]
    with tempfile.TemporaryDirectory() as parts:
        for seed in range(options.seeds):
            for who in contenders:
                if not finished(who, seed).is_file():
                    found = our_run(seed) if who == "ours" else peer_run(who, seed, options.peer, Path(parts))
                    write(finished(who, seed), found)
                    print(f"{who}, seed {seed}: {told(found)}", file=sys.stderr, flush=True)
    runs = {who: [read(finished(who, seed)) for seed in range(options.seeds)] for who in contenders}
    print_tables(runs)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1, help="runs of each (default 1)")
    parser.add_argument("--peer", help="the python of an environment with TensorFlow; without it no Keras")
    parser.add_argument("--fresh", action="store_true", help="forget finished runs")
    for hidden in ("--as-peer", "--parts"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


@dataclass(slots=True)
class Stopwatch:
    """Wall and processor seconds of learning; it stands still while `mark` evaluates."""

    wall: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.process_time)
    marks: list[dict[str, float]] = field(default_factory=list)

    def mark(self, accuracy) -> float:
        """Note the time until now and what `accuracy()` then says; takes up the time behind it."""
        wall, cpu = time.perf_counter(), time.process_time()
        found = float(accuracy())
        self.marks.append({"wall": wall - self.wall, "cpu": cpu - self.cpu, "val": found})
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu
        return found


def our_run(seed: int) -> dict[str, Any]:
    """The recipe of each level, fitted in turn: its whole time, and what it reached."""
    sys.path.append(str(Path(__file__).parent / "records"))
    from record import one_run

    import fittingroom as fr

    data = fr.load("fashion-mnist")
    load = os.getloadavg()[0]
    found = {
        str(level): one_run("benchmarks/time_to_accuracy.py", data, params, seed=seed, device="cpu")
        for level, params in our_recipes().items()
    }
    marks = [
        {"wall": run["seconds"], "cpu": run["cpu_seconds"], "val": run["val"], "level": float(level)}
        for level, run in found.items()
    ]
    return {"marks": marks, "test": found[str(LEVELS[-1])]["test"], "load": load}


def our_recipes() -> dict[float, Any]:
    """The records of 93 and 94 %; the first of them serves 92 % too, and 90 % cut short.

    By how much was settled on seed 0: with 0.4 and 0.8 epochs it ended at 89.7 and 91.6 % on val, with
    1.0 at 91.8 %.
    """
    import dataclasses

    import fashion_mnist_93
    import fashion_mnist_94

    return {
        0.90: dataclasses.replace(fashion_mnist_93.PARAMS, epochs=0.5),
        0.93: fashion_mnist_93.PARAMS,
        0.94: fashion_mnist_94.PARAMS,
    }


def peer_run(who: str, seed: int, python: str | None, parts: Path) -> dict[str, Any]:
    """One run of a peer in a process of its own, handed the arrays by file; its last line is JSON."""
    if not any(parts.iterdir()):
        import fittingroom as fr

        data = fr.load("fashion-mnist")
        why = "benchmarks/time_to_accuracy.py: the peers' accuracy, reported after their runs"
        test = fr.open_test(data, model="peers", model_fingerprint="not fitted yet", why=why)
        for part in (data.part("train"), data.part("val"), test):
            np.save(parts / f"{part.name}-images.npy", part.images)
            np.save(parts / f"{part.name}-labels.npy", part.labels)
    load = os.getloadavg()[0]
    asked = ["--as-peer", who, "--seed", str(seed), "--parts", str(parts)]
    command = [python if who == "keras" else sys.executable, __file__, *asked]
    environment = os.environ | {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "2"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return {**json.loads(done.stdout.splitlines()[-1]), "load": load}


def loaded(parts: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    return np.load(parts / f"{name}-images.npy"), np.load(parts / f"{name}-labels.npy")


def keras_program_2(parts: Path, seed: int) -> dict[str, Any]:
    """As a Keras user would write it; runs in the peer's environment."""
    import keras

    keras.utils.set_random_seed(seed)
    layers = keras.layers
    arrays = {name: loaded(parts, name) for name in ("train", "val", "test")}
    x = {name: images[..., None].astype(np.float32) / 255 for name, (images, _) in arrays.items()}
    y = {name: labels for name, (_, labels) in arrays.items()}
    watch = Stopwatch()
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])

    def accuracy(name: str) -> float:
        return model.evaluate(x[name], y[name], batch_size=1000, verbose=0, return_dict=True)["accuracy"]

    quarter = len(y["train"]) // 32 // A_QUARTER

    def evaluate(batch: int, **_: object) -> None:
        if batch % quarter == quarter - 1:
            watch.mark(lambda: accuracy("val"))

    marking = keras.callbacks.LambdaCallback(on_train_batch_end=evaluate)
    model.fit(x["train"], y["train"], batch_size=32, epochs=10, verbose=0, callbacks=[marking])
    return {"marks": watch.marks, "test": accuracy("test")}


def pytorch_example(parts: Path, seed: int) -> dict[str, Any]:
    """As pytorch/examples, mnist/main.py, has it. Stops behind the highest level, which favours it too."""
    import torch
    import torch.nn.functional as F
    from torch import nn

    class Garments(torch.utils.data.Dataset):
        def __init__(self, name: str):
            self.images, self.labels = loaded(parts, name)

        def __len__(self) -> int:
            return len(self.labels)

        def __getitem__(self, i: int) -> tuple[torch.Tensor, int]:
            pixels = torch.from_numpy(self.images[i])[None].float().div(255)
            return pixels.sub_(0.1307).div_(0.3081), int(self.labels[i])

    torch.manual_seed(seed)
    loaders = {name: torch.utils.data.DataLoader(Garments(name), batch_size=1000) for name in ("val", "test")}
    train = torch.utils.data.DataLoader(Garments("train"), batch_size=64, shuffle=True)
    watch = Stopwatch()
    network = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(9216, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
    )
    optimizer = torch.optim.Adadelta(network.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)

    def accuracy(name: str) -> float:
        network.eval()
        with torch.no_grad():
            hits = sum(int((network(x).argmax(1) == y).sum()) for x, y in loaders[name])
        network.train()
        return hits / len(loaders[name].dataset)

    for _ in range(14):
        for step, (x, y) in enumerate(train):
            optimizer.zero_grad()
            F.cross_entropy(network(x), y).backward()
            optimizer.step()
            quarter = len(train) // A_QUARTER
            if step % quarter == quarter - 1 and watch.mark(lambda: accuracy("val")) >= LEVELS[-1]:
                return {"marks": watch.marks, "test": accuracy("test")}
        schedule.step()
    return {"marks": watch.marks, "test": accuracy("test")}


def finished(who: str, seed: int) -> Path:
    return RUNS / f"{who}-{seed}.json"


def write(path: Path, found: dict[str, Any]) -> None:
    from fittingroom.files import write_text

    write_text(path, json.dumps(found, indent=1) + "\n")


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def reached(run: dict[str, Any], level: float) -> dict[str, float] | None:
    """The first mark at the level; of ours, that of the quickest recipe made for it or for more, if there."""
    marks = run["marks"]
    if "level" in marks[0]:
        marks = [next(mark for mark in marks if mark["level"] >= level)]
    return next((mark for mark in marks if mark["val"] >= level), None)


def told(run: dict[str, Any]) -> str:
    times = {level: reached(run, level) for level in LEVELS}
    words = {level: f"{mark['wall']:.0f} s" if mark else "not reached" for level, mark in times.items()}
    return ", ".join(f"{level:.0%} {word}" for level, word in words.items())


def print_tables(runs: dict[str, list[dict[str, Any]]]) -> None:
    sys.path.append(str(Path(__file__).parent / "records"))
    from record import machine, spread

    print(f"\n{machine()}; wall seconds / processor seconds to a level on val, mean +- sd over seeds\n")
    heads = ("", "n", *(f"{level:.0%}" for level in LEVELS), "best val %", "test % after", "load before")
    print("|", " | ".join(heads), "|")
    print("|" + "---|" * (len(LEVELS) + 5))
    for who, found in runs.items():
        cells = [who, str(len(found))]
        for level in LEVELS:
            marks = [mark for run in found if (mark := reached(run, level))]
            cells.append(cell(marks, len(found), spread))
        cells.append(spread([100 * max(mark["val"] for mark in run["marks"]) for run in found], ".2f"))
        cells.append(spread([100 * run["test"] for run in found], ".2f"))
        cells.append(f"{max(run['load'] for run in found):.1f}")
        print("|", " | ".join(cells), "|")
    print()
    for who in [name for name in runs if name != "ours"]:
        for level in LEVELS:
            print(f"{who} / ours, {level:.0%}: {ratio(runs[who], runs['ours'], level)}")


def cell(marks: list[dict[str, float]], n: int, spread) -> str:
    """Times of the runs that reached a level, and how many did."""
    if not marks:
        return "not reached"
    times = (spread([mark[clock] for mark in marks], ".1f") for clock in ("wall", "cpu"))
    return " / ".join(times) + ("" if len(marks) == n else f" ({len(marks)} of {n})")


def ratio(theirs: list[dict[str, Any]], ours: list[dict[str, Any]], level: float) -> str:
    """How many times our wall seconds they need; only where every run of both reached the level."""
    pairs = [[reached(run, level) for run in runs] for runs in (theirs, ours)]
    if not all(mark for marks in pairs for mark in marks):
        return "not every run reached it"
    means = [statistics.fmean(mark["wall"] for mark in marks if mark) for marks in pairs]
    return f"{means[0] / means[1]:.1f} times the wall seconds"


if __name__ == "__main__":
    main()
