"""How what a model knows of its limits fails on foreign pictures: damaged ones, photos, things of no class.

Thresholds are those of a report: sets from cal, refusal from val. Nothing is fitted or chosen here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import share
from fittingroom.measure.auroc import auroc
from fittingroom.measure.conformal import Promise, sets
from fittingroom.measure.familiarity import Familiar, yardstick
from fittingroom.measure.intervals import measured_mean
from fittingroom.measure.refusal import Refusal, refuse
from fittingroom.models.predictor import Predictor
from fittingroom.studies.knowing import Noticed
from fittingroom.studies.noticing import Notice
from fittingroom.types import Measurement


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pictures:
    """Pictures to ask about, called `name`: uint8 (n, h, w[, c]).

    right: (n, k) bool, the classes that are right for each, or None for things of no known class;
    groups: (n,) or None, who sent them.
    """

    name: str
    images: np.ndarray
    right: np.ndarray | None = None
    groups: np.ndarray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the sets of one promise held: `covered` (None without right classes) is a set with a right one."""

    promise: Promise
    covered: Measurement | None
    size: Measurement
    empty: Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a model said of some pictures, and whether anything gave warning.

    accuracy: None without right classes; confidence: what it states on average; refusals: by neighbours,
    energy, confidence; told_apart: AUROC of these unlikenesses between the benchmark's own pictures and
    these; verdicts: share of each.
    """

    name: str
    accuracy: Measurement | None
    confidence: Measurement
    sets: tuple[Held, ...]
    refusals: tuple[Refusal, ...]
    told_apart: tuple[Measurement, ...]
    verdicts: Mapping[Familiar, float]


def ask_about(
    model: Predictor,
    own: np.ndarray,
    asked: Sequence[Pictures],
    *,
    promises: Sequence[Promise],
    notice: Notice,
    val_confidence: np.ndarray,
    rng: np.random.Generator,
) -> tuple[Answered, ...]:
    """Ask a model about foreign pictures, beside pictures of its own benchmark (n, h, w[, c]).

    promises: fitted on cal; notice: of `noticing`; val_confidence: (m,), what it states on val. `own` must
    not hold the originals of damaged pictures in `asked`: the interval of AUROC takes both for independent.
    """
    if model.kind != "probabilities" or not promises:
        raise InputError(f"{model.name}: what it knows of foreign pictures needs probabilities and a promise")
    at_home = _noticed(model.predict(own), own, notice, val_confidence)
    found = []
    for pictures in asked:
        p = model.predict(pictures.images)
        noticed = _noticed(p, pictures.images, notice, val_confidence)
        found.append(_answered(pictures, p, noticed, at_home, promises, rng=rng))
    return tuple(found)


def _noticed(
    p: np.ndarray, images: np.ndarray, notice: Notice, val_confidence: np.ndarray
) -> tuple[Noticed, ...]:
    by_confidence = Noticed(
        by="confidence", usual=yardstick(1 - val_confidence), unlikeness=1 - p.max(axis=1)
    )
    return (*notice(images), by_confidence)


def _answered(
    pictures: Pictures,
    p: np.ndarray,
    noticed: Sequence[Noticed],
    at_home: Sequence[Noticed],
    promises: Sequence[Promise],
    *,
    rng: np.random.Generator,
) -> Answered:
    name, groups = pictures.name, pictures.groups
    right = None if pictures.right is None else pictures.right[np.arange(len(p)), p.argmax(axis=1)]

    def measured(what: str, values: np.ndarray) -> Measurement:
        return share(what, values, name, groups=groups, rng=rng)

    def held(promise: Promise) -> Held:
        found = sets(promise, p)
        size = found.sum(axis=1)
        return Held(
            promise=promise,
            covered=None
            if pictures.right is None
            else measured("coverage", np.any(found & pictures.right, axis=1)),
            size=measured_mean("mean size", size, part=name, unit="number", groups=groups, rng=rng),
            empty=measured("empty", size == 0),
        )

    words = noticed[0].usual.verdicts(noticed[0].unlikeness)
    return Answered(
        name=name,
        accuracy=None if right is None else measured("accuracy", right),
        confidence=measured_mean("mean confidence", p.max(axis=1), part=name, groups=groups, rng=rng),
        sets=tuple(held(promise) for promise in promises),
        refusals=tuple(
            refuse(n.by, n.usual, n.unlikeness, part=name, right=right, groups=groups, rng=rng)
            for n in noticed
        ),
        told_apart=tuple(
            auroc(
                f"told apart by {n.by}",
                own.unlikeness,
                n.unlikeness,
                part=name,
                higher_groups=groups,
                rng=rng,
            )
            for own, n in zip(at_home, noticed, strict=True)
        ),
        verdicts={word: words.count(word) / len(words) for word in dict.fromkeys(words)},
    )
