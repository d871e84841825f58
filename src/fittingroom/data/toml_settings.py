"""Settings as TOML: a frozen dataclass whose parts are the file's sections, and a sentence on what is wrong.

The dataclass alone says what there is: its fields' types are what a value must be, its defaults hold for all
that a file leaves out.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from fittingroom.errors import InputError, did_you_mean

T = TypeVar("T")

ONE = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
MANY = {str: "texts", int: "whole numbers", float: "numbers", bool: "true or false"}


def settings_of(default: T, told: Mapping[str, Any], where: str, *, section: str = "") -> T:
    """The settings `default`, with what a file tells otherwise; `where` it was read, for messages.

    A field is a text, a number, true or false, a tuple of these, a table from names to one of these, or a
    dataclass, which is a section. A table in the file replaces the whole table. Raises InputError for
    everything else, and what the dataclasses raise.
    """
    kinds = get_type_hints(type(default))
    within = f" in [{section}]" if section else ""
    given = {}
    for key, value in told.items():
        if key not in kinds:
            hint = did_you_mean(key, kinds)
            raise InputError(f"{where}: the settings{within} are {', '.join(kinds)}, found {key!r}{hint}")
        if not is_dataclass(kinds[key]):
            given[key] = _value(kinds[key], value, where, key, within)
        elif isinstance(value, dict):
            given[key] = settings_of(getattr(default, key), value, where, section=key)
        else:
            raise InputError(f"{where}: {key} must be a section of settings, as in [{key}], found {value!r}")
    return replace(default, **given)  # pyright: ignore[reportArgumentType]


def settings_text(settings: Any) -> str:
    """Settings, every one of them, as TOML that `settings_of` takes back; None is left out."""
    told = {each.name: getattr(settings, each.name) for each in fields(settings)}
    blocks = [_lines({key: value for key, value in told.items() if not is_dataclass(value)})]
    for key, value in told.items():
        if is_dataclass(value):
            section = {each.name: getattr(value, each.name) for each in fields(value)}
            blocks.append([f"[{key}]", *_lines(section)])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _value(kind: Any, value: Any, where: str, key: str, within: str) -> Any:
    """A value as its field wants it."""
    if get_origin(kind) is UnionType:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_value(get_args(kind)[0], one, where, f"each of {key}", within) for one in value)
    if get_origin(kind) is Mapping and isinstance(value, dict) and value:
        one = get_args(kind)[1]
        return {name: _value(one, each, where, f"{key}.{name}", within) for name, each in value.items()}
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise InputError(f"{where}: {key}{within} must be {_called(kind)}, found {value!r}")
    return value


def _called(kind: Any, *, many: bool = False) -> str:
    if get_origin(kind) is tuple:
        return f"{'lists' if many else 'a list'} of {_called(get_args(kind)[0], many=True)}"
    if get_origin(kind) is Mapping:
        return f"a table of {_called(get_args(kind)[1], many=True)}"
    return (MANY if many else ONE)[kind]


def _lines(told: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in told.items() if value is not None]


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
