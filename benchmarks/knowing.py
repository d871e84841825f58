"""Sets of answers and unlikeness to what was learned: ours against scikit-learn and MAPIE, results equal.

    python benchmarks/knowing.py [--queries 10000] [--reference 12000] [--repeats 5]

Made data in the sizes of a report on Fashion-MNIST: 10,000 pictures asked about, 12,000 reference pictures
with 128 features each, 5,000 rows of cal, 10 classes. MAPIE is left out where it is not installed
(pip install mapie). Each task runs `--repeats` times, the contenders in turn; the table shows the least
seconds of each and their ratio to ours. On a busy machine read the CPU ratios.
"""

import argparse
from importlib.util import find_spec

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.neighbors import NearestNeighbors

from fittingroom.measure.conformal import aps, class_conditional_lac, lac, randomised_aps, sets
from fittingroom.measure.familiarity import NEIGHBOURS, neighbour_distance
from near_duplicates import contest

COVERAGE = 0.95


class Stated(ClassifierMixin, BaseEstimator):
    """A fitted classifier whose probabilities are its input: what MAPIE takes in place of predictions."""

    def fit(self, x: np.ndarray, y: np.ndarray) -> "Stated":
        self.classes_, self.n_features_in_ = np.unique(y), x.shape[1]
        return self

    def predict_proba(self, x: np.ndarray) -> np.ndarray:
        return x

    def predict(self, x: np.ndarray) -> np.ndarray:
        return x.argmax(axis=1)


def made(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (n, 10) as of a good classifier, and labels drawn from a little less sure ones."""
    labels = rng.integers(0, 10, n)
    logits = rng.normal(0, 1.5, (n, 10)) + 6 * np.eye(10)[labels]
    p = np.exp(logits)
    return p / p.sum(axis=1, keepdims=True), labels


def distance_by_sklearn(reference: np.ndarray, features: np.ndarray) -> np.ndarray:
    index = NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm="brute", metric="cosine").fit(reference)
    return index.kneighbors(features)[0][:, -1]


def sets_by_mapie(score: str, cal: np.ndarray, labels: np.ndarray, new: np.ndarray, **how) -> np.ndarray:
    from mapie.classification import SplitConformalClassifier  # pyright: ignore[reportMissingImports]

    model = Stated().fit(cal, labels)
    conformal = SplitConformalClassifier(
        estimator=model, confidence_level=COVERAGE, conformity_score=score, prefit=True, random_state=0
    )
    conformal.conformalize(cal, labels)
    return conformal.predict_set(new, conformity_score_params=how)[1][:, :, 0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--reference", type=int, default=12_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    reference = np.abs(rng.normal(size=(options.reference, 128))).astype(np.float32)
    reference /= np.linalg.norm(reference, axis=1, keepdims=True)
    features = np.abs(rng.normal(size=(options.queries, 128))).astype(np.float32)
    (cal, labels), (new, truth) = made(5000, rng), made(options.queries, rng)

    print(f"{options.queries:,} queries, {options.reference:,} reference pictures, 5,000 rows of cal")
    print("| task | by | seconds | CPU seconds | times ours | times our CPU |")
    print("|---|---|---|---|---|---|")
    ours, theirs = contest(
        f"distance to neighbour {NEIGHBOURS}",
        {
            "fittingroom": lambda: neighbour_distance(reference, features),
            "scikit-learn": lambda: distance_by_sklearn(reference, features),
        },
        options.repeats,
    )
    np.testing.assert_allclose(ours, theirs, atol=1e-5)

    mapie = find_spec("mapie") is not None
    contenders = {"fittingroom": lambda: sets(lac(cal, labels, COVERAGE), new)}
    if mapie:
        contenders["MAPIE"] = lambda: sets_by_mapie("lac", cal, labels, new)
    for other in contest("LAC sets", contenders, options.repeats):
        assert np.array_equal(other, sets(lac(cal, labels, COVERAGE), new))
    contest(
        "class-conditional LAC sets",
        {"fittingroom": lambda: sets(class_conditional_lac(cal, labels, COVERAGE), new)},
        options.repeats,
    )
    contest("APS sets", {"fittingroom": lambda: sets(aps(cal, labels, COVERAGE), new)}, options.repeats)

    def randomised() -> np.ndarray:
        return sets(randomised_aps(cal, labels, COVERAGE, rng=rng), new, rng=rng)

    contenders = {"fittingroom": randomised}
    if mapie:
        contenders["MAPIE"] = lambda: sets_by_mapie("aps", cal, labels, new, include_last_label="randomized")
    for by, found in zip(
        contenders, contest("randomised APS sets", contenders, options.repeats), strict=True
    ):
        covered, size = found[np.arange(len(truth)), truth].mean(), found.sum(axis=1).mean()
        print(f"randomised APS sets of {by}: coverage {covered:.3f} of {COVERAGE}, {size:.3f} classes each")


if __name__ == "__main__":
    main()
