"""Everything that the app knows of a model of attributes before the first picture comes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.app.attributes.group import Known, learn_groups
from fittingroom.app.attributes.preparing import preparations
from fittingroom.app.preparing import Preparation
from fittingroom.measure.attributes import AttributePredictions
from fittingroom.measure.attributes.frequency import most_frequent
from fittingroom.measure.attributes.micro import count, micro
from fittingroom.measure.attributes.top_k import K, top_k
from fittingroom.measure.familiarity import Familiarity, become_familiar
from fittingroom.models.attributes.frozen import Frozen, frozen
from fittingroom.models.attributes.gallery import Gallery, gallery, gallery_folder
from fittingroom.models.attributes.learned import Learned
from fittingroom.models.attributes.shards import Source, read_source
from fittingroom.models.attributes.work import HERE, Means, kept_answers
from fittingroom.models.familiar import kept_familiarity
from fittingroom.models.processor import choose_processor
from fittingroom.studies.attribute_report.stored import is_simulated
from fittingroom.types import Measurement

MOST = 3000
"""Images of train that a picture is compared with, and of val that say what is usual: at 224 pixels a large
network looks at some thirty a second."""

AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AttributeSubject:
    """A model and the set it learned, by its name with "simulated" before it where it is drawn; the test part
    stays closed.

    ask: images (n, px, px, 3) uint8 of the size that the recipe stores to logits (n, L); features: the same
    to features (n, d); groups: in the order of the label map; f1, frequencies: F1@8 on val, of the model and
    of the most frequent labels, None for fewer than eight labels; train, val: images that can be shown.
    """

    learned: Learned
    data: str
    ask: Callable[[np.ndarray], np.ndarray]
    features: Frozen
    groups: tuple[Known, ...]
    f1: Measurement | None
    frequencies: Measurement | None
    familiarity: Familiarity
    train: Gallery
    val: Gallery
    preparations: tuple[Preparation, ...]


def study(
    learned: Learned,
    ask: Callable[[np.ndarray], np.ndarray],
    data: Path,
    *,
    folder: Path,
    means: Means = HERE,
    rng: np.random.Generator,
) -> AttributeSubject:
    """Learn what there is to know of a run from the val part; `ask` is the model at hand (`answering`).

    What it says of val and what it is familiar with are kept in the run's folder: the next start is quick.
    Raises InputError for data with other labels, and for a val part of fewer than five products.
    """
    said, source = kept_answers(learned, data, "val", folder=folder, means=means)
    size_px = learned.settings.recipe.stored_px(learned.settings.size_px)
    where = gallery_folder(data, means.cache)
    train = gallery(read_source(data, "train"), size_px, where, means.keep)
    val = gallery(source, size_px, where, means.keep)
    features = frozen(learned, choose_processor(means.device, means.threads))
    own, drawn = rng.spawn(2)
    f1, frequencies = _pooled(learned, said, source, rng=own)
    familiarity = kept_familiarity(
        folder,
        learned.fingerprint,
        lambda: _familiar(features, train, val, said, rng=drawn),
        data=data.resolve().name,
        train=len(train),
    )
    return AttributeSubject(
        learned=learned,
        data=f"{'simulated ' if is_simulated(data) else ''}{data.resolve().name}",
        ask=ask,
        features=features,
        groups=learn_groups(said, source, rng=own),
        f1=f1,
        frequencies=frequencies,
        familiarity=familiarity,
        train=train,
        val=val,
        preparations=preparations(learned.settings),
    )


def images_of(part: Gallery, rows: np.ndarray) -> np.ndarray:
    """Some images of a part, (m, px, px, 3) uint8, in the order of the rows."""
    shown = np.empty((len(rows), part.size_px, part.size_px, 3), np.uint8)
    part.gather(rows, shown)
    return shown


def _pooled(
    learned: Learned, said: AttributePredictions, source: Source, *, rng: np.random.Generator
) -> tuple[Measurement | None, Measurement | None]:
    truth = source.truth.measured()
    if truth.present.shape[1] < K:
        return None, None
    chosen = top_k(said.logits), most_frequent(learned.train_counts, len(truth))
    names = "@8", "@8 of label frequencies"
    own, blind = (
        micro(count(cells, truth), suffix=suffix, part=source.name, groups=source.groups, rng=rng).f1
        for cells, suffix in zip(chosen, names, strict=True)
    )
    return own, blind


def _familiar(
    features: Frozen, train: Gallery, val: Gallery, said: AttributePredictions, *, rng: np.random.Generator
) -> Familiarity:
    rows, usual = (np.sort(rng.permutation(len(part))[:MOST]) for part in (train, val))
    return become_familiar(
        _looked_at(features, train, rows), _looked_at(features, val, usual), said.logits[usual], rows=rows
    )


def _looked_at(features: Frozen, part: Gallery, rows: np.ndarray) -> np.ndarray:
    steps = range(0, len(rows), AT_ONCE)
    return np.concatenate([features(images_of(part, rows[at : at + AT_ONCE])) for at in steps])
