"""One part of a world: pictures, what their sellers say of them, and the truth, as three Parquet files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from fittingroom.simulate.garments import VISIBLE, completed, draw, recoloured
from fittingroom.simulate.world import tags, texts
from fittingroom.simulate.world.annotators import answers, pool
from fittingroom.simulate.world.balance import Balance
from fittingroom.simulate.world.compatible import compatible
from fittingroom.simulate.world.copying import CHANCES, RECOLOURED, copied, encoded, kinds_of
from fittingroom.simulate.world.counted import choices, uniforms
from fittingroom.simulate.world.facts import facts
from fittingroom.simulate.world.layout import Layout, Rows, rows_of
from fittingroom.simulate.world.scenes import NONE, other_colours, scenes, tagged
from fittingroom.simulate.world.sellers import Seller, seller_numbers, sellers
from fittingroom.simulate.world.settings import World
from fittingroom.simulate.world.tables import GROUP_ROWS, parquet_bytes, table_of

PARTS = ("train", "val", "test")

KIND_CHANCES = 8


@dataclass(frozen=True)
class Task:
    """All that the parts of one world share."""

    world: World
    laid: Layout
    balanced: Balance
    size_px: int


@dataclass(frozen=True)
class Told:
    """A row: the names that are drawn, in which other colour; and as columns of the label map what its
    product is (after recolouring, the category first), what its seller means to tag, and all that is true."""

    kinds: tuple[str, ...]
    labels: tuple[str, ...]
    recolour: str | None
    scene: tuple[int, ...]
    meant: tuple[int, ...]
    truth: tuple[int, ...]
    richness: float


def make_part(task: Task, number: int) -> dict[str, bytes]:
    """The Parquet files of a part by the folder that they belong to: catalog, truth, answers."""
    every = task.laid.part(number)
    some = [every[start : start + GROUP_ROWS] for start in range(0, len(every), GROUP_ROWS)]
    tables = [_tables(task, rows_of(task.laid, rows)) for rows in some]
    return {folder: parquet_bytes([each[folder] for each in tables]) for folder in tables[0]}


def _tables(task: Task, rows: Rows) -> dict[str, pa.Table]:
    """The same for some rows."""
    laid, seed = task.laid, task.laid.seed
    part = parts_of(task.world, seed, rows.product)
    told = tell(task, rows, part)
    whose = seller_numbers(task.world, laid, rows)
    of_original = seller_numbers(task.world, laid, rows_of(laid, rows.original))
    people = sellers(task.world, seed, np.concatenate([whose, of_original]))
    said = _said(task, rows, told, [people[int(one)] for one in whose])
    quality = np.array([[people[int(one)].quality for one in some] for some in (of_original, whose)])
    images = _images(task, rows, told, quality)
    catalog = {
        "id": row_ids(rows.row),
        "product_id": [f"p{number:09d}" for number in rows.product_id.tolist()],
        **{what: said[what] for what in ("title", "description", "tags")},
        "image": images,
        "seller": [f"s{number:06d}" for number in whose.tolist()],
    }
    truth = _truth(rows, told, part) | {what: said[what] for what in ("tag_errors", "mentions")}
    asked = _answers(task, rows, told, part)
    columns = {"catalog": catalog, "truth": truth, "answers": asked}
    return {folder: table_of(folder, content) for folder, content in columns.items()}


def row_ids(rows: np.ndarray) -> list[str]:
    """What rows are called in the catalogue."""
    return [f"{row:09d}" for row in rows.tolist()]


def parts_of(world: World, seed: int, products: np.ndarray) -> list[str]:
    """train, val or test of products (n,): how richly they are tagged, and whether annotators look at
    them.
    """
    val, test = world.tagging.val_share, world.tagging.test_share
    chance = uniforms(seed, "part", products, 1)[:, 0]
    return [PARTS[at] for at in choices(chance, np.array([1 - val - test, val, test]))]


def product_seed(seed: int, product: int) -> int:
    """The seed of a product's drawing."""
    return (seed << 34) + product


def tell(task: Task, rows: Rows, part: Sequence[str]) -> list[Told]:
    """What each row shows, and what its seller means to say of it."""
    seed, balanced, known = task.laid.seed, task.balanced, facts()
    drawn = scenes(balanced, seed, rows.product)
    kept, richness = tagged(drawn, balanced, seed, rows.listing, part)
    colours = other_colours(drawn, balanced, seed, np.maximum(rows.copy, 0)).tolist()
    columns = {name: column for column, name in enumerate(known.names)}
    told = []
    for at, (product, kinds) in enumerate(zip(rows.product.tolist(), _kinds(task, rows), strict=True)):
        slots, number = drawn.slots[at].tolist(), product_seed(seed, product)
        labels = tuple(known.names[column] for column in slots if column != NONE)
        truth = {columns[name] for name in completed(labels, number)}
        recolour = None
        if RECOLOURED in kinds:
            recolour = known.names[colours[at]]
            now = {columns[name] for name in recoloured(labels, number, recolour)}
            slots = [colours[at] if column in truth - now else column for column in slots]
            truth = now
        told.append(
            Told(
                kinds=kinds,
                labels=labels,
                recolour=recolour,
                scene=tuple(column for column in slots if column != NONE),
                meant=tuple(column for column, here in zip(slots, kept[at].tolist(), strict=True) if here),
                truth=tuple(sorted(truth)),
                richness=float(richness[at]),
            )
        )
    return told


