"""Croissant: metadata by which search engines and machine-learning tools find and load a data set.

The description is JSON-LD after the Croissant format 1.0 (http://mlcommons.org/croissant/1.0). Of a
published set it names each file with its digest, and the classes; of a folder that was exported to
Parquet also the records, so that a Croissant reader yields pictures and labels.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fittingroom.data.image_folder import PART_FOLDERS
from fittingroom.data.published import RemoteFile
from fittingroom.files import sha256_file
from fittingroom.types import Card

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
PARQUET = "application/x-parquet"
SPDX = ("MIT", "CC0-1.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-4.0", "Apache-2.0", "BSD-3-Clause")
"""Licences that data sets come under, by their identifiers on https://spdx.org/licenses/."""

_TERMS = (
    "citeAs",
    "column",
    "equivalentProperty",
    "extract",
    "field",
    "fileObject",
    "fileProperty",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)
CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "conformsTo": "dct:conformsTo",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
        **{term: f"cr:{term}" for term in _TERMS},
    }
)
"""The @context that the format prescribes."""


def croissant(
    card: Card,
    *,
    files: Sequence[RemoteFile] = (),
    address: str = "",
    folder: Path | None = None,
    date: str | None = None,
) -> dict[str, Any]:
    """Describe a data set as Croissant JSON-LD, ready for json.dumps.

    Of a published set, give its `files` and the base `address` that serves them; files that are known
    by their uncompressed payload are named relative to the description, since each mirror packs them
    differently. With `folder`, the Parquet files of an export (data/*.parquet) are described instead,
    with one set of records per part; save the result in that folder. date: when it was published, as
    2017-08-28 or 2017, the empty text for unknown; unless given, the year in the citation, else the day on
    which the files were written, else today.
    """
    tables = sorted(Path(folder, "data").glob("*.parquet")) if folder else []
    distribution = (
        [_exported(table) for table in tables] if folder else [_published(f, address) for f in files]
    )
    described = {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": card.name,
        "description": description(card),
        "license": licence_address(card.licence),
        "citeAs": card.citation,
        "datePublished": _date(card, tables) if date is None else date,
        "version": _version(card.version),
        "keywords": ["image classification", *card.classes],
        "distribution": distribution,
        "recordSet": [_classes(card.classes), *_records(tables)],
    }
    if not described["datePublished"]:
        del described["datePublished"]
    if card.source.startswith(("http://", "https://")):
        described["url"] = card.source.split()[0]
    return described


def json_text(described: Mapping[str, Any]) -> str:
    """A description as the text of a JSON file."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def description(card: Card) -> str:
    """One paragraph: how many images of how many classes, and the card's notes."""
    counts = " and ".join(f"{n:,} {part}" for part, n in card.counts.items())
    about = f"{card.name}: {counts} images of {len(card.classes)} classes, one label each."
    about += f" Licence: {card.licence}."
    if card.version != "unversioned":
        about += f" Version: {card.version}."
    return " ".join([about, *(f"{note[0].upper()}{note[1:].rstrip('.')}." for note in card.notes if note)])


def spdx(licence: str) -> str | None:
    """The SPDX identifier of a licence given in words, or None if it is not one of `SPDX`."""
    plain = re.sub(r"[^a-z0-9.]+", "-", licence.lower()) + "-"
    return next((known for known in SPDX if plain.startswith(f"{known.lower()}-")), None)


def licence_address(licence: str) -> str:
    """The page of the licence where it is a known one, else its text."""
    known = spdx(licence)
    return f"https://spdx.org/licenses/{known}" if known else licence


def _date(card: Card, tables: Sequence[Path]) -> str:
    """The year in the citation; else the day on which the files were written, else today."""
    if year := re.search(r"\b(19|20)\d\d\b(?!\.\d)", card.citation):
        return year[0]
    written = max((file.stat().st_mtime for file in tables), default=None)
    day = datetime.now(UTC) if written is None else datetime.fromtimestamp(written, UTC)
    return day.date().isoformat()


def _version(version: str) -> str:
    """A semantic version, as the format wants; other words go where it allows free text."""
    if re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){0,2}", version):
        return version
    return f"0.0.0+{re.sub('[^0-9A-Za-z]+', '-', version).strip('-')}"


def _published(file: RemoteFile, address: str) -> dict[str, Any]:
    if file.of == "container":
        return file_object(file.name, address + file.name, file.sha256, file.size)
    name = file.name.removesuffix(".gz")
    return file_object(name, name, file.sha256, file.size)


def _exported(table: Path) -> dict[str, Any]:
    name = f"data/{table.name}"
    return file_object(name, name, sha256_file(table), table.stat().st_size)


def file_object(name: str, address: str, digest: str, size: int) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": Path(name).name,
        "contentUrl": address,
        "contentSize": f"{size} B",
        "encodingFormat": _media_type(name),
        "sha256": digest,
    }


def _media_type(name: str) -> str:
    known = {
        ".parquet": PARQUET,
        ".gz": "application/gzip",
        ".tgz": "application/gzip",
        ".zip": "application/zip",
    }
    return known.get(Path(name).suffix, "application/octet-stream")


def _classes(classes: Sequence[str]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": "classes",
        "name": "classes",
        "description": "The number and the name of each class.",
        "dataType": "sc:Enumeration",
        "key": {"@id": "classes/label"},
        "field": [field("classes/label", "sc:Integer"), field("classes/name", "sc:Text")],
        "data": [{"classes/label": number, "classes/name": name} for number, name in enumerate(classes)],
    }


def _records(tables: Sequence[Path]) -> list[dict[str, Any]]:
    """A record set per table: named for its part, or for its file if a part has several."""
    parts = [PART_FOLDERS.get(table.name.split("-")[0], "train") for table in tables]
    names = parts if len(set(parts)) == len(parts) else [table.stem for table in tables]
    return [
        {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": f"One record an image, from {table.name}.",
            "field": [
                _column(name, table, "image", "sc:ImageObject", transform={"jsonPath": "bytes"}),
                _column(name, table, "label", "sc:Integer", references={"field": {"@id": "classes/label"}}),
                _column(name, table, "id", "sc:Text"),
            ],
        }
        for name, table in zip(names, tables, strict=True)
    ]


def _column(
    record: str,
    table: Path,
    column: str,
    kind: str,
    *,
    transform: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    source: dict[str, Any] = {"fileObject": {"@id": f"data/{table.name}"}, "extract": {"column": column}}
    if transform:
        source["transform"] = transform
    return {**field(f"{record}/{column}", kind), "source": source, **more}


def field(name: str, kind: str) -> dict[str, Any]:
    return {"@type": "cr:Field", "@id": name, "name": name.rsplit("/", 1)[-1], "dataType": kind}
