"""What the runs come to: balanced accuracy of every arm at every share, and differences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.seeds import OverSeeds, holm
from fittingroom.studies.transfer.arms import Arm, Way, arm
from fittingroom.studies.transfer.divisions import Division
from fittingroom.studies.transfer.runs import Run, read_scores
from fittingroom.studies.transfer.scoring import Case, balanced, balanced_difference, plain
from fittingroom.studies.transfer.target import Target

ASKED: tuple[tuple[str, str, tuple[Way, ...]], ...] = (
    ("multi-label", "category only", ("fine-tuned", "frozen", "noisy, then clean")),
    ("multi-label", "scratch", ("fine-tuned", "frozen", "noisy, then clean")),
    ("noisy tags", "multi-label", ("fine-tuned", "frozen")),
    ("catalogue", "multi-label", ("fine-tuned", "frozen")),
    ("ImageNet + multi-label", "ImageNet", ("frozen",)),
)
"""Which beginnings are compared, and by which ways to go on; at every share."""

Key = tuple[Arm, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One way to begin less another, division by division; p: after Holm's correction for all of them."""

    better: str
    than: str
    way: Way
    share: float
    over: OverSeeds
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """By arm and share: the cases of each division, balanced accuracy, top-3 and top-5 accuracy."""

    cases: Mapping[Key, tuple[Case, ...]]
    accuracy: Mapping[Key, OverSeeds]
    top: Mapping[tuple[Key, int], OverSeeds]
    comparisons: tuple[Comparison, ...]

    def compared(self, better: str, than: str, way: Way, share: float) -> Comparison | None:
        """A comparison by what it compares; None if it was not made."""
        return next(
            (c for c in self.comparisons if (c.better, c.than, c.way, c.share) == (better, than, way, share)),
            None,
        )


def results(runs: Sequence[Run], target: Target, divisions: Sequence[Division]) -> Results:
    """Score what is on disk."""
    scores: dict[Key, list[np.ndarray]] = {}
    for run in runs:
        scores.setdefault((run.arm, run.share), []).append(read_scores(run))
    ks = [k for k in (1, 3, 5) if k < len(target.classes)]
    top = {(key, k): _cases(of, target, divisions, k) for key, of in scores.items() for k in ks}
    cases = {key: top[key, 1] for key in scores}
    return Results(
        cases=cases,
        accuracy={
            key: balanced(f"balanced accuracy, {key[0].title}, {key[1]:.0%}", of) for key, of in cases.items()
        },
        top={(key, k): plain(f"top-{k} accuracy, {key[0].title}", of) for (key, k), of in top.items()},
        comparisons=_compared(cases),
    )


def _cases(
    scores: Sequence[np.ndarray], target: Target, divisions: Sequence[Division], k: int
) -> tuple[Case, ...]:
    return tuple(
        Case(
            labels=target.labels[at.test],
            groups=target.groups[at.test],
            right=(np.argsort(-of, axis=1, kind="stable")[:, :k] == target.labels[at.test][:, None]).any(1),
        )
        for of, at in zip(scores, divisions, strict=True)
    )


def _compared(cases: Mapping[Key, tuple[Case, ...]]) -> tuple[Comparison, ...]:
    there = tuple(dict.fromkeys(key[0] for key in cases))
    made = []
    for better, than, ways in ASKED:
        for way in ways:
            a, b = arm(better, way, there), arm(than, way, there)
            for share in sorted({key[1] for key in cases}):
                if a and b and (a, share) in cases and (b, share) in cases:
                    name = f"{better} less {than}, {way}, {share:.0%}"
                    over = balanced_difference(name, cases[a, share], cases[b, share])
                    made.append((better, than, way, share, over))
    adjusted = holm([over.p for *_, over in made])
    return tuple(
        Comparison(better=better, than=than, way=way, share=share, over=over, p=float(p))
        for (better, than, way, share, over), p in zip(made, adjusted, strict=True)
    )


def recalls(cases: Sequence[Case], classes: int) -> np.ndarray:
    """Recall of each class, (classes,), mean over divisions."""
    return np.mean(
        [[case.right[case.labels == at].mean() for at in range(classes)] for case in cases], axis=0
    )
