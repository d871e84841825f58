"""Predictions made elsewhere as rows of the table: unverified until a given command makes them again."""

import dataclasses
import shlex
import subprocess

import numpy as np

from fittingroom.data.predictions import read_predictions
from fittingroom.errors import InputError
from fittingroom.files import temporary_folder
from fittingroom.studies.benchmark.answering import stamp
from fittingroom.studies.benchmark.question import identity
from fittingroom.studies.benchmark.result import HANDED_IN, REPRODUCED, RUN_HERE, Mode, Result, as_kept
from fittingroom.studies.benchmark.scoring import score
from fittingroom.studies.benchmark.store import Store
from fittingroom.types import Dataset, Predictions

OUT = "{out}"
"""Where in a command the path stands at which it must write its predictions."""


def join(
    store: Store, data: Dataset, said: Predictions, *, name: str, command: str = "", mode: Mode = "paper"
) -> Result:
    """Add predictions about the test part as a row of this name, unverified; returns it with its accuracy.

    What was handed in before under this name, for these data, this mode and seed, gives way. command: what
    makes the predictions again, with `{out}` for the path at which it writes them; see `reproduce`. Raises
    InputError for another part, and a name that one of the paper's rows has.
    """
    from fittingroom.studies.benchmark.grid import configurations

    if said.part != "test":
        raise InputError(f"the table is about the test part, these predictions are about {said.part}")
    if not name or name in {row.name for row in configurations()}:
        raise InputError(f"a row handed in needs a name of its own, got {name!r}")
    if command and OUT not in command:
        raise InputError(f"a command must say with {OUT} where it writes its predictions, got {command!r}")
    result = Result(
        configuration=name,
        data=identity(data),
        data_name=data.card.name,
        seed=said.seed or 0,
        mode=mode,
        asked="test",
        engine="handed in",
        ended="ok",
        group=name,
        equivalence="different algorithm",
        labels=as_kept(said.answers, len(data.card.classes)),
        source=f"{HANDED_IN}{command or 'without a command'}",
        made=stamp()["made"],
    )
    before = _handed_in(store, data, name, mode)
    store.add([result])
    store.remove([other.key for other in before if other.seed == result.seed and other.key != result.key])
    return score(store, [data], [result])[0]


def reproduce(store: Store, data: Dataset, *, name: str, mode: Mode = "paper") -> Result:
    """Run the command that was handed in with a row; the row is verified if the labels are all the same.

    The command runs in a new empty folder, without a shell. Raises InputError where there is no such row or
    command, it fails, or makes other labels.
    """
    found = _handed_in(store, data, name, mode)
    if not found:
        raise InputError(f"no row {name!r} was handed in for {data.card.name}, mode {mode}")
    row = max(found, key=lambda result: result.made)
    command = row.source.removeprefix(HANDED_IN).removeprefix(REPRODUCED)
    if OUT not in command:
        raise InputError(f"row {name!r} was handed in without a command that makes it again")
    made = _made(data, command)
    if differ := int((made != row.labels).sum()):
        raise InputError(f"{command} made other labels for {differ} of {len(made)} test images: {name} stays")
    verified = dataclasses.replace(row, source=f"{REPRODUCED}{command}")
    store.add([verified])
    store.remove([row.key] if row.key != verified.key else [])
    return verified


def _handed_in(store: Store, data: Dataset, name: str, mode: Mode) -> list[Result]:
    return [
        result
        for result in store.results()
        if (result.configuration, result.data, result.mode) == (name, identity(data), mode)
        and result.source != RUN_HERE
    ]


def _made(data: Dataset, command: str) -> np.ndarray:
    with temporary_folder("fittingroom-reproduce") as folder:
        out = folder / "predictions.csv"
        words = [word.replace(OUT, str(out)) for word in shlex.split(command)]
        try:
            done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        except OSError as error:
            raise InputError(f"{command} cannot be run: {error.strerror}") from error
        if done.returncode or not out.exists():
            last = (done.stderr.strip().splitlines() or ["it printed nothing"])[-1]
            raise InputError(f"{command} ended with {done.returncode} and wrote no predictions: {last}")
        return read_predictions(out, data, part="test").answers
