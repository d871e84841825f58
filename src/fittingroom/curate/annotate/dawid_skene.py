"""How probable each label is, given who named it: Dawid and Skene's model, tied over labels.

Dawid & Skene 1979 (Applied Statistics 28, p. 20), binary for each picture and label. A table of errors for
each label would starve on rare labels, so that a person has one sensitivity and one specificity for all
labels that share them; each label keeps its own prior.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from fittingroom.curate.annotate.judgements import Judgements

MOST_STEPS, SETTLED = 100, 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """probability (n, k) float32 that a picture has a label, its prior where nobody judged; prior (k,);
    sensitivity and specificity (a, s), of each person for each set of labels that share them; steps of EM."""

    probability: np.ndarray
    prior: np.ndarray
    sensitivity: np.ndarray
    specificity: np.ndarray
    steps: int


def dawid_skene(
    said: Judgements, *, shared: np.ndarray | None = None, smoothing: float = 1.0, steps: int = MOST_STEPS
) -> Posterior:
    """Expectation maximisation from vote shares, until no rate moves by 0.00001 or for `steps` rounds.

    shared: (k,) int; labels of one number share each person's rates. Unless given, all do; `group_of_label`
    ties within groups, numpy.arange(k) not at all. Rates are (x + smoothing) / (n + 2 smoothing), so that
    nobody is infallible after three answers.
    """
    k, groups = len(said.labels.labels), said.group_of_label
    tie = np.zeros(k, np.int64) if shared is None else np.unique(shared, return_inverse=True)[1]
    # cells that are answered together and share rates count together: c of them
    blocks, block = np.unique(groups * (tie.max() + 1) + tie, return_inverse=True)
    group_of_block, tie_of_block = blocks // (tie.max() + 1), blocks % (tie.max() + 1)
    in_block = np.eye(len(blocks), dtype=np.float32)[block]
    answered = said.answered[:, group_of_block].astype(np.float32)
    judged = said.by_image @ answered  # (n, c)
    row, label = np.nonzero(said.said)
    cells, cell = np.unique(said.image[row] * k + label, return_inverse=True)
    who = said.person[row] * (tie.max() + 1) + tie[label]
    a, s = len(said.people), int(tie.max()) + 1

    def by_person(values: np.ndarray) -> np.ndarray:
        """Sum (n, c) over the answers of each person, (a, s)."""
        total = np.zeros((a, len(blocks)))
        np.add.at(total, said.person, answered * values[said.image])
        return total @ np.eye(s)[tie_of_block]

    def rate(x: np.ndarray, n: np.ndarray) -> np.ndarray:
        return (x + smoothing) / np.maximum(n + 2 * smoothing, 1e-12)

    def bounded(x: np.ndarray) -> np.ndarray:
        return np.clip(x, 1e-9, 1 - 1e-9)

    votes = np.zeros(len(said.ids) * k, np.float32)
    votes[cells] = np.bincount(cell, minlength=len(cells))
    probability = votes.reshape(-1, k) / np.maximum(judged[:, block], 1)
    everyone = by_person(np.broadcast_to(in_block.sum(0), judged.shape))
    before, step = np.full((2, a, s), np.inf), 0
    while step < steps:
        step += 1
        weight = probability.reshape(-1)[cells][cell]
        seen = judged[:, block] > 0
        prior = rate((probability * seen).sum(0), seen.sum(0))
        present = by_person(probability @ in_block)
        hits = np.bincount(who, weight, minlength=a * s).reshape(a, s)
        alarms = np.bincount(who, 1 - weight, minlength=a * s).reshape(a, s)
        sensitivity = rate(hits, present)
        specificity = rate(everyone - present - alarms, everyone - present)
        silent = np.log(bounded(1 - sensitivity)) - np.log(bounded(specificity))
        named = np.log(bounded(sensitivity)) - np.log(bounded(1 - specificity)) - silent
        odds = (said.by_image @ (answered * silent[said.person][:, tie_of_block]))[:, block] + logit(
            bounded(prior)
        )
        odds.flat[cells] += np.bincount(cell, named.reshape(-1)[who], minlength=len(cells))
        probability = expit(odds.astype(np.float32))
        now = np.stack([sensitivity, specificity])
        if np.abs(now - before).max() < SETTLED:
            break
        before = now
    return Posterior(
        probability=probability, prior=prior, sensitivity=sensitivity, specificity=specificity, steps=step
    )
