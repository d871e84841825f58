"""Who said what of which picture: the answers of all people, whatever tool they came from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from fittingroom.data.attributes import LabelMap
from fittingroom.data.parquet import pyarrow
from fittingroom.errors import DataError
from fittingroom.files import landing


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one person said of one picture: label ids, and of which groups nothing (not seen is not absent).

    discarded: the person put the picture aside as unclear; then all else counts for nothing.
    """

    id: str
    annotator: str
    labels: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    discarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """Answers as arrays: j answers of a people about n pictures, k labels in g groups.

    ids (n,) and people (a,) text; image and person (j,) int64, places in them; said (j, k) bool, label named;
    answered (j, g) bool, false where the person left the group open or put the picture aside;
    not_applicable (j, g) bool, the group does not apply; discarded (j,) bool. Raises DataError for two
    answers of one person about one picture.
    """

    labels: LabelMap
    ids: np.ndarray
    people: np.ndarray
    image: np.ndarray
    person: np.ndarray
    said: np.ndarray
    answered: np.ndarray
    not_applicable: np.ndarray
    discarded: np.ndarray

    def __post_init__(self):
        keys, times = np.unique(self.image * max(1, len(self.people)) + self.person, return_counts=True)
        if (times > 1).any():
            image, person = divmod(int(keys[times.argmax()]), len(self.people))
            raise DataError(
                f"{self.people[person]} judged the picture {self.ids[image]} {int(times.max())} times: "
                "keep one answer a person and picture"
            )

    @property
    def group_of_label(self) -> np.ndarray:
        """The group of each label, (k,) int64: a place in `labels.groups`."""
        return group_of_label(self.labels)

    @property
    def by_image(self) -> csr_array:
        """(n, j): times an array of one row an answer, it sums over the answers about each picture."""
        return _sums(self.image, len(self.ids))

    def yes(self) -> np.ndarray:
        """How many named each label of each picture, (n, k) float32."""
        return self.by_image @ (self.said & self.answered[:, self.group_of_label]).astype(np.float32)

    def asked(self) -> np.ndarray:
        """How many answered each group of each picture, (n, g) float32."""
        return self.by_image @ self.answered.astype(np.float32)


def group_of_label(labels: LabelMap) -> np.ndarray:
    """The group of each label, (k,) int64: a place in `labels.groups`."""
    place = {group.name: at for at, group in enumerate(labels.groups)}
    return np.array([place[label.group] for label in labels.labels])


def any_in_group(cells: np.ndarray, labels: LabelMap) -> np.ndarray:
    """Whether any of (n, k) bool holds in each group, (n, g) bool."""
    return cells.astype(np.float32) @ _one_hot(group_of_label(labels), len(labels.groups)) > 0


def first_answers(said: Judgements, most: int) -> Judgements:
    """The answers about each picture, in the order in which they are held, until `most` have judged it.

    Who puts a picture aside looked at it and did not judge it.
    """
    order = np.argsort(said.image, kind="stable")
    image, judged = said.image[order], ~said.discarded[order]
    before = np.cumsum(judged) - judged
    early = np.sort(order[before - before[np.searchsorted(image, image)] < most])
    rows = ("image", "person", "said", "answered", "not_applicable", "discarded")
    return replace(said, **{name: getattr(said, name)[early] for name in rows})


def judgements(answers: Sequence[Answer], labels: LabelMap) -> Judgements:
    """Answers as arrays; pictures and people in the order in which they first occur.

    Raises DataError for a label or a group that the map does not have.
    """
    groups = {group.name: at for at, group in enumerate(labels.groups)}
    ids = list(dict.fromkeys(answer.id for answer in answers))
    people = list(dict.fromkeys(answer.annotator for answer in answers))
    place, number = ({name: at for at, name in enumerate(names)} for names in (ids, people))
    answered = np.ones((len(answers), len(groups)), bool)
    apart = np.zeros_like(answered)
    for row, answer in enumerate(answers):
        for name in (*answer.unknown, *answer.not_applicable):
            if name not in groups:
                raise DataError(
                    f"the answer of {answer.annotator} about {answer.id} names no group: {name!r}"
                )
        answered[row, [groups[name] for name in answer.unknown]] = False
        apart[row, [groups[name] for name in answer.not_applicable]] = True
    discarded = np.array([answer.discarded for answer in answers], bool)
    answered[discarded] = False
    said = labels.multi_hot([answer.labels for answer in answers])
    return Judgements(
        labels=labels,
        ids=np.array(ids, object),
        people=np.array(people, object),
        image=np.array([place[answer.id] for answer in answers], np.int64),
        person=np.array([number[answer.annotator] for answer in answers], np.int64),
        said=said & answered[:, group_of_label(labels)],
        answered=answered,
        not_applicable=apart & answered,
        discarded=discarded,
    )


def write_answers(path: Path, answers: Sequence[Answer]) -> None:
    """Answers as a Parquet file: id, annotator, labels, unknown, not_applicable, discarded."""
    pa, parquet = pyarrow("writing answers")
    names, ids = pa.list_(pa.string()), pa.list_(pa.int16())
    kinds = {"id": pa.string(), "annotator": pa.string(), "labels": ids, "unknown": names}
    kinds |= {"not_applicable": names, "discarded": pa.bool_()}
    columns = [pa.array([getattr(answer, name) for answer in answers], kind) for name, kind in kinds.items()]
    with landing(path) as beside:
        parquet.write_table(pa.table(columns, names=list(kinds)), beside)


def read_answers(path: Path) -> list[Answer]:
    """Answers from a Parquet file or from all of a folder; without unknown groups each answer covers all.

    Raises DataError where the columns id, annotator and labels are not there.
    """
    pa, parquet = pyarrow("reading answers")
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    answers = []
    for file in files:
        try:
            table = parquet.read_table(file, partitioning=None)
        except (pa.ArrowException, OSError) as error:
            raise DataError(f"{file}: not a readable Parquet file: {str(error).splitlines()[0]}") from error
        if absent := {"id", "annotator", "labels"} - set(table.column_names):
            raise DataError(f"{file}: answers have the columns id, annotator, labels; no {min(absent)} found")
        answers += [_answer(row) for row in table.to_pylist()]
    if not answers:
        raise DataError(f"{path}: no answers found")
    return answers


def _answer(row: dict) -> Answer:
    lists = {name: tuple(row.get(name) or ()) for name in ("labels", "unknown", "not_applicable")}
    who = str(row["annotator"])
    return Answer(id=str(row["id"]), annotator=who, discarded=bool(row.get("discarded")), **lists)


def _sums(place: np.ndarray, n: int) -> csr_array:
    ones = np.ones(len(place), np.float32)
    return csr_array((ones, (place, np.arange(len(place)))), shape=(n, len(place)))


def _one_hot(place: np.ndarray, n: int) -> np.ndarray:
    return np.eye(n, dtype=np.float32)[place]
