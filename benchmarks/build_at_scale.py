"""How much memory and time a build takes, from a thousand pictures to a million.

    python benchmarks/build_at_scale.py [--n 1000 100000 1000000] [--work FOLDER]

The source is a Parquet file of JPEG thumbnails of 51 x 73, made of Fashion-MNIST's pictures: each moved,
scaled, made brighter or darker and woven at random, so that all differ; one in a hundred is broken. Built by
`fittingroom build --recipe fashion-mnist-fast`, as a process of its own. Memory is the proportional set size
of that process and its workers together, looked at five times a second, mapped files included.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from PIL import Image
from pyarrow import parquet

import fittingroom as fr

BLOCK = 2000
BROKEN = 100
"""One picture in so many is cut off in the middle."""

SCHEMA = pa.schema([("image", pa.binary()), ("label", pa.string()), ("id", pa.string())])


def write_source(path: Path, n: int, rng: np.random.Generator) -> None:
    data = fr.load("fashion-mnist")
    with parquet.ParquetWriter(path, SCHEMA) as writer:
        for start in range(0, n, BLOCK):
            rows = rng.integers(0, 60_000, min(BLOCK, n - start))
            pictures = [thumbnail(data.images[row], rng) for row in rows]
            for at in range(0, len(pictures), BROKEN):
                pictures[at] = pictures[at][: len(pictures[at]) // 2]
            columns = {
                "image": pictures,
                "label": [data.card.classes[label] for label in data.labels[rows]],
                "id": [f"{start + at:07d}" for at in range(len(rows))],
            }
            writer.write_table(pa.table(columns, schema=SCHEMA))


def thumbnail(picture: np.ndarray, rng: np.random.Generator) -> bytes:
    ink = Image.fromarray(picture).resize(tuple(rng.integers(38, 51, 2)), Image.Resampling.BICUBIC)
    levels = np.asarray(ink, np.float32) / 255 * rng.uniform(0.55, 1)
    levels = np.clip(levels + (levels > 0.08) * rng.normal(0, 0.06, levels.shape), 0, 1)
    page = Image.new("L", (51, 73), 0xFD)
    at = int(rng.integers(0, 52 - levels.shape[1])), int(rng.integers(0, 74 - levels.shape[0]))
    page.paste(Image.fromarray((253 * (1 - levels)).astype(np.uint8)), at)
    stream = io.BytesIO()
    page.convert("RGB").save(stream, "JPEG", quality=85)
    return stream.getvalue()


def watched(command: list[str]) -> tuple[float, int]:
    """Wall seconds of a command, and the most bytes that it and its children held."""
    begun, most = time.monotonic(), 0
    process = subprocess.Popen(command)
    while process.poll() is None:
        most = max(most, sum(held(pid) for pid in family(process.pid)))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.monotonic() - begun, most


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--work", type=Path, default=Path(tempfile.mkdtemp()))
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    print("| pictures | kept | refused | wall s | pictures a second | peak MB |\n|---|---|---|---|---|---|")
    for n in arguments.n:
        source, out = arguments.work / f"{n}.parquet", arguments.work / f"built-{n}"
        if not source.exists():
            write_source(source, n, np.random.default_rng(n))
        command = [sys.executable, "-m", "fittingroom", "build", str(source), str(out)]
        seconds, most = watched([*command, "--recipe", "fashion-mnist-fast"])
        reasons = parquet.read_table(out / "decisions.parquet", columns=["reason"])["reason"]
        kept = reasons.null_count
        print(
            f"| {n:,} | {kept:,} | {n - kept:,} | {seconds:.0f} | {n / seconds:,.0f} | {most / 1e6:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
