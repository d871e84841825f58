"""The simulated world that pretraining sees, and the three things that can be learned of its images."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from fittingroom.data.attributes import Group, LabelMap
from fittingroom.errors import InputError
from fittingroom.models.attributes.shards import Source, read_source, untold
from fittingroom.models.attributes.truth import Truth, joined, truth_of_table
from fittingroom.studies.transfer.arms import Kind
from fittingroom.studies.transfer.held import truth_of

CATEGORY = "category"
TEST_SHARE = 0.2
"""Of the world's products, for taking apart the "correct rate" on images that no network has learned."""


def make(folder: Path, *, products: int, size_px: int, workers: int | None, on: str) -> Path:
    """The world `wish` with more test images, made in `folder` as far as it is not there."""
    from fittingroom.simulate.world.making import make_world
    from fittingroom.simulate.world.settings import WORLDS

    wish = WORLDS["wish"]
    world = replace(wish, tagging=replace(wish.tagging, test_share=TEST_SHARE))
    make_world(folder, world, products=products, size_px=size_px, on=on, workers=workers)
    return folder


def simulated(world: Path, kind: Kind) -> Source:
    """The train part of a world with what a pretraining of this kind learns of it."""
    source = read_source(world, "train")
    if kind == "multi-label":
        return source
    if kind == "category":
        return replace(source, truth=only(source.truth, CATEGORY))
    if kind == "noisy":
        return replace(source, truth=tagged(source))
    raise InputError(f"a world has no pretraining {kind!r}: its three are multi-label, category and noisy")


def only(truth: Truth, group: str) -> Truth:
    """What is known of one group, and of no other label."""
    labels = truth.labels
    kept = np.array([label.group == group for label in labels.labels])
    at = [one.name for one in labels.groups].index(group)
    present = np.unpackbits(truth.present, axis=1, count=len(kept)).astype(bool)[:, kept]
    mine: Group = labels.groups[at]
    found = truth_of(present, truth.unknown[:, [at]], LabelMap(labels.of_group(group), (mine,)))
    return replace(found, not_applicable=truth.not_applicable[:, [at]])


def tagged(source: Source) -> Truth:
    """What the sellers' tags say, read by `curate`'s rules and not cleaned: errors, gaps, spam and all.

    Of a group of which a seller says nothing, nothing is known.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from fittingroom.curate.map_tags import Settings, map_tags
    from fittingroom.curate.taxonomy import read_taxonomy

    labels = source.truth.labels
    taxonomy, pieces = read_taxonomy(labels), []
    for at in np.unique(source.file):
        rows = source.row[source.file == at]
        table = pq.read_table(source.files[at], columns=["id", "tags"]).take(rows)
        table = table.append_column("row", pa.array(rows, pa.int64()))
        nothing = pa.array([[]] * len(rows), pa.list_(pa.string()))
        mapped = map_tags(table, Settings(), taxonomy)[0]
        for name in ("unknown", "not_applicable"):
            mapped = mapped.append_column(name, nothing)
        pieces.append(truth_of_table(mapped, labels, str(source.files[at])))
    return untold(joined(pieces))
