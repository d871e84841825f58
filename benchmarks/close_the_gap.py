"""Real photos from Fashion-MNIST alone, then with a few labelled ones: two networks side by side.

    python benchmarks/close_the_gap.py PHOTOS --out runs/gap

PHOTOS: a folder with labels.csv (file, label, sender_id) of the clothing collection. Senders are halved: on
the first half everything was chosen (docs/diary.md), and it teaches; all that is printed is measured on the
second half's photos, with intervals over senders and seeds. Nothing is trained twice. Hours of two cores,
minutes of a graphics card.
"""

import argparse
import dataclasses
from pathlib import Path

import numpy as np

from fittingroom.data import load
from fittingroom.jobs import Job, run_jobs
from fittingroom.measure.repeated import repeated_mean
from fittingroom.models import convnet
from fittingroom.models.fine_tune import Tuning, fine_tune
from fittingroom.models.fitted import MODEL, Fitted
from fittingroom.models.fitted import load as load_fitted
from fittingroom.models.photographed import poses_of
from fittingroom.studies.kept import kept
from fittingroom.studies.reality.photos import prepared, question
from fittingroom.types import Dataset, Part

ASKED, TAUGHT = "grabcut-area", ("grabcut", "grabcut-area", "flood-area")
"""Preparations: photos are asked about through one, and learned through three; chosen on the first half."""

AMOUNTS = (10, 50, None)
SELF = Tuning(steps=600, scale=0.3)
ROUNDS, KEPT = 2, 0.5
"""Learning from photos without labels: how often, and what share of each answer is believed, surest first."""


def senders_halved(senders: np.ndarray) -> np.ndarray:
    """Half of each photo (n,) of 0 and 1: whole senders, the largest first, to the smaller half."""
    names, counts = np.unique(senders, return_counts=True)
    rng = np.random.default_rng(2026)
    sides: dict[str, int] = {}
    filled = [0, 0]
    for at in np.lexsort((rng.random(len(names)), -counts)):
        side = int(filled[1] < filled[0]) if filled[0] != filled[1] else int(rng.random() < 0.5)
        sides[names[at]] = side
        filled[side] += counts[at]
    return np.array([sides[name] for name in senders])


@dataclasses.dataclass(frozen=True)
class School:
    """Fashion-MNIST, and the photos whose label it has: pictures by preparation, accepted classes, halves."""

    data: Dataset
    pictures: dict[str, np.ndarray]
    accepts: np.ndarray
    labels: np.ndarray
    senders: np.ndarray
    half: np.ndarray

    def own(self, rows: np.ndarray, meant: np.ndarray) -> Part:
        """Photos `rows`, taken for the classes `meant`, each through the three preparations."""
        images = np.concatenate([self.pictures[name][rows] for name in TAUGHT])
        ids = np.concatenate([np.char.add(f"{name}/", rows.astype(str)) for name in TAUGHT])
        return Part("own photos", images, np.tile(meant, len(TAUGHT)), ids)

    def asked(self, model: Fitted) -> np.ndarray:
        """Whether each photo of the second half is answered rightly."""
        rows = self.half == 1
        answers = model.predict(self.pictures[ASKED][rows]).argmax(axis=1)
        return self.accepts[rows][np.arange(len(answers)), answers].astype(float)

    def on_val(self, model: Fitted) -> np.ndarray:
        val = self.data.part("val")
        return (model.predict(val.images).argmax(axis=1) == val.labels).astype(float)


def school(photos: Path, folder: Path) -> School:
    data = load("fashion-mnist")
    asked = question(photos, "clothing", data)
    found = prepared(asked, folder)
    reading = asked.chart.readings[0]
    rows = np.isin(found.labels, list(reading.right))
    if found.groups is None:
        raise SystemExit(f"{photos}: who took each photo must be known")
    return School(
        data=data,
        pictures={name: found.pictures[name][rows] for name in TAUGHT},
        accepts=reading.accepts(found.labels[rows], data.card.classes),
        labels=found.labels[rows],
        senders=found.groups[rows],
        half=senders_halved(found.groups[rows]),
    )


def train(of: School, params: convnet.Params, seed: int, folder: Path) -> None:
    train, val = of.data.part("train"), of.data.part("val")
    convnet.fit(train, val, params, classes=10, seed=seed, folder=folder, threads=1)


