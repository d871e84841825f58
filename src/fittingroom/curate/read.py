"""Rows as a shop handed them over become working rows: texts that can be searched, tags, one id each.

Hostile texts (a title of a megabyte, control characters) are cut or cleaned, with a decision, never refused:
the picture beside them may be fine.
"""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute

from fittingroom.curate.catalogue import FAULT
from fittingroom.curate.records import LISTED, Reasons, Told, decisions, left
from fittingroom.curate.text_catalogue import split_tags

pc: Any = pyarrow.compute  # its functions are made when it is imported, unseen by type checkers

STEP = "read"

REASONS: Reasons = {
    "unreadable-line": "the line of the catalogue is not of its form, so nothing is known of this record",
    "no-image": "the record names no picture",
    "text-cut": "the text is longer than is read; the rest of it was left out",
    "control-characters": "characters that cannot be shown were replaced by spaces",
    "undecodable": "the text holds \ufffd: bytes that are no UTF-8; is the file in another encoding?",
    "tags-cut": "the record has more tags than are read; the others were left out",
    "tag-too-long": "a tag of this length is no tag",
}

DROPS = frozenset({"unreadable-line", "no-image"})

CONTROL = r"[\p{Cc}\p{Cf}\p{Co}]+"
"""Characters of control and format, and those of private use. (Surrogates cannot stand in UTF-8.)"""


REPLACED = "\ufffd"
"""What stands for bytes that are no UTF-8."""

MOST_OTHERS = 1_000
"""Characters of an id, of a product's, and of a seller's name, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Characters of a title, a description and a tag, and tags of a record, at most."""

    title: int = 2_000
    description: int = 20_000
    tag: int = 100
    tags: int = 100


def read(table: pa.Table, settings: Settings, _: None = None) -> tuple[pa.Table, pa.Table]:
    """Rows of `catalogue.listed` -> working rows of the schema LISTED, and what was changed or dropped."""
    told: list[Told] = []
    texts = _texts(table)
    table = _with_ids(texts)
    ids = table["id"].to_pylist()
    rows = table["row"].to_pylist()

    def tell(places: list[int], kept: bool, reason: str, subjects: list[str], numbers: list) -> None:
        told.extend(
            (rows[at], ids[at], kept, reason, subject, number)
            for at, subject, number in zip(places, subjects, numbers, strict=True)
        )

    columns = {name: table[name] for name in ("row", "id", "file", "at", "image")}
    for name in ("title", "description", "product_id", "seller"):
        most = {"title": settings.title, "description": settings.description}.get(name, MOST_OTHERS)
        columns[name] = _text(table[name], name, most, tell)
    _text(texts["id"], "id", MOST_OTHERS, tell)
    columns["tags"] = _tags(table, settings, tell)
    out = pa.table([columns[name] for name in LISTED.names], schema=LISTED)
    faults = table[FAULT].to_pylist() if FAULT in table.column_names else [""] * len(rows)
    faulty = [at for at, fault in enumerate(faults) if fault]
    tell(faulty, False, "unreadable-line", [""] * len(faulty), [None] * len(faulty))
    # Where pictures stand in the catalogue itself, the step that decodes them finds those that do not
    has_none = (
        _places(pc.equal(columns["image"], "")) if "image" in table.column_names and _named(table) else []
    )
    imageless = [at for at in has_none if not faults[at]]
    tell(imageless, False, "no-image", [""] * len(imageless), [None] * len(imageless))
    dropped = (rows[at] for at in [*faulty, *imageless])
    return left(out, dropped), decisions(STEP, told)


def _text(column: pa.ChunkedArray, name: str, most: int, tell) -> pa.ChunkedArray:
    """A column of text without what cannot be shown, at most so many characters long."""
    cleaned, changed = _cleaned(column)
    tell(changed, True, "control-characters", [name] * len(changed), [None] * len(changed))
    strange = _places(pc.match_substring(column, REPLACED))
    tell(strange, True, "undecodable", [name] * len(strange), [None] * len(strange))
    lengths = pc.utf8_length(cleaned)
    if long := _places(pc.greater(lengths, most)):
        sizes = [float(lengths[at].as_py()) for at in long]
        tell(long, True, "text-cut", [name] * len(long), sizes)
        cleaned = pc.utf8_slice_codeunits(cleaned, 0, most)
    return pc.utf8_trim_whitespace(cleaned)


