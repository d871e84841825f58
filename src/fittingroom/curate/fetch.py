"""Pictures behind URLs become files of the work folder, and what was fetched is not asked for again.

A partition is a Parquet file with a line for each of its URLs, also those that came to nothing. So a later
run knows what to ask for once more, and where a picture lies does not depend on which others came.
"""

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import islice, repeat
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate.asking import Settings, asked
from fittingroom.curate.catalogue import AT_ONCE
from fittingroom.curate.pictures import FETCHED
from fittingroom.curate.records import Reasons, Told, decisions, left, with_column
from fittingroom.files import landing

STEP = "fetch"

REASONS: Reasons = {
    "bad-url": "what is written there is no URL, or no host can be called so",
    "not-allowed": "the URL is not http or https, or leads to an address that is not public",
    "no-host": "the host's name does not resolve",
    "no-connection": "the host cannot be reached, or answers nothing",
    "timeout": "no whole answer came in time",
    "cut-short": "the answer breaks off",
    "busy": "the server could not give the picture just then",
    "gone": "the server says that there is no such picture",
    "refused": "the server does not give the picture",
    "too-many-redirects": "the URL leads from one place to the next",
    "file-too-large": "the file is larger than a picture is",
    "not-a-picture": "what came is not a picture",
    "host-silent": "the host gave no answer so often in a row that it was not asked for the rest",
}

PASSING = frozenset({"no-host", "no-connection", "timeout", "cut-short", "busy", "host-silent"})
"""Reasons that may be others tomorrow: the same command asks again."""

LINES = pa.schema(
    [("row", pa.int64()), ("url", pa.string()), ("image", pa.binary()), ("reason", pa.string())]
)
"""image: the bytes, or null where a reason says why there are none."""

ASKED = b"asked"
"""Where a file keeps the settings by which its pictures were asked for."""


def is_url(image: str) -> bool:
    """Whether the place of a picture is an address, of whatever kind, rather than a path."""
    return "://" in image and not image.startswith("file://")


def fetch(table: pa.Table, settings: Settings, known: Path) -> tuple[pa.Table, pa.Table]:
    """Fetch the pictures of rows whose `image` is a URL; others pass. known: where they are to lie."""
    images, places = table["image"].to_pylist(), table["at"].to_pylist()
    wanted = [at for at, image in enumerate(images) if is_url(image)]
    if not wanted:
        return table, decisions(STEP, ())
    rows, ids = table["row"].to_pylist(), table["id"].to_pylist()
    name = f"from-{rows[0]:09d}.parquet"
    told: list[Told] = []
    outcomes = _kept(known / name, [rows[at] for at in wanted], [images[at] for at in wanted], settings)
    for line, (at, reason) in enumerate(zip(wanted, outcomes, strict=True)):
        images[at], places[at] = FETCHED + name, line
        if reason is not None:
            told.append((rows[at], ids[at], False, reason, "", None))
    table = with_column(table, "image", images, pa.string())
    table = with_column(table, "at", places, pa.int64())
    return left(table, [row for row, *_ in told]), decisions(STEP, told)


def forget_passing(parts: Sequence[Path], decided: Sequence[Path]) -> None:
    """Delete the tables of partitions in which a failure may have passed, so that these are asked for again.

    parts, decided: the step's tables and decisions; what was fetched well is not touched.
    """
    for path, told in zip(parts, decided, strict=True):
        if told.is_file() and PASSING.intersection(parquet.read_table(told)["reason"].to_pylist()):
            path.unlink(missing_ok=True)


def _kept(path: Path, rows: Sequence[int], urls: Sequence[str], settings: Settings) -> list[str | None]:
    """Write what came of some URLs, in earlier runs or in this one; returns why there is no picture."""
    reasons: list[str | None] = []
    settled = _settled(path, rows, urls, settings)
    outcomes = _outcomes(path, urls, settled, settings)
    schema = LINES.with_metadata({ASKED: json.dumps(asdict(settings))})
    with (
        landing(path) as beside,
        parquet.ParquetWriter(beside, schema, compression="none") as writer,
        closing(outcomes),
    ):
        for start in range(0, len(urls), AT_ONCE):
            some = list(islice(outcomes, AT_ONCE))
            pictures = [one if isinstance(one, bytes) else None for one in some]
            whys = [None if isinstance(one, bytes) else one for one in some]
            stop = start + AT_ONCE
            writer.write_table(pa.table([rows[start:stop], urls[start:stop], pictures, whys], schema=schema))
            reasons += whys
    return reasons


def _settled(path: Path, rows: Sequence[int], urls: Sequence[str], settings: Settings) -> list[bool]:
    """Which URLs an earlier run has answered for good.

    Under the same settings all but what may pass; under others the pictures, if these settings would have let
    each of them in.
    """
    nothing = [False] * len(urls)
    schema = parquet.read_schema(path) if path.is_file() else None
    if schema is None or schema.names != LINES.names:
        return nothing
    lines = parquet.read_table(path, columns=["row", "url", "reason"])
    then, now = json.loads((schema.metadata or {})[ASKED]), json.loads(json.dumps(asdict(settings)))
    if lines["row"].to_pylist() != rows or lines["url"].to_pylist() != urls:
        return nothing
    if not (set(then["allow"]) <= set(now["allow"]) and then["most_bytes"] <= now["most_bytes"]):
        return nothing
    open_again = PASSING if then == now else REASONS.keys()
    return [reason not in open_again for reason in lines["reason"].to_pylist()]


def _outcomes(
    path: Path, urls: Sequence[str], settled: Sequence[bool], settings: Settings
) -> Generator[bytes | str, None, None]:
    """The picture or the reason of each URL, in order: what lies there if that is settled, else asked for."""
    earlier = _lying(path) if any(settled) else repeat("")
    wanted = [url for url, known in zip(urls, settled, strict=True) if not known]
    with closing(asked(wanted, settings)) as fresh:
        for known, one in zip(settled, earlier, strict=False):
            found = one if known else next(fresh)
            yield found if isinstance(found, bytes | str) else found.reason


def _lying(path: Path) -> Iterator[bytes | str]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(AT_ONCE, columns=["image", "reason"]):
            for image, reason in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield image if reason is None else reason
