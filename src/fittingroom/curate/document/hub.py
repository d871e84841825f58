"""A card and Croissant metadata for a set's own Parquet, so that others find and load it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fittingroom.curate.document.contents import Contents, contents
from fittingroom.curate.document.tally import table_1
from fittingroom.data.croissant import CONFORMS_TO, CONTEXT, field, file_object, json_text, licence_address
from fittingroom.data.hub_card import SIZES, licence_lines, yaml_text
from fittingroom.data.label_table import FEW, MANY, tail
from fittingroom.files import sha256_file, write_text

COLUMNS: Mapping[str, str] = {
    "id": "the record's id in the catalogue, which need not be unique",
    "row": "its place in the catalogue, which is",
    "product_id": "the product; several pictures may show one",
    "image": "the picture, as JPEG",
    "labels": "ids of the labels that are present",
    "unknown": "groups of which nobody said anything: not listed is not absent there",
    "not_applicable": "groups that do not apply, as sleeves of a shoe",
    "leak_group": "pictures of one number are copies or views of one thing; none crosses a part",
}


def write_card(folder: Path) -> Path:
    """Write README.md and croissant.json into a finished set; returns where the card lies."""
    found = contents(folder)
    write_text(folder / "croissant.json", json_text(croissant(found)))
    write_text(folder / "README.md", card(found))
    return folder / "README.md"


def about(found: Contents, key: str) -> str:
    """What set.json says of a key of its card; "not stated" where it says nothing."""
    return str(found.about.get("card", {}).get(key) or "not stated")


def name(found: Contents) -> str:
    """What the set is called."""
    given = about(found, "name")
    return found.folder.resolve().name if given == "not stated" else given


def described(found: Contents) -> str:
    """The set in one paragraph."""
    counts = ", ".join(f"{one.rows:,} {part}" for part, one in found.parts.items())
    ends = tail(found.whole.of_label)
    simulated = "Simulated: drawn garments whose truth is known, no photographs. " if found.simulated else ""
    return (
        f"{simulated}{counts} images with {len(found.labels.labels)} labels in {len(found.labels.groups)} "
        f"groups, {found.whole.labels_per_row:.2f} labels an image; {ends.few} labels stand on fewer than "
        f"{FEW} images, {ends.many} on more than {MANY:,}. What is not listed may be unknown."
    )


def card(found: Contents) -> str:
    """README.md: YAML in front as data set hubs read it, words and Table 1 below."""
    total = found.whole.rows
    front = [
        "---",
        *licence_lines(about(found, "licence")),
        f"pretty_name: {yaml_text(name(found))}",
        "task_categories:",
        "- image-classification",
        "task_ids:",
        "- multi-label-image-classification",
        "size_categories:",
        f"- {next((word for most, word in SIZES if total < most), 'n>1M')}",
        "configs:",
        "- config_name: default",
        "  data_files:",
    ]
    for part in found.parts:
        front += [f"  - split: {part}", f"    path: part/{part}-*"]
    words = ["---", "", f"# {name(found)}", "", described(found), "", "| column | |", "|---|---|"]
    words += [f"| {column} | {text} |" for column, text in COLUMNS.items()]
    words += [
        "",
        "| group | labels an image | classes | #Label | #Image | coverage |",
        "|---|---|---:|---:|---:|---:|",
    ]
    words += [
        f"| {one.group} | {'one' if one.exclusive else 'several'} | {one.classes} | {one.labels:,} "
        f"| {one.images:,} | {one.coverage:.1%} |"
        for one in table_1(found.whole)
    ]
    words += ["", "| what | |", "|---|---|"]
    words += [
        f"| {key} | {_cell(about(found, key))} |" for key in ("version", "licence", "source", "citation")
    ]
    words += ["", "How it came about, with every decision: `document.html` and `decisions/`.", ""]
    words += ["| label | group | name | images |", "|---:|---|---|---:|"]
    words += [
        f"| {label.id} | {_cell(label.group)} | {_cell(label.name)} | {int(n):,} |"
        for label, n in zip(found.labels.labels, found.whole.of_label, strict=True)
    ]
    return "\n".join([*front, *words, ""])


def croissant(found: Contents) -> dict[str, Any]:
    """The set as Croissant 1.0: each Parquet file with its records, and the labels as a table."""
    folder = found.folder / "part"
    tables = [(part, file) for part in found.parts for file in sorted(folder.glob(f"{part}-*.parquet"))]
    given = {key: about(found, key) for key in ("licence", "citation", "version", "source")}
    return {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": name(found),
        "description": described(found),
        "license": licence_address(given["licence"]),
        "citeAs": given["citation"],
        "version": given["version"] if given["version"] != "not stated" else "1.0.0",
        "datePublished": _day(found),
        **({"url": given["source"]} if given["source"].startswith("http") else {}),
        "keywords": ["image classification", "multi-label", *(group.name for group in found.labels.groups)],
        "distribution": [
            file_object(f"part/{file.name}", f"part/{file.name}", sha256_file(file), file.stat().st_size)
            for _, file in tables
        ],
        "recordSet": [_labels(found), *(_records(part, file, tables) for part, file in tables)],
    }


def _day(found: Contents) -> str:
    """The day on which the set was finished, as 2017-08-28."""
    return datetime.fromtimestamp((found.folder / "set.json").stat().st_mtime, UTC).date().isoformat()


def _labels(found: Contents) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": "labels",
        "name": "labels",
        "description": "The id, the name and the group of each label.",
        "dataType": "sc:Enumeration",
        "key": {"@id": "labels/id"},
        "field": [
            field("labels/id", "sc:Integer"),
            field("labels/name", "sc:Text"),
            field("labels/group", "sc:Text"),
        ],
        "data": [
            {"labels/id": one.id, "labels/name": one.name, "labels/group": one.group}
            for one in found.labels.labels
        ],
    }


def _records(part: str, file: Path, tables: Sequence[tuple[str, Path]]) -> dict[str, Any]:
    """A set of records: named for its part, or for its file if the part has several."""
    record = part if sum(part == other for other, _ in tables) == 1 else file.stem
    plain = [(column, "sc:Text") for column in ("id", "product_id")]
    plain += [(column, "sc:Integer") for column in ("row", "leak_group")]
    # labels are ids of the record set "labels", but a list cannot refer to it: readers fail to join one
    lists = [("labels", "sc:Integer"), ("unknown", "sc:Text"), ("not_applicable", "sc:Text")]
    fields = [_column(record, file, column, kind) for column, kind in [*plain, ("image", "sc:ImageObject")]]
    fields += [_column(record, file, column, kind, repeated=True) for column, kind in lists]
    return {
        "@type": "cr:RecordSet",
        "@id": record,
        "name": record,
        "description": f"One record an image, from {file.name}.",
        "field": fields,
    }


def _column(record: str, file: Path, column: str, kind: str, **more: Any) -> dict[str, Any]:
    source = {"fileObject": {"@id": f"part/{file.name}"}, "extract": {"column": column}}
    return {**field(f"{record}/{column}", kind), "source": source, **more}


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
