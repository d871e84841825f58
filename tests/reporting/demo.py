"""A report as large and as varied as a real one, from made data: what the tests of this room look at."""

import numpy as np

from fittingroom.match.near import NearPairs
from fittingroom.measure.accuracy import confusion, per_class
from fittingroom.measure.calibration import reliability
from fittingroom.reporting import Advice, Report, figures, sheets
from fittingroom.types import Card, Dataset, Epoch, Finding, LabelNoise, Measurement, Opening, Predictions

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
PICTURES = 600


def measurement(name, value, half=None, *, n=10_000, part="test", method="Wilson 95 %", unit="rate"):
    """A measurement with an interval of +- half; exact without."""
    ends = {} if half is None else {"low": max(0.0, value - half), "high": value + half}
    return Measurement(name=name, value=value, n=n, method=method, part=part, unit=unit, **ends)


def made_images(n: int, rng: np.random.Generator, *, side: int = 28, colour: bool = False) -> np.ndarray:
    """Noisy discs of different size, at least as hard to compress as photographs of clothes."""
    y, x = np.mgrid[:side, :side] - side / 2
    radius = rng.uniform(0.2, 0.5, n)[:, None, None] * side
    disc = (x**2 + y**2 < radius**2).astype(np.uint8) * 160
    shape, noise = ((n, side, side, 3), 20) if colour else ((n, side, side), 90)
    return rng.integers(0, noise, shape, dtype=np.uint8) + (disc[..., None] if colour else disc)


def dataset(
    rng: np.random.Generator, *, side: int = 28, colour: bool = False, classes: tuple[str, ...] = CLASSES
) -> Dataset:
    """Ten classes in two parts, val and test."""
    card = Card(
        name="Fashion-MNIST",
        classes=classes,
        counts={"train": 60_000, "test": 10_000},
        version="2017-08-29",
        licence="MIT",
        source="github.com/zalandoresearch/fashion-mnist",
        citation="Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747",
        sha256={
            "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
        },
        chance={"accuracy": 0.1},
        label_noise=LabelNoise(
            low=0.01, high=0.03, source="suspects times the usual share that people confirm"
        ),
        notes=("Grey pictures of 28 x 28 pixels, one catalogue, white background turned black.",),
    )
    rows = np.arange(2 * PICTURES)
    return Dataset(
        card=card,
        images=made_images(2 * PICTURES, rng, side=side, colour=colour),
        labels=rng.integers(0, 10, 2 * PICTURES),
        ids=np.array([f"{i:05d}" for i in rows]),
        parts={"val": rows[:PICTURES], "test": rows[PICTURES:]},
    )


def predictions(data: Dataset, part: str, rng: np.random.Generator) -> Predictions:
    """Answers that are mostly right and sometimes sure where they should not be."""
    rows = data.rows(part)
    logits = rng.normal(0, 2.2, (len(rows), 10)) + 7 * np.eye(10)[data.labels[rows]]
    scores = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return Predictions(
        ids=data.ids[rows],
        scores=scores.astype(np.float32),
        kind="probabilities",
        model="small convnet",
        part=part,
    )


EPOCHS = tuple(
    Epoch(
        epoch=i + 1,
        train_loss=loss,
        train_accuracy=accuracy,
        val_loss=val_loss,
        val_accuracy=val,
        n_train=5000,
        n_val=5000,
        seconds=9.4,
        chosen=i == 5,
    )
    for i, (loss, accuracy, val_loss, val) in enumerate(
        [
            (0.512, 0.812, 0.498, 0.815),
            (0.318, 0.884, 0.331, 0.879),
            (0.261, 0.905, 0.287, 0.896),
            (0.214, 0.922, 0.248, 0.911),
            (0.168, 0.941, 0.221, 0.922),
            (0.129, 0.957, 0.208, 0.929),
            (0.104, 0.966, 0.212, 0.928),
        ]
    )
)

SUSPECTS = [{"id": f"{i:05d}", "given": "Shirt", "answered": "Coat", "p": 0.0001 * i} for i in range(12)]

FINDINGS = (
    Finding(
        code="FR010",
        title="Exact duplicates across parts",
        status="passed",
        sentence="No test picture is byte for byte in the training part.",
        numbers={"pairs": 0, "compared": 10_000},
    ),
    Finding(
        code="FR012",
        title="Near duplicates across parts",
        status="found",
        sentence="95 test pictures are almost in the training part; without them 92.4 % instead of 92.5 %.",
        numbers={
            "pairs": 95,
            "mirrored": 6,
            "threshold": 0.99,
            "accuracy_with": 0.925,
            "accuracy_without": 0.9243,
        },
    ),
    Finding(
        code="FR020",
        title="Overfitting",
        status="found",
        sentence="Mild: the model is 2.8 points better on the pictures it learned from.",
        numbers={"gap": 0.028, "low": 0.019, "high": 0.037, "word": "mild"},
    ),
    Finding(
        code="FR030",
        title="Test part opened during selection",
        status="passed",
        sentence="The test part was opened once, after the last choice was made.",
        numbers={"openings": 1},
    ),
    Finding(
        code="FR040",
        title="Label suspects",
        status="found",
        sentence="297 labels in test are in doubt; if half of them are wrong, the ceiling is 98.5 %.",
        numbers={"suspects": 297, "ceiling_low": 0.97, "ceiling_high": 0.99, "first": SUSPECTS},
    ),
    Finding(
        code="FR050",
        title="No better than a baseline",
        status="passed",
        sentence="The model beats the majority baseline by 82.5 points.",
        numbers={"difference": 0.825},
    ),
    Finding(
        code="FR060",
        title="Class shift between parts",
        status="not applicable",
        sentence="Not applicable because the parts were drawn class by class.",
    ),
)

