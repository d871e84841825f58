"""The README.md of a data set folder, as data set hubs read it: YAML in front, words below.

With it, `datasets.load_dataset(folder)` knows parts and columns before it opens a table. The YAML
is written by hand, since each JSON value is also a YAML value.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fittingroom.data.croissant import description, spdx
from fittingroom.types import Card

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
"""The size words of the hub's search, each up to a number of images."""


def hub_card(
    card: Card, columns: Mapping[str, Any], rows: Mapping[str, int], folder: Path, sizes: Mapping[str, int]
) -> str:
    """The text of README.md for `folder`, into which data/PART-*.parquet have been written.

    columns: see `features`; rows: part -> number of its rows; sizes: part -> bytes of its columns in memory.
    """
    front = _front_matter(card, columns, rows, folder, sizes)
    return "\n".join(["---", *front, "---", "", card_markdown(card)])


def _front_matter(
    card: Card, columns: Mapping[str, Any], rows: Mapping[str, int], folder: Path, sizes: Mapping[str, int]
) -> list[str]:
    tables = {part: sorted(Path(folder, "data").glob(f"{part}-*.parquet")) for part in sizes}
    lines = [
        *licence_lines(card.licence),
        f"pretty_name: {yaml_text(card.name)}",
        "task_categories:",
        "- image-classification",
        "size_categories:",
        f"- {next((word for most, word in SIZES if sum(rows.values()) < most), 'n>1M')}",
        "dataset_info:",
        "  features:",
    ]
    for name, feature in columns.items():
        lines += [f"  - name: {name}", *_feature(feature)]
    lines.append("  splits:")
    for part, size in sizes.items():
        lines += [f"  - name: {part}", f"    num_bytes: {size}", f"    num_examples: {rows[part]}"]
    download = sum(table.stat().st_size for found in tables.values() for table in found)
    lines += [f"  download_size: {download}", f"  dataset_size: {sum(sizes.values())}"]
    lines += ["configs:", "- config_name: default", "  data_files:"]
    for part in sizes:
        lines += [f"  - split: {part}", f"    path: data/{part}-*"]
    return lines


def licence_lines(licence: str) -> list[str]:
    if known := spdx(licence):
        return [f"license: {known.lower()}"]
    if licence.startswith("not stated"):
        return ["license: unknown"]
    return ["license: other", f"license_name: {re.sub('[^a-z0-9.]+', '-', licence.lower()).strip('-')}"]


def _feature(feature: Mapping[str, Any]) -> list[str]:
    if feature["_type"] == "ClassLabel":
        names = [f"          '{number}': {yaml_text(name)}" for number, name in enumerate(feature["names"])]
        return ["    dtype:", "      class_label:", "        names:", *names]
    return [f"    dtype: {'image' if feature['_type'] == 'Image' else feature['dtype']}"]


def card_markdown(card: Card) -> str:
    """A card in Markdown: what is known of a data set, for people."""
    lines = [f"# {card.name}", "", description(card), ""]
    lines += ["| | |", "|---|---|"]
    about = {
        "version": card.version,
        "licence": card.licence,
        "source": card.source,
        "citation": card.citation,
    }
    lines += [f"| {what} | {value.replace('|', chr(92) + '|')} |" for what, value in about.items()]
    if noise := card.label_noise:
        lines += [
            "",
            f"Between {noise.low:.2%} and {noise.high:.2%} of the test labels are wrong ({noise.source}).",
        ]
    lines += ["", "| number | class |", "|---:|---|"]
    lines += [
        f"| {number} | {name.replace('|', chr(92) + '|')} |" for number, name in enumerate(card.classes)
    ]
    return "\n".join([*lines, ""])


def yaml_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
