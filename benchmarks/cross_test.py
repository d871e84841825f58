"""Two built sets and Fashion-MNIST, each learned and asked about all: what the drop-in's pipeline is worth.

    python benchmarks/cross_test.py --photos FOLDER --catalogue FOLDER [--seeds 3] [--work FOLDER]

Builds a set of phone photos (parted by sender) and one of a shop's catalogue (parted by title) by
`fittingroom build`, with the seven classes that both share with Fashion-MNIST (benchmarks/classes; sandals,
sneakers and boots are shoes, bags are left out), trains the default network on each and asks it about the
test parts of all three. Fashion-MNIST is learned whole, and as many of its pictures as the photos are. Rows
are what was learned, columns what was asked. Intervals hold pictures (of the photos, senders) and seeds.
Then the same two sets by the fast recipe, learned and asked in their own kind.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from pyarrow import parquet

import fittingroom as fr
from fittingroom.data.arrays import from_arrays
from fittingroom.data.split import divide
from fittingroom.measure.seeds import over_seeds, standard_error
from fittingroom.models import convnet
from fittingroom.reporting.format import measured
from fittingroom.studies.dropin import build_set
from fittingroom.types import Dataset

CLASSES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Shirt", "Shoe")
NAMES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Shoe", "Shirt", "Shoe", "Bag", "Shoe")
"""What Fashion-MNIST's ten classes are called here."""

EPOCHS, MOST_EPOCHS = 6, 40
HERE = Path(__file__).parent


def fashion_mnist() -> Dataset:
    data = fr.load("fashion-mnist")
    numbers = np.array([CLASSES.index(name) if name in CLASSES else -1 for name in NAMES])[data.labels]
    rows = {"test": data.rows("test"), "train": np.setdiff1d(np.arange(len(numbers)), data.rows("test"))}
    kept = {part: some[numbers[some] >= 0] for part, some in rows.items()}
    train, test = ((data.images[kept[part]], numbers[kept[part]]) for part in ("train", "test"))
    return divide(from_arrays(*train, test=test, classes=CLASSES, name="fashion-mnist-7"))


def fewer(data: Dataset, n: int) -> Dataset:
    """The same with n train and n / 10 val pictures, drawn at random."""
    rng = np.random.default_rng(0)
    most = {"train": n, "val": n // 10, "cal": n // 10}
    parts = {p: np.sort(rng.permutation(r)[: most.get(p, len(r))]) for p, r in data.parts.items()}
    return replace(data, parts=parts, fingerprint=f"{data.fingerprint}-{n}")


def built(source: Path, out: Path, recipe: str, classes: str, columns: dict[str, str]) -> Dataset:
    if not out.exists():
        build_set(source, out, recipe=recipe, classes=HERE / "classes" / f"{classes}.toml", columns=columns)
    table = parquet.read_table(out / "decisions.parquet", columns=["part", "row", "group"]).to_pandas()
    data = fr.data.open_source(out)
    groups = np.empty(len(data.labels), object)
    for part in ("train", "test"):
        own = table[table["part"] == part].sort_values("row")
        groups[data.rows(part)] = own["group"].to_numpy()
    numbers = np.unique(groups.astype(str), return_inverse=True)[1]
    return divide(replace(data, groups=numbers))


def train(data: Dataset, seed: int) -> convnet.Fitted:
    rows = len(data.rows("train"))
    epochs = int(np.clip(EPOCHS * 50_000 // rows, EPOCHS, MOST_EPOCHS))
    params = convnet.Params(epochs=epochs)
    return convnet.fit(data.part("train"), data.part("val"), params, classes=len(CLASSES), seed=seed)


def asked(models: list[convnet.Fitted], data: Dataset, what: str) -> str:
    why = f"benchmarks/cross_test.py, {what}: measured, nothing chosen"
    test = fr.open_test(data, model="convnet", model_fingerprint=models[0].fingerprint, why=why)
    right = np.array([model.predict(test.images).argmax(axis=1) == test.labels for model in models])
    error = standard_error(right.mean(axis=0), test.groups)
    return measured(
        over_seeds(
            "accuracy", right.mean(axis=1).tolist(), row_error=error, n=len(test), part="test"
        ).measurement
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path(tempfile.mkdtemp()))
    arguments = parser.parse_args()
    sources = {
        "photos": (arguments.photos, {"group": "sender_id"}),
        "catalogue": (arguments.catalogue, {"label": "article_type", "group": "title"}),
    }
    sets = {
        (kind, recipe): built(path, arguments.work / f"{kind}-{recipe}", recipe, kind, columns)
        for kind, (path, columns) in sources.items()
        for recipe in ("fashion-mnist", "fashion-mnist-fast")
    }
    whole = fashion_mnist()
    few = fewer(whole, len(sets["photos", "fashion-mnist"].rows("train")))
    columns = {"Fashion-MNIST": whole, **{k: sets[k, "fashion-mnist"] for k in sources}}
    learned = {"Fashion-MNIST": whole, "as few of it": few, **{k: sets[k, "fashion-mnist"] for k in sources}}
    print(f"| learned ({arguments.seeds} seeds) | train | " + " | ".join(columns) + " |")
    print("|---|" + "---|" * (1 + len(columns)))
    for name, data in learned.items():
        models = [train(data, seed) for seed in range(arguments.seeds)]
        cells = [asked(models, of, f"{name} on {column}") for column, of in columns.items()]
        print(f"| {name} | {len(data.rows('train')):,} | " + " | ".join(cells) + " |", flush=True)
    always = [
        f"{100 * np.bincount(of.labels[of.rows('test')]).max() / len(of.rows('test')):.1f} %"
        for of in columns.values()
    ]
    print("| always one class | | " + " | ".join(always) + " |")
    print(
        "| test pictures | | " + " | ".join(f"{len(of.rows('test')):,}" for of in columns.values()) + " |\n"
    )
    for kind in sources:
        data = sets[kind, "fashion-mnist-fast"]
        models = [train(data, seed) for seed in range(arguments.seeds)]
        print(
            f"{kind} by fashion-mnist-fast, learned and asked: {asked(models, data, f'{kind} fast')}",
            flush=True,
        )


if __name__ == "__main__":
    main()
