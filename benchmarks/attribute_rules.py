"""Decision rules on made logits: what each seems worth on its own images, by nesting, and on fresh images.

    python benchmarks/attribute_rules.py [--images 3000] [--fresh 20000] [--seed 0]

228 labels that hang together through 12 hidden factors; logits of a detector that sees each label by itself,
some well and some badly, and is calibrated on a train part that has fewer of each. Everything here is made:
the order of the rules says nothing of photographs. What it shows is that nested scores are those of fresh
images, and that scores on the images that a rule was tuned on are not.
"""

import argparse
import time
from dataclasses import dataclass

import numpy as np

from fittingroom.data.attributes import imaterialist
from fittingroom.measure.attributes import AttributePredictions, AttributeTruth
from fittingroom.measure.attributes.micro import count, f1
from fittingroom.measure.attributes.rules import honest_scores, with_prior_shift
from fittingroom.measure.attributes.rules.folds import fitted


@dataclass(frozen=True)
class World:
    """What labels have in common, how frequent they are, and how sharply the detector sees each."""

    load: np.ndarray
    base: np.ndarray
    sharp: np.ndarray

    def labelled(self, n: int, more: float, rng: np.random.Generator) -> np.ndarray:
        """Which of n images have which label, (n, k) bool; `more` is added to the logits of frequencies."""
        leaning = rng.normal(size=(n, len(self.load))) @ self.load + self.base + more
        return rng.random(leaning.shape) < 1 / (1 + np.exp(-leaning))


def world(rng: np.random.Generator) -> World:
    k = len(imaterialist().labels)
    frequency = rng.permutation(np.clip(0.4 / np.arange(1, k + 1) ** 1.05, 0.0005, 0.6))
    load = 1.1 * rng.normal(size=(12, k))
    return World(load, 1.35 * np.log(frequency / (1 - frequency)), rng.uniform(0.3, 1.6, k))


def made(
    of: World, n: int, train_rates: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, AttributeTruth]:
    """Logits (n, k) float32 that are calibrated at the frequencies of train, and the truth."""
    present = of.labelled(n, 0.0, rng)
    seen = of.sharp * np.where(present, 1.0, -1.0) + rng.normal(size=present.shape)
    logits = 2 * of.sharp * seen + np.log(train_rates / (1 - train_rates))
    truth = AttributeTruth(label_map=imaterialist(), present=present, known=np.ones_like(present))
    return logits.astype(np.float32), truth


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--images", type=int, default=3000)
    parser.add_argument("--fresh", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng, n = np.random.default_rng(options.seed), options.images
    of, in_train = world(np.random.default_rng(1)), 50_000
    train_counts = of.labelled(in_train, -0.7, rng).sum(axis=0)
    train_rates = (train_counts + 0.5) / (in_train + 1)
    logits, truth = made(of, n, train_rates, rng)
    fresh, fresh_truth = made(of, options.fresh, train_rates, rng)
    rules = with_prior_shift(train_counts, in_train)

    begun = time.process_time()
    said = AttributePredictions(ids=np.arange(n).astype(str), logits=logits, model="made", part="val")
    top, *scores = honest_scores(said, truth, rules=rules, rng=rng)
    print(f"{n:,} images, nested in {time.process_time() - begun:.0f} CPU s; {options.fresh:,} fresh ones")
    print(f"{truth.labels_each.mean():.1f} labels an image; top 8: {top.micro.f1.value:.3f}")
    print("| rule | on its own images | nested | 95 % | fresh |")
    print("|---|---|---|---|---|")
    decides = fitted(rules, logits, truth, np.arange(n), rng=rng)
    for score, decide in zip(scores, decides, strict=True):
        own, real = f1(count(decide(logits), truth)), f1(count(decide(fresh), fresh_truth))
        m = score.micro.f1
        print(f"| {score.name} | {own:.3f} | {m.value:.3f} | {m.low:.3f} to {m.high:.3f} | {real:.3f} |")


if __name__ == "__main__":
    main()
