"""Made people: a small label map, and answers with errors that are known."""

import numpy as np

from fittingroom.curate.annotate.judgements import Answer, Judgements, judgements
from fittingroom.data.attributes import Group, Label, LabelMap

SMALL = LabelMap(
    labels=(
        Label(1, "Dresses", "category"),
        Label(2, "Jeans", "category"),
        Label(3, "Coats", "category"),
        Label(4, "Red", "color"),
        Label(5, "Blue", "color"),
    ),
    groups=(Group("category", True, 1), Group("color", False, 2)),
)


FREE = LabelMap(SMALL.labels, tuple(Group(group.name, False, group.task) for group in SMALL.groups))


def made(
    n: int,
    *,
    people: int = 6,
    each: int = 3,
    sensitivity: float = 0.8,
    specificity: float = 0.95,
    spammers: int = 0,
    labels: LabelMap = SMALL,
    rng: np.random.Generator,
) -> tuple[Judgements, np.ndarray, np.ndarray, np.ndarray]:
    """Answers about n pictures, the truth (n, k) bool, and each person's sensitivity and specificity (a,)."""
    k = len(labels.labels)
    truth = rng.random((n, k)) < 0.3
    sens = np.clip(rng.normal(sensitivity, 0.08, people), 0.55, 0.98)
    spec = np.clip(rng.normal(specificity, 0.02, people), 0.85, 0.995)
    sens[:spammers], spec[:spammers] = 0.3, 0.7
    answers = []
    for image in range(n):
        for person in rng.permutation(people)[:each]:
            yes = np.where(truth[image], rng.random(k) < sens[person], rng.random(k) > spec[person])
            ids = tuple(label.id for label, named in zip(labels.labels, yes, strict=True) if named)
            answers.append(Answer(id=f"p{image}", annotator=f"a{person}", labels=ids))
    found = judgements(answers, labels)
    place = [int(name[1:]) for name in found.people]
    return found, truth, sens[place], spec[place]


def said(*answers: tuple[str, str, tuple[int, ...]], **more) -> Judgements:
    """Judgements from (picture, person, label ids)."""
    return judgements([Answer(id=i, annotator=a, labels=ids, **more) for i, a, ids in answers], SMALL)