ADVICE = {
    f.code: Advice(
        how="Pixels are compared by correlation, each picture also with its mirror image.",
        why="A picture that the model has seen is not a test of what it does with new ones.",
        do="Report the accuracy without these pictures beside the one with them.",
    )
    for f in FINDINGS
}


def report(seed: int = 0, *, data: Dataset | None = None, answers: Predictions | None = None) -> Report:
    """The demo report; the same seed gives the same report."""
    rng = np.random.default_rng(seed)
    data = data or dataset(rng)
    answers = answers or predictions(data, "test", rng)
    test, val = data.take("test"), data.take("val")
    classes = data.card.classes
    each = per_class(answers, test.labels, classes, rng=rng)
    headline = measurement("accuracy", 0.925, 0.005)
    majority = measurement("majority baseline", 0.1)
    ece = measurement("ECE", 0.019, 0.004, method="bootstrap, 15 equal-mass bins", unit="number")
    floor = measurement("ECE floor", 0.0061, 0.0025, method="simulated perfect calibration", unit="number")
    rows = np.arange(0, 40, 2)
    near = NearPairs(rows, rows + 1, np.linspace(0.9999, 0.99, len(rows), dtype=np.float32), rows % 4 == 2)
    doubted = np.flatnonzero(answers.answers != test.labels)
    return Report(
        title="Fashion-MNIST: small convnet",
        subtitle="One network, chosen on 5 000 pictures, asked once about 10 000 that no choice had seen.",
        verdict=(
            "Right on 92.5 % of the test pictures, and nothing found takes that away.",
            "Shirts are the weak spot: three in four are recognised, the others become T-shirts or coats.",
            "It states 94.1 % confidence on average, so it claims a little more than it keeps.",
            "95 test pictures are almost in the training part; they are worth at most 0.1 points.",
            "On your own photos expect much less: this benchmark does not measure that.",
        ),
        cards=(data.card,),
        measurements=(
            headline,
            measurement("mean confidence", 0.941, 0.003, method="bootstrap"),
            measurement(
                "train/val accuracy gap", 0.028, 0.009, n=5000, part="val", method="Newcombe", unit="points"
            ),
            measurement("NLL", 0.2143, 0.011, method="bootstrap", unit="number"),
            measurement("Brier score", 0.1121, 0.006, method="bootstrap", unit="number"),
            ece,
            *each,
        ),
        findings=FINDINGS,
        figures=(
            figures.learning(EPOCHS),
            figures.per_class(each, overall=headline, baseline=majority),
            figures.confusion(confusion(answers.answers, test.labels, len(classes)), classes),
            sheets.confidently_wrong(test, answers, classes),
            sheets.worst_by_class(test, answers, classes),
            figures.reliability(
                reliability(answers, test.labels, rng=rng),
                ece=ece,
                floor=floor,
                confidence=answers.confidence,
            ),
            sheets.samples(val, classes),
            sheets.close_pairs(test, val, near, classes),
            sheets.label_suspects(test, answers, doubted, classes),
            figures.class_counts(data),
        ),
        advice=ADVICE,
        baselines={"accuracy on test": majority},
        curves=EPOCHS,
        openings=(
            Opening(
                when="2026-11-21 14:03",
                who="ada",
                data="5f2c" * 16,
                model="small convnet",
                model_fingerprint="90ab" * 16,
                why="final report",
            ),
        ),
        reuse="With one look nothing is gained by choosing: the interval may be taken as it stands.",
        not_tested=(
            "photos taken with a phone",
            "colour",
            "people wearing the clothes",
            "several items in one picture",
            "other seeds of the same network",
            "adversarial input",
        ),
        provenance={
            "command": "fittingroom report fashion-mnist",
            "made": "2026-11-21 14:03 UTC",
            "fittingroom": "0.1.0",
            "python": "3.11.7",
            "torch": "2.13.0",
            "machine": "2 cores, Linux x86-64",
            "seconds": "96",
            "data fingerprint": "5f2c" * 16,
            "model fingerprint": "90ab" * 16,
            "predictions fingerprint": "77de" * 16,
        },
    )
