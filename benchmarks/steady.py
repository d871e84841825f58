"""What the app's signs are worth: a verdict of likeness, and an answer kept through eight harmless changes.

    python benchmarks/steady.py RUN [--photos ../shared/data/photos] [--images 1000]

RUN was trained on Fashion-MNIST. Asked about images of val, and about photos of clothes through two
preparations. Prints the share of pictures with each sign and how often the answer was right there, with
95 % intervals (Wilson for val; photos: whole senders are resampled). Chooses nothing.
"""

import argparse
from pathlib import Path

import numpy as np
from tqdm import tqdm

from fittingroom.app.harmless import harmless
from fittingroom.app.preparing import find, prepared
from fittingroom.app.received import pixels
from fittingroom.app.subject import Subject, inside, study
from fittingroom.measure.accuracy import rate
from fittingroom.measure.intervals import measured_mean
from fittingroom.reporting.format import measured, percent
from fittingroom.studies.reality.asking import list_photos
from fittingroom.studies.reality.class_map import read_class_map
from fittingroom.studies.run import open_run

PREPARATIONS = ("fashion-mnist", "grabcut")


def signs(subject: Subject, images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Answers, how many of eight changes keep them, and the verdict's first word, (n,) each."""
    model = subject.run.model
    answers = model.predict(images).argmax(axis=1)
    changed = [harmless(image) for image in tqdm(images, "changing", disable=None, leave=False, delay=1)]
    kept = sum(
        (model.predict(np.stack([pictures[at][1] for pictures in changed])).argmax(axis=1) == answers).astype(
            int
        )
        for at in range(8)
    )
    assert subject.familiarity is not None, "the run's features must be known"
    words = subject.familiarity.verdicts(inside(subject, images))
    return answers, np.asarray(kept), np.array([word.split()[0] for word in words])


def show(
    name: str, right: np.ndarray, kept: np.ndarray, verdict: np.ndarray, senders: np.ndarray | None
) -> None:
    rng = np.random.default_rng(0)
    print(f"\n{name}: {len(right)} pictures, right {percent(right.mean())}")
    rows = {
        "kept 8 of 8": kept == 8,
        "kept 6 or 7": (kept == 6) | (kept == 7),
        "kept 5 or fewer": kept < 6,
        **{word: verdict == word for word in ("like", "borderline", "unlike")},
        "like, kept 8 of 8": (verdict == "like") & (kept == 8),
    }
    for sign, own in rows.items():
        if senders is None:
            m = rate(sign, int(right[own].sum()), int(own.sum()), name)
        else:
            m = measured_mean(sign, right[own], part=name, groups=senders[own], rng=rng)
        print(f"  {sign:18} {percent(own.mean()):>7} of them; right {measured(m):22} n = {m.n}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("--photos", type=Path, default=Path("../shared/data/photos"))
    parser.add_argument("--images", type=int, default=1000)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    subject = study(open_run(arguments.run), rng=rng)
    val = subject.run.data.part("val")
    rows = rng.permutation(len(val))[: arguments.images]
    answers, kept, verdict = signs(subject, val.images[rows])
    show("val", answers == val.labels[rows], kept, verdict, None)

    chart = read_class_map("clothing")
    photos = list_photos(arguments.photos, file="file", label="label", group=None, usual_group=chart.group)
    reading, labels, senders = chart.readings[0], np.array(photos.labels), np.array(photos.groups)
    known = np.flatnonzero(np.isin(labels, list(reading.right)))
    chosen = rng.permutation(known)[: arguments.images]
    pictures = [pixels(Path(photos.files[row]).read_bytes()) for row in chosen]
    right_classes = reading.accepts(labels[chosen], subject.classes)
    for name in PREPARATIONS:
        way = find(name, subject.preparations)
        images = np.stack([prepared(picture, way, subject.run.data).picture for picture in pictures])
        answers, kept, verdict = signs(subject, images)
        right = right_classes[np.arange(len(chosen)), answers]
        show(f"photos through {name}", right, kept, verdict, senders[chosen])


if __name__ == "__main__":
    main()
