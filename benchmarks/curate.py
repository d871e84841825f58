"""What a curation costs and how right it is: simulated worlds of several sizes, one process, one table.

    python benchmarks/curate.py FOLDER --products 10000 30000 100000 [--workers 2] [--memory 8GB]

Makes the worlds below FOLDER (kept for the next time), curates each anew, and writes FOLDER/curate.json and
a table: processor seconds of each step, the exponent of growth (least squares of log cost on log rows), the
most memory of all processes together (proportional set size, seen twice a second), and how right labels and
copies were. Simulated throughout.
"""

import argparse
import json
import math
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path


def memory_mb(root: int) -> float:
    """Memory of a process and all below it; pages that several share count once."""
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) / 1024
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
    return total


def watched(command: list[str]) -> tuple[float, float]:
    """Run a command; wall seconds, and the most memory that it had."""
    begun, most = time.perf_counter(), 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.5):
            most = max(most, memory_mb(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with exit code {code}")
    return time.perf_counter() - begun, most


def one(folder: Path, products: int, arguments: argparse.Namespace) -> dict:
    world, out = folder / f"world-{products}", folder / f"set-{products}"
    program = [sys.executable, "-m", "fittingroom"]
    workers = ["--workers", str(arguments.workers)]
    if not (world / "world.json").is_file():
        made = ["simulate", str(world), "--products", str(products), "--seed", str(arguments.seed), *workers]
        watched([*program, *made])
    shutil.rmtree(out, ignore_errors=True)
    recipe = ["--recipe", arguments.recipe] if arguments.recipe else []
    curated = ["curate", str(world), str(out), "--memory", arguments.memory, *workers, *recipe]
    wall_s, peak_mb = watched([*program, *curated])
    told, scores = (json.loads((out / name).read_text()) for name in ("set.json", "scores.json"))
    steps = {step: {"rows": cost["rows"], "cpu_s": cost["seconds"]} for step, cost in told["costs"].items()}
    return {
        "products": products,
        "rows": scores["rows"],
        "wall_s": round(wall_s, 1),
        "peak_mb": round(peak_mb),
        "steps": steps,
        "labels": {step: found["all"] for step, found in scores["labels"].items()},
        "copies": scores["copies"],
    }


def exponent(sizes: list[int], costs: list[float]) -> float | None:
    """The slope of log cost on log size; None with fewer than two sizes that cost anything."""
    points = [(math.log(n), math.log(c)) for n, c in zip(sizes, costs, strict=True) if c > 0.05]
    if len(points) < 2:
        return None
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def table(runs: list[dict]) -> str:
    sizes = [run["rows"] for run in runs]
    lines = ["step         " + "".join(f"{n:>12,} rows" for n in sizes) + "   exponent"]
    for step in runs[-1]["steps"]:
        costs = [run["steps"].get(step, {"cpu_s": 0.0})["cpu_s"] for run in runs]
        cells = "".join(f"{cost:>10.1f} cpu s " for cost in costs)
        grows = exponent(sizes, costs)
        lines.append(f"{step:<12} {cells}   {'-' if grows is None else f'{grows:.2f}'}")
    lines.append("wall s       " + "".join(f"{run['wall_s']:>16,.0f}" for run in runs))
    lines.append("peak MB      " + "".join(f"{run['peak_mb']:>16,}" for run in runs))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--products", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--recipe", help="of the curation")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    runs = [one(arguments.folder, products, arguments) for products in sorted(arguments.products)]
    (arguments.folder / "curate.json").write_text(json.dumps(runs, indent=1) + "\n")
    print(table(runs))


if __name__ == "__main__":
    main()
