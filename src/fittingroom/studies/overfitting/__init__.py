"""Does it overfit? A study of one network under every usual factor, for any data set.

It answers, with measurements, the question of a well-known essay on Fashion-MNIST and a CNN.
"""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.errors import InputError
from fittingroom.studies.fewer import fewer
from fittingroom.studies.tryon import run_folder
from fittingroom.types import Dataset

if TYPE_CHECKING:
    from fittingroom.models.plain import MakeNetwork
    from fittingroom.reporting import Report
    from fittingroom.studies.overfitting.arms import Arm

HELD_OUT = {"val": 0.2, "cal": 0.0, "test": 0.15}
"""Shares of the published train part: a fifth is held out, as in the essay's second program."""

SEEDS = 3

QUICK_IMAGES, QUICK_SHARE = 6000, 0.3
"""A quick study learns so many images at most, for this share of the epochs."""


def overfitting(
    data: Dataset,
    *,
    seeds: int | None = None,
    quick: bool = False,
    network: "MakeNetwork | None" = None,
    arms: "Sequence[Arm] | None" = None,
    on: str = "cores",
    workers: int | None = None,
    folder: str | Path | None = None,
) -> "Report":
    """Find out what makes a network overfit `data`, arm by arm, each against the plain network.

    data: with the parts train, val and test; arms learn train. network: a function at the top level
    of a module, (height, width, channels), classes -> a torch module from float images (n, c, h, w)
    in 0..1 to logits (n, k): it takes the place of the plain network, and the arms about the network
    itself are left out. arms: a selection of `arms.ARMS`, or arms of your own. on, workers: where
    runs go side by side, see `fittingroom.jobs`. seeds: trainings of each arm, 3 unless told otherwise.
    quick: a rough look in minutes, marked as such, with one seed unless told otherwise.

    Every run is kept in `folder` (default runs/DATA/overfitting): the same call goes on after an
    interruption, and finished runs are never made twice. The test part is opened through the ledger,
    once for each model. Raises InputError for data without these parts, and unusable arguments.
    """
    from fittingroom.studies.overfitting.arms import ARMS
    from fittingroom.studies.overfitting.effects import results
    from fittingroom.studies.overfitting.outcomes import outcomes
    from fittingroom.studies.overfitting.page import page
    from fittingroom.studies.overfitting.runs import plan, train, trained
    from fittingroom.studies.side_by_side import tell_failures

    seeds = seeds if seeds is not None else 1 if quick else SEEDS
    if seeds < 1:
        raise InputError(f"a study needs at least 1 seed, asked for {seeds}")
    if missing := [part for part in ("train", "val", "test") if not len(data.rows(part))]:
        raise InputError(f"{data.card.name} has no part {', '.join(missing)}: divide it first")
    chosen = [arm for arm in arms or ARMS if not (network and arm.network)]
    if quick:
        data, chosen = fewer(data, QUICK_IMAGES), [shorter(arm, QUICK_SHARE) for arm in chosen]
    folder = Path(folder) if folder else default_folder(data, quick=quick)
    runs = plan(data, chosen, seeds=seeds, folder=folder, network=network)
    failed = train(data, runs, on=on, workers=workers, network=network)
    tell_failures(failed)
    if plain := [why for run, why in failed.items() if run.arm.name == "plain"]:
        raise InputError(f"the plain network, with which all is compared, could not be trained: {plain[0]}")
    found = outcomes(data, trained(runs, failed), network=network)
    groups = {
        part: data.part(part).groups if part != "test" else data.take(part).groups for part in ("val", "test")
    }
    return page(data, results(found, groups), failed, folder=folder, quick=quick)


def default_folder(data: Dataset, *, quick: bool) -> Path:
    """Where a study is kept unless told otherwise."""
    return run_folder(data, "overfitting-quick" if quick else "overfitting")


def shorter(arm: "Arm", share: float) -> "Arm":
    """The arm with a share of its epochs, at least one."""
    params = dataclasses.replace(arm.params, epochs=max(1, round(share * arm.params.epochs)))
    return dataclasses.replace(arm, params=params)
