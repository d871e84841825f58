"""Seconds and accuracy of the default convnet on Fashion-MNIST, and the same work done in Keras.

    python benchmarks/train_convnet.py                                        # 3 seeds of ours
    python benchmarks/train_convnet.py --seeds 1 --peer /tmp/peer/bin/python  # and Keras

The peer's environment is made once, outside the project (TensorFlow wants its own versions):

    python -m venv /tmp/peer && /tmp/peer/bin/python -m pip install tensorflow-cpu

With --keras-on-torch the same Keras code also runs on torch, in this environment.

Alike: images, split, layers, widths, batch size, number of epochs, cores, a validation pass after
each epoch; Keras runs in float32, its default, and in bfloat16 as ours does where the processor
has it. Different: Keras learns by AdamW and not by Muon, it learns its first layer, which is fixed
in ours, it does not shift its images, and makes no evaluation pass over training images.
So the seconds compare the same forward work; the accuracies are those of two recipes.
Seconds are of the whole fit with its evaluation passes; loading the data is left out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

BATCH = 500
WIDTHS = (32, 64, 128)


def main() -> None:
    options = read_options()
    if options.as_peer:
        print(
            json.dumps(keras_run(Path(options.as_peer), epochs=options.epochs, precision=options.precision))
        )
        return
    sys.path.insert(0, str(Path(__file__).parent / "records"))
    from record import machine

    import fittingroom as fr
    from fittingroom.models import recipe

    data = fr.load("fashion-mnist")
    train, val = data.part("train"), data.part("val")
    convnet = recipe("convnet").module
    params = convnet.Params(**({"epochs": options.epochs} if options.epochs else {}))
    fits = [timed_fit(convnet, train, val, params, seed) for seed in range(options.seeds)]
    runs = []
    for seed, (fitted, times) in enumerate(fits):
        why = f"benchmarks/train_convnet.py, seed {seed}: measured, nothing chosen"
        test = fr.open_test(data, model="convnet", model_fingerprint=fitted.fingerprint, why=why)
        runs.append({**times, "val": accuracy(fitted, val), "test": accuracy(fitted, test)})
    print(f"\n{machine()}\nfittingroom convnet: {fits[0][0].settings}\n")
    print("| | s an epoch | s in all | CPU s in all | val % | test % | load before |")
    print("|---|---|---|---|---|---|---|")
    show(f"fittingroom convnet, {len(runs)} seeds", runs)
    ours = mean_of(runs, "epoch_s")
    for title, python, backend, precision in peers(options):
        found = run_peer(python, backend, precision, epochs=params.epochs, parts=(train, val, test))
        show(title, [found])
        print(f"seconds an epoch, {title} / ours: {found['epoch_s'] / ours:.2f}", file=sys.stderr)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="how often to train ours")
    parser.add_argument("--epochs", type=int, help="default: the recipe's")
    parser.add_argument("--peer", help="the python of an environment with TensorFlow")
    parser.add_argument("--keras-on-torch", action="store_true", help="also run Keras on torch here")
    parser.add_argument("--as-peer", help=argparse.SUPPRESS)
    parser.add_argument("--precision", default="float32", help=argparse.SUPPRESS)
    return parser.parse_args()


def timed_fit(convnet, train, val, params, seed: int):
    """A fitted model, and the seconds that all of its fit took."""
    load, wall, cpu = os.getloadavg()[0], time.perf_counter(), time.process_time()
    fitted = convnet.fit(train, val, params, classes=10, seed=seed)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    epochs = [row.seconds for row in fitted.history]
    return fitted, {"wall_s": wall, "cpu_s": cpu, "epoch_s": statistics.median(epochs), "load": load}


def accuracy(fitted, part) -> float:
    return float((fitted.predict(part.images).argmax(1) == part.labels).mean())


def peers(options: argparse.Namespace) -> list[tuple[str, str, str, str]]:
    """Title, interpreter, Keras backend and precision of each run to compare with."""
    found = []
    if options.peer:
        for precision in ("float32", "mixed_bfloat16"):
            found.append((f"Keras on TensorFlow, {precision}", options.peer, "tensorflow", precision))
    if options.keras_on_torch:
        found.append(("Keras on torch, float32", sys.executable, "torch", "float32"))
    return found


def run_peer(python: str, backend: str, precision: str, *, epochs: int, parts) -> dict:
    """Hand the arrays to another interpreter by file, and read its last line, JSON."""
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            np.save(f"{folder}/{part.name}-images.npy", part.images)
            np.save(f"{folder}/{part.name}-labels.npy", part.labels)
        command = [python, __file__, "--as-peer", folder, "--epochs", str(epochs), "--precision", precision]
        environment = os.environ | {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "2"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def keras_run(folder: Path, *, epochs: int, precision: str) -> dict:
    """The same layers, written as a Keras user would write them; runs in the peer's environment."""
    import keras

    keras.utils.set_random_seed(0)
    keras.mixed_precision.set_global_policy(precision)
    images, labels = (
        {name: np.load(folder / f"{name}-{what}.npy") for name in ("train", "val", "test")}
        for what in ("images", "labels")
    )
    mean, deviation = images["train"].mean(), images["train"].std()
    inputs = {name: ((x[..., None] - mean) / deviation).astype(np.float32) for name, x in images.items()}
    model = keras_network(keras)
    steps = epochs * (len(labels["train"]) // BATCH)
    rate = keras.optimizers.schedules.PolynomialDecay(0.01, steps, 0.0)
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=0.05),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    marks = [time.perf_counter()]
    stopwatch = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: marks.append(time.perf_counter()))
    load, cpu = os.getloadavg()[0], time.process_time()
    model.fit(
        inputs["train"],
        labels["train"],
        batch_size=BATCH,
        epochs=epochs,
        validation_data=(inputs["val"], labels["val"]),
        validation_batch_size=1000,
        verbose=0,
        callbacks=[stopwatch],
    )
    cpu = time.process_time() - cpu
    scores = {name: model.predict(inputs[name], batch_size=1000, verbose=0) for name in ("val", "test")}
    return {
        "wall_s": marks[-1] - marks[0],
        "cpu_s": cpu,
        "epoch_s": float(np.median(np.diff(marks))),
        "load": load,
        **{name: float((found.argmax(1) == labels[name]).mean()) for name, found in scores.items()},
    }


