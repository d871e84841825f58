"""How a record is measured: one fit a seed, none left out, none run twice; then a row for docs/records.md.

Time runs from arrays in memory to a finished network and its accuracy on val: drawing weights,
learning, every evaluation. The test part is opened after it, through `open_test`, and nothing is
chosen by what it says. A seed that is finished leaves a JSON file under runs/records/NAME; a
second call goes on behind it, and --fresh begins anew. Files of other Params are refused.
"""

import argparse
import dataclasses
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import torch

import fittingroom as fr
from fittingroom.cores import processor_name
from fittingroom.files import write_text
from fittingroom.models import convnet
from fittingroom.types import Dataset

RUNS = Path("runs/records")


def measure(
    script: str, params: convnet.Params, *, target: float, device: str = "cpu", warm_up: bool = False
):
    """Fit `params` once a seed on Fashion-MNIST, as the command line of the script says, and print the row.

    warm_up: first one fit that does not count, so that a GPU's libraries are loaded and its kernels chosen.
    """
    name = Path(script).stem
    options = _options(name)
    folder = RUNS / name
    if options.fresh and folder.exists():
        shutil.rmtree(folder)
    data = fr.load("fashion-mnist")
    runs, cold = [], warm_up
    for seed in range(options.seeds):
        path = folder / f"seed-{seed}.json"
        if not path.is_file():
            if cold:
                one_run(script, data, params, seed=10_000, device=device, look_at_test=False)
                cold = False
            found = one_run(script, data, params, seed=seed, device=device)
            write_text(path, json.dumps(found, indent=2) + "\n")
        runs.append(read_run(path, params))
        print(f"seed {seed}: {_seconds_and_accuracy(runs[-1])}", file=sys.stderr, flush=True)
    mean = statistics.fmean(run["val"] for run in runs)
    print(f"\nmean val accuracy {mean:.2%}: {target:.0%} {'is' if mean >= target else 'is NOT'} reached\n")
    print("| record | commit | n | val % | test % | seconds | CPU s | load before | machine |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(row(name, runs))


def one_run(
    script: str, data: Dataset, params: Any, *, seed: int, device: str, look_at_test: bool = True
) -> dict[str, Any]:
    """One fit with its times and accuracies, and where it was measured. The arrays are in memory before."""
    train, val = data.part("train"), data.part("val")
    load, wall, cpu = os.getloadavg()[0], time.perf_counter(), time.process_time()
    fitted = convnet.fit(train, val, params, classes=len(data.card.classes), seed=seed, device=device)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    found = {
        "seed": seed,
        "params": dataclasses.asdict(params),
        "seconds": wall,
        "cpu_seconds": cpu,
        "val": next(epoch.val_accuracy for epoch in fitted.history if epoch.chosen),
        "load_before": load,
        "commit": commit(),
        "machine": machine(device),
        "torch": torch.__version__,
    }
    if look_at_test:
        why = f"{Path(script).name}, seed {seed}: reported after the run, nothing chosen"
        test = fr.open_test(data, model=Path(script).stem, model_fingerprint=fitted.fingerprint, why=why)
        found["test"] = float((fitted.predict(test.images).argmax(1) == test.labels).mean())
    return found


def read_run(path: Path, params: Any) -> dict[str, Any]:
    """A finished run. Ends the script if it is one of other Params."""
    found = json.loads(path.read_text(encoding="utf-8"))
    if found["params"] != json.loads(json.dumps(dataclasses.asdict(params))):
        sys.exit(f"{path} was measured with other Params: keep it elsewhere, or call again with --fresh")
    return found


def row(name: str, runs: list[dict[str, Any]]) -> str:
    """A Markdown row: means, each with the standard deviation between seeds."""
    commits = ", ".join(sorted({run["commit"] for run in runs}))
    machines = "; ".join(sorted({f"{run['machine']}, torch {run['torch']}" for run in runs}))
    cells = (
        name,
        commits,
        str(len(runs)),
        spread([100 * run["val"] for run in runs], ".2f"),
        spread([100 * run["test"] for run in runs], ".2f"),
        spread([run["seconds"] for run in runs], ".1f"),
        spread([run["cpu_seconds"] for run in runs], ".0f"),
        f"{max(run['load_before'] for run in runs):.1f} at most",
        machines,
    )
    return f"| {' | '.join(cells)} |"


def spread(values: list[float], form: str) -> str:
    """Mean +- standard deviation."""
    mean = f"{statistics.fmean(values):{form}}"
    return f"{mean} +- {statistics.stdev(values):{form}}" if len(values) > 1 else mean


def commit() -> str:
    """The short name of the commit that is checked out, with a + if files differ from it."""
    asked = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    done = subprocess.run(asked, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def machine(device: str = "cpu") -> str:
    """The processor's or GPU's name, and how many cores are in use, in words."""
    if device.startswith("cuda"):
        return torch.cuda.get_device_name(device)
    return f"{processor_name() or platform.processor()}, {os.cpu_count()} cores"


def _seconds_and_accuracy(run: dict[str, Any]) -> str:
    return f"{run['seconds']:.1f} s, val {run['val']:.2%}, test {run['test']:.2%}"


def _options(name: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=f"Measure the record {name}.")
    parser.add_argument("--seeds", type=int, default=5, help="how many runs, seeds 0, 1, ... (default 5)")
    parser.add_argument("--fresh", action="store_true", help="forget finished runs and begin anew")
    return parser.parse_args()
