"""How sets of answers and refusal do on pictures unlike Fashion-MNIST's: damaged, digits, real photos.

    python benchmarks/foreign.py --run runs/fashion-mnist/convnet-seed0 [--images 2000] [--photos FOLDER]

The run must be of Fashion-MNIST (fittingroom report fashion-mnist). The thresholds are the report's: sets
from cal, refusal from val. Damaged pictures are made from one half of test, at the middle severity, and told
from the other half. FOLDER holds labelled photos as `fittingroom probe` reads them, with its map `clothing`;
their intervals resample senders. Opens the test part, with a line in the ledger. Prints Markdown tables.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

import numpy as np

import fittingroom as fr
from fittingroom.data.predictions import read_predictions
from fittingroom.measure.defects import DEFECTS
from fittingroom.measure.familiarity import Familiar
from fittingroom.reporting.format import measured, percent, value
from fittingroom.studies.foreign import Answered, Pictures, ask_about
from fittingroom.studies.knowing import promises
from fittingroom.studies.noticing import noticing
from fittingroom.studies.run import Run, open_run

DAMAGE = (
    "stain",
    "noise",
    "blur",
    "low-contrast",
    "grey-background",
    "bad-crop",
    "rotation",
    "invert",
    "quarter-turn",
)
WORDS: tuple[Familiar, ...] = get_args(Familiar)
PREPARATIONS = ("fashion-mnist", "grabcut")


def damaged(images: np.ndarray, right: np.ndarray, rng: np.random.Generator) -> list[Pictures]:
    """The same pictures under each kind of damage, at severity 3 where there are several."""
    known = {defect.name: defect for defect in DEFECTS}
    made = []
    for name in DAMAGE:
        severities = known[name].severities
        severity = severities[len(severities) // 2]
        shown = name if severity is None else f"{name} {severity}"
        made.append(Pictures(name=shown, images=known[name].apply(images, severity, rng=rng), right=right))
    return made


def photos(folder: Path, classes: tuple[str, ...], rng: np.random.Generator) -> list[Pictures]:
    """Real photos by each preparation: those with a class (strict map), and those without."""
    from fittingroom.build import named
    from fittingroom.studies.reality.asking import list_photos, prepare_photos
    from fittingroom.studies.reality.class_map import read_class_map

    chart = read_class_map("clothing")
    strict = chart.readings[0]
    listing = list_photos(folder, file="file", label="label", group=chart.group, usual_group="")
    recipes = [named(name) for name in PREPARATIONS]
    prepared = prepare_photos(listing, recipes, ignore=chart.ignore, rng=rng)
    senders = np.unique(np.asarray(prepared.groups), return_inverse=True)[1]
    known = np.isin(prepared.labels, list(strict.right))
    right = strict.accepts(prepared.labels[known], classes)
    made = []
    for name, images in prepared.pictures.items():
        made += [
            Pictures(name=f"photos, {name}", images=images[known], right=right, groups=senders[known]),
            Pictures(name=f"photos of no class, {name}", images=images[~known], groups=senders[~known]),
        ]
    return made


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print()
    for cells in (header, ["---"] * len(header), *rows):
        print(f"| {' | '.join(cells)} |")


def show(answers: Sequence[Answered]) -> None:
    """Two tables: what it claims and covers, and whether anything gives warning."""
    promised = [f"{100 * h.promise.coverage:.0f} % {h.promise.rule}" for h in answers[0].sets]
    table(
        ["pictures", "n", "right", "states", *promised],
        [
            (
                a.name,
                f"{a.confidence.n:,}",
                measured(a.accuracy) if a.accuracy else "",
                measured(a.confidence),
                *(
                    f"{measured(h.covered) + '; ' if h.covered else ''}{h.size.value:.2f}; {value(h.empty)}"
                    for h in a.sets
                ),
            )
            for a in answers
        ],
    )
    print("Sets: covered; classes in a set; empty.")
    by = [r.by for r in answers[0].refusals]
    table(
        ["pictures", *(f"{b}: {what}" for b in by for what in ("AUROC", "kept", "right on these")), *WORDS],
        [
            (
                a.name,
                *(
                    cell
                    for r, t in zip(a.refusals, a.told_apart, strict=True)
                    for cell in (
                        measured(t),
                        measured(r.kept),
                        measured(r.right_kept) if r.right_kept else "",
                    )
                ),
                *(percent(a.verdicts.get(word, 0)) for word in WORDS),
            )
            for a in answers
        ],
    )


def ask(run: Run, asked: list[Pictures], own: np.ndarray, rng: np.random.Generator) -> tuple[Answered, ...]:
    said = {
        part: read_predictions(run.folder / f"predictions-{part}.npz", run.data, part=part)
        for part in ("val", "cal")
    }
    return ask_about(
        run.model,
        own,
        asked,
        promises=promises(said["cal"], run.data.part("cal").labels),
        notice=noticing(run.model, run.data, folder=run.folder, rng=np.random.default_rng((0, 1))),
        val_confidence=said["val"].confidence,
        rng=rng,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--images", type=int, default=2000, help="test images that are damaged, and digits")
    parser.add_argument("--photos", type=Path, help="a folder of labelled photos of clothes")
    options = parser.parse_args()
    run = open_run(options.run)
    identity = read_predictions(run.folder / "predictions-val.npz", run.data, part="val").fingerprint
    test = fr.open_test(run.data, model=run.model.name, model_fingerprint=identity, why="foreign pictures")
    rng = np.random.default_rng(0)
    rows = rng.permutation(len(test))
    some, others = rows[: min(options.images, len(test) // 2)], rows[len(test) // 2 :]
    right = np.eye(len(run.data.card.classes), dtype=bool)[test.labels[some]]
    digits = fr.load("mnist").take("test").images[: options.images]
    asked = [
        Pictures(name="clean test", images=test.images[some], right=right),
        *damaged(test.images[some], right, rng),
        Pictures(name="MNIST digits", images=digits),
    ]
    if options.photos:
        asked += photos(options.photos, run.data.card.classes, rng)
    show(ask(run, asked, test.images[others], rng))


if __name__ == "__main__":
    main()
