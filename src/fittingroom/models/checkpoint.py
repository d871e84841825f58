"""Tensors and facts in one file, written in one step: a killed training finds the last whole epoch.

The format is safetensors, the facts are JSON in its header: reading one runs no code, as unpickling would.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.errors import DataError, InputError
from fittingroom.files import write_bytes

CHECKPOINT = "checkpoint.safetensors"


def write_checkpoint(path: Path, tensors: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
    """Write named arrays and JSON facts to `path`, atomically."""
    from safetensors.numpy import save

    contiguous = {name: np.require(array, requirements="C") for name, array in tensors.items()}
    write_bytes(path, save(contiguous, metadata={"facts": json.dumps(facts)}))


def read_checkpoint(path: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays and facts of a file by `write_checkpoint`. Raises DataError for a file that is none."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as stored:
            facts = json.loads((stored.metadata() or {})["facts"])
            return {name: stored.get_tensor(name) for name in stored.keys()}, facts  # noqa: SIM118
    except (SafetensorError, KeyError, json.JSONDecodeError) as error:
        raise DataError(f"{path} is not a model or checkpoint of fittingroom ({error}); remove it") from error


def refuse_another_run(found: Mapping[str, Any], asked: Mapping[str, Any], path: Path) -> None:
    """Raise InputError if the file at `path` belongs to a run with other params, seed or data."""
    asked = json.loads(json.dumps(asked))
    if other := [name for name in asked if found.get(name) != asked[name]]:
        raise InputError(
            f"{path} belongs to another run (its {', '.join(other)} differ): "
            "choose another folder, or remove that file to start anew"
        )
