"""Near copies across parts as pairs of pictures: to be looked at before they are called copies."""

import numpy as np
from PIL import Image

from fittingroom.checks.attribute_copies import NearCopies
from fittingroom.reporting import Figure
from fittingroom.reporting.format import count
from fittingroom.reporting.pictures import Picture, picture_grid
from fittingroom.studies.attribute_report.trial import Trial

SIDE_PX = 48
GAP_PX = 4
MOST = 18


def near_copies(trial: Trial) -> list[Figure]:
    """The pairs that count as copies, least sure first; those that are only worth a look, surest first."""
    near = trial.evidence.crossing.near
    if near is None:
        return []
    copies = near.best[np.argsort(near.score[near.best], kind="stable")]
    others = np.flatnonzero(~near.copies)
    others = others[np.argsort(-near.score[others], kind="stable")]
    told = (
        (
            "near-copies",
            "Near copies across parts",
            copies,
            f"{count(len(copies))} pictures of {near.part} with the picture of another part that is most "
            "like each, the least sure first: look at them before calling them copies.",
        ),
        (
            "near-copies-perhaps",
            "Pairs across parts that are worth a look",
            others,
            f"{count(len(others))} pairs that reach the lower threshold, or are said to differ by three or "
            "more changes; the surest first. Most are two pictures of like things.",
        ),
    )
    return [
        Figure(
            name=name,
            title=title,
            caption=caption,
            description="Pairs of pictures, with the kind of change and the score of each.",
            markup=picture_grid([_pair(trial, near, int(at)) for at in pairs[:MOST]]),
            section="data",
            folded=name != "near-copies",
        )
        for name, title, pairs, caption in told
        if len(pairs)
    ]


def _pair(trial: Trial, near: NearCopies, at: int) -> Picture:
    where, other = str(near.where[at]), near.other[at : at + 1]
    ours, theirs = trial.stored(near.part, near.row[at : at + 1])[0], trial.stored(where, other)[0]
    gap = np.full((SIDE_PX, GAP_PX, 3), 255, np.uint8)
    known = "known to the set" if near.known[at] else "not known"
    return Picture(
        np.concatenate([_fitted(ours), gap, _fitted(theirs)], axis=1),
        f"{trial.data}: {near.part} row {near.row[at]} beside {where} row {near.other[at]}",
        (str(near.kind[at]).replace("+", " + "), f"{near.part} | {where}, {near.score[at]:.2f}", known),
    )


def _fitted(picture: np.ndarray) -> np.ndarray:
    """A picture in the middle of a white square, its proportions kept."""
    small = Image.fromarray(picture)
    small.thumbnail((SIDE_PX, SIDE_PX))
    page = Image.new("RGB", (SIDE_PX, SIDE_PX), "white")
    page.paste(small, ((SIDE_PX - small.width) // 2, (SIDE_PX - small.height) // 2))
    return np.asarray(page)