def _named(table: pa.Table) -> bool:
    return table.schema.metadata is None or b"inside" not in table.schema.metadata


def _texts(table: pa.Table) -> pa.Table:
    """All columns of text as text, none as the empty one; absent columns as empty; images inside as "".

    The metadata `inside` says that the catalogue has no column of paths.
    """
    n = len(table)
    for name in ("id", "product_id", "title", "description", "seller", "image"):
        if name not in table.column_names:
            table = table.append_column(name, pa.array([""] * n, pa.string()))
            if name == "image":
                table = table.replace_schema_metadata({b"inside": b"yes"})
        else:
            column = table[name].cast(pa.string()).fill_null("")
            if name == "image":  # a path or an address is what it is, however odd
                column = pc.utf8_trim_whitespace(column)
            table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def _with_ids(table: pa.Table) -> pa.Table:
    """Ids as all decisions name them: cleaned and cut, a row's number where none is left of it."""
    told = pc.utf8_trim_whitespace(pc.utf8_slice_codeunits(_cleaned(table["id"])[0], 0, MOST_OTHERS))
    numbered = pc.binary_join_element_wise("row", table["row"].cast(pa.string()), "-")
    ids = pc.if_else(pc.equal(told, ""), numbered, told)
    return table.set_column(table.schema.get_field_index("id"), "id", ids)


def _cleaned(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, list[int]]:
    """The texts without control characters, and the places of those that had some (beyond line breaks)."""
    plain = pc.replace_substring_regex(column, r"[\t\r\n]+", " ")
    return pc.replace_substring_regex(plain, CONTROL, " "), _places(pc.match_substring_regex(plain, CONTROL))


def _tags(table: pa.Table, settings: Settings, tell) -> pa.Array:
    names = [name for name in table.column_names if name == "tags" or name.removeprefix("tags").isdigit()]
    several = len(names) > 1
    columns = [_lists(table[name], whole=several) for name in names]
    tags = [[tag for tag in chain.from_iterable(some) if tag] for some in zip(*columns, strict=True)] or [
        []
    ] * len(table)
    flat = pa.chunked_array([pa.array([tag for some in tags for tag in some], pa.string())])
    cleaned, changed = _cleaned(flat)
    found, owner = cleaned.to_pylist(), [at for at, some in enumerate(tags) for _ in some]
    tell(
        [owner[at] for at in changed],
        True,
        "control-characters",
        ["tags"] * len(changed),
        [None] * len(changed),
    )
    strange = [at for at, tag in zip(owner, found, strict=True) if REPLACED in tag]
    tell(strange, True, "undecodable", ["tags"] * len(strange), [None] * len(strange))
    out: list[list[str]] = [[] for _ in tags]
    for at, tag in zip(owner, found, strict=True):
        clean = " ".join(tag.split())
        if len(clean) > settings.tag:
            tell([at], False, "tag-too-long", [clean[:40] + "..."], [float(len(clean))])
        elif clean:
            out[at].append(clean)
    for at, some in enumerate(out):
        if len(some) > settings.tags:
            tell([at], True, "tags-cut", [""], [float(len(some))])
            del some[settings.tags :]
    return pa.array(out, pa.list_(pa.string()))


def _lists(column: pa.ChunkedArray, *, whole: bool) -> list[list[str]]:
    """Tags as lists: as they are, from a text that holds several, or (`whole`) one a column."""
    if pa.types.is_list(column.type):
        return [[str(tag) for tag in some if tag is not None] if some else [] for some in column.to_pylist()]
    texts = column.cast(pa.string()).fill_null("").to_pylist()
    return [[text] for text in texts] if whole else [split_tags(text) for text in texts]


def _places(mask: pa.ChunkedArray | pa.Array) -> list[int]:
    return pc.indices_nonzero(
        mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask
    ).to_pylist()