def keras_network(keras):
    """The layers and widths of fittingroom.models.convnet, all of them learned."""
    layers = keras.layers

    def half_block(width: int, pool: bool) -> list:
        return [
            layers.Conv2D(width, 3, padding="same", use_bias=False),
            *([layers.MaxPooling2D(2)] if pool else []),
            layers.BatchNormalization(momentum=0.6, scale=False),
            layers.Activation("relu"),
        ]

    blocks = [layer for width in WIDTHS for pool in (True, False) for layer in half_block(width, pool)]
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 3, padding="same", use_bias=False, activation="relu"),
            *blocks,
            layers.GlobalMaxPooling2D(),
            layers.Dense(10, dtype="float32"),
        ]
    )


def mean_of(runs: list[dict], key: str) -> float:
    return statistics.fmean(run[key] for run in runs)


def show(title: str, runs: list[dict]) -> None:
    """One row of the table; with several runs, mean and standard deviation between them."""

    def cell(key: str, form: str, times: float = 1) -> str:
        values = [run[key] * times for run in runs]
        spread = f" +- {statistics.stdev(values):{form}}" if len(values) > 1 else ""
        return f"{statistics.fmean(values):{form}}{spread}"

    cells = (cell("epoch_s", ".1f"), cell("wall_s", ".0f"), cell("cpu_s", ".0f"), cell("val", ".2f", 100))
    print("|", " | ".join((title, *cells, cell("test", ".2f", 100), cell("load", ".1f"))), "|", flush=True)


if __name__ == "__main__":
    main()
