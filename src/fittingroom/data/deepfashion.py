"""DeepFashion, category and attribute prediction: 289,222 photos, 50 categories, 1,000 attributes.

Liu, Luo, Qiu, Wang & Tang 2016 (CVPR, "DeepFashion: powering robust clothes recognition"). The authors
hand it out on request; this reads the folder of their benchmark: Anno/ (Anno_coarse/ in newer downloads),
Eval/, Img/.
"""

import os
from collections.abc import Container, Iterator
from pathlib import Path

import numpy as np

from fittingroom.data.attribute_pictures import AttributePictures, check_there, read_lines
from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.errors import DataError

ATTRIBUTE_GROUPS = {1: "texture", 2: "fabric", 3: "shape", 4: "part", 5: "style"}
"""The types that list_attr_cloth.txt gives its attributes."""

PARTS = ("train", "val", "test")
ZERO, ONE, MINUS, SPACE = b"01- "


def deepfashion(folder: str | os.PathLike[str]) -> AttributePictures:
    """Read the lists of a DeepFashion folder; no picture is opened, but each must be there.

    The labels are the categories, one a picture, with their own ids from 1, then the attributes, with ids
    that go on. An attribute of 1 is present, -1 absent, 0 unknown. A name that two groups use has the
    group's name behind it. Pictures of one folder show one product and are a group. About 600 MB for the
    whole set. Boxes stand as they are listed; `notes` count those with nothing inside. Raises DataError for
    lists that are missing, cut short, of different pictures, or that name one twice, or whose pictures have
    not been unpacked.
    """
    root = Path(folder)
    notes = _lists(root)
    parts = _pairs(root / "Eval" / "list_eval_partition.txt")
    names = list(parts)
    labels = _label_map(notes)
    category = _pairs(notes / "list_category_img.txt", names)
    k = len(labels.of_group("category"))
    present, known = (np.zeros((len(names), len(labels.labels)), bool) for _ in range(2))
    for row, name in enumerate(names):
        given = category[name]
        if not given.isdecimal() or not 1 <= int(given) <= k:
            raise DataError(
                f"{notes / 'list_category_img.txt'}: {name} has the category {given!r}, not 1..{k}"
            )
        present[row, int(given) - 1] = True
    known[:, :k] = True
    _attributes(notes / "list_attr_img.txt", names, present[:, k:], known[:, k:])
    if strays := sorted(set(parts.values()) - set(PARTS)):
        raise DataError(f"{root / 'Eval'}: a picture's part is train, val or test, found {strays[0]!r}")
    pictures = _pictures(root)
    check_there(notes, pictures, names)
    boxes = _boxes(notes / "list_bbox.txt", names)
    return AttributePictures(
        files=[pictures / name for name in names],
        ids=names,
        label_map=labels,
        present=present,
        known=known,
        parts=list(parts.values()),
        groups=np.unique([name.rpartition("/")[0] for name in names], return_inverse=True)[1],
        boxes=boxes,
        notes=_hollow(boxes),
    )


def _lists(root: Path) -> Path:
    for name in ("Anno", "Anno_coarse", "Anno/Anno_coarse"):
        if (root / name / "list_attr_img.txt").is_file():
            return root / name
    raise DataError(
        f"{root}: expected DeepFashion's Anno/list_attr_img.txt (or Anno_coarse), found none; "
        "unpack the annotations of the category and attribute benchmark"
    )


def _pictures(root: Path) -> Path:
    """The folder that the lists' names, img/..., are relative to."""
    for folder in (root / "Img", root):
        if (folder / "img").is_dir():
            return folder
    raise DataError(f"{root}: expected DeepFashion's pictures in Img/img, found none; unpack img.zip")


def _rows(path: Path) -> Iterator[str]:
    """The rows of a list whose first line says how many there are and whose second names their columns."""
    lines = read_lines(path, "a list of DeepFashion")
    first = next(lines, "")
    if not first.strip().isdecimal() or next(lines, None) is None:
        raise DataError(f"{path}: expected a number of rows, then a header, found {first[:60]!r}")
    count = 0
    for row in lines:
        count += 1
        yield row
    if count != int(first):
        raise DataError(f"{path}: it says {int(first):,} rows and has {count:,}; download it anew")


