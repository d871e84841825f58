"""Multi-label or category only? A second look at the question that `study transfer` left open.

    fittingroom study transfer PHOTOS --group COLUMN --out FOLDER
    python benchmarks/settle_transfer.py PHOTOS --group COLUMN --out FOLDER

The first look, five divisions, had category-only ahead by 3.2 points at p .047; below .01 was asked for.
Written down before the second: eight divisions more, each with pretrainings of its own, of these two arms
alone, fine-tuned on a tenth of the photos; all thirteen together decide; and since it is the second of two
looks, p must be below .005 (half of .01, Bonferroni). There is no third. What the study has made is used, and
what is made here is kept beside it: after an interruption the same command goes on.
"""

import argparse
from pathlib import Path

from fittingroom.measure.seeds import OverSeeds
from fittingroom.studies.side_by_side import alone
from fittingroom.studies.transfer import pretrain_and_run, runs, sources_of
from fittingroom.studies.transfer.arms import Arm, arm
from fittingroom.studies.transfer.criterion import AT, LEVEL
from fittingroom.studies.transfer.results import results
from fittingroom.studies.transfer.scale import Scale
from fittingroom.studies.transfer.target import DROPPED, read_target

DIVISIONS = 13
LOOKS = 2


def compared() -> tuple[Arm, Arm]:
    """The two arms of the question."""
    a, b = arm("multi-label", "fine-tuned"), arm("category only", "fine-tuned")
    assert a
    assert b
    return a, b


def said(over: OverSeeds) -> str:
    """The difference, division by division, and what it decides."""
    m, level = over.measurement, LEVEL / LOOKS
    ahead = "multi-label" if m.value > 0 else "category only"
    answer = f"{ahead} is better" if over.p < level else "neither is shown to be better"
    return (
        f"by division: {', '.join(f'{100 * one:+.1f}' for one in over.each)}\n"
        f"multi-label less category only, fine-tuned on {AT:.0%}: {100 * m.value:+.1f} points "
        f"[{100 * (m.low or 0):+.1f}, {100 * (m.high or 0):+.1f}], p {over.p:.4f} ({m.method})\n"
        f"p below {level:g} was asked for: {answer}"
    )


def main() -> None:
    """Make what is missing, and print the answer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", type=Path, help="the photos of the study")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the study")
    parser.add_argument("--label", default="label", help="column of labels")
    parser.add_argument("--group", default="group", help="column of who took it")
    parser.add_argument("--workers", type=int, help="runs side by side (default: as many as cores)")
    asked = parser.parse_args()
    scale, folder = Scale(seeds=DIVISIONS, shares=(AT,)), asked.out.absolute()
    target = read_target(
        asked.photos, size_px=scale.size_px, label=asked.label, group=asked.group, drop=DROPPED
    )
    where = {"on": "cores", "workers": asked.workers}
    with alone(folder):
        sources = sources_of(folder, None, None, scale, **where)
        planned, _ = pretrain_and_run(compared(), target, sources, folder, **where)
    divisions = [runs.division(target, seed) for seed in range(DIVISIONS)]
    found = results(planned, target, divisions).compared("multi-label", "category only", "fine-tuned", AT)
    assert found
    print(said(found.over))


if __name__ == "__main__":
    main()