def taught(of: School, folder: Path, amount: int | None, seed: int) -> dict[str, np.ndarray]:
    """The network after so many photos of each label of the first half."""
    model, rng = load_fitted(folder), np.random.default_rng(seed)
    first = np.flatnonzero(of.half == 0)
    rows = np.concatenate(
        [rng.permutation(first[of.labels[first] == k])[:amount] for k in np.unique(of.labels)]
    )
    said = model.predict(of.pictures[ASKED][rows])
    meant = np.where(of.accepts[rows], said, -1).argmax(axis=1)
    tuned = fine_tune(model, of.own(rows, meant), of.data.part("train"), seed=seed, threads=1)
    return {"right": of.asked(tuned), "val": of.on_val(tuned), "photos": np.array(len(rows))}


def self_taught(of: School, folder: Path, seed: int) -> dict[str, np.ndarray]:
    """The network after learning what it believes of the first half's photos, without their labels."""
    tuned = model = load_fitted(folder)
    first = np.flatnonzero(of.half == 0)
    for _ in range(ROUNDS):
        said = np.mean([tuned.predict(of.pictures[name][first]) for name in TAUGHT], axis=0)
        answers, sure = said.argmax(axis=1), said.max(axis=1)
        believed = [
            own[np.argsort(-sure[own])[: max(1, round(KEPT * len(own)))]]
            for k in np.unique(answers)
            if len(own := np.flatnonzero(answers == k))
        ]
        at = np.concatenate(believed)
        tuned = fine_tune(
            model, of.own(first[at], answers[at]), of.data.part("train"), SELF, seed=seed, threads=1
        )
    return {"right": of.asked(tuned), "val": of.on_val(tuned), "photos": np.array(0)}


def untaught(of: School, folder: Path) -> dict[str, np.ndarray]:
    model = load_fitted(folder)
    return {"right": of.asked(model), "val": of.on_val(model), "photos": np.array(0)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", type=Path)
    parser.add_argument("--out", type=Path, default=Path("runs/gap"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int)
    arguments = parser.parse_args()
    of = school(arguments.photos, arguments.out)
    footwear, sleeved = poses_of(of.data.card.classes)
    arms = {
        "default": convnet.DEFAULT,
        "photographed": dataclasses.replace(convnet.PHOTOGRAPHED, footwear=footwear, sleeved=sleeved),
    }
    runs = {(arm, s): arguments.out / f"{arm}-{s}" for arm in arms for s in range(arguments.seeds)}
    jobs = [
        Job(name=f"{arm}, seed {s}", call=train, arguments=(arms[arm], s, folder.absolute()))
        for (arm, s), folder in runs.items()
        if not (folder / MODEL).is_file()
    ]
    failed = [one.failure for one in run_jobs(jobs, shared=of, workers=arguments.workers) if one.failure]
    if failed:
        raise SystemExit(str(failed[0]))
    lessons = {}
    for (arm, s), folder in runs.items():
        at = folder.absolute()
        lessons[arm, s, "nothing learned"] = Job(name=f"{at}/untaught.npz", call=untaught, arguments=(at,))
        lessons[arm, s, "other senders' photos, no labels"] = Job(
            name=f"{at}/self.npz", call=self_taught, arguments=(at, s)
        )
        for amount in AMOUNTS:
            words = f"{amount or 'all'} labelled photos of each class"
            lessons[arm, s, words] = Job(
                name=f"{at}/taught-{amount or 'all'}.npz", call=taught, arguments=(at, amount, s)
            )
    missing = [job for job in lessons.values() if not Path(job.name).is_file()]
    for one in run_jobs(missing, shared=of, workers=arguments.workers, what="lessons"):
        if one.failure:
            raise SystemExit(str(one.failure))
        kept(Path(one.job.name), lambda one=one: one.value)
    asked = of.half == 1
    print(
        f"{asked.sum():,} photos of {len(set(of.senders[asked]))} senders, {arguments.seeds} seeds, {ASKED}"
    )
    majority = max((of.labels[asked] == k).mean() for k in np.unique(of.labels))
    print(f"one answer for all: {100 * majority:.1f} %\n")
    print("| network | learned of photos | photos | right % | on val % |\n|---|---|---|---|---|")
    for arm in arms:
        for words in dict.fromkeys(words for _, _, words in lessons):
            said = [kept(Path(lessons[arm, s, words].name), dict) for s in range(arguments.seeds)]
            right = np.stack([one["right"] for one in said])
            one = repeated_mean("right", right, part="photos", groups=of.senders[asked]).measurement
            val = 100 * np.mean([one["val"].mean() for one in said])
            interval = (
                "" if one.low is None or one.high is None else f" [{100 * one.low:.1f}, {100 * one.high:.1f}]"
            )
            print(f"| {arm} | {words} | {said[0]['photos']} | {100 * one.value:.1f} {interval} | {val:.1f} |")


if __name__ == "__main__":
    main()