def _pairs(path: Path, names: list[str] | None = None) -> dict[str, str]:
    """A value for each picture; for those `names` in their order where they are given, and for no other."""
    pairs = {}
    for row in _rows(path):
        pieces = row.split()
        if len(pieces) != 2:
            raise DataError(f"{path}: expected a picture and one value, found {row[:80]!r}")
        _once(path, pieces[0], pairs)
        pairs[pieces[0]] = pieces[1]
    if names is not None:
        _same(path, names, list(pairs))
    return pairs


def _once(path: Path, name: str, seen: Container[str]) -> None:
    if name in seen:
        raise DataError(f"{path}: it lists {name} twice; download it anew, or remove one")


def _same(path: Path, names: list[str], found: list[str]) -> None:
    if set(names) != set(found) or len(names) != len(found):
        odd = min(set(names) ^ set(found), default="one is listed twice")
        raise DataError(f"{path}: it lists other pictures than Eval/list_eval_partition.txt, as {odd}")


def _label_map(notes: Path) -> LabelMap:
    named = [(row.rsplit(None, 1)[0].strip(), "category") for row in _rows(notes / "list_category_cloth.txt")]
    path = notes / "list_attr_cloth.txt"
    for row in _rows(path):
        name, _, kind = row.strip().rpartition(" ")
        if not kind.isdecimal() or int(kind) not in ATTRIBUTE_GROUPS:
            raise DataError(f"{path}: an attribute's type is 1 to 5, found {row[:80]!r}")
        named.append((name.strip(), ATTRIBUTE_GROUPS[int(kind)]))
    seen: set[str] = set()
    labels = []
    for number, (name, group) in enumerate(named, 1):
        unique = name if name not in seen else f"{name} ({group})"
        seen.add(unique)
        labels.append(Label(number, unique, group))
    groups = (Group("category", True), *(Group(name, False) for name in ATTRIBUTE_GROUPS.values()))
    return LabelMap(tuple(labels), groups)


def _attributes(path: Path, names: list[str], present: np.ndarray, known: np.ndarray) -> None:
    """Fill in 1, -1 and 0 from 300 million numbers: of each the digit, and whether a minus is before it."""
    row_of = {name: row for row, name in enumerate(names)}
    found = []
    for line in _rows(path):
        name, _, values = line.partition(" ")
        signs = np.frombuffer(f" {values.strip()}".encode(), np.uint8)
        space, minus, one = signs == SPACE, signs == MINUS, signs == ONE
        at = np.flatnonzero(one | (signs == ZERO))
        numbers = int((space[:-1] & ~space[1:]).sum())
        if not len(at) == numbers == present.shape[1] or space.sum() + minus.sum() + len(at) < len(signs):
            raise DataError(
                f"{path}: {name} must have {present.shape[1]} numbers of -1, 0 or 1, found {numbers}"
            )
        found.append(name)
        if name in row_of:
            known[row_of[name]] = one[at]
            present[row_of[name]] = one[at] & ~minus[at - 1]
    _same(path, names, found)


def _boxes(path: Path, names: list[str]) -> np.ndarray:
    """(n, 4) int32 in the order of `names`: x_1, y_1, x_2, y_2 are left, top, right, bottom."""
    boxes = {}
    for row in _rows(path):
        name, *numbers = row.split()
        if len(numbers) != 4 or not all(number.isdecimal() and len(number) < 10 for number in numbers):
            raise DataError(f"{path}: expected a picture and four whole numbers, found {row[:80]!r}")
        _once(path, name, boxes)
        boxes[name] = [int(number) for number in numbers]
    _same(path, names, list(boxes))
    return np.array([boxes[name] for name in names], np.int32)


def _hollow(boxes: np.ndarray) -> tuple[str, ...]:
    """A note on boxes whose right or bottom does not lie behind their left or top: to cut them out fails."""
    hollow = int((boxes[:, 2:] <= boxes[:, :2]).any(axis=1).sum())
    return (f"{hollow:,} of {len(boxes):,} boxes have nothing inside",) if hollow else ()
