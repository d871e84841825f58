"""One answer a picture of several people's: three rules by how right they are, on a simulated world.

    fittingroom simulate WORLD --products 4000 --seed 3
    python benchmarks/annotation_rules.py WORLD

Four people whose errors are known answer for each row of val and test. The table shows each rule on the first
three and on all four answers: pictures that it keeps, and against the truth of those precision and recall of
labels and wrong cells a picture. One answer alone stands in the first row. One world, no interval: simulated.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pyarrow import parquet

from fittingroom.curate.annotate.consensus import Consensus, majority, paper, probable
from fittingroom.curate.annotate.dawid_skene import dawid_skene
from fittingroom.curate.annotate.judgements import (
    Answer,
    Judgements,
    group_of_label,
    judgements,
    read_answers,
)
from fittingroom.data.attributes import LabelMap, read_label_map


def first(answers: Sequence[Answer], most: int) -> list[Answer]:
    """The first `most` answers about each picture."""
    seen: Counter[str] = Counter()
    kept = []
    for answer in answers:
        seen[answer.id] += 1
        if seen[answer.id] <= most:
            kept.append(answer)
    return kept


def truth_of(world: Path, labels: LabelMap, ids: np.ndarray) -> np.ndarray:
    """What is true of the pictures, (n, k) bool."""
    table = parquet.read_table(world / "truth", columns=["id", "labels"])
    known = dict(zip(table["id"].to_pylist(), table["labels"].to_pylist(), strict=True))
    return labels.multi_hot([known[one] for one in ids])


def row(name: str, found: Consensus, truth: np.ndarray) -> str:
    """A line of the table; groups that a rule leaves unknown have no say."""
    told = ~found.unknown[:, group_of_label(found.labels)]
    said, true = (found.present & told)[found.kept], (truth & told)[found.kept]
    right, n = (said & true).sum(), len(said)
    gone = Counter(found.reason[~found.kept].tolist())
    note = f" ({', '.join(f'{count} {why}' for why, count in gone.items())})" if gone else ""
    precision, recall = right / said.sum(), right / true.sum()
    return f"| {name} | {n}{note} | {precision:.3f} | {recall:.3f} | {(said != true).sum() / n:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("world", type=Path)
    world = parser.parse_args().world
    labels = read_label_map(world / "labels.csv")
    answers = read_answers(world / "answers")
    print("| rule | pictures kept | precision | recall | wrong cells a picture |\n|---|---|---|---|---|")
    for most in (1, 3, 4):
        said: Judgements = judgements(first(answers, most), labels)
        truth = truth_of(world, labels, said.ids)
        if most == 1:
            print(row("one answer", majority(said), truth))
            continue
        print(row(f"paper, of {most} answers", paper(said), truth))
        print(row(f"majority, {most} answers", majority(said), truth))
        print(
            row(
                f"dawid-skene, {most} answers",
                probable(said, dawid_skene(said, shared=said.group_of_label)),
                truth,
            )
        )


if __name__ == "__main__":
    main()
