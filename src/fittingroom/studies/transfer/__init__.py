"""What transfers to real photos? Pretraining on simulated garments, a catalogue or ImageNet, or none.

The layout of Tables 4 and 5 and of Figure 5 of S. Guo et al. (arXiv 1906.05750) with photos as the target.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.files import slug

if TYPE_CHECKING:
    from fittingroom.reporting import Report
    from fittingroom.studies.transfer.arms import Arm
    from fittingroom.studies.transfer.pretraining import Pretraining, Sources
    from fittingroom.studies.transfer.runs import Run
    from fittingroom.studies.transfer.scale import Scale
    from fittingroom.studies.transfer.target import Target


def transfer(
    photos: Path,
    *,
    catalogue: Path | None = None,
    imagenet: bool = True,
    scale: "Scale | None" = None,
    label: str = "label",
    group: str = "group",
    drop: Sequence[str] | None = None,
    on: str = "cores",
    workers: int | None = None,
    folder: Path | None = None,
) -> "Report":
    """Find out which pretraining helps to tell the classes of `photos`, and by how much.

    photos: a folder as `data.image_folder` reads it; label, group: columns of its CSV, the second says who
    took a photo; drop: labels that are no class. catalogue: see `transfer.catalogue`; without one its arms
    are left out, and so are those of ImageNet without `imagenet`. scale: how much of everything, full by
    default; of another scale the page says that it is a quick look. on, workers: see `fittingroom.jobs`.

    Everything is kept in `folder` (default runs/PHOTOS/transfer, or transfer-quick): the same call goes on
    after an interruption. Raises InputError and DataError for photos or a catalogue that do not fit,
    MissingExtra where simulating or ImageNet's weights are not installed.
    """
    from fittingroom.data.ledger import openings_of
    from fittingroom.models.attributes.learned import load
    from fittingroom.studies.side_by_side import alone
    from fittingroom.studies.transfer import pretraining, runs
    from fittingroom.studies.transfer.arms import arms
    from fittingroom.studies.transfer.catalogue import catalogue_fingerprint, read_catalogue
    from fittingroom.studies.transfer.correct_rate import correct_rate
    from fittingroom.studies.transfer.page import Found, page
    from fittingroom.studies.transfer.results import results
    from fittingroom.studies.transfer.scale import FULL
    from fittingroom.studies.transfer.target import DROPPED, read_target

    scale = scale or FULL
    quick = scale != FULL
    folder = (folder or default_folder(photos, quick=quick)).absolute()
    target = read_target(
        photos, size_px=scale.size_px, label=label, group=group, drop=DROPPED if drop is None else drop
    )
    divisions = tuple(runs.division(target, seed) for seed in range(scale.seeds))
    # read here, so that one that does not fit is refused now rather than after an hour
    teaches = catalogue and catalogue_fingerprint(read_catalogue(catalogue, size_px=scale.size_px))
    chosen = arms(catalogue=catalogue is not None, imagenet=imagenet)
    with alone(folder):
        sources = sources_of(folder, catalogue, teaches, scale, on=on, workers=workers)
        planned, pretrained = pretrain_and_run(chosen, target, sources, folder, on=on, workers=workers)
        many = [one.folder for one in pretrained if one.kind == "multi-label"]
        correct = correct_rate(sources.world, sources.pixels, many, scale.size_px, folder / "features")
    return page(
        Found(
            target=target,
            scale=scale,
            quick=quick,
            folder=folder,
            divisions=divisions,
            openings=tuple(opening for at in divisions for opening in openings_of(runs.seal_of(target, at))),
            results=results(planned, target, divisions),
            correct=correct,
            seen={one.kind: pretraining.seen(load(one.folder)) for one in pretrained},
        )
    )


def sources_of(
    folder: Path,
    catalogue: Path | None,
    teaches: str | None,
    scale: "Scale",
    *,
    on: str,
    workers: int | None,
) -> "Sources":
    """Where pretraining finds its images; the world is simulated if it is not there yet."""
    from fittingroom.models.attributes.gallery import gallery_folder
    from fittingroom.studies.side_by_side import digest
    from fittingroom.studies.transfer import simulated
    from fittingroom.studies.transfer.pretraining import Sources

    world = folder / f"world-{digest([scale.products, scale.size_px])}"
    simulated.make(world, products=scale.products, size_px=scale.size_px, workers=workers, on=on)
    return Sources(
        world=world,
        pixels=gallery_folder(world, folder / "pixels"),
        catalogue=catalogue.absolute() if catalogue else None,
        teaches=teaches,
        scale=scale,
    )


def pretrain_and_run(
    chosen: "Sequence[Arm]",
    target: "Target",
    sources: "Sources",
    folder: Path,
    *,
    on: str,
    workers: int | None,
) -> "tuple[tuple[Run, ...], tuple[Pretraining, ...]]":
    """All runs of the chosen arms, and everything that they begin with; made where it is not there yet."""
    from fittingroom.studies.transfer import runs
    from fittingroom.studies.transfer.arms import KINDS, Kind
    from fittingroom.studies.transfer.pretraining import plan, pretrain

    kinds: list[Kind] = [kind for kind in KINDS if any(arm.pretrained == kind for arm in chosen)]
    pretrained = plan(kinds, sources, folder / "pretrained")
    pretrain(pretrained, sources, on=on, workers=workers)
    material = runs.Material(
        target=target,
        scale=sources.scale,
        models={(one.kind, one.seed): one.folder for one in pretrained},
        folder=folder / "features",
    )
    planned = runs.plan(chosen, target, sources.scale, pretrained, folder / "runs")
    runs.answer(planned, material, on=on, workers=workers)
    return planned, pretrained


def default_folder(photos: Path, *, quick: bool) -> Path:
    """Where a study is kept unless told otherwise."""
    return Path("runs", slug(photos.resolve().name), "transfer-quick" if quick else "transfer")
