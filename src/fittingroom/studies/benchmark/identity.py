"""What tells a user's own estimator from another of the same name: its settings, and the code behind it.

Results are found again by it, so it is the same in every process: no address in memory, no order of a set.
"""

import dataclasses
import functools
import hashlib
import inspect
import json
import re
import sys
import sysconfig
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.files import fingerprint

INSTALLED = ("purelib", "platlib", "stdlib")
"""Where Python keeps code that a version tells apart."""

NAMED_BY_THE_ENGINE = "sklearn"
"""Its version is part of every result already."""


def identity(*things: object) -> str:
    """The versions of the packages that these things come from, and eight digits of how they were made.

    Of an estimator its settings count, of anything else that is called what it holds; of code that is not
    installed (a script, a module of the user's) the whole module, since a function calls others.
    """
    code: dict[str, Any] = {}
    told = [_told(thing, code) for thing in things]
    sources = [_source(thing) for _, thing in sorted(code.items())]
    digest = hashlib.sha256(json.dumps([told, sources]).encode()).hexdigest()[:8]
    return ", ".join([*_versions(code.values()), f"estimator {digest}"])


def same_estimator(one: str, other: str) -> bool:
    """Whether two texts that end with an identity mean one estimator, whatever the versions of packages."""
    return one.rpartition(", ")[2] == other.rpartition(", ")[2]


def _told(value: Any, code: dict[str, Any]) -> Any:
    """A value as JSON takes it; the classes and functions met on the way are put into `code`."""
    tell = functools.partial(_told, code=code)
    match value:
        case np.ndarray() if not value.dtype.hasobject:
            told = fingerprint(value)
        case dict():
            told = sorted([repr(key), tell(one)] for key, one in value.items())
        case list() | tuple():
            told = [tell(one) for one in value]
        case set() | frozenset():
            told = sorted(repr(one) for one in value)
        case functools.partial():
            told = [tell(value.func), tell(value.args), tell(value.keywords)]
        case _ if inspect.ismethod(value):
            told = [value.__name__, tell(value.__self__)]
        case _ if isinstance(value, type) or inspect.isroutine(value):
            told = f"{value.__module__}:{value.__qualname__}"
            code[told] = value
        case _ if (held := _held(value)) is not None:
            told = [tell(type(value)), tell(held)]
        case _:
            told = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))
    return told


def _held(value: Any) -> dict[str, Any] | None:
    """What an object was made with: an estimator's settings, a dataclass's fields, what a callable holds."""
    if hasattr(value, "get_params"):
        return value.get_params(deep=False)
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return vars(value) if callable(value) and hasattr(value, "__dict__") else None


def _source(thing: Any) -> str:
    """The text of the module that a class or function is from; empty where its package's version tells."""
    if _installed(thing):
        return ""
    try:
        file = inspect.getsourcefile(thing)
        return Path(file).read_text() if file and Path(file).exists() else inspect.getsource(thing)
    except (OSError, TypeError, UnicodeDecodeError):
        return ""  # typed at a prompt: its name is all that is known


def _installed(thing: Any) -> bool:
    module = sys.modules.get(thing.__module__ or "")
    file = getattr(module, "__file__", None)
    if file is None:
        return thing.__module__ != "__main__"  # part of Python itself
    return any(Path(file).is_relative_to(sysconfig.get_path(kind)) for kind in INSTALLED)


def _versions(code: Any) -> list[str]:
    tops = {thing.__module__.partition(".")[0] for thing in code if thing.__module__ and _installed(thing)}
    tops -= {NAMED_BY_THE_ENGINE, *sys.stdlib_module_names, *sys.builtin_module_names}
    known = packages_distributions() if tops else {}
    return sorted({f"{package} {version(package)}" for top in tops for package in known.get(top, ())})
