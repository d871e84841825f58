"""What damage does to models: the same pictures clean, under every defect and by single cues, for all alike.

A score under these defects is synthetic: it never stands for a score on real photos, and a network that was
trained on a family of defects has shown nothing by standing up to that family.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from fittingroom.data.ledger import open_test
from fittingroom.errors import InputError
from fittingroom.files import landing, slug
from fittingroom.measure.accuracy import accuracy, correct
from fittingroom.measure.baselines import majority
from fittingroom.measure.calibration import ece, ece_floor, mean_confidence
from fittingroom.measure.conformal import Promise, lac, sets
from fittingroom.measure.coverage import coverage
from fittingroom.measure.cues import CUES, Cue
from fittingroom.measure.defects import DEFECTS, SEVERITIES, Defect
from fittingroom.measure.intervals import measured_mean
from fittingroom.measure.repeated import repeated_mean
from fittingroom.measure.seeds import holm
from fittingroom.models import Predictor, predict_part
from fittingroom.types import Dataset, Measurement, Part, Predictions

IMAGES = 2000
PROMISED = 0.9
"""The coverage that sets of answers promise on pictures like those of cal."""

BAR: dict[str, Any] = {"disable": None, "leave": False, "delay": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One way of showing the pictures: `damage` is a defect's or cue's name, or "clean"."""

    damage: str
    title: str
    family: str
    severity: int | None = None

    @property
    def name(self) -> str:
        return self.damage if self.severity is None else f"{self.damage} {self.severity}"


