"""One tool that finds near copies, run on one folder: the worker of copies_beside.py.

    python benchmarks/copies_beside_tools.py TOOL FOLDER RESULT.json

Tools are imported where they are used: this file runs in the environment of the foreign ones, where
fittingroom is not installed, and in fittingroom's, where they are not. Each starts from the files, with its
defaults and one thread. The result names pairs by the places of the files in the order of their names.
Seconds are the processor's, of this process and its children, after everything was imported.
"""

import json
import resource
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

Pairs = list[tuple[int, int]]

DISTANCE = 10
"""Bits of 64 in which a plain pHash of a copy may differ: the custom, and imagededup's default."""


@dataclass(frozen=True)
class Run:
    """Pairs i < j by the name of what a tool says of them; searching_s is None if it cannot be told apart."""

    pairs: dict[str, Pairs]
    describing_s: float
    searching_s: float | None


def cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def ordered(pairs: Iterable[tuple[int, int]]) -> Pairs:
    return sorted({(min(pair), max(pair)) for pair in pairs})


def fittingroom(folder: Path) -> Run:
    """What is compiled once in an installation's life is compiled before the clock starts."""
    import cv2

    from copies import pixels
    from fittingroom.match.copies import describe, find_copies

    cv2.setNumThreads(1)
    one = pixels(files(folder)[0])
    find_copies(describe([one, one[:, ::-1]]))
    start = cpu_s()
    records = describe(pixels(path) for path in files(folder))
    described = cpu_s()
    found = find_copies(records)
    searched = cpu_s()
    sure = found.take(found.verified)
    pairs = {
        "fittingroom": list(zip(sure.i.tolist(), sure.j.tolist(), strict=True)),
        "fittingroom, suggested": list(zip(found.i.tolist(), found.j.tolist(), strict=True)),
    }
    return Run(pairs, described - start, searched - described)


def plain_phash(folder: Path) -> Run:
    import cv2
    import numpy as np

    from copies import both_ways, phash, pixels

    cv2.setNumThreads(1)
    start = cpu_s()
    straight, turned = both_ways(phash, [pixels(path) for path in files(folder)])
    described = cpu_s()
    pairs = []
    for row in range(len(straight) - 1):
        later = straight[row + 1 :]
        apart = np.minimum(np.bitwise_count(straight[row] ^ later), np.bitwise_count(turned[row] ^ later))
        pairs += [(row, row + 1 + int(place)) for place in np.flatnonzero(apart <= DISTANCE)]
    return Run({"pHash, mirrors too": pairs}, described - start, cpu_s() - described)


def imagededup_hash(folder: Path, method: str) -> Run:
    from imagededup import methods  # pyright: ignore[reportMissingImports]

    row = {path.name: place for place, path in enumerate(files(folder))}
    hasher = getattr(methods, method)(verbose=False)
    start = cpu_s()
    hashes = hasher.encode_images(image_dir=str(folder), num_enc_workers=0)
    described = cpu_s()
    found = hasher.find_duplicates(encoding_map=hashes, num_dist_workers=0)
    searched = cpu_s()
    pairs = ordered((row[a], row[b]) for a, others in found.items() for b in others)
    return Run({f"imagededup {method}": pairs}, described - start, searched - described)


def imagededup_cnn(folder: Path) -> Run:
    """Raises OSError where the weights are neither in torch's cache nor to be had."""
    import torch
    from imagededup.methods import CNN  # pyright: ignore[reportMissingImports]

    torch.set_num_threads(1)
    socket.setdefaulttimeout(20)
    row = {path.name: place for place, path in enumerate(files(folder))}
    network = CNN(verbose=False)
    start = cpu_s()
    features = network.encode_images(image_dir=str(folder), num_enc_workers=0)
    described = cpu_s()
    found = network.find_duplicates(encoding_map=features, num_sim_workers=0)
    searched = cpu_s()
    pairs = ordered((row[a], row[b]) for a, others in found.items() for b in others)
    return Run({"imagededup CNN": pairs}, described - start, searched - described)


def cleanvision(folder: Path) -> Run:
    """Sets of equal hashes; equal pixels are a set of their own, taken out of the near ones."""
    from cleanvision import Imagelab  # pyright: ignore[reportMissingImports]

    row = {str(path.resolve()): place for place, path in enumerate(files(folder))}
    start = cpu_s()
    lab = Imagelab(data_path=str(folder.resolve()))
    lab.find_issues({"near_duplicates": {}}, n_jobs=1, verbose=False)
    took = cpu_s() - start
    sets = [one for issue in ("exact_duplicates", "near_duplicates") for one in lab.info[issue]["sets"]]
    pairs = ordered((row[a], row[b]) for one in sets for a, b in combinations(one, 2))
    return Run({"CleanVision": pairs}, took, None)


OURS: dict[str, Callable[[Path], Run]] = {"fittingroom": fittingroom, "plain-phash": plain_phash}
FOREIGN: dict[str, tuple[str, Callable[[Path], Run]]] = {
    "imagededup-phash": ("imagededup", lambda folder: imagededup_hash(folder, "PHash")),
    "imagededup-dhash": ("imagededup", lambda folder: imagededup_hash(folder, "DHash")),
    "imagededup-cnn": ("imagededup", imagededup_cnn),
    "cleanvision": ("cleanvision", cleanvision),
}
"""Tools by name, the foreign ones with the package whose version is reported."""


def main() -> None:
    tool, folder, result = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    package, run = FOREIGN[tool] if tool in FOREIGN else ("fittingroom", OURS[tool])
    try:
        report = asdict(run(folder))
    except OSError as error:
        if tool != "imagededup-cnn":
            raise
        report = {"absent": f"its weights could not be had ({error})"}
    result.write_text(json.dumps({**report, "package": f"{package} {version(package)}"}), encoding="utf-8")


if __name__ == "__main__":
    main()