def _kinds(task: Task, rows: Rows) -> list[tuple[str, ...]]:
    """Of what kinds each row is a copy; empty where it is none."""
    settings = task.world.copies
    chances = uniforms(task.laid.seed, "kinds", rows.copy, KIND_CHANCES).tolist()
    return [
        kinds_of(settings.kinds, settings.combined, some) if copy >= 0 else ()
        for copy, some in zip(rows.copy.tolist(), chances, strict=True)
    ]


def _said(task: Task, rows: Rows, told: Sequence[Told], people: Sequence[Seller]) -> dict[str, list[Any]]:
    """Titles, descriptions and tags, and the truth about them."""
    seed, world = task.laid.seed, task.world
    of_tags = uniforms(seed, "tags", rows.listing, tags.DRAWS).tolist()
    of_texts = uniforms(seed, "texts", rows.listing, texts.DRAWS).tolist()
    said: dict[str, list[Any]] = {
        name: [] for name in ("title", "description", "tags", "tag_errors", "mentions")
    }
    for one, seller, for_tags, for_texts in zip(told, people, of_tags, of_texts, strict=True):
        some, errors = tags.seller_tags(one.meant, one.scene, seller, world.sellers, for_tags)
        title, description, mentions = texts.seller_texts(one.scene, seller, world.texts, for_texts)
        values = (title, description, some, [error._asdict() for error in errors])
        for name, value in zip(said, (*values, [mention._asdict() for mention in mentions]), strict=True):
            said[name].append(value)
    return said


def _images(task: Task, rows: Rows, told: Sequence[Told], quality: np.ndarray) -> list[bytes]:
    """The pictures as JPEG; quality (2, n): of the picture that is copied, and of the copy."""
    chances = uniforms(task.laid.seed, "changes", rows.copy, CHANCES).tolist()
    images = []
    for at, one in enumerate(told):
        drawn = draw(
            one.labels,
            product=product_seed(task.laid.seed, int(rows.product[at])),
            view=int(rows.view[at]),
            size_px=task.size_px,
            recolour=one.recolour,
        )
        first = encoded(drawn, int(quality[0, at]))
        images.append(copied(first, one.kinds, int(quality[1, at]), chances[at]) if one.kinds else first)
    return images


def _truth(rows: Rows, told: Sequence[Told], part: Sequence[str]) -> dict[str, Any]:
    ids = facts().ids
    copy = (rows.copy >= 0).tolist()
    originals = row_ids(rows.original)
    return {
        "id": row_ids(rows.row),
        "product": rows.product,
        "part": list(part),
        "labels": [[ids[column] for column in one.truth] for one in told],
        "unknown": [[] for _ in told],
        "not_applicable": [_not_applicable(one) for one in told],
        "tagged": [sorted(ids[column] for column in one.meant) for one in told],
        "copy_of": [original if is_copy else None for original, is_copy in zip(originals, copy, strict=True)],
        "copy_kind": ["+".join(one.kinds) or None for one in told],
        "view": rows.view,
        "richness": [one.richness for one in told],
    }


def _not_applicable(one: Told) -> list[str]:
    """Groups that a row's kind of garment does not have, as shoes have no sleeves."""
    opens = compatible().opens[facts().siblings["category"].index(one.scene[0])]
    return [] if opens else ["neckline", "sleeve"]


def _answers(task: Task, rows: Rows, told: Sequence[Told], part: Sequence[str]) -> dict[str, Any]:
    """What annotators say of the rows of val and test."""
    known, settings, seed = facts(), task.world.annotators, task.laid.seed
    asked = np.array([at for at, name in enumerate(part) if name != "train"], np.int64)
    shape = (len(asked), len(known.ids))
    truth, possible = np.zeros(shape, bool), np.ones(shape, bool)
    for number, at in enumerate(asked):
        truth[number, list(told[at].truth)] = True
        for group in _not_applicable(told[at]):
            possible[number, list(known.siblings[group])] = False
    seen = np.array([name in VISIBLE for name in known.names])
    found = answers(
        pool(settings, seed), settings, rows.row[asked], seed=seed, truth=truth, possible=possible, seen=seen
    )
    ids = np.array(known.ids)
    return {
        "id": row_ids(rows.row[asked][found.at]),
        "annotator": [f"a{number:03d}" for number in found.annotator.tolist()],
        "labels": [ids[np.flatnonzero(said)].tolist() for said in found.labels],
        "discarded": found.discarded,
    }
