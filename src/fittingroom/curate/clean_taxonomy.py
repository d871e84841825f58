"""What says nothing of one picture's looks goes: sizes, coarse words above several labels, chosen labels.

The paper dropped a whole group (size) and nine coarse concepts by hand (Guo et al. 2019, section 3.1); here
they are sections of the file of synonyms, and `told_apart` reports what the data say of the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.records import Reasons, Told, decisions, with_column
from fittingroom.curate.taxonomy import Taxonomy

STEP = "clean"

REASONS: Reasons = {
    "size": "sizes cannot be seen in a picture",
    "coarse": "the word stands above several labels and names none of them",
    "left-out": "the recipe leaves this label out",
    "parent": "a kind of this label is there too, and says more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """keep_parents: leave "Dresses" beside "Casual Dresses", although their group is exclusive."""

    keep_parents: bool = False


def clean_taxonomy(table: pa.Table, settings: Settings, known: Taxonomy) -> tuple[pa.Table, pa.Table]:
    """Drops what REASONS names from `labels`, and the column `words` altogether."""
    told: list[Told] = []
    names, gone = known.labels.by_id, set(known.drop)
    kept: list[list[int]] = []
    columns = (table[name].to_pylist() for name in ("row", "id", "labels", "words"))
    for row, record, labels, words in zip(*columns, strict=True):
        for word in words:
            kind, _, what = word.partition(":")
            told.append((row, record, False, kind, what, None))
        out = [label for label in labels if label not in gone]
        told.extend(
            (row, record, False, "left-out", names[label].name, None) for label in labels if label in gone
        )
        if not settings.keep_parents:
            above = parents_among(out, known)
            told.extend(
                (row, record, False, "parent", names[label].name, None) for label in out if label in above
            )
            out = [label for label in out if label not in above]
        kept.append(out)
    return with_column(table, "labels", kept, LABELS).drop_columns(["words"]), decisions(STEP, told)


def parents_among(labels: list[int], known: Taxonomy) -> set[int]:
    """Those of some labels of which another is a kind, within exclusive groups."""
    above: set[int] = set()
    for label in labels:
        if known.group[label] in known.exclusive:
            above |= known.above[label]
    return above & set(labels)


def together(labels: pa.ChunkedArray, known: Taxonomy) -> np.ndarray:
    """How often labels stand together, (k, k) int64 by the map's columns; additive over partitions."""
    flat = labels.combine_chunks()
    columns = np.full(1 + max(known.group), -1)
    columns[known.labels.ids] = np.arange(len(known.labels.labels))
    lengths = np.diff(flat.offsets.to_numpy())
    owner = np.repeat(np.arange(len(flat)), lengths)
    from scipy.sparse import csr_array

    place = columns[flat.flatten().to_numpy()]
    shape = (len(flat), len(known.labels.labels))
    present = csr_array((np.ones(len(place), np.int64), (owner, place)), shape=shape)
    return (present.T @ present).toarray()


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two labels of an exclusive group that records have both: how many, and the share of the rarer one's."""

    group: str
    first: str
    second: str
    both: int
    share: float
    related: bool


def told_apart(counts: np.ndarray, known: Taxonomy, *, least: int = 1) -> Iterator[Overlap]:
    """Where single-choice groups do not exclude each other in the data, the most frequent first.

    counts: of `together`. related: the map itself makes one a kind of the other, so that the published map's
    group is not exclusive (Dresses and Casual Dresses), whatever sellers do.
    """
    found = []
    for group in sorted(known.exclusive):
        some = [(place, label) for place, label in enumerate(known.labels.labels) if label.group == group]
        for i, (a, first) in enumerate(some):
            for b, second in some[i + 1 :]:
                if (both := int(counts[a, b])) >= least:
                    rarer = int(min(counts[a, a], counts[b, b]))
                    related = second.id in known.above[first.id] or first.id in known.above[second.id]
                    found.append(Overlap(group, first.name, second.name, both, both / rarer, related))
    yield from sorted(found, key=lambda overlap: (-overlap.both, overlap.first, overlap.second))
