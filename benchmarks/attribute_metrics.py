"""Attribute metrics: ours against torchmetrics and scikit-learn on the same random data, results equal.

    python benchmarks/attribute_metrics.py [--images 20000] [--repeats 3]

Made data in the size of iMaterialist's val and test: 228 labels of falling frequency, about 9 an image.
Each task runs `--repeats` times, the contenders in turn; the table shows the least seconds of each and their
ratio to ours. torchmetrics is left out where it is not installed (pip install torchmetrics). It has no top-k
for many labels: it is handed the choice as 0 and 1, and choosing is timed for all. On a busy machine read the
CPU ratios.
"""

import argparse
import warnings
from importlib.util import find_spec

import numpy as np
import sklearn.metrics as theirs

from fittingroom.data.attributes import imaterialist
from fittingroom.measure.attributes import AttributePredictions, AttributeTruth, report_numbers
from fittingroom.measure.attributes.average_precision import average_precision, average_precision_influence
from fittingroom.measure.attributes.micro import count, f1, precision, recall
from fittingroom.measure.attributes.rules import honest_scores
from fittingroom.measure.attributes.top_k import top_k
from near_duplicates import contest


def made(n: int, rng: np.random.Generator) -> tuple[np.ndarray, AttributeTruth]:
    """Logits (n, 228) float32 and truth drawn from their probabilities; a few labels on most images."""
    labels = imaterialist()
    frequency = rng.permutation(0.62 / np.arange(1, len(labels.labels) + 1) ** 0.85)
    logits = np.log(frequency / (1 - frequency)) + 1.3 * rng.normal(size=(n, len(frequency)))
    present = rng.random(logits.shape) < 1 / (1 + np.exp(-logits))
    truth = AttributeTruth(label_map=labels, present=present, known=np.ones_like(present))
    return logits.astype(np.float32), truth


def pooled(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    counts = count(top_k(logits), truth)
    return np.array([precision(counts), recall(counts), f1(counts)])


def pooled_by_sklearn(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    found = theirs.precision_recall_fscore_support(truth.present, top_k(logits), average="micro")
    return np.array(found[:3], float)


def pooled_by_torchmetrics(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    import torch
    from torchmetrics.functional import classification  # pyright: ignore[reportMissingImports]

    chosen, present = torch.from_numpy(top_k(logits)).int(), torch.from_numpy(truth.present).int()
    asked = (
        classification.multilabel_precision,
        classification.multilabel_recall,
        classification.multilabel_f1_score,
    )
    return np.array([float(of(chosen, present, num_labels=chosen.shape[1], average="micro")) for of in asked])


def recalls(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    return (top_k(logits) & truth.present).sum(axis=0) / np.maximum(truth.images_each, 1)


def recalls_by_sklearn(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    return np.asarray(theirs.recall_score(truth.present, top_k(logits), average=None, zero_division=0))


def recalls_by_torchmetrics(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    import torch
    from torchmetrics.functional.classification import (  # pyright: ignore[reportMissingImports]
        multilabel_recall,
    )

    chosen, present = torch.from_numpy(top_k(logits)).int(), torch.from_numpy(truth.present).int()
    return multilabel_recall(chosen, present, num_labels=chosen.shape[1], average=None).numpy()


def precisions_by_sklearn(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    return np.asarray(theirs.average_precision_score(truth.present, logits, average=None))


def precisions_by_torchmetrics(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    import torch
    from torchmetrics.functional.classification import (  # pyright: ignore[reportMissingImports]
        multilabel_average_precision,
    )

    p, present = torch.from_numpy(logits), torch.from_numpy(truth.present).int()
    return multilabel_average_precision(p, present, num_labels=p.shape[1], average=None).numpy()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    logits, truth = made(options.images, rng)
    by_torch = find_spec("torchmetrics") is not None
    if by_torch:
        import torch

        torch.set_num_threads(1)

    print(f"{options.images:,} images x {logits.shape[1]} labels, {truth.labels_each.mean():.1f} an image")
    print("| task | by | seconds | CPU seconds | times ours | times our CPU |")
    print("|---|---|---|---|---|---|")
    for task, ours, sklearns, torchs in (
        ("top 8: precision, recall, F1", pooled, pooled_by_sklearn, pooled_by_torchmetrics),
        ("top 8: recall of each label", recalls, recalls_by_sklearn, recalls_by_torchmetrics),
        (
            "average precision of each label",
            average_precision,
            precisions_by_sklearn,
            precisions_by_torchmetrics,
        ),
    ):
        contenders = {"fittingroom": ours, "scikit-learn": sklearns}
        if by_torch:
            contenders["torchmetrics"] = torchs
        first, *others = contest(
            task,
            {name: lambda run=run: run(logits, truth) for name, run in contenders.items()},
            options.repeats,
        )
        for other in others:
            np.testing.assert_allclose(first, other, atol=2e-5)

    predictions = AttributePredictions(
        ids=np.arange(len(logits)).astype(str), logits=logits, model="made", part="val"
    )
    contest(
        "average precision with intervals",
        {"fittingroom": lambda: average_precision_influence(logits, truth)},
        1,
    )
    contest(
        "the whole report, with intervals",
        {"fittingroom": lambda: report_numbers(predictions, truth, train_counts=truth.images_each, rng=rng)},
        1,
    )
    contest(
        "all decision rules, nested", {"fittingroom": lambda: honest_scores(predictions, truth, rng=rng)}, 1
    )


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        main()
