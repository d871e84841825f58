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

BEGUN: tuple[tuple[str, str, tuple[Way, ...]], ...] = (
    ("multi-label", "category only", ("fine-tuned", "frozen", "noisy, then clean")),
    ("multi-label", "scratch", ("fine-tuned", "frozen", "noisy, then clean")),
    ("noisy tags", "multi-label", ("fine-tuned", "frozen")),
    ("catalogue", "multi-label", ("fine-tuned", "frozen")),
    ("ImageNet + multi-label", "ImageNet", ("frozen",)),
)
"""Which beginnings are compared, and by which ways to go on; at every share."""

GONE_ON: tuple[tuple[str, Way, Way], ...] = (
    ("multi-label", "noisy, then clean", "fine-tuned"),
    ("scratch", "noisy, then clean", "fine-tuned"),
)
"""Which ways to go on are compared, from one beginning: the sequence has its noisy steps besides."""

Key = tuple[Arm, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One arm less another, division by division; p: after Holm's correction for all comparisons."""

    arm: Arm
    than: Arm
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

    def compared(self, begins: str, than: str, way: Way, share: float) -> Comparison | None:
        """A comparison of two beginnings; None if it was not made."""
        wanted = (arm(begins, way), arm(than, way), share)
        return next((c for c in self.comparisons if (c.arm, c.than, c.share) == wanted), None)


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
    pairs = [(arm(one, way), arm(other, way)) for one, other, ways in BEGUN for way in ways]
    pairs += [(arm(begins, way), arm(begins, than)) for begins, way, than in GONE_ON]
    made = []
    for a, b in pairs:
        for share in sorted({share for _, share in cases}):
            if a and b and (a, share) in cases and (b, share) in cases:
                name = f"{a.title} less {b.title}, {share:.0%}"
                made.append((a, b, share, balanced_difference(name, cases[a, share], cases[b, share])))
    adjusted = holm([over.p for *_, over in made])
    return tuple(
        Comparison(arm=a, than=b, share=share, over=over, p=float(p))
        for (a, b, share, over), p in zip(made, adjusted, strict=True)
    )


def recalls(cases: Sequence[Case], classes: int) -> np.ndarray:
    """Recall of each class, (classes,), mean over divisions."""
    return np.mean(
        [[case.right[case.labels == at].mean() for at in range(classes)] for case in cases], axis=0
    )