CLEAN = Condition(damage="clean", title="clean", family="clean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one model did under one condition.

    confidence, ece (with the floor that noise alone gives), covered and size (of LAC sets that promise
    PROMISED, fitted on clean cal) are None for a model that states no probabilities.
    """

    model: str
    condition: Condition
    accuracy: Measurement
    confidence: Measurement | None = None
    ece: Measurement | None = None
    floor: Measurement | None = None
    covered: Measurement | None = None
    size: Measurement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One damage, as the mean over its severities: a difference of accuracies on the same pictures.

    `difference` is that of `model` minus that of `against`: another model on the same damaged pictures, or,
    where `against` is "clean", the model itself on the clean ones. `p` is Holm's, over all of its kind.
    """

    model: str
    against: str
    damage: str
    title: str
    accuracy: Measurement
    difference: Measurement
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderDefects:
    """Everything that was measured. suite: each model's mean over all defects, without the cues."""

    data: str
    part: str
    n: int
    models: tuple[str, ...]
    majority: Measurement
    shown: tuple[Shown, ...]
    suite: tuple[Measurement, ...]
    lost: tuple[Effect, ...]
    versus: tuple[Effect, ...]

    def of(self, model: str, condition: str) -> Shown:
        """What a model did under the condition of that name ("clean", "blur 3", "mirror")."""
        for shown in self.shown:
            if (shown.model, shown.condition.name) == (model, condition):
                return shown
        raise InputError(f"{model} was not asked under {condition!r}")


def under_defects(
    models: Mapping[str, Predictor],
    data: Dataset,
    *,
    part: str = "val",
    images: int | None = IMAGES,
    defects: Sequence[Defect] = DEFECTS,
    cues: Sequence[Cue] = CUES,
    severities: Sequence[int] | None = None,
    folder: Path | None = None,
    rng: np.random.Generator,
) -> UnderDefects:
    """Ask models, by name, about a part under each defect, severity and cue; all see the same pictures.

    part: val, or test, which is opened through the ledger once for each model. images: at most so many of
    the part, chosen at random; None for all. severities: the ones to show, by default all. The damage of a
    picture depends on `rng` and the defect, not on which others are asked for; its severities share their
    draws. folder: gets answers-MODEL.npz with everything that a model said, before anything is scored.
    """
    if not models or not (defects or cues):
        raise InputError("at least one model and one defect are needed to see what damage does")
    if severities is not None and not set(severities) & set(SEVERITIES):
        raise InputError(f"severities are whole numbers in 1..5, asked for {list(severities)}")
    if images is not None and images < 2:
        raise InputError(f"damage is measured on 2 or more images, asked for {images}")
    entropy, draw = int(rng.integers(2**62)), np.random.default_rng(rng.integers(2**62))
    looked_at = _some(_opened(models, data, part), images, rng=draw)
    asked = conditions(defects, cues, severities)
    damages = {damage.name: damage for damage in (*defects, *cues)}

    def look(condition: Condition) -> Part:
        pictures = shown_as(looked_at.images, condition, damages, entropy)
        where = part if condition == CLEAN else f"{part}, {condition.name}"
        return Part(where, pictures, looked_at.labels, looked_at.ids, looked_at.groups)

    said = _ask(models, asked, look, data.fingerprint)
    if folder:
        for name in models:
            _write(folder / f"answers-{slug(name)}.npz", asked, said[name])
    promises = {
        name: lac(predict_part(model, data.part("cal"), data=""), data.part("cal").labels, PROMISED)
        for name, model in models.items()
        if model.kind == "probabilities" and len(data.rows("cal"))
    }
    shown = []
    for name in models:
        for condition, answers in zip(asked, tqdm(said[name], f"measuring {name}", **BAR), strict=True):
            shown.append(_measured(name, condition, answers, looked_at, promises.get(name), rng=draw))
    right = {name: [correct(answers, looked_at.labels) for answers in said[name]] for name in models}
    means = {name: _by_damage(asked, right[name]) for name in models}
    return UnderDefects(
        data=data.card.title,
        part=part,
        n=len(looked_at),
        models=tuple(models),
        majority=majority(
            data.labels[data.rows("train")], looked_at.labels, part, groups=looked_at.groups, rng=draw
        ),
        shown=tuple(shown),
        suite=_suite(means, [d.name for d in defects], looked_at, rng=draw),
        lost=_effects([(name, "clean") for name in models], means, asked, looked_at, rng=draw),
        versus=_effects(list(combinations(models, 2)), means, asked, looked_at, rng=draw),
    )


def conditions(
    defects: Sequence[Defect], cues: Sequence[Cue], severities: Sequence[int] | None = None
) -> tuple[Condition, ...]:
    """Clean first, then each defect at each severity (of those asked for), then the cues."""
    found = [CLEAN]
    for d in defects:
        kept = [s for s in d.severities if s is None or s in (severities or SEVERITIES)]
        found += [Condition(damage=d.name, title=d.title, family=d.family, severity=s) for s in kept]
    return (*found, *(Condition(damage=cue.name, title=cue.title, family="cue") for cue in cues))


def shown_as(
    images: np.ndarray, condition: Condition, damages: Mapping[str, Defect | Cue], entropy: int
) -> np.ndarray:
    """Images (n, h, w[, c]) under a condition: the same entropy and damage give the same draws."""
    if condition == CLEAN:
        return images
    damage = damages[condition.damage]
    rng = np.random.default_rng((entropy, *condition.damage.encode()))
    if isinstance(damage, Cue):
        return damage.apply(images, rng=rng)
    return damage.apply(images, condition.severity, rng=rng)


def _opened(models: Mapping[str, Predictor], data: Dataset, part: str) -> Part:
    if part != "test":
        return data.part(part)
    for name, model in models.items():
        identity = predict_part(model, data.part("val"), data=data.fingerprint).fingerprint
        open_test(data, model=name, model_fingerprint=identity, why="under defects")
    return data.take("test")


def _some(part: Part, images: int | None, *, rng: np.random.Generator) -> Part:
    rows = np.sort(rng.permutation(len(part))[:images])
    groups = None if part.groups is None else part.groups[rows]
    return Part(part.name, part.images[rows], part.labels[rows], part.ids[rows], groups)


def _ask(
    models: Mapping[str, Predictor],
    asked: Sequence[Condition],
    look: Callable[[Condition], Part],
    data: str,
) -> dict[str, tuple[Predictions, ...]]:
    said: dict[str, list[Predictions]] = {name: [] for name in models}
    for condition in tqdm(asked, "asking under defects", **BAR):
        seen = look(condition)
        for name, model in models.items():
            said[name].append(replace(predict_part(model, seen, data=data), model=name))
    return {name: tuple(answers) for name, answers in said.items()}


def _write(path: Path, asked: Sequence[Condition], said: Sequence[Predictions]) -> None:
    """conditions (m,) text, ids (n,) text, scores (m, n, k) float32."""
    with landing(path) as beside, beside.open("wb") as stream:
        np.savez_compressed(
            stream,
            conditions=np.array([condition.name for condition in asked]),
            ids=said[0].ids,
            scores=np.stack([answers.scores for answers in said]),
        )


def _measured(
    name: str,
    condition: Condition,
    said: Predictions,
    part: Part,
    promise: Promise | None,
    *,
    rng: np.random.Generator,
) -> Shown:
    right = accuracy(said, part.labels, groups=part.groups, rng=rng)
    if said.kind != "probabilities":
        return Shown(model=name, condition=condition, accuracy=right)
    kept = (
        coverage(promise, sets(promise, said), part.labels, part=said.part, groups=part.groups, rng=rng)
        if promise
        else None
    )
    return Shown(
        model=name,
        condition=condition,
        accuracy=right,
        confidence=mean_confidence(said, groups=part.groups, rng=rng),
        ece=ece(said, part.labels, groups=part.groups, rng=rng),
        floor=ece_floor(said, part.labels, groups=part.groups, rng=rng),
        covered=kept and kept.covered,
        size=kept and kept.size,
    )


def _by_damage(asked: Sequence[Condition], right: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """The share of a damage's severities under which each picture was answered right, (n,) each."""
    names = dict.fromkeys(condition.damage for condition in asked)
    return {
        name: np.mean([r for c, r in zip(asked, right, strict=True) if c.damage == name], axis=0)
        for name in names
    }


def _suite(
    means: Mapping[str, Mapping[str, np.ndarray]],
    defects: Sequence[str],
    part: Part,
    *,
    rng: np.random.Generator,
) -> tuple[Measurement, ...]:
    """The mean over all defects for each model; nothing where only cues were asked about."""
    return tuple(
        measured_mean(
            f"accuracy of {name}, mean of {len(defects)} defects",
            np.mean([by_damage[d] for d in defects], axis=0),
            part=part.name,
            groups=part.groups,
            rng=rng,
        )
        for name, by_damage in means.items()
        if defects
    )


def _effects(
    pairs: Sequence[tuple[str, str]],
    means: Mapping[str, Mapping[str, np.ndarray]],
    asked: Sequence[Condition],
    part: Part,
    *,
    rng: np.random.Generator,
) -> tuple[Effect, ...]:
    """For each pair and damage the paired difference; against "clean" the model's own clean answers."""
    titles = {condition.damage: condition.title for condition in asked}
    found, ps = [], []
    for model, against in pairs:
        for damage, title in titles.items():
            values = means[model][damage]
            if (to_itself := against == "clean") and damage == "clean":
                continue
            other = means[model]["clean"] if to_itself else means[against][damage]
            where = f"{part.name}, {damage}"
            compared = repeated_mean(
                f"{model} under {damage} minus clean" if to_itself else f"{model} minus {against}",
                (values - other)[None],
                part=where,
                unit="points",
                groups=part.groups,
            )
            mean = measured_mean(f"accuracy of {model}", values, part=where, groups=part.groups, rng=rng)
            found.append((model, against, damage, title, mean, compared.measurement))
            ps.append(compared.p)
    return tuple(
        Effect(model=m, against=a, damage=d, title=t, accuracy=mean, difference=difference, p=float(p))
        for (m, a, d, t, mean, difference), p in zip(found, holm(ps) if ps else (), strict=True)
    )
