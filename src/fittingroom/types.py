"""The nouns: frozen values, valid from birth. Everything else is a function from noun to noun."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from fittingroom.errors import DataError, InputError, SealedError
from fittingroom.files import fingerprint

PARTS = ("train", "val", "cal", "test")
"""The parts of a data set: fit on train; choose and stop on val; calibrate on cal; test is sealed."""

PartName = Literal["train", "val", "cal", "test"]
ScoreKind = Literal["probabilities", "scores", "labels"]
Status = Literal["found", "passed", "not applicable"]
Unit = Literal["rate", "points", "number", "signed number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelNoise:
    """What share of a data set's test labels is wrong: the ceiling of any honest accuracy.

    `low` and `high` bound the share (fractions); `source` says who measured it, and how.
    """

    low: float
    high: float
    source: str

    def __post_init__(self):
        if not 0 <= self.low <= self.high <= 1:
            raise DataError(f"label noise must satisfy 0 <= low <= high <= 1, got {self.low}, {self.high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of a data set before any model sees it.

    `name` is what commands call it, `title` what a report calls it (the name, if none is given).
    `counts` and `sha256` describe the official payload: images per official part, and the digest
    of each uncompressed file (empty for data that the user brings). `chance` is the level that a
    blind guess reaches, per metric.
    """

    name: str
    classes: tuple[str, ...]
    counts: Mapping[str, int]
    version: str = "unversioned"
    licence: str = "not stated"
    source: str = "not stated"
    citation: str = "not stated"
    sha256: Mapping[str, str] = field(default_factory=dict)
    chance: Mapping[str, float] = field(default_factory=dict)
    label_noise: LabelNoise | None = None
    notes: tuple[str, ...] = ()
    title: str = ""

    def __post_init__(self):
        if not self.title:
            object.__setattr__(self, "title", self.name)
        if len(self.classes) < 2:
            raise DataError(f"{self.name}: a data set needs at least 2 classes, found {len(self.classes)}")
        if len(set(self.classes)) != len(self.classes):
            raise DataError(f"{self.name}: class names must differ, found {self.classes}")


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one part: images (n, h, w[, c]) uint8, labels (n,) int64, ids (n,) text."""

    name: str
    images: np.ndarray
    labels: np.ndarray
    ids: np.ndarray
    groups: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Images with one label each, and which rows belong to which part.

    images: (n, h, w) or (n, h, w, c) uint8, memory-mapped where large; labels: (n,) int64, indices
    into `card.classes`; ids: (n,) text, unique; groups: (n,) int64 or None, rows of one product,
    seller or person share a number; parts: part name -> (m,) int64 row numbers, disjoint.
    `split` says in words how the parts came about. `fingerprint` identifies images and labels.
    """

    card: Card
    images: np.ndarray
    labels: np.ndarray
    ids: np.ndarray
    parts: Mapping[str, np.ndarray]
    groups: np.ndarray | None = None
    split: str = "as published"
    fingerprint: str = ""

    def __post_init__(self):
        name, n, k = self.card.name, len(self.images), len(self.card.classes)
        if self.images.ndim not in (3, 4) or self.images.dtype != np.uint8:
            raise DataError(
                f"{name}: images must be uint8 of shape (n, h, w) or (n, h, w, c), "
                f"found {self.images.dtype} of shape {self.images.shape}"
            )
        for what, array in (("labels", self.labels), ("ids", self.ids), ("groups", self.groups)):
            if array is not None and array.shape != (n,):
                raise DataError(f"{name}: {n} images need {what} of shape ({n},), found {array.shape}")
        if self.labels.dtype != np.int64:
            raise DataError(f"{name}: labels must be int64, found {self.labels.dtype}")
        if n and not (self.labels.min() >= 0 and self.labels.max() < k):
            raise DataError(
                f"{name}: labels must lie in 0..{k - 1} ({k} classes), "
                f"found {self.labels.min()}..{self.labels.max()}"
            )
        self._check_parts(n)
        if not self.fingerprint:
            object.__setattr__(self, "fingerprint", fingerprint(self.images, self.labels))

    def _check_parts(self, n: int) -> None:
        if unknown := set(self.parts) - set(PARTS):
            raise DataError(f"{self.card.name}: unknown parts {sorted(unknown)}; the parts are {PARTS}")
        rows = np.concatenate([np.empty(0, np.int64), *self.parts.values()])
        if len(rows) and not (rows.min() >= 0 and rows.max() < n):
            raise DataError(f"{self.card.name}: parts name rows {rows.min()}..{rows.max()}, there are {n}")
        if twice := int((np.bincount(rows, minlength=n) > 1).sum()):
            raise DataError(f"{self.card.name}: {twice} rows stand in two parts")

    def rows(self, part: str) -> np.ndarray:
        """Row numbers of a part, (m,) int64; empty if the data set has no such part."""
        return self.parts.get(part, np.empty(0, np.int64))

    def part(self, name: str) -> Part:
        """The rows of train, val or cal. The test part opens through `open_test` alone."""
        if name == "test":
            raise SealedError(
                f"the test part of {self.card.name} is sealed, so that nothing is chosen on it by "
                "accident: open it with fittingroom.open_test(data, model=..., why=...), "
                "which writes a line to the ledger"
            )
        if name not in self.parts:
            raise InputError(f"{self.card.name} has no part {name!r}; it has {', '.join(self.parts)}")
        return self.take(name)

    def take(self, name: str) -> Part:
        """The rows of any part, unchecked: for `open_test`, and for looking at the data themselves."""
        rows = self.rows(name)
        groups = None if self.groups is None else self.groups[rows]
        return Part(name, self.images[rows], self.labels[rows], self.ids[rows], groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What one model said about one part, written down before anything is scored.

    ids: (n,) text; scores: (n, k) float32, finite and not negative, no row of zeros only: it would
    count as an answer, that of class 0. `kind` says what the scores mean: "probabilities" (rows sum
    to 1), "scores" (only their order means something) or "labels" (one-hot: the model named a class
    and no confidence).
    """

    ids: np.ndarray
    scores: np.ndarray
    kind: ScoreKind
    model: str
    part: str
    data: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None

    def __post_init__(self):
        s = self.scores
        if s.ndim != 2 or s.dtype != np.float32 or s.shape[0] != len(self.ids):
            raise InputError(
                f"{self.model}: scores must be float32 of shape (n, classes) with n = {len(self.ids)} ids, "
                f"found {s.dtype} of shape {s.shape}"
            )
        if not len(s):
            raise InputError(f"{self.model}: there are no predictions")
        if bad := int((~np.isfinite(s)).any(axis=1).sum()):
            raise InputError(f"{self.model}: {bad} of {len(s)} rows of scores hold NaN or infinity")
        if s.min() < 0:
            raise InputError(
                f"{self.model}: scores must not be negative, found {s.min():.4g}; "
                "if these are logits, apply a softmax first"
            )
        if len(silent := np.flatnonzero(~s.any(axis=1))):
            raise InputError(
                f"{self.model}: {len(silent)} of {len(s)} rows of scores hold zeros only, the first is that "
                f"of {self.ids[silent[0]]}: such a row names no class"
            )
        if self.kind == "probabilities" and (worst := float(np.abs(s.sum(axis=1) - 1).max())) > 1e-2:
            raise InputError(f"{self.model}: rows of probabilities must sum to 1, one is off by {worst:.3g}")

    @property
    def answers(self) -> np.ndarray:
        """The class that each row names, (n,) int64; the first of equals."""
        return self.scores.argmax(axis=1)

    @property
    def confidence(self) -> np.ndarray:
        """The highest score of each row, (n,) float32."""
        return self.scores.max(axis=1)

    @property
    def fingerprint(self) -> str:
        """Identifies the answers themselves, whatever model gave them."""
        return fingerprint(_encoded(self.ids), self.scores)


def _encoded(ids: np.ndarray) -> np.ndarray:
    """Ids as bytes in UTF-8; names of files that are none, with what stands for their bytes."""
    texts = ids.astype(str)
    encoded = np.char.encode(texts, "utf-8", "surrogatepass")
    characters = texts.dtype.itemsize // 4
    return encoded.astype(f"S{max(characters, encoded.itemsize)}")  # as wide as ids in ASCII always were


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One number with its interval.

    `low` and `high` bound it at 95 % by `method`; None where a number is exact (a count, a chance
    level). `n` is what it was measured on, `part` where. `unit` says how it is printed: a rate and
    points (a difference of rates) are fractions here and hundredths in print.
    """

    name: str
    value: float
    n: int
    method: str
    part: str
    low: float | None = None
    high: float | None = None
    unit: Unit = "rate"

    def __post_init__(self):
        if (self.low is None) != (self.high is None):
            raise InputError(f"{self.name}: an interval needs both ends, got {self.low}, {self.high}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InputError(f"{self.name}: the interval [{self.low}, {self.high}] is upside down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer of one check: `code` (FR012), a title, what was found, in one plain sentence.

    `numbers` holds what the sentence rests on, as JSON values, so that nobody must parse prose.
    """

    code: str
    title: str
    status: Status
    sentence: str
    numbers: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        if not re.fullmatch(r"FR\d{3}", self.code):
            raise InputError(f"a finding's code is FR and three digits, got {self.code!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one step of a curation did with one record, or with one tag of it: nothing disappears silently.

    record: the record's id; reason: a code of the step's REASONS; subject: the tag, label or other record
    that it is about, empty for the record itself; number: what the decision rests on, if there is one.
    """

    record: str
    step: str
    kept: bool
    reason: str
    subject: str = ""
    number: float | None = None

    def __post_init__(self):
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.reason):
            raise InputError(f"{self.step}: a reason is a code as 'not-a-picture', got {self.reason!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """One row of a training curve.

    Accuracies and losses (mean NLL, nats) come from evaluation passes: weights frozen, dropout and
    augmentation off, so that train and val are measured alike. `n_train` and `n_val` are the
    numbers of images in these passes. `running_accuracy` is what most trainers print for train
    instead: the mean over the epoch's batches while it learned, dropout and augmentation on.
    """

    epoch: int
    train_loss: float
    train_accuracy: float
    val_loss: float
    val_accuracy: float
    n_train: int
    n_val: int
    seconds: float
    chosen: bool = False
    running_accuracy: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One line of the ledger: somebody looked at the test part."""

    when: str
    who: str
    data: str
    model: str
    model_fingerprint: str
    why: str
