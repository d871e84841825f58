"""Everything that a look finds in one data set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.baselines import majority
from fittingroom.measure.moments import Moments, moments, nearest_mean, nearest_picture
from fittingroom.measure.projection import Principal, principal, reduced, trustworthiness, tsne
from fittingroom.reporting.format import count, percent
from fittingroom.reporting.gallery import Panel
from fittingroom.reporting.scatter import Axis
from fittingroom.types import Dataset, Measurement, Part

SPECTRUM_IMAGES = 20_000
"""Train pictures that principal components are computed from, at most."""

NAMES: Mapping[str, str] = {"pca": "the PCA view", "tsne": "the t-SNE view"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Train pictures in a plane: kind 'pca' or 'tsne', places (n, 2), labels (n,), how far to trust it."""

    kind: str
    places: np.ndarray
    labels: np.ndarray
    trust: Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look found in one data set."""

    data: Dataset
    panel: Panel
    moments: Moments
    by_mean: Measurement
    by_picture: Measurement
    baseline: Measurement
    principal: Principal
    axes: tuple[Axis, Axis]
    views: tuple[View, ...]


def see(data: Dataset, *, images: int, views: Sequence[str], rng: np.random.Generator) -> Seen:
    """Look at one data set."""
    train, val, title = data.part("train"), data.part("val"), data.card.title
    found = moments(train.images, train.labels, len(data.card.classes))
    order = rng.permutation(len(train))
    pictures = reduced(train.images[np.sort(order[:SPECTRUM_IMAGES])])
    components = principal(pictures.reshape(len(pictures), -1))
    rows = np.sort(order[:images])
    points = reduced(train.images[rows]).reshape(len(rows), -1)
    nearest = nearest_picture(reduced(val.images).reshape(len(val), -1), points)
    by_picture = f"right by the nearest of {count(len(rows))} train pictures, {title}"
    return Seen(
        data=data,
        panel=Panel(title, data.card.classes, train),
        moments=found,
        by_mean=_share(
            f"right by the nearest class mean, {title}", nearest_mean(found, val.images), val, rng
        ),
        by_picture=_share(by_picture, train.labels[rows][nearest], val, rng),
        baseline=majority(train.labels, val.labels, "val", groups=val.groups, rng=rng),
        principal=components,
        axes=_axes(components, pictures.shape[1:]),
        views=tuple(
            _view(kind, components, points, train.labels[rows], title=title, rng=rng) for kind in views
        ),
    )


def _share(name: str, answers: np.ndarray, part: Part, rng: np.random.Generator) -> Measurement:
    return share(name, answers == part.labels, part.name, groups=part.groups, rng=rng)


def _view(
    kind: str,
    components: Principal,
    points: np.ndarray,
    labels: np.ndarray,
    *,
    title: str,
    rng: np.random.Generator,
) -> View:
    if kind == "pca":
        found = components.places(points)[:, :2]
        places = np.zeros((len(found), 2))  # pictures of one pixel have one component
        places[:, : found.shape[1]] = found
    else:
        places = tsne(points)
    name = f"trustworthiness of {NAMES[kind]}, {title}"
    trust = trustworthiness(points, places, name=name, part="train", rng=rng)
    return View(kind=kind, places=places, labels=labels, trust=trust)


def _axes(found: Principal, shape: tuple[int, ...]) -> tuple[Axis, Axis]:
    """Both axes of the PCA view: their share of the variance, and the mean picture moved along them."""
    axes = []
    for i, which in enumerate(("first", "second")):
        share = float(found.shares[i]) if i < len(found.shares) else 0.0
        step = 2 * np.sqrt(found.variances[i]) * found.components[i] if share else 0 * found.mean
        ends = [np.clip(found.mean + sign * step, 0, 255).astype(np.uint8).reshape(shape) for sign in (-1, 1)]
        axes.append(Axis(f"{which} component, {percent(share)}", *ends))
    return axes[0], axes[1]
