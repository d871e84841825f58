"""The numbers behind a finding, from JSON values to pairs of words and small tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fittingroom.reporting.format import anything, count

MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Records:
    """Several things of one kind, as words: one row each, the first ten; `rest` says how many there are."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: str


def pairs(numbers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of every number that is one, or a plain list of some."""
    return [(_spoken(key), anything(v)) for key, v in numbers.items() if not _listed(v)]


def tables(numbers: Mapping[str, Any]) -> list[Records]:
    """A table for each list of mappings and each mapping of mappings."""
    return [_records(_spoken(key), _listed(v)) for key, v in numbers.items() if _listed(v)]


def _listed(value: Any) -> Sequence[Mapping[str, Any]]:
    """The mappings that a value consists of; empty if it is anything else."""
    if isinstance(value, Mapping):
        inner = list(value.values())
        named = [{"": key, **v} for key, v in value.items() if isinstance(v, Mapping)]
        return named if len(named) == len(inner) else []
    if isinstance(value, list | tuple) and all(isinstance(v, Mapping) for v in value):
        return list(value)
    return []


def _records(title: str, mappings: Sequence[Mapping[str, Any]]) -> Records:
    columns = list(dict.fromkeys(key for mapping in mappings for key in mapping))
    rows = [
        tuple(anything(mapping[key]) if key in mapping else "" for key in columns)
        for mapping in mappings[:MOST_ROWS]
    ]
    rest = ""
    if len(mappings) > MOST_ROWS:
        rest = f"The first {MOST_ROWS} of {count(len(mappings))}; all are in the report saved as JSON."
    return Records(title, tuple(map(_spoken, columns)), tuple(rows), rest)


def _spoken(key: Any) -> str:
    return str(key).replace("_", " ")
