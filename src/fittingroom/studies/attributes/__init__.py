"""What is learned from sellers' noisy tags, and what each means against noise is worth: a simulated world.

The layouts of Table 3 and Figure 4 of Guo et al. 2019, and a ladder from label frequencies to the oracle. All
numbers are simulated: docs/attributes-study.md says what they support, and what they do not.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.errors import InputError
from fittingroom.files import write_text

if TYPE_CHECKING:
    from fittingroom.reporting import Report
    from fittingroom.studies.attributes.settings import Settings


def attributes(
    settings: "Settings",
    folder: Path,
    *,
    world: Path | None = None,
    arms: Sequence[str] | None = None,
    device: str | None = "cpu",
    workers: int | None = None,
    quick: bool = False,
) -> "Report":
    """Make a world and curate it, train every arm with every seed, and report what each rung is worth.

    world: a finished one to use instead; arms: names to train, with those that they are compared with (all);
    device: cpu, where runs go side by side on `workers` cores, or cuda, one after another. Everything is kept
    in `folder`: the same call goes on after an interruption, and nothing is made, trained or asked twice.
    Test opens through the ledger, once for each model, when all training is over. Raises InputError for
    unknown names, and where the paper's arm could not be trained.
    """
    from fittingroom.models.attributes import networks
    from fittingroom.models.attributes.gallery import gallery_folder
    from fittingroom.studies.attributes.arms import PAPER, planned
    from fittingroom.studies.attributes.lessons import lessons
    from fittingroom.studies.attributes.looking import sheet
    from fittingroom.studies.attributes.making import make
    from fittingroom.studies.attributes.page import page
    from fittingroom.studies.attributes.runs import Material, ask, plan, train
    from fittingroom.studies.side_by_side import alone

    chosen = planned(settings.networks, arms)
    for name in settings.networks:
        networks.network(name)  # an unknown one is refused before a world is made
    made = make(settings, folder, world=world, workers=workers)
    found = lessons(
        made.world, made.curated, checked=settings.checked, rng=np.random.default_rng(settings.world_seed)
    )
    images = gallery_folder(made.world, folder / "images")
    material = Material(lessons=found, cache=images, device=device)
    runs = plan(found, chosen, settings, folder)
    with alone(folder):
        failed = train(material, runs, workers)
        if why := [why for run, why in failed.items() if run.arm.name == PAPER.name]:
            raise InputError(f"the paper's arm, with which all is compared, could not be trained: {why[0]}")
        broken = {run.arm.name for run in failed}
        runs = tuple(run for run in runs if run.arm.name not in broken)
        ask(material, runs, made.world, workers)
    write_text(folder / "study.json", json.dumps(asdict(settings), indent=2) + "\n")
    return page(
        runs,
        found,
        made,
        settings,
        sheet=sheet(runs, material, rng=np.random.default_rng(settings.world_seed)),
        failed=failed,
        folder=folder,
        quick=quick,
    )


def default_folder(world: Path | None, *, quick: bool) -> Path:
    """Where a study is kept unless told otherwise."""
    name = world.resolve().name if world else "simulated"
    return Path("runs") / name / ("attributes-quick" if quick else "attributes")
